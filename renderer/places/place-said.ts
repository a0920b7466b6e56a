import type { SaidPlace, Ward } from '../../main/contract.ts';
import { unreachable } from '../../main/domain/result.ts';
import { localInstant, zoned, type Instant, type Zone } from '../../main/domain/time.ts';
import { bedKey, isOnUnit, type PlaceAct } from '../../main/domain/ward/place.ts';

/** What is typed into the dialog; each act uses some of it. */
export interface Draft {
  bed: string;
  other: string;
  unit: string;
  acceptedBy: string;
  where: string;
  /** As the browser writes a local moment: "2026-11-22T18:00"; empty when not known. */
  backBy: string;
  pronouncedBy: string;
  origin: string;
}
export const NOTHING_SAID: Draft = {
  bed: '',
  other: '',
  unit: '',
  acceptedBy: '',
  where: '',
  backBy: '',
  pronouncedBy: '',
  origin: '',
};

/** What an act can't be recorded without. */
export const NEEDED: Record<PlaceAct, (keyof Draft)[]> = {
  'patient-moved': ['bed'],
  'beds-swapped': ['other'],
  'patient-transferred': ['unit'],
  'patient-returned': ['origin', 'bed'],
  'leave-began': ['where'],
  'leave-ended': [],
  'patient-discharged': ['where'],
  'patient-died': ['pronouncedBy'],
};

const orNull = (text: string): string | null => text.trim() || null;

/** The draft as the app wants it. */
export function saidOf(kind: PlaceAct, draft: Draft, zone: Zone): SaidPlace {
  const { bed, other, unit, acceptedBy, where, backBy, pronouncedBy, origin } = draft;
  switch (kind) {
    case 'patient-moved':
      return { kind, bed };
    case 'beds-swapped':
      return { kind, other };
    case 'patient-transferred':
      return { kind, unit, bed: orNull(bed), acceptedBy: orNull(acceptedBy) };
    case 'patient-returned':
      return { kind, origin, bed };
    case 'leave-began':
      return { kind, where, backBy: localInstant(backBy, zone) };
    case 'leave-ended':
      return { kind };
    case 'patient-discharged':
      return { kind, where };
    case 'patient-died':
      return { kind, pronouncedBy };
    default:
      return unreachable(kind);
  }
}

/** A moment as a field for local moments writes it: "2026-11-22T15:27". */
export const localWords = (instant: Instant, zone: Zone): string =>
  zoned(instant, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });

/** The names of others who hold a bed. */
export const othersIn = (bed: string, patientId: string, { rows }: Ward): string[] =>
  bed.trim() === ''
    ? []
    : rows
        .filter(row => row.patientId !== patientId && isOnUnit(row.stay.presence) && bedKey(row.bed ?? '') === bedKey(bed))
        .map(row => row.name);
