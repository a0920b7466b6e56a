import type { Chart } from '../chart.ts';
import type { PatientView } from '../view.ts';
import { calledName, registrationsOf } from './registration.ts';
import type { WardCourse } from './ward-course.ts';

/** Another record of the same person, shown beside this one: nobody merges them but the EHR. */
export interface LinkedPatient {
  patientId: string;
  words: string;
}

/** The view with the other records of the same person: of somebody registered here the copy's chart with the same number, and the other way. */
export function withLinks(view: PatientView, course: WardCourse, copied: readonly Chart[]): PatientView {
  const linked = view.registered ? inTheCopy(view, copied) : registeredHere(view, course);
  return linked.length === 0 ? view : { ...view, linked, warnings: [...linked.map(({ words }) => words), ...view.warnings] };
}

function inTheCopy({ identity, registered }: PatientView, copied: readonly Chart[]): LinkedPatient[] {
  const numbers = [registered!.identified.at(-1)?.mrn, identity.mrn].filter(mrn => mrn !== undefined && mrn !== null);
  return copied
    .filter(chart => chart.identity.mrn !== null && numbers.includes(chart.identity.mrn))
    .map(({ identity: { id, name, mrn }, encounter: { bed } }) => ({
      patientId: id,
      words: `ALSO IN THE COPY as ${name}, MRN ${mrn}, ${bed === null ? 'no bed' : `bed ${bed}`}: what the EHR knew stands there. Two records until the EHR merges them.`,
    }));
}

function registeredHere({ identity }: PatientView, course: WardCourse): LinkedPatient[] {
  if (identity.mrn === null) return [];
  return [...registrationsOf(course)]
    .filter(([patient, { registration, identified }]) => {
      const mrn = identified.at(-1)?.mrn ?? registration.mrn;
      return patient !== identity.id && mrn === identity.mrn;
    })
    .map(([patient, registered]) => ({
      patientId: patient,
      words: `ALSO REGISTERED HERE in the downtime as ${calledName(registered)}, number ${registered.registration.mrn}: orders and doses of the downtime may stand there. Two records until the EHR merges them.`,
    }));
}
