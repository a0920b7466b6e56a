import type { CensusFeed } from './census-feed.ts';
import { censusFeeds } from './census-feed.ts';
import type { SiteConfiguration, UnitConfiguration } from './config/site-configuration.ts';
import type { Topic } from './contract.ts';
import { err, type Result } from './domain/result.ts';
import { ehrOf } from './ehr-of-site.ts';
import type { Clock, Log } from './ports.ts';
import { inTurn } from './services/in-turn.ts';
import { startRefresh, type Refresh, type RefreshOptions } from './services/refresh.ts';
import { timed } from './services/refresh-timing.ts';
import { sameUnit } from './store/unit-folder.ts';
import { deviceKeysOf } from './vault/device-lock.ts';
import type { WorkKeys } from './work.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

export interface WatchOptions {
  site: SiteConfiguration;
  unit: UnitConfiguration;
  clock: Clock;
  log: Log;
  /** What may be known while nobody is signed in. */
  keys: WorkKeys;
}

/** A unit whose copy is kept fresh. */
export interface WatchedUnit {
  unit: UnitConfiguration;
  refresh: Refresh;
  /** Why news of its census can't be heard; null when they can. */
  trouble(): string | null;
  /** Calls back when there is a newer copy; returns the way to stop. */
  onPublished(heard: (generation: number) => void): () => void;
}

/** What the kiosk does about an EHR that is gone or answers again. */
export interface Suspicion {
  suspect(reason: string): void;
  clear(): void;
}

/** What goes on whether or not anybody is signed in: refreshes, the ADT feed, the worker. It reads no patient and opens no ledger. */
export interface Watch {
  own: WatchedUnit;
  /** The other units of a pharmacy desk. */
  others: WatchedUnit[];
  workbench: Workbench;
  /** Resolves when the first refresh has ended, well or not. */
  firstRefresh: Promise<unknown>;
  /** Who decides what a failing EHR means; nobody does while the ward is closed. */
  decides(suspicion: Suspicion | null): void;
  tell(topic: Topic): void;
  subscribe(listener: (topic: Topic) => void): () => void;
  close(): Promise<void>;
}

/** Starts keeping the copies of the kiosk's units fresh. Units are read one after the other; the kiosk's own waits for one other at most. */
export async function startWatch({ site, unit, clock, log, keys }: WatchOptions): Promise<Watch> {
  const listeners = new Set<(topic: Topic) => void>();
  const tell = (topic: Topic): void => listeners.forEach(listener => listener(topic));
  const device = deviceKeysOf(keys.device);
  const workbench = openWorkbench(log, keys);
  const feedOf = censusFeeds({ site, clock, log, device, troubled: () => tell('status') });
  const turn = inTurn();
  let suspicion: Suspicion | null = null;

  const broken = (cause: unknown): Result<never, { kind: 'broken'; why: string }> => {
    log.write('error', 'the refresh broke', { error: cause instanceof Error ? cause.name : typeof cause });
    return err({
      kind: 'broken',
      why: 'The refresh broke inside the kiosk; the last good copy is untouched. The technical log says where.',
    });
  };
  const syncOf =
    (one: UnitConfiguration, first?: 'first'): RefreshOptions['sync'] =>
    (signal, progress) =>
      turn(
        () =>
          signal.aborted
            ? Promise.resolve(err({ kind: 'cancelled' as const, why: 'The kiosk is closing.' }))
            : timed(log, one.name, () => workbench.sync({ site, unit: one, now: clock.now() }, signal, progress)).catch(broken),
        first,
      );

  /** Only the kiosk's own unit looks for the EHR and suspects outages. */
  async function watchUnit(one: UnitConfiguration, own: boolean): Promise<WatchedUnit & { feed: CensusFeed }> {
    const heard = new Set<(generation: number) => void>();
    const feed = await feedOf(one, () => void refresh.now());
    const refresh = startRefresh({
      sync: syncOf(one, own ? 'first' : undefined),
      ehr: own ? ehrOf(site, one, log, device) : null,
      clock,
      everyMinutes: site.refreshMinutes,
      probeSeconds: site.probeSeconds,
      changed: () => tell('status'),
      published: ({ generation }) => heard.forEach(each => each(generation)),
      suspect: reason => own && suspicion?.suspect(reason),
      clear: () => own && suspicion?.clear(),
    });
    return {
      unit: one,
      refresh,
      feed,
      trouble: feed.trouble,
      onPublished(each) {
        heard.add(each);
        return () => heard.delete(each);
      },
    };
  }

  const own = await watchUnit(unit, true);
  const firstRefresh = own.refresh.now();
  const others = await Promise.all(
    site.units.filter(({ name }) => site.desk.includes(name) && !sameUnit(name, unit.name)).map(other => watchUnit(other, false)),
  );
  for (const { refresh } of others) void refresh.now();
  return {
    own,
    others,
    workbench,
    firstRefresh,
    decides: by => (suspicion = by),
    tell,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const { refresh } of [own, ...others]) refresh.close();
      await Promise.all([own, ...others].map(({ feed }) => feed.close()));
      await workbench.close();
    },
  };
}
