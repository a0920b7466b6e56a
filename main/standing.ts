import { rulesFor } from './config/read-site.ts';
import type { SiteConfiguration } from './config/site-configuration.ts';
import type { NoCopy } from './contract.ts';
import { headOnPaper } from './domain/audit.ts';
import type { Outage } from './domain/outage.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Clock, Keys, Log } from './ports.ts';
import type { Copy } from './services/charts.ts';
import { standingPacks, type StandingCopy, type StandingPacks } from './services/standing-packs.ts';
import type { Audit } from './store/audit.ts';
import type { Ledger } from './store/ledger.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import { standingPhrases } from './store/standing-phrase.ts';
import type { Watch } from './watch.ts';

/** What a standing pack is made from while the ward is open. */
export interface StandingSource {
  copy(): Result<Copy, NoCopy>;
  outage(): Outage;
  ledger: Ledger;
}

/** The standing packs, whether or not anybody is signed in. */
export interface Standing extends StandingPacks {
  opened(ward: StandingSource): void;
  /** The ward closes: what it knows is kept for the packs to come, but for the patients' copy, which the worker has. */
  closing(): void;
}

export interface StandingOptions {
  site: SiteConfiguration;
  unit: string;
  /** Keys that open also while nobody is signed in. */
  device: Keys;
  watch: Watch;
  audit: Audit;
  clock: Clock;
  log: Log;
}

const NEVER_OPENED: NoCopy = {
  kind: 'no-copy',
  why: 'Nobody has signed in since the kiosk was started: what the ward itself wrote down is not known, and the packs before lie where they were.',
};
const LOCKED = { kind: 'locked', why: 'Nobody is signed in: it is numbered by the clock.' } as const;

/**
 * Keeps the unit's standing packs: from the open ward, and while nobody is signed in from each new copy, which the worker just fetched, with what the ward
 * knew when it was closed. After a restart somebody has to sign in once.
 */
export function keepStanding({ site, unit, device, watch, audit, clock, log }: StandingOptions): Standing {
  const rules = rulesFor(site, unit);
  const store = openSnapshotStore({ folder: site.folders!.store, unit, keys: device, log });
  let ward: StandingSource | null = null;
  let left: { events: Copy['events']; plan: Copy['plan']; outage: Outage; run: string } | null = null;
  let newest = 0;
  const copy = (): Result<StandingCopy, NoCopy> => {
    if (ward) return ward.copy();
    if (left === null || newest === 0) return err(NEVER_OPENED);
    return ok({ generation: newest, snapshot: null, rules, events: left.events, plan: left.plan });
  };
  const packs = standingPacks({
    folders: site.standingFolders,
    phrases: standingPhrases(store),
    stand: (job, signal) => watch.workbench.stand({ ...job, place: { store: site.folders!.store, unit } }, signal),
    copy,
    outage: () => ward?.outage() ?? left?.outage ?? { state: 'normal' },
    ledger: {
      run: () => ward?.ledger.run ?? left?.run ?? '',
      append: entry => ward?.ledger.append(entry) ?? err(LOCKED),
      events: of => ward?.ledger.events(of) ?? left?.events ?? [],
    },
    clock,
    log,
    unit,
    kiosk: rules.kiosk,
    refreshMinutes: site.refreshMinutes,
    staleMinutes: rules.freshness.staleMinutes,
    auditHead: () => headOnPaper(audit.head()),
    laid: (pack, folders) => audit.record({ what: 'exported', details: `standing pack ${pack} into ${folders.join(', ')}` }),
    changed: () => watch.tell('status'),
  });
  watch.own.onPublished(generation => {
    newest = generation;
    if (ward === null) void packs.look();
  });
  return {
    ...packs,
    opened: source => void (ward = source),
    closing() {
      const last = ward?.copy();
      if (ward && last?.ok) {
        const { events, plan, generation } = last.value;
        left = { events, plan, outage: ward.outage(), run: ward.ledger.run };
        newest = Math.max(newest, generation);
      }
      ward = null;
    },
  };
}
