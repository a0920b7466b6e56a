import type { Observation as FhirObservation } from 'fhir/r4';
import type { Sections } from '../domain/chart.ts';
import type { Observation } from '../domain/observation.ts';
import { epochMs, plusMinutes, type Instant, type Zone } from '../domain/time.ts';
import { hasCode, LOINC } from './concept.ts';
import { mapObservation } from './map-observation.ts';
import { readPart, sectionOf, type Part, type Reading } from './read-section.ts';
import { firstMs, lastMs } from './timestamps.ts';
import { list } from './tolerant.ts';

/** How far back results and reports are read; weight and height are read however old they are. */
export const RESULT_HOURS = 72;
const WEIGHT = '29463-7';
const HEIGHT = '8302-2';

/** Vital signs and laboratory results of the last days, and the newest weight and height however old. */
export async function readResults(reading: Reading, patient: string): Promise<Pick<Sections, 'vitals' | 'labs'>> {
  const from = plusMinutes(reading.now, -RESULT_HOURS * 60);
  const window = { param: 'date', from, to: null };
  const category = async (code: string): Promise<Part<Observation>> =>
    readPart(reading, { type: 'Observation', params: { patient, category: code }, window }, resource => {
      const observation = resource as unknown as FhirObservation;
      const categories = list(observation.category);
      if (categories.length > 0 && !categories.some(c => hasCode(c, [code]))) return { leftOut: null };
      return isBefore(observation, from, reading.zone) ? { leftOut: null } : mapObservation(observation, reading.zone);
    });
  const codes = [WEIGHT, HEIGHT].map(code => `${LOINC}|${code}`).join(',');
  const sized = readPart(reading, { type: 'Observation', params: { patient, code: codes, _sort: '-date' } }, resource => {
    const mapped = mapObservation(resource as unknown as FhirObservation, reading.zone);
    return 'item' in mapped && ![WEIGHT, HEIGHT].includes(mapped.item.code) ? { leftOut: null } : mapped;
  });
  const [vitals, measures, labs] = await Promise.all([category('vital-signs'), sized, category('laboratory')]);
  return {
    vitals: sectionOf(reading.now, [
      vitals,
      { ...measures, leftOut: new Map(), items: [WEIGHT, HEIGHT].flatMap(c => newest(measures.items, c, reading.zone)) },
    ]),
    labs: sectionOf(reading.now, [labs]),
  };
}

function isBefore(observation: FhirObservation, from: Instant, zone: Zone): boolean {
  const ends = [
    observation.effectiveDateTime,
    observation.effectiveInstant,
    observation.effectivePeriod?.end,
    observation.effectivePeriod?.start,
  ];
  const known = ends.map(date => lastMs(date, zone)).filter(ms => !Number.isNaN(ms));
  return known.length > 0 && Math.max(...known) < epochMs(from);
}

function newest(observations: readonly Observation[], code: string, zone: Zone): Observation[] {
  const when = (o: Observation): number => firstMs(o.at, zone) || 0;
  return observations
    .filter(o => o.code === code && o.value !== null)
    .sort((a, b) => when(b) - when(a))
    .slice(0, 1);
}
