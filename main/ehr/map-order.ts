import type { Annotation, Identifier, MedicationRequest } from 'fhir/r4';
import { DO_NOT_GIVE, type Dosage, type MedicationOrder } from '../domain/order.ts';
import type { FhirDate, Zone } from '../domain/time.ts';
import { conceptName, conceptWords, hasCode } from './concept.ts';
import { resolveDrug, type DrugBook } from './drug-names.ts';
import { mapDosage } from './map-dosage.ts';
import { plainText } from './plain-text.ts';
import { resourceId } from './resource-id.ts';
import { fhirDate, firstMs } from './timestamps.ts';
import { list, words } from './tolerant.ts';

/** Statuses of orders that nobody is to carry out; any other, also one we don't know, is printed. */
const OVER = ['completed', 'stopped', 'cancelled', 'entered-in-error', 'draft'];

/** Why, by its status, the ward has not to carry it out; null when it may have to. Applied here as servers ignore the filter (fhir.md quirk 3). */
export function whyOver(request: MedicationRequest): string | null {
  const status = words(request.status) ?? '';
  return OVER.includes(status) ? status.replaceAll('-', ' ') : null;
}

/**
 * Is it a medicine taken at home rather than an order for this ward: a plan or proposal, or a category of outside the hospital and none of
 * inside? "outpatient" is also what an observation patient's orders are called, so it counts only when the order isn't of this stay.
 */
export function isHomeMedicine(request: MedicationRequest, ofThisStay: boolean): boolean {
  if (['plan', 'proposal'].includes(words(request.intent) ?? '')) return true;
  const has = (names: string[]): boolean =>
    list(request.category).some(c => hasCode(c, names) || names.includes((conceptName(c) ?? '').toLowerCase()));
  if (has(['inpatient'])) return false;
  return has(['community', 'discharge']) || (has(['outpatient']) && !ofThisStay);
}

/** One medication order with everything the EHR said about it; `number` is made unique later, per chart. */
export function mapOrder(request: MedicationRequest, book: DrugBook, zone: Zone): MedicationOrder {
  const read = list(request.dosageInstruction).map(dosage => mapDosage(dosage, zone));
  const status = words(request.status);
  const unread = read.flatMap(r => r.unread);
  if (status === null) unread.push('its status was not received');
  for (const extension of list(request.modifierExtension))
    unread.push(`modifier ${words(extension.url) ?? 'without a name'} is not understood`);
  const forbidden = request.doNotPerform === true;
  const number = orderNumber(list(request.identifier));
  const readable = number !== null && READ_OUT.test(number);
  if (number !== null && !readable) unread.push(`its number "${number}" cannot be read out, so it is called by its id`);
  const dosages = withRendered(
    read.map(r => r.dosage),
    request,
  );
  return {
    id: resourceId(request),
    number: readable ? number : resourceId(request),
    status: status ?? 'not received',
    drug: resolveDrug(request, book),
    dosages: forbidden ? [doNotGive(dosages)] : dosages,
    authored: fhirDate(request.authoredOn, zone),
    ...validity(request, dosages, zone),
    prescriber: words(request.requester?.display) ?? words(request.recorder?.display),
    indication:
      [...list(request.reasonCode).map(conceptName), ...list(request.reasonReference).map(r => words(r.display))].find(
        t => t !== null,
      ) ?? null,
    notes: [
      ...(forbidden ? [DO_NOT_GIVE] : []),
      ...statusReason(request),
      ...list(request.note)
        .map(annotationWords)
        .filter(text => text !== null),
    ],
    categories: categoriesOf(request),
    pending: isPending(request),
    unread,
  };
}

/** An order that forbids: its own words stay, everything a time could be computed from goes. */
const doNotGive = (dosages: Dosage[]): Dosage => ({
  text: [DO_NOT_GIVE, ...dosages.map(d => d.text).filter(text => text !== null)].join('. '),
  instructions: dosages.flatMap(d => d.instructions),
  timing: null,
  asNeeded: false,
  asNeededReason: null,
  route: dosages[0]?.route ?? null,
  site: null,
  method: null,
  dose: dosages[0]?.dose ?? null,
  amount: null,
  rate: null,
  maxPerPeriod: null,
});

