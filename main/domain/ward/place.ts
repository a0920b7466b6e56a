import { err, ok, unreachable, type Result } from '../result.ts';
import type { Instant } from '../time.ts';
import type { CensusAct } from './ward-act.ts';

/** Whether a patient is on the unit, and if not, since when and where. */
export type Presence =
  | { kind: 'here' }
  | { kind: 'on-leave'; since: Instant; where: string; backBy: Instant | null }
  | { kind: 'transferred'; since: Instant; unit: string; bed: string | null; acceptedBy: string | null }
  | { kind: 'discharged'; since: Instant; where: string }
  | { kind: 'died'; since: Instant; pronouncedBy: string }
  /** The EHR's census names the patient no more, and nobody here said why. */
  | { kind: 'left-census'; since: Instant };

/** Where a patient is; the bed of one who has left is the last one here. */
export interface Place {
  presence: Presence;
  bed: string | null;
}

/** As a bed is compared: "402-a", "402 A" and "402-A" are one. */
export const bedKey = (bed: string): string => bed.toUpperCase().replace(/[\s./-]/g, '');

/** Holds a bed of the unit: also whoever is on leave. */
export const isOnUnit = ({ kind }: Presence): boolean => kind === 'here' || kind === 'on-leave';

/** Where a patient is after an act. Whether the act may follow is `mayHappen`; what was recorded counts all the same. */
export function placeAfter({ presence, bed }: Place, act: CensusAct, patient: string): Place {
  const since = act.happenedAt;
  const stays = presence.kind === 'on-leave' ? presence : ({ kind: 'here' } as const);
  switch (act.kind) {
    case 'patient-admitted':
      return { presence: { kind: 'here' }, bed: act.registration.bed };
    case 'patient-identified':
      return { presence, bed };
    case 'patient-moved':
      return { presence: stays, bed: act.bed };
    case 'beds-swapped':
      return { presence: stays, bed: act.other === patient ? act.otherBed : act.bed };
    case 'patient-returned':
      return { presence: { kind: 'here' }, bed: act.bed };
    case 'patient-transferred':
      return { presence: { kind: 'transferred', since, unit: act.unit, bed: act.bed, acceptedBy: act.acceptedBy }, bed };
    case 'leave-began':
      return { presence: { kind: 'on-leave', since, where: act.where, backBy: act.backBy }, bed };
    case 'leave-ended':
      return { presence: presence.kind === 'on-leave' ? { kind: 'here' } : presence, bed };
    case 'patient-discharged':
      return { presence: { kind: 'discharged', since, where: act.where }, bed };
    case 'patient-died':
      return { presence: { kind: 'died', since, pronouncedBy: act.pronouncedBy }, bed };
    default:
      return unreachable(act);
  }
}

/** An act that changes the place of somebody who is known here. */
export type PlaceAct = Exclude<CensusAct['kind'], 'patient-admitted' | 'patient-identified'>;

/** Is it an act on the place of somebody who is known here? */
export const isPlaceAct = <A extends { kind: string }>(act: A): act is Extract<A, { kind: PlaceAct }> =>
  Object.hasOwn(CANNOT, act.kind);

/** What may happen to a patient, by where they are. Whoever left can't be moved: the departure is undone, or they return. */
const NEXT: Record<Presence['kind'], readonly PlaceAct[]> = {
  here: ['patient-moved', 'beds-swapped', 'patient-transferred', 'leave-began', 'patient-discharged', 'patient-died'],
  'on-leave': ['leave-ended', 'patient-moved', 'beds-swapped', 'patient-transferred', 'patient-discharged', 'patient-died'],
  transferred: ['patient-returned'],
  discharged: ['patient-returned'],
  died: [],
  'left-census': ['patient-returned', 'patient-transferred', 'patient-discharged', 'patient-died'],
};

/** What may be recorded of a patient; of one with several accounts whatever any of them allows. */
export const possibleActs = (places: readonly Place[]): PlaceAct[] => [
  ...new Set(places.flatMap(({ presence }) => NEXT[presence.kind])),
];

const IS: Record<Presence['kind'], string> = {
  here: 'is on the unit',
  'on-leave': 'is on leave',
  transferred: 'was transferred to another unit',
  discharged: 'was discharged',
  died: 'has died',
  'left-census': 'is not in the EHR’s census any more',
};

const CANNOT: Record<PlaceAct, string> = {
  'patient-moved': 'be moved',
  'beds-swapped': 'swap beds',
  'patient-transferred': 'be transferred',
  'patient-returned': 'return',
  'leave-began': 'go on leave',
  'leave-ended': 'come back from leave',
  'patient-discharged': 'be discharged',
  'patient-died': 'be recorded as having died',
};

/** Whether an act may be recorded of a patient; the refusal says why not and what to do instead. */
export function mayHappen(
  name: string,
  places: readonly Place[],
  act: PlaceAct,
): Result<null, { kind: 'out-of-order'; why: string }> {
  if (possibleActs(places).includes(act)) return ok(null);
  const { kind } = places.at(-1)!.presence;
  const wrong = isOnUnit({ kind } as Presence) ? '' : ' If that is wrong, undo it in the ADT log first.';
  return err({ kind: 'out-of-order', why: `${name} ${IS[kind]} and cannot ${CANNOT[act]}.${wrong}` });
}
