import { targetOf, type FhirResource } from '../../../main/demo/fhir-resource.ts';
import { demoWard } from '../../../main/demo/ward.ts';
import { MARK } from './marks.ts';

export const ZONE = 'America/New_York';

/** Words of a resource that say nothing of a patient, or that the kiosk must understand. */
const LEFT = ['dosageInstruction', 'route', 'method', 'type', 'category', 'communication', 'serviceType', 'relationship'];
/** Fields that people's words stand in. */
const WORDS = ['text', 'family', 'conclusion', 'title', 'instruction', 'subscriberId'];
/** Resources that are about no patient. */
const PUBLIC = ['Organization', 'Location', 'Practitioner', 'Medication'];

/** A small ward in which every resource about a patient bears the mark: in names, record numbers, drugs, diagnoses, results. */
export function markedWard(now: string, patients: number): FhirResource[] {
  const whole = demoWard({ seed: 1, now, zone: ZONE });
  const kept = new Set(
    whole
      .filter(({ resourceType }) => resourceType === 'Patient')
      .slice(0, patients)
      .map(({ id }) => `Patient/${id}`),
  );
  return whole
    .filter(resource => {
      const patient = patientOf(resource);
      return patient === null ? PUBLIC.includes(resource.resourceType) : kept.has(patient);
    })
    .map(resource => (PUBLIC.includes(resource.resourceType) ? resource : (marked(resource) as FhirResource)));
}

function patientOf(resource: FhirResource): string | null {
  if (resource.resourceType === 'Patient') return `Patient/${resource.id}`;
  const { subject, patient, beneficiary } = resource as unknown as Record<string, unknown>;
  return targetOf(subject ?? patient ?? beneficiary);
}

function marked(value: unknown, field = ''): unknown {
  if (LEFT.includes(field)) return value;
  if (Array.isArray(value)) return value.map(each => marked(each, field));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(
      fields.map(([name, child]) => [name, marked(child, name === 'value' && field === 'identifier' ? 'number' : name)]),
    );
  }
  if (typeof value !== 'string') return value;
  if (field === 'number') return `${MARK}${value}`;
  return WORDS.includes(field) ? `${value} ${MARK}` : value;
}