/** R5's rendered sentence, where no dosage line has words of its own. */
function withRendered(dosages: Dosage[], request: MedicationRequest): Dosage[] {
  const rendered = words((request as { renderedDosageInstruction?: unknown }).renderedDosageInstruction);
  const [only, ...more] = dosages;
  if (rendered === null || more.length > 0 || (only && only.text !== null)) return dosages;
  return [{ ...(only ?? mapDosage({}, 'UTC').dosage), text: plainText(rendered) }];
}

/** What people read out to each other and find again on paper. */
const READ_OUT = /^[\x21-\x7e]([\x20-\x7e]{0,62}[\x21-\x7e])?$/;

/** The order's number as people read it out: placer, then filler, then any identifier. */
function orderNumber(identifiers: Identifier[]): string | null {
  const usable = identifiers.filter(i => words(i.value) !== null && words(i.use) !== 'old');
  const pick = usable.find(i => hasCode(i.type, ['PLAC'])) ?? usable.find(i => hasCode(i.type, ['FILL'])) ?? usable[0];
  return words(pick?.value);
}

/** Gives every order of a chart a number of its own: where two share one, both are called by their ids. */
export function withUniqueNumbers<T extends { id: string; number: string }>(orders: readonly T[]): T[] {
  const uses = new Map<string, number>();
  for (const order of orders) uses.set(order.number, (uses.get(order.number) ?? 0) + 1);
  const ids = new Set(orders.map(order => order.id));
  return orders.map(order => {
    const taken = uses.get(order.number)! > 1 || (order.number !== order.id && ids.has(order.number));
    return taken ? { ...order, number: order.id } : order;
  });
}

/** First start and last stop of the dosage lines; the stop only when every line has one; else what the dispensing says. */
function validity(request: MedicationRequest, dosages: Dosage[], zone: Zone): { start: FhirDate | null; stop: FhirDate | null } {
  const byTime = (a: FhirDate, b: FhirDate): number => firstMs(a, zone) - firstMs(b, zone);
  const starts = dosages.map(d => d.timing?.boundsStart ?? null).filter(date => date !== null);
  const stops = dosages.map(d => d.timing?.boundsEnd ?? null).filter(date => date !== null);
  const bounded = dosages.length > 0 && stops.length === dosages.length;
  const period = request.dispenseRequest?.validityPeriod;
  return {
    start: starts.sort(byTime)[0] ?? fhirDate(period?.start, zone),
    stop: (bounded ? stops.sort(byTime).at(-1) : undefined) ?? fhirDate(period?.end, zone),
  };
}

const statusReason = (request: MedicationRequest): string[] => {
  const reason = conceptWords(request.statusReason);
  return reason === null ? [] : [`Reason for the status: ${reason}`];
};

const annotationWords = (note: Annotation): string | null => {
  const text = words(note.text);
  return text === null ? null : plainText(text);
};

/** Codes and words of the category, and how urgent it is; not the course of therapy, whose "continuous" means for long, not as a drip. */
function categoriesOf(request: MedicationRequest): string[] {
  const said = list(request.category).flatMap(c => [...list(c.coding).map(coding => words(coding.code)), conceptName(c)]);
  const priority = words(request.priority);
  return [...new Set([...said, priority === 'routine' ? null : priority].filter(text => text !== null))];
}

const PENDING = /\b(pending|unverified|awaiting|needs? (pharmacy|pharmacist|verification)|not( yet)? (been )?verified)\b/i;
const SETTLED = /\b(does not|doesn't|no) need|not required\b/i;

/** Does the EHR say that pharmacy has yet to verify it: in its category, the reason for its status, or an extension? */
function isPending(request: MedicationRequest): boolean {
  const extensions = list(request.extension).filter(e => /verif|pending|pharmac/i.test(words(e.url) ?? ''));
  const said = [
    ...list(request.category).flatMap(c => [conceptWords(c)]),
    conceptWords(request.statusReason),
    ...extensions.flatMap(e => [
      conceptWords(e.valueCodeableConcept),
      words(e.valueString),
      words(e.valueCode),
      words(e.valueCoding?.display),
    ]),
  ];
  return said.some(text => text !== null && PENDING.test(text) && !SETTLED.test(text));
}
