import type { CodeableConcept, Observation as FhirObservation, ObservationComponent, ObservationReferenceRange } from 'fhir/r4';
import type { Observation } from '../domain/observation.ts';
import type { Zone } from '../domain/time.ts';
import { conceptWords, firstCode } from './concept.ts';
import { numberText } from './exact-json.ts';
import type { Mapped } from './mapped.ts';
import { plainText } from './plain-text.ts';
import { quantityUnit, quantityValue, rangeWords, ratioWords } from './quantity.ts';
import { resourceId } from './resource-id.ts';
import { fhirDate } from './timestamps.ts';
import { joined, list, words } from './tolerant.ts';

/** LOINC codes by which FHIR's vital signs are always known, whatever else they are coded with. */
const VITAL_CODES = [
  '85354-9',
  '8867-4',
  '9279-1',
  '8310-5',
  '59408-5',
  '2708-6',
  '29463-7',
  '8302-2',
  '39156-5',
  '9843-4',
  '72514-3',
  '8480-6',
  '8462-4',
];

/** One measured value; its number is printed as it was sent. */
export function mapObservation(resource: FhirObservation, zone: Zone): Mapped<Observation> {
  if (words(resource.status) === 'entered-in-error') return { leftOut: 'entered in error' };
  const code = seriesCode(resource.code);
  const name = conceptWords(resource.code);
  if (name === null) return { unmapped: 'a result that does not say what was measured' };
  const { value, unit } = valueOf(resource);
  const components = list(resource.component).map(part => ({ name: conceptWords(part.code) ?? 'not named', ...valueOf(part) }));
  const pressure = value === null ? bloodPressure(resource) : null;
  return {
    item: {
      id: resourceId(resource),
      code: code ?? name,
      name,
      value: value ?? pressure?.value ?? null,
      unit: value === null ? (pressure?.unit ?? null) : unit,
      flag: joined(
        list(resource.interpretation).map(i => firstCode(i) ?? words(i.text)),
        ', ',
      ),
      range: joined(list(resource.referenceRange).map(referenceWords), '; '),
      at: fhirDate(
        resource.effectiveDateTime ?? resource.effectiveInstant ?? resource.effectivePeriod?.start ?? resource.issued,
        zone,
      ),
      status: words(resource.status) ?? 'not received',
      absent: conceptWords(resource.dataAbsentReason),
      components,
    },
  };
}

/** What groups repeats: a vital sign's own code, then LOINC, then the first code. */
function seriesCode(concept: CodeableConcept | undefined): string | null {
  const loinc = list(concept?.coding).filter(c => /loinc/i.test(words(c.system) ?? ''));
  const vital = loinc.find(c => VITAL_CODES.includes(words(c.code) ?? ''));
  return words(vital?.code) ?? words(loinc[0]?.code) ?? firstCode(concept);
}

function valueOf(from: FhirObservation | ObservationComponent): { value: string | null; unit: string | null } {
  if (from.valueQuantity) return { value: quantityValue(from.valueQuantity), unit: quantityUnit(from.valueQuantity) };
  const text = words(from.valueString);
  const value =
    conceptWords(from.valueCodeableConcept) ??
    (text === null ? null : plainText(text)) ??
    numberText(from.valueInteger) ??
    (typeof from.valueBoolean === 'boolean' ? (from.valueBoolean ? 'yes' : 'no') : null) ??
    rangeWords(from.valueRange) ??
    ratioWords(from.valueRatio) ??
    words(from.valueTime) ??
    words(from.valueDateTime) ??
    joined([words(from.valuePeriod?.start), words(from.valuePeriod?.end)], ' to ') ??
    (from.valueSampledData ? 'waveform: see the EHR' : null);
  return { value, unit: null };
}

/** "120/80" from the two components of a blood pressure. */
function bloodPressure(resource: FhirObservation): { value: string; unit: string | null } | null {
  const part = (code: string): ObservationComponent | undefined =>
    list(resource.component).find(c => list(c.code?.coding).some(coding => words(coding.code) === code));
  const systolic = quantityValue(part('8480-6')?.valueQuantity);
  const diastolic = quantityValue(part('8462-4')?.valueQuantity);
  if (systolic === null || diastolic === null) return null;
  return { value: `${systolic}/${diastolic}`, unit: quantityUnit(part('8480-6')?.valueQuantity) };
}

function referenceWords(range: ObservationReferenceRange): string | null {
  const text = words(range.text);
  if (text !== null) return plainText(text);
  return rangeWords({ ...(range.low ? { low: range.low } : {}), ...(range.high ? { high: range.high } : {}) });
}
