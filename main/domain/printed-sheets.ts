import type { KioskEvent, ReleasedSheet } from './event.ts';
import type { FormKind } from './sheet.ts';
import { epochMs, plusMinutes, type Instant } from './time.ts';

/** A sheet that was handed out, and what took its place. */
export interface PrintedSheet extends ReleasedSheet {
  at: Instant;
  by: string;
  drill: boolean;
  /** Newer sheets of the same form for the same hours that count now; none while it counts itself. What it said is kept only of those that count. */
  replacedBy: string[];
}

/** Forms that say how a patient stands: of the same hours only the newest counts. Lists, bands and blank forms stand beside each other. */
const REPLACED: ReadonlySet<FormKind> = new Set<FormKind>(['mar-scheduled', 'mar-prn', 'infusion', 'insulin', 'pca', 'summary']);

/** The hours a sheet is about. One of an older ledger, which didn't say, is taken for a MAR of a day. */
export const periodOf = ({ period, form, at }: Pick<PrintedSheet, 'period' | 'form' | 'at'>): { from: number; to: number } => {
  if (period !== null) return { from: epochMs(period.from), to: epochMs(period.to) };
  return form === 'summary' ? { from: -Infinity, to: Infinity } : { from: epochMs(at), to: epochMs(plusMinutes(at, 24 * 60)) };
};

type Dated = Pick<PrintedSheet, 'form' | 'period' | 'at' | 'drill'>;

/** Would a sheet take the place of an older one of the same patient? Practice never takes the place of what is real, nor the other way round. */
export function replaces(newer: Dated, older: Dated): boolean {
  if (newer.form !== older.form || newer.drill !== older.drill || !REPLACED.has(newer.form)) return false;
  const [a, b] = [periodOf(newer), periodOf(older)];
  return a.from < b.to && b.from < a.to;
}

interface Sheets {
  ofPatient: ReadonlyMap<string, PrintedSheet[]>;
  byId: ReadonlyMap<string, PrintedSheet>;
}

const known = new WeakMap<readonly KioskEvent[], Sheets>();

/** All sheets that were handed out, by patient. The same list of events is folded once. */
function sheetsOf(events: readonly KioskEvent[]): Sheets {
  const found = known.get(events);
  if (found) return found;
  const ofPatient = new Map<string, PrintedSheet[]>();
  const byId = new Map<string, PrintedSheet>();
  for (const { at, by, act } of events) {
    if (act.kind !== 'sheets-released') continue;
    for (const released of act.sheets) {
      const sheet: PrintedSheet = { ...released, at, by, drill: act.drill, replacedBy: [] };
      byId.set(sheet.id.toUpperCase(), sheet);
      if (sheet.patientId === null) continue;
      const own = ofPatient.get(sheet.patientId) ?? [];
      for (const older of own) if (replaces(sheet, older)) older.replacedBy.push(sheet.id);
      own.push(sheet);
      ofPatient.set(sheet.patientId, own);
    }
  }
  for (const sheet of byId.values()) if (sheet.replacedBy.length > 0) sheet.says = null;
  // Oldest last: what took the place of a sheet is resolved before it is asked for.
  for (const sheet of [...byId.values()].reverse()) sheet.replacedBy = standing(sheet, byId);
  const sheets = { ofPatient, byId };
  known.set(events, sheets);
  return sheets;
}

/** What counts in a sheet's place: those that replaced it, or in their turn what replaced them. */
function standing({ replacedBy }: PrintedSheet, byId: ReadonlyMap<string, PrintedSheet>): string[] {
  const now = replacedBy.flatMap(id => {
    const next = byId.get(id.toUpperCase())?.replacedBy ?? [];
    return next.length > 0 ? next : [id];
  });
  return [...new Set(now)];
}

/** Until when an older sheet is still the one to chart on, because those in its place begin later; null when they have begun. */
export function countsUntil(instead: readonly Pick<PrintedSheet, 'period'>[], now: Instant): Instant | null {
  const starts = instead.map(({ period }) => period?.from ?? now).sort((a, b) => epochMs(a) - epochMs(b));
  return starts[0] !== undefined && epochMs(starts[0]) > epochMs(now) ? starts[0] : null;
}

/** A patient's sheets, newest first. */
export const printedSheets = (events: readonly KioskEvent[], patientId: string): PrintedSheet[] =>
  (sheetsOf(events).ofPatient.get(patientId) ?? []).toReversed();

/** The sheet with this id, in capitals or not; null when none was handed out by a kiosk of this ledger. */
export const printedSheet = (events: readonly KioskEvent[], id: string): PrintedSheet | null =>
  sheetsOf(events).byId.get(id.trim().toUpperCase()) ?? null;
