import { rulesFor } from './config/read-site.ts';
import { planOf, type SiteConfiguration } from './config/site-configuration.ts';
import { err, ok } from './domain/result.ts';
import type { Keys, Log } from './ports.ts';
import type { DeskSource } from './services/desk.ts';
import type { Ledger } from './store/ledger.ts';
import { readLatest } from './store/read-latest.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import type { WatchedUnit } from './watch.ts';

export interface KeptUnitOptions {
  site: SiteConfiguration;
  watched: WatchedUnit;
  keys: Keys;
  ledger: Pick<Ledger, 'events'>;
  log: Log;
  /** There is a newer copy. */
  published(): void;
}

/** The copy of one more unit than the kiosk's own, read with the ward open. */
export function keepUnit({ site, watched, keys, ledger, log, published }: KeptUnitOptions): DeskSource & { close(): void } {
  const { name } = watched.unit;
  const rules = rulesFor(site, name);
  const store = openSnapshotStore({ folder: site.folders!.store, unit: name, keys, log });
  let latest = readLatest(store);
  const close = watched.onPublished(() => {
    latest = readLatest(store);
    published();
  });
  return {
    unit: name,
    copy: () => {
      if (!latest.ok) return err({ kind: 'no-copy', why: latest.error.why });
      const { number, snapshot } = latest.value.generation;
      return ok({ generation: number, snapshot, rules, events: ledger.events(name), plan: planOf(site) });
    },
    troubles: () => [
      ...(latest.ok ? latest.value.skipped.map(({ file, why }) => `A newer copy was skipped: ${file}: ${why}`) : []),
      ...[watched.trouble()].filter(why => why !== null),
    ],
    refresh: watched.refresh.state,
    close,
  };
}
