import type { SiteConfiguration, UnitConfiguration } from './config/site-configuration.ts';
import { watchIdList } from './ehr/census-id-list/watch.ts';
import { startAdtListener } from './ehr/hl7/listener.ts';
import type { Clock, Keys, Log } from './ports.ts';
import { openAdtJournal } from './store/adt-journal.ts';

/** What brings news of a unit's census to this computer between refreshes. */
export interface CensusFeed {
  /** Why it can't, in words for the ward and IT; null when it can. */
  trouble(): string | null;
  close(): Promise<void>;
}

export interface CensusFeedOptions {
  site: SiteConfiguration;
  unit: UnitConfiguration;
  clock: Clock;
  log: Log;
  /** Keys that open whether or not anybody is signed in. */
  device: Keys;
  /** Another list lies in the folder: time to refresh. */
  changed(): void;
  /** `trouble` says something else now. */
  troubled(): void;
}

const NOTHING: CensusFeed = { trouble: () => null, close: () => Promise.resolve() };

/** Listens for the ADT feed, or watches the folder of lists, as the unit's census wants it. A feed that can't be had never keeps the kiosk from opening. */
export async function startCensusFeed(options: CensusFeedOptions): Promise<CensusFeed> {
  const { unit } = options;
  if (unit.census.kind === 'hl7v2-adt') return listen(options, unit.census);
  if (unit.census.kind !== 'id-list') return NOTHING;
  let why: string | null = null;
  const watched = watchIdList(unit.census.folder, options.changed, {
    trouble: now => {
      why = now;
      options.troubled();
    },
  });
  return { trouble: () => why, close: () => Promise.resolve(watched.close()) };
}

/** Starts the feeds of several units: one listener serves all whose messages come in at the same port. */
export function censusFeeds(common: Omit<CensusFeedOptions, 'unit' | 'changed'>) {
  const byPort = new Map<number, Promise<CensusFeed>>();
  return async (unit: UnitConfiguration, changed: () => void): Promise<CensusFeed> => {
    const start = (): Promise<CensusFeed> => startCensusFeed({ ...common, unit, changed });
    if (unit.census.kind !== 'hl7v2-adt') return start();
    const heard = byPort.get(unit.census.port);
    if (heard) return { ...NOTHING, trouble: (await heard).trouble };
    const feed = start();
    byPort.set(unit.census.port, feed);
    return feed;
  };
}

type Adt = Extract<UnitConfiguration['census'], { kind: 'hl7v2-adt' }>;

async function listen({ site, unit, clock, log, device }: CensusFeedOptions, census: Adt): Promise<CensusFeed> {
  const failed = (why: string): CensusFeed => ({
    ...NOTHING,
    trouble: () => `The ADT feed of ${unit.name} is not heard: ${why}`,
  });
  const journal = openAdtJournal({ folder: site.folders!.store, keys: device });
  if (!journal.ok) return failed(journal.error.why);
  const { port, host, tls, allowFrom } = census;
  const listener = await startAdtListener({
    port,
    journal: journal.value,
    clock,
    log,
    zone: site.zone,
    ...(host !== undefined && { host }),
    ...(tls !== undefined && { tls }),
    ...(allowFrom !== undefined && { allowFrom }),
  });
  if (!listener.ok) {
    journal.value.close();
    log.write('error', 'the ADT feed cannot be listened to', { kind: listener.error.kind, port });
    return failed(listener.error.why);
  }
  return {
    trouble: () => null,
    close: async () => {
      await listener.value.close();
      journal.value.close();
    },
  };
}
