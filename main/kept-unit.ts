import { rulesFor } from './config/read-site.ts';
import { planOf, type SiteConfiguration, type UnitConfiguration } from './config/site-configuration.ts';
import type { CensusFeed } from './census-feed.ts';
import { err, ok } from './domain/result.ts';
import type { Clock, Keys, Log } from './ports.ts';
import type { DeskSource } from './services/desk.ts';
import { startRefresh, type RefreshOptions } from './services/refresh.ts';
import type { Ledger } from './store/ledger.ts';
import { readLatest } from './store/read-latest.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';

export interface KeptUnitOptions {
  site: SiteConfiguration;
  unit: UnitConfiguration;
  keys: Keys;
  ledger: Pick<Ledger, 'events'>;
  clock: Clock;
  log: Log;
  feed(changed: () => void): Promise<CensusFeed>;
  sync: RefreshOptions['sync'];
  /** Its refresh, its feed or its age says something else. */
  changed(): void;
  /** There is a newer copy. */
  published(): void;
}

/** Keeps the copy of one more unit than the kiosk's own: refreshed and read like that, but it neither looks for the EHR nor suspects outages. */
export async function keepUnit(options: KeptUnitOptions): Promise<DeskSource & { close(): Promise<void> }> {
  const { site, unit, keys, ledger, clock, log, changed } = options;
  const rules = rulesFor(site, unit.name);
  const store = openSnapshotStore({ folder: site.folders!.store, unit: unit.name, keys, log });
  let latest = readLatest(store);
  const feed = await options.feed(() => void refresh.now());
  const refresh = startRefresh({
    sync: options.sync,
    ehr: null,
    clock,
    everyMinutes: site.refreshMinutes,
    probeSeconds: site.probeSeconds,
    changed,
    published: () => {
      latest = readLatest(store);
      options.published();
    },
    suspect: () => undefined,
    clear: () => undefined,
  });
  void refresh.now();
  return {
    unit: unit.name,
    copy: () => {
      if (!latest.ok) return err({ kind: 'no-copy', why: latest.error.why });
      const { number, snapshot } = latest.value.generation;
      return ok({ generation: number, snapshot, rules, events: ledger.events(unit.name), plan: planOf(site) });
    },
    troubles: () => [
      ...(latest.ok ? latest.value.skipped.map(({ file, why }) => `A newer copy was skipped: ${file}: ${why}`) : []),
      ...[feed.trouble()].filter(why => why !== null),
    ],
    refresh: refresh.state,
    close: async () => {
      refresh.close();
      await feed.close();
    },
  };
}
