import type { Consent, Observation, ServiceRequest } from 'fhir/r4';
import type { CodeStatusStatement } from '../domain/chart.ts';
import type { Zone } from '../domain/time.ts';
import { conceptName, conceptWords } from './concept.ts';
import type { Mapped } from './mapped.ts';
import { plainText } from './plain-text.ts';
import { resourceId } from './resource-id.ts';
import { fhirDate, firstMs, lastMs } from './timestamps.ts';
import { joined, list, words } from './tolerant.ts';

/** LOINC "Cardiopulmonary resuscitation orders" (US Core 9). */
export const CODE_STATUS_LOINC = '100822-6';

/** An explicit decision, not a mere mention of the subject: an order "code status" without a value states nothing. */
const DECISION =
  /\b(DNR|DNI|DNAR|DNACPR|DNH|no cpr|no code|full code|full resuscitation|attempt (cpr|resuscitation)|do not (attempt )?(resuscitat\w*|intubat\w*|cpr)|allow natural death|comfort (care|measures)( only)?|limited code|partial code)\b/i;
const SUBJECT = /code status|resuscitat|cardiopulmonary|\bDNR\b|\bCPR\b/i;
const WITHOUT_VALUE = 'about code status, without a value';

/** A code status observed; only with a value. */
export function codeStatusOfObservation(resource: Observation, zone: Zone): Mapped<CodeStatusStatement> {
  if (['entered-in-error', 'cancelled'].includes(words(resource.status) ?? ''))
    return { leftOut: 'entered in error or cancelled' };
  const text = conceptName(resource.valueCodeableConcept) ?? words(resource.valueString);
  if (text === null) return { leftOut: WITHOUT_VALUE };
  const at = fhirDate(resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.issued, zone);
  return { item: { id: resourceId(resource), text: plainText(text), source: 'Observation', at } };
}

/** A consent about code status; its provision carries the decision. */
export function codeStatusOfConsent(resource: Consent, zone: Zone): Mapped<CodeStatusStatement> {
  const about = [resource.scope, ...list(resource.category)].flatMap(c => [
    conceptName(c),
    ...list(c?.coding).map(x => words(x.code)),
  ]);
  if (!about.some(text => text !== null && (SUBJECT.test(text) || text === CODE_STATUS_LOINC))) return { leftOut: null };
  if (words(resource.status) !== 'active') return { leftOut: null };
  const provisions = [resource.provision, ...list(resource.provision?.provision)];
  const text = joined(
    provisions.flatMap(p => list(p?.code).map(code => refused(conceptWords(code), p?.type))),
    '; ',
  );
  if (text === null) return { leftOut: WITHOUT_VALUE };
  const at = fhirDate(resource.dateTime ?? resource.provision?.period?.start, zone);
  return { item: { id: resourceId(resource), text, source: 'Consent', at } };
}

/** A provision that denies resuscitation must not read as one that is about resuscitation. */
const refused = (text: string | null, type: unknown): string | null =>
  text !== null && words(type) === 'deny' ? `REFUSED: ${text}` : text;

/** An active order whose own words are a decision. */
export function codeStatusOfOrder(resource: ServiceRequest, zone: Zone): Mapped<CodeStatusStatement> {
  if (words(resource.status) !== 'active') return { leftOut: null };
  const name = conceptName(resource.code);
  const details = list(resource.orderDetail)
    .map(conceptName)
    .filter(text => text !== null);
  const about = [name, ...list(resource.category).flatMap(c => [conceptName(c), ...list(c.coding).map(x => words(x.code))])];
  const isAbout = about.some(text => text !== null && (SUBJECT.test(text) || text === CODE_STATUS_LOINC));
  const forbids = resource.doNotPerform === true && isAbout;
  const stated = forbids
    ? name
    : ([name, ...(isAbout ? details : [])].find(text => text !== null && DECISION.test(text)) ?? null);
  if (stated === null) return { leftOut: isAbout ? WITHOUT_VALUE : null };
  const text = forbids ? `NOT TO BE PERFORMED: ${stated}` : stated;
  return { item: { id: resourceId(resource), text, source: 'Order', at: fhirDate(resource.authoredOn, zone) } };
}

/**
 * Of one source, what it said last: earlier statements are superseded. All stay that may be the last: those of the same moment, of the same
 * day when only the day is known, and those without a date.
 */
export function newestOf(statements: CodeStatusStatement[], zone: Zone): CodeStatusStatement[] {
  const starts = statements.map(s => firstMs(s.at, zone)).filter(ms => !Number.isNaN(ms));
  const newest = Math.max(...starts);
  return statements.filter(
    s => !(lastMs(s.at, zone) < newest || (s.at?.includes('T') === false && lastMs(s.at, zone) === newest)),
  );
}
