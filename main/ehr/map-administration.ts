import type { MedicationAdministration } from 'fhir/r4';
import type { Administration, Outcome } from '../domain/administration.ts';
import { epochMs, type Instant, type Zone } from '../domain/time.ts';
import { conceptWords, hasCode } from './concept.ts';
import { resolveDrug, type DrugBook } from './drug-names.ts';
import type { Mapped } from './mapped.ts';
import { plainText } from './plain-text.ts';
import { amountOf, quantityWords, ratioWords } from './quantity.ts';
import { idOf } from './reference.ts';
import { resourceId } from './resource-id.ts';
import { instant, lastMs } from './timestamps.ts';
import { joined, list, words } from './tolerant.ts';

/**
 * What the words of a method or reason say about a dose that is "completed" (fhir.md section 2), most telling first. The words are those of
 * electronic MARs, MIMIC's among them: "Not Given per Sliding Scale", "Hold Dose", "Removed Existing / Applied New".
 */
const SAID: [RegExp, Outcome][] = [
  [/refus|declin/i, 'refused'],
  [/\bnot (removed|stopped|assessed|confirmed|read|changed|done)\b|reconciliation/i, 'unknown'],
  [/\b(not|no|never)\b|omitted|missed|unavailable|npo\b|withheld by patient/i, 'not-given'],
  [/\b(hold|held|withheld|on hold)\b/i, 'held'],
  [/^delayed$/i, 'not-given'],
  [/applied|administered|given|flushed|bolus|push|started/i, 'given'],
  [/^(delayed )?(removed|stopped|confirmed|assessed|read)\b/i, 'unknown'],
  [/^rate change/i, 'in-progress'],
];

const said = (text: string | null): Outcome | null =>
  text === null ? null : (SAID.find(([words]) => words.test(text))?.[1] ?? null);

/** One charted dose of the time asked for; `orders` are the names of the orders it may be linked to, for doses that carry only a code. */
export function mapAdministration(
  resource: MedicationAdministration,
  book: DrugBook,
  orders: ReadonlyMap<string, string>,
  since: Instant,
  zone: Zone,
): Mapped<Administration> {
  const status = words(resource.status);
  if (status === 'entered-in-error') return { leftOut: 'entered in error' };
  const start = resource.effectiveDateTime ?? resource.effectivePeriod?.start;
  const at = instant(start, zone);
  const running = status === 'in-progress' && words(resource.effectivePeriod?.end) === null;
  const last = Math.max(orZero(lastMs(start, zone)), orZero(lastMs(resource.effectivePeriod?.end, zone)));
  if (last > 0 && last < epochMs(since) && !running) return { leftOut: null };
  if (at === null) {
    const day = words(start);
    return { unmapped: day === null ? 'a dose without a time' : `a dose without a time of day (${day})` };
  }
  const orderId = idOf(resource.request, 'MedicationRequest');
  const drug = resolveDrug(resource, book);
  const linked = orderId === null ? undefined : orders.get(orderId);
  const method = conceptWords(resource.dosage?.method);
  const reasons = [...list(resource.statusReason), ...list(resource.reasonCode)].map(conceptWords);
  const outcome = outcomeOf(resource, status, method);
  const notes = list(resource.note)
    .map(note => words(note.text))
    .filter(text => text !== null);
  const cut = status === 'stopped' ? ['stopped before it was complete'] : [];
  const reason = joined([...cut, ...reasons, ...notes.map(plainText)], '; ');
  return {
    item: {
      id: resourceId(resource),
      orderId,
      drug: drug.resolved ? drug.name : (linked ?? drug.name),
      at,
      until: instant(resource.effectivePeriod?.end, zone),
      outcome,
      reason: outcome === 'given' || outcome === 'in-progress' ? reason : (reason ?? method),
      dose: quantityWords(resource.dosage?.dose),
      doseAmount: amountOf(resource.dosage?.dose),
      rate: ratioWords(resource.dosage?.rateRatio) ?? quantityWords(resource.dosage?.rateQuantity),
      route: conceptWords(resource.dosage?.route),
      method,
      by: performer(resource),
    },
  };
}

const orZero = (ms: number): number => (Number.isNaN(ms) ? 0 : ms);

function outcomeOf(resource: MedicationAdministration, status: string | null, method: string | null): Outcome {
  const because = list(resource.statusReason).map(conceptWords).map(said);
  switch (status) {
    case 'not-done':
      return because.find(o => o === 'refused' || o === 'held') ?? 'not-given';
    case 'on-hold':
      return 'held';
    case 'in-progress':
      return said(method) === 'not-given' ? 'not-given' : 'in-progress';
    case 'completed': {
      const excused = because.find(o => o === 'refused' || o === 'held' || o === 'not-given');
      return excused ?? said(method) ?? 'given';
    }
    default:
      return 'unknown';
  }
}

function performer(resource: MedicationAdministration): string | null {
  const all = list(resource.performer);
  const chosen = all.find(p => hasCode(p.function, ['performer'])) ?? all[0];
  return words(chosen?.actor?.display) ?? all.map(p => words(p.actor?.display)).find(name => name !== null) ?? null;
}
