import type {
  CarePlan,
  Condition,
  Coverage,
  DiagnosticReport,
  Flag,
  Goal,
  NutritionOrder,
  Reference,
  RelatedPerson,
  ServiceRequest,
  Timing,
} from 'fhir/r4';
import type { Entry } from '../domain/chart.ts';
import type { Zone } from '../domain/time.ts';
import { conceptName, conceptWords, statusCode } from './concept.ts';
import type { Mapped } from './mapped.ts';
import { nameWords, NO_NAME } from './map-patient.ts';
import { plainText } from './plain-text.ts';
import { quantityWords, rangeWords, ratioWords } from './quantity.ts';
import { idOf } from './reference.ts';
import { resourceId } from './resource-id.ts';
import { fhirDate } from './timestamps.ts';
import { joined, list, words } from './tolerant.ts';

const GONE = ['entered-in-error', 'cancelled', 'completed', 'revoked', 'inactive', 'stopped', 'rejected', 'draft'];

function entry(resource: object, text: string | null, rest: Omit<Entry, 'id' | 'text'>, what: string): Mapped<Entry> {
  if (text === null) return { unmapped: `${what} without words or code` };
  return { item: { id: resourceId(resource), text: plainText(text), ...rest } };
}

const notes = (all: { text?: string }[] | undefined): (string | null)[] =>
  list(all).map(note => {
    const text = words(note.text);
    return text === null ? null : plainText(text);
  });

/** A problem or diagnosis; diagnoses of other stays are left out and counted. */
export function mapCondition(resource: Condition, stays: readonly string[], zone: Zone): Mapped<Entry> {
  const verification = statusCode(resource.verificationStatus);
  const clinical = statusCode(resource.clinicalStatus);
  if (verification === 'entered-in-error' || verification === 'refuted') return { leftOut: verification.replaceAll('-', ' ') };
  if (clinical === 'inactive' || clinical === 'resolved') return { leftOut: clinical };
  const stay = idOf(resource.encounter, 'Encounter');
  const listed = list(resource.category).some(c => statusCode(c) === 'problem-list-item');
  if (!listed && stay !== null && !stays.includes(stay)) return { leftOut: 'of another stay' };
  const unsure = verification !== null && verification !== 'confirmed' ? verification : null;
  return entry(
    resource,
    conceptWords(resource.code),
    {
      detail: joined(
        [conceptName(resource.severity), ...list(resource.bodySite).map(conceptName), ...notes(resource.note)],
        '; ',
      ),
      status: joined([clinical, unsure], ', '),
      at: fhirDate(resource.onsetDateTime ?? resource.onsetPeriod?.start ?? resource.recordedDate, zone),
    },
    'a problem',
  );
}

/** An isolation, a risk, a precaution. */
export function mapFlag(resource: Flag, zone: Zone): Mapped<Entry> {
  if (GONE.includes(words(resource.status) ?? '')) return { leftOut: null };
  const detail = joined(list(resource.category).map(conceptName), ', ');
  const at = fhirDate(resource.period?.start, zone);
  return entry(resource, conceptWords(resource.code), { detail, status: words(resource.status), at }, 'a flag');
}

/** An order that is not a medicine. Oracle has no status filter, so it is applied here. */
export function mapServiceRequest(resource: ServiceRequest, zone: Zone): Mapped<Entry> {
  const status = words(resource.status);
  if (GONE.includes(status ?? '')) return { leftOut: null };
  const name =
    conceptWords(resource.code) ??
    list(resource.orderDetail)
      .map(conceptWords)
      .find(text => text !== null) ??
    null;
  const text = name !== null && resource.doNotPerform === true ? `DO NOT: ${name}` : name;
  const detail = joined(
    [
      ...list(resource.orderDetail).map(conceptWords),
      words(resource.priority) === 'routine' ? null : words(resource.priority),
      quantityWords(resource.quantityQuantity) ?? rangeWords(resource.quantityRange),
      timingText(resource.occurrenceTiming),
      resource.asNeededBoolean === true ? 'as needed' : null,
      conceptName(resource.asNeededCodeableConcept),
      words(resource.patientInstruction),
      ...notes(resource.note),
    ].filter(part => part !== name),
    '; ',
  );
  const at = fhirDate(resource.occurrenceDateTime ?? resource.occurrencePeriod?.start ?? resource.authoredOn, zone);
  return entry(resource, text, { detail, status, at }, 'an order');
}

const timingText = (timing: Timing | undefined): string | null => {
  const repeat = timing?.repeat;
  const often =
    repeat?.period === undefined
      ? null
      : joined([words(repeat.frequency) ?? '1', 'per', words(repeat.period), words(repeat.periodUnit)], ' ');
  return conceptWords(timing?.code) ?? often;
};

