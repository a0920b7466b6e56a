import { NO_STORE, readSite, rulesFor, type Said } from '../../config/read-site.ts';
import { planOf, type SiteConfiguration } from '../../config/site-configuration.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Instant, Zone } from '../../domain/time.ts';
import type { Clock } from '../../ports.ts';
import type { Copy } from '../../services/charts.ts';
import { openLedger, type Ledger } from '../../store/ledger.ts';
import { readLatest, type SkippedCopy } from '../../store/read-latest.ts';
import { openSnapshotStore } from '../../store/snapshot-store.ts';
import { unitsIn } from '../../store/unit-folder.ts';
import { fail, failUsage } from '../terminal.ts';
import { keysToRead, type SignIn } from './store-keys.ts';

export interface StoreOptions extends SignIn {
  /** The site file; the computer's own when not said. */
  site?: string;
  store?: string;
  key?: string;
  json: boolean;
}

/** The site's configuration once it is known where copies are kept. */
export interface Situation {
  site: SiteConfiguration;
  folders: NonNullable<SiteConfiguration['folders']>;
  signIn: SignIn;
}

/** Reads the site file with the command line on top. What is wrong is said, the exit code set, and null returned. */
export function situationOf(options: StoreOptions, said: Said & { now?: Instant } = {}): Situation | null {
  const { now, ...more } = said;
  const zoneElse = offsetOf(now);
  const site = readSite(options.site ?? null, {
    ...(options.store !== undefined && { store: options.store }),
    ...(options.key !== undefined && { key: options.key }),
    ...(zoneElse !== undefined && { zoneElse }),
    ...more,
  });
  if (!site.ok) fail(options.json, site.error);
  else if (site.value.folders === null) failUsage(options.json, { kind: 'no-store', why: NO_STORE });
  else return { site: site.value, folders: site.value.folders, signIn: signInOf(options) };
  return null;
}

/** Who reads, as the command line says. */
export const signInOf = ({ user, recoveryKey }: SignIn): SignIn => ({
  ...(user !== undefined && { user }),
  ...(recoveryKey !== undefined && { recoveryKey }),
});

type Failed = { kind: string; why: string };

/** A clock that stands at `--now`, or the computer's. */
export const clockAt = (now: Instant | undefined): Clock => ({ now: () => now ?? new Date().toISOString() });

/** The offset written in `--now`, which serves as zone when nobody says another. */
const offsetOf = (now: Instant | undefined): Zone | undefined => /[+-]\d\d:\d\d$/.exec(now ?? '')?.[0];

/** The unit asked for, or the only one the store holds. */
export function unitIn(store: string, asked: string | undefined): Result<string, Failed> {
  if (asked !== undefined) return ok(asked);
  const units = unitsIn(store).map(u => u.unit);
  const [only] = units;
  if (units.length === 1 && only) return ok(only);
  if (units.length === 0) return err({ kind: 'no-copy', why: `There is no copy of any unit in ${store}: run sync first.` });
  return err({
    kind: 'which-unit',
    why: `The store holds ${units.length} units (${units.map(u => u ?? 'unreadable').join(', ')}): say which with --unit.`,
  });
}

/** Opens the newest whole copy of a unit together with the ward's ledger. */
export async function openCopy(
  { site, folders, signIn }: Situation,
  asked: string | undefined,
): Promise<Result<{ copy: Copy; ledger: Ledger; skipped: SkippedCopy[] }, Failed>> {
  const unit = unitIn(folders.store, asked ?? site.unit ?? undefined);
  if (!unit.ok) return unit;
  const rules = rulesFor(site, unit.value);
  const keys = await keysToRead(folders, signIn);
  if (!keys.ok) return keys;
  const latest = readLatest(openSnapshotStore({ folder: folders.store, unit: unit.value, keys: keys.value }));
  if (!latest.ok) return latest;
  const ledger = openLedger({ folder: folders.store, keys: keys.value, kiosk: rules.kiosk });
  if (!ledger.ok) return ledger;
  const { generation, skipped } = latest.value;
  const events = ledger.value.events(generation.snapshot.unit);
  return ok({
    copy: { generation: generation.number, snapshot: generation.snapshot, rules, events, plan: planOf(site) },
    ledger: ledger.value,
    skipped,
  });
}
