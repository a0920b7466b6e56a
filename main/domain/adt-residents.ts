import { bedWords, type AdtPlace } from './adt.ts';
import { placeOf, type AdtPatient, type AdtState, type AdtStay } from './adt-state.ts';
import type { Instant } from './time.ts';

/** One patient whom the feed has on the unit now. */
export interface AdtResident {
  patient: AdtPatient;
  stay: AdtStay;
  place: AdtPlace;
  /** When the patient came to the unit: a change of bed is not an arrival. */
  onUnitSince: Instant;
  /** What to verify at the bedside, in words for the ward. */
  doubts: string[];
}

/**
 * Who is on the unit: open stays whose last place has one of these points of care (compared without case and outer spaces). A patient with
 * several open stays there is listed once, by the one that changed last; two patients in one bed are both listed, and both marked.
 */
export function adtResidents(state: AdtState, pointsOfCare: readonly string[]): AdtResident[] {
  const unit = new Set(pointsOfCare.map(plain));
  const isHere = (place: AdtPlace | null): place is AdtPlace => place !== null && unit.has(plain(place.unit));
  const patients = new Map(state.patients.map(patient => [patient.key, patient]));
  const open = new Map<string, AdtStay[]>();
  for (const stay of state.stays) if (stay.status === 'here') open.set(stay.patient, [...(open.get(stay.patient) ?? []), stay]);

  const residents: AdtResident[] = [];
  for (const [key, stays] of open) {
    const latestFirst = [...stays].sort((a, b) => (a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : 0));
    const stay = latestFirst.find(s => isHere(placeOf(s)));
    const place = stay ? placeOf(stay) : null;
    if (!stay || !isHere(place)) continue;
    const others = stays.length - 1;
    residents.push({
      patient: patients.get(key) ?? {
        key,
        mrn: key.slice(key.indexOf('|') + 1),
        name: null,
        birthDate: null,
        sex: null,
        formerly: [],
      },
      stay,
      place,
      onUnitSince: arrival(stay, isHere),
      doubts: [
        ...(stay.placeDoubt === null ? [] : [stay.placeDoubt]),
        ...stay.doubts,
        ...(others === 0
          ? []
          : [
              `The feed has ${others} more open ${others === 1 ? 'stay' : 'stays'} of this patient: verify where the patient is.`,
            ]),
      ],
    });
  }
  return markShared(residents);
}

const plain = (text: string): string => text.normalize('NFC').trim().toLocaleLowerCase();

function arrival(stay: AdtStay, isHere: (place: AdtPlace | null) => boolean): Instant {
  const away = stay.trail.findLastIndex(step => !isHere(step.place));
  return stay.trail[away + 1]!.at;
}

/** Two patients in one bed, or one visit number on two patients: somebody's message is missing or wrong. */
function markShared(residents: AdtResident[]): AdtResident[] {
  const beds = counted(residents.map(r => bedOf(r)));
  const visits = counted(residents.map(r => r.stay.visit));
  return residents.map(resident => {
    const bed = bedOf(resident);
    const { visit } = resident.stay;
    const shared = [
      bed !== null && beds.get(bed)! > 1
        ? `The feed has ${beds.get(bed)} patients in bed ${bedWords(resident.place)}: a transfer or discharge may be missing.`
        : null,
      visit !== null && visits.get(visit)! > 1
        ? `The feed gives visit number ${visit} to ${visits.get(visit)} patients: verify who this is.`
        : null,
    ].filter(doubt => doubt !== null);
    return shared.length === 0 ? resident : { ...resident, doubts: [...shared, ...resident.doubts] };
  });
}

/** A room alone is no bed: several may lie in it. */
const bedOf = ({ place }: AdtResident): string | null =>
  place.bed === null ? null : plain(`${place.unit}\n${place.room ?? ''}\n${place.bed}`);

function counted(keys: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
