import type { Chart } from '../chart.ts';
import { unreachable } from '../result.ts';
import { epochMs, paperDateTime, type Instant, type Zone } from '../time.ts';
import { accountsOf } from './accounts.ts';
import type { EffectiveAct } from './effective-acts.ts';
import { placeWords } from './stay-words.ts';
import { isCensusAct, type CensusAct, type Registration, type WardAct } from './ward-act.ts';
import { patientsOf, type WardCourse } from './ward-course.ts';
import { accountsFor } from './whereabouts.ts';

/** What a line of the ADT log says (practice.md section 5). */
export interface AdtLine {
  /** When it happened. */
  at: Instant;
  what: string;
  from: string;
  to: string;
  accepting: string | null;
  /** Said by whom and when: first, or as a correction. */
  by: string;
  recordedAt: Instant;
  /** It was corrected or is said never to have happened; it stays readable. */
  struck: { by: string; at: Instant; reason: string } | null;
}

/** An act on a patient's place with all it ever said, oldest first; only the last can count, and doesn't when it is struck. */
export interface AdtEntry {
  /** The event that recorded it: what an undo names. */
  event: string;
  kind: WardAct['kind'];
  patient: string;
  name: string;
  mrn: string | null;
  lines: AdtLine[];
}

/** Every act on the places of the ward's patients in its open downtimes, by the time it happened; a swap has an entry for each of the two. */
export function adtLog(charts: readonly Chart[], course: WardCourse, zone: Zone): AdtEntry[] {
  const byId = new Map(charts.map(chart => [chart.identity.id, chart]));
  return course.acts
    .flatMap(effective =>
      (isCensusAct(effective.first) ? patientsOf(effective.first) : []).map(patient =>
        entryOf(effective, patient, byId, course, zone),
      ),
    )
    .sort((a, b) => epochMs(a.lines.at(-1)!.at) - epochMs(b.lines.at(-1)!.at) || a.event.localeCompare(b.event));
}

/** Does an entry count as it reads last? */
export const entryCounts = ({ lines }: AdtEntry): boolean => lines.at(-1)!.struck === null;

function entryOf(
  effective: EffectiveAct,
  patient: string,
  charts: ReadonlyMap<string, Chart>,
  course: WardCourse,
  zone: Zone,
): AdtEntry {
  const { recorded, corrections } = effective;
  const chart = charts.get(patient);
  const acts = course.ofPatient.get(patient) ?? [];
  const nowhere = { presence: { kind: 'here' as const }, bed: null };
  const before = (chart ? accountsFor(chart, course) : accountsOf(nowhere, course, patient)).before(recorded.id);
  const { place, by: known } = before.at(-1)!;
  const nameOf = (id: string): string => charts.get(id)?.identity.name ?? 'patient not in this copy';
  const versions = [{ ...recorded, reason: '', becomes: effective.first }, ...corrections];
  const lines = versions.flatMap(({ at, by, becomes }, i): AdtLine[] => {
    if (becomes === null || !isCensusAct(becomes)) return [];
    const next = versions[i + 1];
    const bed = known === null && 'from' in becomes ? becomes.from : place.bed;
    const from = place.presence.kind === 'here' ? bedWords(bed) : placeWords(place);
    return [
      {
        at: becomes.happenedAt,
        from,
        accepting: null,
        ...wordsOf(becomes, patient, nameOf, zone),
        by,
        recordedAt: at,
        struck: next ? { by: next.by, at: next.at, reason: next.reason } : null,
      },
    ];
  });
  const registration = acts.map(({ act }) => act).find(act => act?.kind === 'patient-admitted')?.registration;
  return {
    event: recorded.id,
    kind: effective.first.kind,
    patient,
    name: chart?.identity.name ?? (registration ? namedIn(registration) : nameOf(patient)),
    mrn: chart ? chart.identity.mrn : (registration?.mrn ?? null),
    lines,
  };
}

const namedIn = ({ name, alias, mrn }: Registration): string => name ?? alias ?? mrn;

const bedWords = (bed: string | null): string => (bed === null ? 'no bed' : `bed ${bed}`);

type Words = Pick<AdtLine, 'what' | 'to'> & Partial<Pick<AdtLine, 'from' | 'accepting'>>;

function wordsOf(act: CensusAct, patient: string, nameOf: (id: string) => string, zone: Zone): Words {
  switch (act.kind) {
    case 'patient-admitted': {
      const { from, bed: to, attending } = act.registration;
      return from === null
        ? { what: 'Admitted', from: 'outside', to: bedWords(to), accepting: attending }
        : { what: 'Transferred in', from, to: bedWords(to), accepting: attending };
    }
    case 'patient-identified':
      return { what: 'Identified', to: [act.name, act.mrn && `MRN ${act.mrn}`].filter(Boolean).join(', ') };
    case 'patient-moved':
      return { what: 'Moved', to: bedWords(act.bed) };
    case 'beds-swapped': {
      const [other, to] = act.patient === patient ? [act.other, act.bed] : [act.patient, act.otherBed];
      return { what: 'Beds swapped', to: `${bedWords(to)}, with ${nameOf(other)}` };
    }
    case 'patient-returned':
      return { what: 'Returned', from: act.origin, to: bedWords(act.bed) };
    case 'patient-transferred':
      return {
        what: 'Transferred out',
        to: [act.unit, act.bed && `bed ${act.bed}`].filter(Boolean).join(', '),
        accepting: act.acceptedBy,
      };
    case 'leave-began':
      return {
        what: 'On leave',
        to: `${act.where}, back by ${act.backBy === null ? '(not known)' : paperDateTime(act.backBy, zone)}`,
      };
    case 'leave-ended':
      return { what: 'Back from leave', to: 'the unit' };
    case 'patient-discharged':
      return { what: 'Discharged', to: act.where };
    case 'patient-died':
      return { what: 'DIED', to: `pronounced by ${act.pronouncedBy}` };
    default:
      return unreachable(act);
  }
}
