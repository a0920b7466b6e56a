import { readSiteRules } from '../../config.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Instant, Zone } from '../../domain/time.ts';
import type { Clock } from '../../ports.ts';
import type { Copy } from '../../services/charts.ts';
import { openLedger, type Ledger } from '../../store/ledger.ts';
import { readLatest, type SkippedCopy } from '../../store/read-latest.ts';
import { openSnapshotStore } from '../../store/snapshot-store.ts';
import { unitsIn } from '../../store/unit-folder.ts';
import { keyFile } from '../../vault/key-file.ts';

export interface StoreOptions {
  store: string;
  key: string;
  json: boolean;
}

type Failed = { kind: string; why: string };

/** A clock that stands at `--now`, or the computer's. */
export const clockAt = (now: Instant | undefined): Clock => ({ now: () => now ?? new Date().toISOString() });

/** The zone of wall-clock times: said, else the offset written in `--now`, else this computer's. */
export function zoneOf(said: Zone | undefined, now: Instant | undefined): Zone {
  const offset = /[+-]\d\d:\d\d$/.exec(now ?? '')?.[0];
  return said ?? offset ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

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
export function openCopy(
  options: StoreOptions,
  asked: string | undefined,
): Result<{ copy: Copy; ledger: Ledger; skipped: SkippedCopy[] }, Failed> {
  const unit = unitIn(options.store, asked);
  if (!unit.ok) return unit;
  const rules = readSiteRules();
  if (!rules.ok) return rules;
  const keys = keyFile(options.key);
  const latest = readLatest(openSnapshotStore({ folder: options.store, unit: unit.value, keys }));
  if (!latest.ok) return latest;
  const ledger = openLedger({ folder: options.store, keys, kiosk: rules.value.kiosk });
  if (!ledger.ok) return ledger;
  const { generation, skipped } = latest.value;
  const events = ledger.value.events(generation.snapshot.unit);
  return ok({
    copy: { generation: generation.number, snapshot: generation.snapshot, rules: rules.value, events },
    ledger: ledger.value,
    skipped,
  });
}
