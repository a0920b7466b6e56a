import type { ChangedSheets, FoundSheet, NoCopy } from '../contract.ts';
import { changedSheets } from '../domain/changed-sheets.ts';
import type { Outage } from '../domain/outage.ts';
import { printedSheet } from '../domain/printed-sheets.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import { chartOf, chartsOf, siteOf, viewOf, type Copy } from './charts.ts';

/** Whose sheet it is, and whether it still counts. */
export function findSheet(copy: Copy, id: string, now: Instant): Result<FoundSheet, { kind: 'sheet-unknown'; why: string }> {
  const found = printedSheet(copy.events, id);
  if (!found)
    return err({
      kind: 'sheet-unknown',
      why: `No sheet ${id.trim()} was handed out as far as this kiosk knows: another kiosk may have printed it.`,
    });
  const { says: _, ...sheet } = found;
  const chart = sheet.patientId === null ? undefined : chartOf(copy, sheet.patientId);
  const view = chart && viewOf(copy, chart, now);
  return ok({
    sheet,
    patient: view ? { name: view.identity.name, bed: view.encounter.bed, mrn: view.identity.mrn } : null,
    instead: sheet.replacedBy.flatMap(newer => {
      const other = printedSheet(copy.events, newer);
      return other ? [{ id: other.id, at: other.at, by: other.by, period: other.period }] : [];
    }),
  });
}

/** Everybody on the unit whose sheets would now say something else. */
export const changedOf = (copy: Copy, outage: Outage, now: Instant): ChangedSheets[] =>
  chartsOf(copy)
    .map(chart => viewOf(copy, chart, now))
    .filter(view => view.gone === null)
    .flatMap(view => {
      const reasons = changedSheets(view, { site: siteOf(copy), outage });
      return reasons.length > 0 ? [{ patientId: view.identity.id, reasons }] : [];
    });

/** For a method that needs a copy. */
export const withCopy = <T, E extends { kind: string }>(
  copy: Result<Copy, NoCopy>,
  then: (copy: Copy) => Result<T, E>,
): Result<T, NoCopy | E> => (copy.ok ? then(copy.value) : copy);
