import type { SectionRow } from './chart.ts';
import { epochMs, paperDateTime, type Instant, type Zone } from './time.ts';

/** Why a part shows nothing. Every silence has its own words, the same on screen and paper (design.md section 5, rule 10). */
export function silenceWords({ status, asOf, reason }: Pick<SectionRow, 'status' | 'asOf' | 'reason'>): string {
  const because = reason === null ? '' : ` (${reason})`;
  switch (status) {
    case 'ok':
      return 'none received';
    case 'partial':
      return `none received, and the EHR sent only a part${because}`;
    case 'unauthorised':
      return `NOT RECEIVED, the EHR refused to send them${because}`;
    case 'failed':
      return asOf === null ? `NOT RECEIVED, reading them failed${because}` : `none in the older copy${because}`;
    case 'not-supported':
      return `not sent by this EHR${because}`;
    case 'registered-here':
      return `NOTHING RECEIVED${because}`;
  }
}

/** What to say beside what a part does show, when that may not be all or is older than `asOf`, the age of the chart; null when nothing. */
export function doubtWords(row: Pick<SectionRow, 'status' | 'asOf'>, asOf: Instant, zone: Zone): string | null {
  if (row.asOf === null) return null;
  if (row.status === 'registered-here') return `as registered ${paperDateTime(row.asOf, zone)}, not from the EHR`;
  const older = epochMs(row.asOf) < epochMs(asOf);
  return row.status === 'ok' && !older ? null : `MAY BE INCOMPLETE: received ${paperDateTime(row.asOf, zone)}`;
}
