import type { Device, Observation as FhirObservation, Procedure } from 'fhir/r4';
import type { Entry } from '../domain/chart.ts';
import type { Section } from '../domain/section.ts';
import { epochMs, plusMinutes, type Instant, type Zone } from '../domain/time.ts';
import type { FhirJson } from './answer-body.ts';
import { conceptName, conceptWords, hasCode } from './concept.ts';
import { mapObservation } from './map-observation.ts';
import type { Mapped } from './mapped.ts';
import { plainText } from './plain-text.ts';
import { readPart, sectionOf, type Part, type Reading } from './read-section.ts';
import { resourceId } from './resource-id.ts';
import { fhirDate, firstMs, lastMs } from './timestamps.ts';
import { joined, list, words } from './tolerant.ts';

/** Categories under which lines, drains and airways are charted: Epic's LDA, and those of ICU charting (MIMIC). */
const CHARTED = ['lda', 'Access Lines - Invasive', 'Access Lines - Peripheral'];
const LINE =
  /\b(lines?|catheters?|picc|cvc|drains?|drainage|tubes?|port(-a-cath)?|cannulas?|foley|sheath|central venous|midline|tracheostomy|intubation|pacemaker|lda)\b/i;
const PROCEDURE_DAYS = 30;
const CHARTED_HOURS = 72;

/**
 * Lines, drains and devices, from whatever the EHR sends them as. None of these says for certain that a line is still in: procedures of the
 * stay, or of 30 days when that is longer, are listed with their times, and of repeated chartings the newest of each kind.
 */
export async function readLines(reading: Reading, patient: string, admitted: Instant | null): Promise<Section<Entry>> {
  const { zone, now } = reading;
  const findDevices = readPart(reading, { type: 'Device', params: { patient } }, r => mapDevice(r as unknown as Device, zone));
  const month = plusMinutes(now, -PROCEDURE_DAYS * 24 * 60);
  const from = admitted !== null && epochMs(admitted) < epochMs(month) ? admitted : month;
  const findPlaced = windowed(reading, 'Procedure', { patient }, from, r =>
    mapLineProcedure(r as unknown as Procedure, from, zone),
  );
  const since = plusMinutes(now, -CHARTED_HOURS * 60);
  const params = { patient, category: CHARTED.join(',') };
  const findCharted = windowed(reading, 'Observation', params, since, r =>
    mapLineCharting(r as unknown as FhirObservation, since, zone),
  );
  const [devices, placed, charted] = await Promise.all([findDevices, findPlaced, findCharted]);
  const refused = charted.fault?.kind === 'refused';
  const known: Part<Entry> = refused ? { ...charted, status: 'not-supported', reasons: [] } : charted;
  return sectionOf(now, [devices, placed, { ...known, items: newestOfEach(known.items, zone) }]);
}

/** A server that refuses the window is asked without it: the mappers look at the time themselves. */
async function windowed<T>(
  reading: Reading,
  type: string,
  params: Record<string, string>,
  from: Instant,
  map: (resource: FhirJson) => Mapped<T>,
): Promise<Part<T>> {
  const part = await readPart(reading, { type, params, window: { param: 'date', from, to: null } }, map);
  return part.fault?.kind === 'refused' ? readPart(reading, { type, params }, map) : part;
}

function mapDevice(resource: Device, zone: Zone): Mapped<Entry> {
  const status = words(resource.status);
  if (status === 'inactive' || status === 'entered-in-error') return { leftOut: status.replaceAll('-', ' ') };
  const named = list(resource.deviceName).map(n => words(n.name));
  const text = conceptWords(resource.type) ?? named.find(name => name !== null) ?? words(resource.modelNumber);
  if (text === null) return { unmapped: 'a device without words or code' };
  const notes = list(resource.note).map(note => words(note.text));
  const detail = joined(['device', ...named.filter(name => name !== text), words(resource.manufacturer), ...notes], '; ');
  return {
    item: { id: resourceId(resource), text: plainText(text), detail, status, at: fhirDate(resource.manufactureDate, zone) },
  };
}

function mapLineProcedure(resource: Procedure, from: Instant, zone: Zone): Mapped<Entry> {
  const status = words(resource.status);
  const text = conceptWords(resource.code);
  const category = conceptWords(resource.category);
  if (!LINE.test(`${text} ${category}`)) return { leftOut: null };
  if (status === 'entered-in-error' || status === 'not-done') return { leftOut: status.replaceAll('-', ' ') };
  const start = resource.performedDateTime ?? resource.performedPeriod?.start;
  const end = resource.performedPeriod?.end;
  if (Math.max(lastMs(start, zone) || 0, lastMs(end, zone) || 0) < epochMs(from) && start !== undefined) return { leftOut: null };
  if (text === null) return { unmapped: 'a line without words or code' };
  const detail = joined(
    [
      category,
      ...list(resource.bodySite).map(conceptName),
      end === undefined ? null : `charted until ${fhirDate(end, zone) ?? words(end)}`,
    ],
    '; ',
  );
  return { item: { id: resourceId(resource), text: plainText(text), detail, status, at: fhirDate(start, zone) } };
}

function mapLineCharting(resource: FhirObservation, since: Instant, zone: Zone): Mapped<Entry> {
  if (!list(resource.category).some(c => hasCode(c, CHARTED) || hasCode(c, ['LDA']))) return { leftOut: null };
  const mapped = mapObservation(resource, zone);
  if (!('item' in mapped)) return mapped;
  const { id, name, value, unit, absent, status, at } = mapped.item;
  if (lastMs(at ?? undefined, zone) < epochMs(since)) return { leftOut: null };
  return {
    item: {
      id,
      text: name,
      detail: joined([joined([value, unit], ' '), absent], '; '),
      status: status === 'final' ? null : status,
      at,
    },
  };
}

/** Of repeated chartings of one kind the newest, saying how many there were. */
function newestOfEach(entries: readonly Entry[], zone: Zone): Entry[] {
  return [...Map.groupBy(entries, e => e.text)].map(([, all]) => {
    const [newest, ...earlier] = [...all].sort((a, b) => (firstMs(b.at, zone) || 0) - (firstMs(a.at, zone) || 0));
    if (earlier.length === 0) return newest!;
    return { ...newest!, detail: joined([newest!.detail, `charted ${all.length} times in 72 hours, this is the last`], '; ') };
  });
}