/** A diet, a tube feed or a supplement, with what may not be given. */
export function mapNutritionOrder(resource: NutritionOrder, zone: Zone): Mapped<Entry> {
  const status = words(resource.status);
  if (GONE.includes(status ?? '')) return { leftOut: null };
  const oral = resource.oralDiet;
  const tube = resource.enteralFormula;
  const text = joined(
    [
      ...list(oral?.type).map(conceptWords),
      ...list(oral?.texture).flatMap(t => [conceptWords(t.modifier), conceptWords(t.foodType)]),
      ...list(oral?.fluidConsistencyType).map(conceptWords),
      ...list(resource.supplement).map(s =>
        joined([words(s.productName) ?? conceptWords(s.type), quantityWords(s.quantity)], ' '),
      ),
      tube ? joined(['tube feed', words(tube.baseFormulaProductName) ?? conceptWords(tube.baseFormulaType)], ': ') : null,
    ],
    ', ',
  );
  const detail = joined(
    [
      words(oral?.instruction),
      ...list(oral?.nutrient).map(n => joined([conceptWords(n.modifier), quantityWords(n.amount)], ' ')),
      ...list(oral?.schedule).map(timingText),
      ...list(resource.supplement).map(s => words(s.instruction)),
      conceptWords(tube?.routeofAdministration),
      ...list(tube?.administration).map(a =>
        joined(
          [quantityWords(a.quantity), quantityWords(a.rateQuantity) ?? ratioWords(a.rateRatio), timingText(a.schedule)],
          ', ',
        ),
      ),
      words(tube?.administrationInstruction),
      joined(['no', joined(list(resource.excludeFoodModifier).map(conceptWords), ', ')], ' ') === 'no'
        ? null
        : `no ${joined(list(resource.excludeFoodModifier).map(conceptWords), ', ')}`,
      joined(list(resource.foodPreferenceModifier).map(conceptWords), ', '),
      ...notes(resource.note),
    ],
    '; ',
  );
  return entry(
    resource,
    text ?? words(oral?.instruction) ?? detail,
    { detail: detail === text ? null : detail, status, at: fhirDate(resource.dateTime, zone) },
    'a diet',
  );
}

/** A care plan that is running. */
export function mapCarePlan(resource: CarePlan, zone: Zone): Mapped<Entry> {
  const status = words(resource.status);
  if (GONE.includes(status ?? '')) return { leftOut: null };
  const category = joined(list(resource.category).map(conceptWords), ', ');
  const activities = list(resource.activity).map(a => conceptWords(a.detail?.code) ?? words(a.detail?.description));
  const text = words(resource.title) ?? words(resource.description) ?? category ?? joined(activities, '; ');
  const detail = joined(
    [words(resource.description), ...activities, ...notes(resource.note)].filter(part => part !== text),
    '; ',
  );
  return entry(resource, text, { detail, status, at: fhirDate(resource.period?.start ?? resource.created, zone) }, 'a care plan');
}

/** A goal that is being worked on. */
export function mapGoal(resource: Goal, zone: Zone): Mapped<Entry> {
  const status = words(resource.lifecycleStatus);
  if (GONE.includes(status ?? '')) return { leftOut: null };
  const targets = list(resource.target).map(t =>
    joined(
      [
        conceptWords(t.measure),
        quantityWords(t.detailQuantity) ??
          rangeWords(t.detailRange) ??
          conceptWords(t.detailCodeableConcept) ??
          words(t.detailString),
        words(t.dueDate),
      ],
      ' ',
    ),
  );
  const detail = joined([...targets, conceptWords(resource.achievementStatus), ...notes(resource.note)], '; ');
  return entry(
    resource,
    conceptWords(resource.description),
    { detail, status, at: fhirDate(resource.startDate, zone) },
    'a goal',
  );
}

/** A report with its conclusion. */
export function mapDiagnosticReport(resource: DiagnosticReport, zone: Zone): Mapped<Entry> {
  const status = words(resource.status);
  if (status === 'entered-in-error' || status === 'cancelled') return { leftOut: status.replaceAll('-', ' ') };
  const conclusion = words(resource.conclusion);
  const detail = joined(
    [
      conclusion === null ? null : plainText(conclusion),
      ...list(resource.conclusionCode).map(conceptWords),
      ...list(resource.presentedForm).map(f => words(f.title)),
    ],
    '; ',
  );
  const at = fhirDate(resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? resource.issued, zone);
  return entry(resource, conceptWords(resource.code), { detail, status, at }, 'a report');
}

/** A person to call. */
export function mapRelatedPerson(resource: RelatedPerson, zone: Zone): Mapped<Entry> {
  if (resource.active === false) return { leftOut: null };
  const name =
    list(resource.name)
      .map(nameWords)
      .find(text => text !== null) ?? null;
  const phones = list(resource.telecom).map(t => words(t.value));
  const relationship = list(resource.relationship).map(conceptName);
  const at = fhirDate(resource.period?.start, zone);
  const known = [...relationship, ...phones].some(text => text !== null);
  const text = name ?? (known ? NO_NAME : null);
  return entry(resource, text, { detail: joined([...relationship, ...phones], ', '), status: null, at }, 'a contact');
}

/** Who pays. */
export function mapCoverage(resource: Coverage, zone: Zone): Mapped<Entry> {
  const status = words(resource.status);
  if (GONE.includes(status ?? '')) return { leftOut: null };
  const payor = joined(
    list(resource.payor).map((p: Reference) => words(p.display)),
    ', ',
  );
  const plan = joined(
    list(resource.class).map(c => words(c.name) ?? words(c.value)),
    ', ',
  );
  const text = payor ?? plan ?? conceptWords(resource.type) ?? words(resource.subscriberId);
  const member = words(resource.subscriberId);
  const detail = joined(
    [conceptWords(resource.type), plan, member === null ? null : `member ${member}`].filter(p => p !== text),
    ', ',
  );
  return entry(resource, text, { detail, status, at: fhirDate(resource.period?.start, zone) }, 'a coverage');
}
