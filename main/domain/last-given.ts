import type { Administration } from './administration.ts';
import type { MedicationOrder } from './order.ts';
import type { LastDose } from './schedule.ts';
import type { Section } from './section.ts';
import { clockTime, epochMs, paperDate, paperDateTime, type Instant, type Zone } from './time.ts';
import type { GivenDose } from './view.ts';

/** How far back given doses are read from the EHR. */
export const ADMINISTRATION_HOURS = 48;

/** Youngest first; of the same moment by their ids, so that the order in which they arrived changes nothing. */
export const youngestFirst = (a: Administration, b: Administration): number =>
  epochMs(b.at) - epochMs(a.at) || (a.id < b.id ? -1 : 1);

/** The doses charted against one order, youngest first. Only the EHR's own link counts: nothing is guessed from a drug's name. */
export const dosesOf = (order: MedicationOrder, administrations: readonly Administration[]): Administration[] =>
  administrations.filter(a => a.orderId === order.id).sort(youngestFirst);

/** Charted doses without a known order whose drug begins with the same word: a hint to verify, never a link. */
export function sameDrugUnlinked(order: MedicationOrder, unlinked: readonly Administration[]): Administration[] {
  const word = firstWord(order.drug.name);
  return word === null ? [] : unlinked.filter(a => firstWord(a.drug) === word).sort(youngestFirst);
}

/** Do two names of drugs begin with the same word? */
export function sameDrugBegins(a: string, b: string): boolean {
  const word = firstWord(a);
  return word !== null && word === firstWord(b);
}

const firstWord = (name: string): string | null => /\p{L}{4,}/u.exec(name.toLowerCase())?.[0] ?? null;

/** Was it really given, at least in part? */
export const wasGiven = (dose: Pick<Administration, 'outcome'>): boolean =>
  dose.outcome === 'given' || dose.outcome === 'in-progress';

/** A charted dose as the view shows it. */
export const asGivenDose = (dose: Administration): GivenDose => ({
  at: dose.at,
  outcome: dose.outcome,
  dose: dose.dose ?? dose.rate,
  by: dose.by,
  reason: dose.reason ?? (wasGiven(dose) ? null : dose.method),
  ...(dose.onPaper && { onPaper: dose.onPaper }),
});

/**
 * The last dose given, as something to count the next one from: only where all doses of the time read were received, and no younger record
 * may have been one.
 */
export function lastDoseOf(
  given: Administration | undefined,
  doubtful: readonly Administration[],
  { complete, silence }: { complete: boolean; silence: string },
): LastDose {
  if (!complete || !given) return { kind: 'not-known', why: silence };
  const maybe = doubtful.some(dose => epochMs(dose.at) > epochMs(given.at));
  return maybe ? { kind: 'not-known', why: 'a younger record may have been another dose' } : { kind: 'known', at: given.at };
}

/** Why no last dose can be named: each silence has its own words. */
export function lastGivenSilence({ status, asOf }: Section<Administration>, now: Instant, zone: Zone): string {
  switch (status) {
    case 'ok':
      return asOf === null
        ? 'given doses not received'
        : `none charted in the ${ADMINISTRATION_HOURS} h before ${paperDate(asOf, zone) === paperDate(now, zone) ? clockTime(asOf, zone) : paperDateTime(asOf, zone)}`;
    case 'partial':
      return 'none received; the EHR sent only a part of the given doses';
    case 'unauthorised':
      return 'not known: the EHR refused to send given doses';
    case 'failed':
      return 'not known: reading the given doses failed';
    case 'not-supported':
      return 'not known: this EHR does not send given doses';
    case 'registered-here':
      return 'not known: nothing was received, the patient was registered here';
  }
}
