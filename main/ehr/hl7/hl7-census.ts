import { bedWords } from '../../domain/adt.ts';
import { adtResidents, type AdtResident } from '../../domain/adt-residents.ts';
import { placeOf } from '../../domain/adt-state.ts';
import { err, ok } from '../../domain/result.ts';
import { clockTime, epochMs, minutesBetween, paperDateTime, type Instant, type Zone } from '../../domain/time.ts';
import type { AdtPicture, AdtRecord, EhrFault } from '../../ports.ts';
import type { Census, CensusRequest, CensusSource, Resident } from '../census.ts';
import type { FhirClient } from '../client.ts';
import { wholeFault, type HttpFault } from '../fault.ts';
import { adtPlaces, adtStay } from './adt-stay.ts';
import { findPatient, findStay } from './find-in-fhir.ts';

/** How the census of an ADT feed is made. */
export interface Hl7CensusOptions {
  journal: AdtRecord;
  /** What PV1-3.1 calls the unit; by default the unit's own name. */
  pointsOfCare?: readonly string[];
  /** FHIR identifier systems of MRN and visit number; without one any system matches, and the values are compared exactly. */
  mrnSystem?: string;
  visitSystem?: string;
  institution?: string;
  /** A feed that is silent for so many hours may be dead. */
  silentHours?: number;
  /** The FHIR id that an MRN had in the last copy, so that the older chart stays when the search for it fails. */
  knownPatient?: (mrn: string) => string | null;
}

const SILENT_HOURS = 4;

/** The census of EHRs that can't search by unit (Oracle Health): the ADT feed says who is where, FHIR is asked for each of them by MRN. */
export function hl7Census(options: Hl7CensusOptions): CensusSource {
  const found = new Map<string, string>();
  const known = (mrn: string): string | null => found.get(mrn) ?? options.knownPatient?.(mrn) ?? null;

  return {
    async census(client, request) {
      const picture = options.journal.picture();
      if (!picture.ok)
        return err({
          kind: 'server-error',
          why: `Who is on the unit is not known, as the ADT feed's messages cannot be read. ${picture.error.why}`,
        });
      const residents = adtResidents(picture.value.state, options.pointsOfCare ?? [request.unit]);
      const silence = silenceOf(picture.value, request, options.silentHours ?? SILENT_HOURS);
      if (residents.length === 0) return err(nobody(picture.value, request));
      if (silence !== null) client.log.write('warn', 'the ADT feed is silent', { since: picture.value.lastReceived ?? 'ever' });

      const looked = await lookUp(client, residents, options, known, request);
      for (const { mrn, patientId } of looked.found) found.set(mrn, patientId);
      if (looked.residents.length === 0 && looked.fault) return err(wholeFault(looked.fault, client.host));
      const warned =
        silence === null
          ? []
          : [`The ADT feed has been silent since ${silence}: who came, moved or left since then is not known here.`];
      return ok({
        unit: request.unit,
        institution: options.institution ?? '',
        places: adtPlaces(request.unit, residents),
        residents: looked.residents.map(resident => ({ ...resident, warnings: [...warned, ...resident.warnings] })),
        unread: [...ofTheUnit(silence), ...looked.unread],
      } satisfies Census);
    },
  };
}

interface Looked {
  residents: Resident[];
  unread: Census['unread'];
  found: { mrn: string; patientId: string }[];
  fault: HttpFault | null;
}

/** Asks the FHIR server for everybody, a few at a time; nobody is dropped, and the order of the feed is kept. */
async function lookUp(
  client: FhirClient,
  residents: readonly AdtResident[],
  options: Hl7CensusOptions,
  known: (mrn: string) => string | null,
  { zone }: CensusRequest,
): Promise<Looked> {
  const answers = await together(
    residents.map(resident => () => findPatient(client, resident.patient, options.mrnSystem)),
    client.limits.parallel,
  );

  const looked: Looked = { residents: [], unread: [], found: [], fault: null };
  const claimed = new Map<string, AdtResident>();
  const stays: (() => Promise<Resident>)[] = [];
  for (const [i, resident] of residents.entries()) {
    const answer = answers[i]!;
    const { mrn } = resident.patient;
    const patientId = answer.kind === 'found' ? answer.id : answer.kind === 'fault' ? known(mrn) : null;
    if (answer.kind === 'fault') looked.fault ??= answer.fault;
    if (patientId === null) {
      looked.unread.push({ patient: who(resident), why: answer.kind === 'found' ? '' : answer.why });
      continue;
    }
    const other = claimed.get(patientId);
    if (other) {
      looked.unread.push({
        patient: who(resident),
        why: `the EHR has this number on the same record as MRN ${other.patient.mrn}, who is listed`,
      });
      continue;
    }
    claimed.set(patientId, resident);
    const warnings = [...resident.doubts, ...(answer.kind === 'found' ? answer.warnings : [])];
    if (answer.kind === 'found') looked.found.push({ mrn, patientId });
    stays.push(async () => {
      const stay = await findStay(client, patientId, resident.stay.visit, options.visitSystem);
      const made = adtStay(resident, patientId, stay.encounter, zone);
      return { ...made, warnings: [...warnings, ...stay.warnings, ...made.warnings] };
    });
  }
  looked.residents = await together(stays, client.limits.parallel);
  return looked;
}

/** Does all of these, so many at a time; the results are in the order of the tasks. */
async function together<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < tasks.length; i = next++) results[i] = await tasks[i]!();
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks.length) }, worker));
  return results;
}

const who = ({ patient, place }: AdtResident): string =>
  [patient.name ?? 'Name not received', `MRN ${patient.mrn}`, bedWords(place)].filter(part => part !== null).join(' · ');

/** Those who may be missing without anybody knowing their names. */
const ofTheUnit = (silence: string | null): Census['unread'] =>
  silence === null
    ? []
    : [
        {
          patient: `whoever came since ${silence}`,
          why: 'the ADT feed has been silent since then, so that who came, moved or left is not known here',
        },
      ];

/** A quiet feed may be a dead feed: since when nothing came; null when it isn't quiet. */
function silenceOf({ lastReceived }: AdtPicture, { now, zone }: CensusRequest, hours: number): string | null {
  if (lastReceived === null || minutesBetween(lastReceived, now) < hours * 60) return null;
  return moment(lastReceived, now, zone);
}

const moment = (at: Instant, now: Instant, zone: Zone): string =>
  epochMs(now) - epochMs(at) < 20 * 3_600_000 ? clockTime(at, zone) : paperDateTime(at, zone);

/** Nobody on the unit: is it empty, misnamed, or is there no feed? */
function nobody({ state, lastReceived }: AdtPicture, { unit, now, zone }: CensusRequest): EhrFault {
  if (lastReceived === null)
    return { kind: 'unreachable', why: 'The ADT feed has not brought a single message yet: who is on the unit is not known.' };
  const units = [...new Set(state.stays.map(stay => placeOf(stay)?.unit ?? '').filter(name => name !== ''))].sort();
  const last = `The last message came ${moment(lastReceived, now, zone)}.`;
  const names = units
    .slice(0, 12)
    .map(name => `"${name}"`)
    .join(', ');
  if (units.length === 0) return { kind: 'unit-empty', why: `The ADT feed has nobody in any bed. ${last}` };
  return {
    kind: 'unit-empty',
    why: `The ADT feed has nobody on ${unit} now. ${last} It names these points of care: ${names}${units.length > 12 ? ' …' : ''}.`,
  };
}
