/** How one search parameter finds its values: by kind, at dotted paths. */
export interface SearchParameter {
  kind: 'token' | 'reference' | 'date' | 'string';
  paths: string[];
  /** Target type where the specification allows only one: a bare id is then read as that type. */
  target?: string;
}

const token = (...paths: string[]): SearchParameter => ({ kind: 'token', paths });
const date = (...paths: string[]): SearchParameter => ({ kind: 'date', paths });
const text = (...paths: string[]): SearchParameter => ({ kind: 'string', paths });
const reference = (path: string, target?: string): SearchParameter => ({
  kind: 'reference',
  paths: path.split(' '),
  ...(target ? { target } : {}),
});

const patientIn = (path: string) => ({ patient: reference(path, 'Patient') });
const ofSubject = { ...patientIn('subject'), subject: reference('subject') };
const inEncounter = { encounter: reference('encounter', 'Encounter') };
const identified = { identifier: token('identifier') };

/** What the demo server can search, per resource type: only what is listed here is declared in its CapabilityStatement. */
export const SEARCH_PARAMETERS: Record<string, Record<string, SearchParameter>> = {
  AllergyIntolerance: {
    ...patientIn('patient'),
    ...identified,
    'clinical-status': token('clinicalStatus'),
    'verification-status': token('verificationStatus'),
    category: token('category'),
    criticality: token('criticality'),
    code: token('code', 'reaction.substance'),
    date: date('recordedDate'),
  },
  CarePlan: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    intent: token('intent'),
    category: token('category'),
    date: date('period'),
  },
  Condition: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    category: token('category'),
    'clinical-status': token('clinicalStatus'),
    'verification-status': token('verificationStatus'),
    code: token('code'),
    'recorded-date': date('recordedDate'),
    'onset-date': date('onsetDateTime', 'onsetPeriod'),
  },
  Consent: {
    ...patientIn('patient'),
    ...identified,
    status: token('status'),
    category: token('category'),
    date: date('dateTime'),
  },
  Coverage: {
    ...patientIn('beneficiary'),
    ...identified,
    status: token('status'),
    beneficiary: reference('beneficiary', 'Patient'),
  },
  DiagnosticReport: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    category: token('category'),
    code: token('code'),
    date: date('effectiveDateTime', 'effectivePeriod'),
    issued: date('issued'),
    result: reference('result', 'Observation'),
  },
  Encounter: {
    ...ofSubject,
    ...identified,
    status: token('status'),
    class: token('class'),
    type: token('type'),
    date: date('period'),
    location: reference('location.location', 'Location'),
    'part-of': reference('partOf', 'Encounter'),
    'service-provider': reference('serviceProvider', 'Organization'),
    practitioner: reference('participant.individual', 'Practitioner'),
  },
  Flag: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    category: token('category'),
    date: date('period'),
  },
  Goal: {
    ...ofSubject,
    ...identified,
    'lifecycle-status': token('lifecycleStatus'),
    category: token('category'),
    'start-date': date('startDate'),
  },
  List: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    code: token('code'),
    item: reference('entry.item'),
  },
  Location: {
    ...identified,
    name: text('name', 'alias'),
    status: token('status'),
    type: token('type'),
    partof: reference('partOf', 'Location'),
    organization: reference('managingOrganization', 'Organization'),
  },
  Medication: { ...identified, code: token('code'), status: token('status') },
  MedicationAdministration: {
    ...ofSubject,
    ...identified,
    status: token('status'),
    code: token('medicationCodeableConcept'),
    'effective-time': date('effectiveDateTime', 'effectivePeriod'),
    context: reference('context'),
    encounter: reference('context', 'Encounter'),
    request: reference('request', 'MedicationRequest'),
    medication: reference('medicationReference', 'Medication'),
    performer: reference('performer.actor'),
  },
  MedicationRequest: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    intent: token('intent'),
    category: token('category'),
    code: token('medicationCodeableConcept'),
    authoredon: date('authoredOn'),
    date: date('dosageInstruction.timing.event'),
    medication: reference('medicationReference', 'Medication'),
    requester: reference('requester'),
  },
  NutritionOrder: {
    ...patientIn('patient'),
    ...inEncounter,
    ...identified,
    status: token('status'),
    datetime: date('dateTime'),
  },
  Observation: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    category: token('category'),
    code: token('code'),
    date: date('effectiveDateTime', 'effectivePeriod', 'effectiveInstant'),
    performer: reference('performer'),
    'has-member': reference('hasMember'),
  },
  Organization: {
    ...identified,
    name: text('name', 'alias'),
    active: token('active'),
    partof: reference('partOf', 'Organization'),
  },
  Patient: {
    ...identified,
    name: text('name.family', 'name.given', 'name.prefix', 'name.suffix', 'name.text'),
    family: text('name.family'),
    given: text('name.given'),
    birthdate: date('birthDate'),
    gender: token('gender'),
    active: token('active'),
    link: reference('link.other'),
    'general-practitioner': reference('generalPractitioner'),
  },
  Practitioner: { ...identified, name: text('name.family', 'name.given', 'name.text'), active: token('active') },
  Procedure: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    category: token('category'),
    code: token('code'),
    date: date('performedDateTime', 'performedPeriod'),
  },
  RelatedPerson: {
    ...patientIn('patient'),
    ...identified,
    name: text('name.family', 'name.given', 'name.text'),
    active: token('active'),
  },
  ServiceRequest: {
    ...ofSubject,
    ...inEncounter,
    ...identified,
    status: token('status'),
    intent: token('intent'),
    category: token('category'),
    code: token('code'),
    authored: date('authoredOn'),
    occurrence: date('occurrenceDateTime', 'occurrencePeriod'),
    requester: reference('requester'),
  },
};

/** The parameters of a type that has no row of its own: found in a folder, readable and searchable by id and patient only. */
export const OTHER_TYPE_PARAMETERS: Record<string, SearchParameter> = {
  patient: reference('subject patient', 'Patient'),
  ...identified,
  status: token('status'),
};

/** Parameters that every type understands. */
export const COMMON_PARAMETERS: Record<string, SearchParameter> = {
  _id: token('id'),
  _lastUpdated: date('meta.lastUpdated'),
};
