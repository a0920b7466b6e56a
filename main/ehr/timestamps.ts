import { endOf, epochMs, isInstant, localInstant, startOf, type FhirDate, type Instant, type Zone } from '../domain/time.ts';
import { words } from './tolerant.ts';

/** A date as sent: a date stays a date; a wall-clock time without an offset is read in the hospital's zone (fhir.md quirk 27). */
export function fhirDate(value: unknown, zone: Zone): FhirDate | null {
  const text = words(value);
  if (text === null || !text.includes('T') || isInstant(text)) return text;
  return localInstant(text, zone) ?? text;
}

/** A moment; null for a mere date, which has none. */
export function instant(value: unknown, zone: Zone): Instant | null {
  const date = fhirDate(value, zone);
  return date !== null && date.includes('T') && isInstant(date) ? date : null;
}

/** For comparing and filtering only: the first moment of a date; NaN when it can't be read. */
export function firstMs(value: unknown, zone: Zone): number {
  return edgeMs(fhirDate(value, zone), startOf, zone);
}

/** For comparing only: the moment after all that a date covers; NaN when it can't be read. */
export function lastMs(value: unknown, zone: Zone): number {
  return edgeMs(fhirDate(value, zone), endOf, zone);
}

function edgeMs(date: FhirDate | null, edge: typeof startOf, zone: Zone): number {
  if (date === null) return NaN;
  if (date.includes('T')) return isInstant(date) ? epochMs(date) : NaN;
  const moment = edge(date, zone);
  return moment === null ? NaN : epochMs(moment);
}
