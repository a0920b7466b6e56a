import type { Chart } from '../chart.ts';
import type { Registered } from './registration.ts';
import type { Person } from './similar-patients.ts';

/** A patient of the ward as somebody to be compared with. */
export interface WardPerson extends Person {
  patientId: string;
  mrn: string | null;
  bed: string | null;
  /** What the ward calls them. */
  called: string;
}

/** By what a patient of the ward is compared with others; of somebody unknown the alias is no name. */
export function personOf({ identity, encounter }: Chart, registered: Registered | undefined): WardPerson {
  return {
    patientId: identity.id,
    mrn: identity.mrn,
    bed: encounter.bed,
    called: identity.name,
    name: registered ? (registered.identified.at(-1)?.name ?? registered.registration.name) : identity.name,
    birthDate: identity.birthDate,
    estimatedAge: registered?.registration.estimatedAge ?? null,
    sex: identity.sex,
    arrived: registered?.at ?? null,
  };
}
