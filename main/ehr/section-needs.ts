import type { SectionName } from '../domain/chart.ts';

/** What a section is read from, and what a ward lacks without it. */
export interface SectionNeed {
  /** FHIR resource types, any of which brings something. */
  types: readonly [string, ...string[]];
  /** What the kiosk can't do without it, as the end of "Without it …". */
  lack: string;
}

/** Where each section comes from: for comparing with what a server offers and grants. */
export const SECTION_NEEDS: Record<SectionName, SectionNeed> = {
  allergies: { types: ['AllergyIntolerance'], lack: 'every sheet says that allergies are not known here and must be asked' },
  orders: { types: ['MedicationRequest'], lack: 'no medication administration record can be printed' },
  homeMedicines: { types: ['MedicationRequest'], lack: 'home medicines are not shown' },
  administrations: {
    types: ['MedicationAdministration'],
    lack: 'nobody can see here when a dose was last given, and it must be verified before the first dose on paper',
  },
  infusions: {
    types: ['MedicationRequest', 'MedicationAdministration'],
    lack: 'nobody can see here at which rate an infusion last ran',
  },
  problems: { types: ['Condition'], lack: 'the summary has no problem list' },
  vitals: { types: ['Observation'], lack: 'there are no vital signs, weight or height' },
  labs: { types: ['Observation'], lack: 'there are no laboratory results' },
  codeStatus: {
    types: ['Consent', 'Observation', 'ServiceRequest'],
    lack: 'every sheet says that the code status is not in the feed and must be verified',
  },
  flags: { types: ['Flag'], lack: 'isolation and risks are not shown' },
  diet: { types: ['NutritionOrder'], lack: 'diets are not shown' },
  pendingTests: {
    types: ['ServiceRequest', 'DiagnosticReport'],
    lack: 'nobody can see here which tests still have no result',
  },
  lines: { types: ['Device', 'Procedure', 'Observation'], lack: 'lines, drains and devices are not shown' },
  serviceOrders: { types: ['ServiceRequest'], lack: 'orders other than medicines are not shown' },
  carePlans: { types: ['CarePlan'], lack: 'care plans are not shown' },
  goals: { types: ['Goal'], lack: 'goals are not shown' },
  reports: { types: ['DiagnosticReport'], lack: 'diagnostic reports are not shown' },
  contacts: { types: ['RelatedPerson'], lack: 'only contacts within the patient record are shown' },
  coverage: { types: ['Coverage'], lack: 'insurance is not shown' },
};

/** What is read besides the sections; without the first three there is no chart at all. */
export const SHARED_NEEDS: readonly { type: string; lack: string }[] = [
  { type: 'Patient', lack: 'no patient can be named' },
  { type: 'Encounter', lack: 'nobody can be found on the unit' },
  { type: 'Location', lack: 'a unit cannot be found by its name, nor its rooms and beds' },
  { type: 'Medication', lack: 'drugs that are sent as references have only the name that the order itself carries' },
  { type: 'Organization', lack: "the hospital's name is missing from sheets unless the site says it" },
];

/** Every resource type that the kiosk reads. */
export const TYPES_READ: readonly string[] = [
  ...new Set([...SHARED_NEEDS.map(need => need.type), ...Object.values(SECTION_NEEDS).flatMap(need => need.types)]),
];
