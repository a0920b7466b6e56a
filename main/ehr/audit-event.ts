import type { AuditEvent, AuditEventAgent, AuditEventEntity, Coding } from 'fhir/r4';
import type { AuditEntry, AuditKind } from '../domain/audit.ts';

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const REST = 'http://hl7.org/fhir/restful-interaction';

const dicom = (code: string, display: string): Coding => ({ system: DICOM, code, display });
const AUTHENTICATION = dicom('110114', 'User Authentication');
const ALERT = dicom('110113', 'Security Alert');
const RECORD = dicom('110110', 'Patient Record');
const EXPORT = dicom('110106', 'Export');
const QUERY = dicom('110112', 'Query');
const APPLICATION = dicom('110100', 'Application Activity');
const LOG_USED = dicom('110101', 'Audit Log Used');
const rest = (code: string, display: string): Coding => ({ system: REST, code, display });

interface Kind {
  type: Coding;
  subtype: Coding | null;
  action: NonNullable<AuditEvent['action']>;
  /** It did not succeed. */
  failed?: true;
}

/** What each kind is in FHIR's value sets for AuditEvent.type (DICOM's audit events), subtype and action. */
const KINDS: Record<AuditKind, Kind> = {
  'signed-in': { type: AUTHENTICATION, subtype: dicom('110122', 'Login'), action: 'E' },
  'sign-in-failed': { type: AUTHENTICATION, subtype: dicom('110122', 'Login'), action: 'E', failed: true },
  'signed-out': { type: AUTHENTICATION, subtype: dicom('110123', 'Logout'), action: 'E' },
  locked: { type: AUTHENTICATION, subtype: dicom('110123', 'Logout'), action: 'E' },
  'glass-broken': { type: ALERT, subtype: dicom('110127', 'Emergency Override Started'), action: 'E' },
  'envelope-made': { type: ALERT, subtype: dicom('110129', 'Security Configuration'), action: 'C' },
  'ward-shown': { type: QUERY, subtype: rest('search-type', 'search-type'), action: 'E' },
  'patient-opened': { type: RECORD, subtype: rest('read', 'read'), action: 'R' },
  searched: { type: QUERY, subtype: rest('search-type', 'search-type'), action: 'E' },
  'sheets-made': { type: RECORD, subtype: rest('read', 'read'), action: 'R' },
  'sheet-printed': { type: EXPORT, subtype: rest('read', 'read'), action: 'R' },
  'file-saved': { type: EXPORT, subtype: rest('read', 'read'), action: 'R' },
  exported: { type: EXPORT, subtype: rest('read', 'read'), action: 'R' },
  recorded: { type: RECORD, subtype: rest('create', 'create'), action: 'C' },
  'audit-read': { type: LOG_USED, subtype: null, action: 'R' },
  'people-changed': { type: ALERT, subtype: dicom('110137', 'User security Attributes Changed'), action: 'U' },
  'key-rotated': { type: ALERT, subtype: dicom('110129', 'Security Configuration'), action: 'U' },
  'configuration-read': { type: APPLICATION, subtype: dicom('110131', 'Software Configuration'), action: 'E' },
  'generation-published': { type: APPLICATION, subtype: rest('create', 'create'), action: 'C' },
  'generation-skipped': { type: APPLICATION, subtype: rest('read', 'read'), action: 'E', failed: true },
  'clock-jumped': { type: APPLICATION, subtype: null, action: 'E' },
  refused: { type: ALERT, subtype: dicom('110132', 'Use of Restricted Function'), action: 'E', failed: true },
};

/** An entry as a FHIR R4 AuditEvent, for the hospital's own audit repository. */
export function auditEventOf(entry: AuditEntry): AuditEvent {
  const { type, subtype, action, failed } = KINDS[entry.what];
  return {
    resourceType: 'AuditEvent',
    id: idOf(entry),
    type,
    ...(subtype && { subtype: [subtype] }),
    action,
    recorded: entry.at,
    outcome: failed ? '4' : '0',
    ...(entry.details && { outcomeDesc: entry.details }),
    ...(entry.breakGlass !== null && {
      purposeOfEvent: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'BTG', display: 'break the glass' }],
          text: entry.breakGlass,
        },
      ],
    }),
    agent: agentsOf(entry),
    source: {
      site: entry.unit,
      observer: { identifier: { value: entry.kiosk }, display: `Downtime Kiosk ${entry.kiosk}` },
      type: [{ system: 'http://terminology.hl7.org/CodeSystem/security-source-type', code: '1', display: 'User Device' }],
    },
    entity: [...entry.patients.map(patientEntity), ...entry.sheets.map(sheetEntity), callEntity(entry)],
  };
}

/** FHIR allows 64 letters, digits, hyphens and full stops. */
const idOf = ({ kiosk, number }: AuditEntry): string => `${kiosk.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 48)}-${number}`;

function agentsOf({ who, kiosk }: AuditEntry): AuditEventAgent[] {
  const application: AuditEventAgent = {
    type: { coding: [dicom('110150', 'Application')] },
    who: { identifier: { value: kiosk }, display: `Downtime Kiosk ${kiosk}` },
    requestor: who === null,
  };
  if (who === null) return [application];
  const person: AuditEventAgent = {
    type: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/extra-security-role-type', code: 'humanuser', display: 'human user' },
      ],
    },
    role: [{ text: who.role }],
    who: { identifier: { value: who.user }, display: who.name },
    altId: who.user,
    name: who.name,
    requestor: true,
  };
  return [person, application];
}

const entityType = (code: string, display: string): Coding => ({
  system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type',
  code,
  display,
});
const objectRole = (code: string, display: string): Coding => ({
  system: 'http://terminology.hl7.org/CodeSystem/object-role',
  code,
  display,
});

/** Ids of the EHR are references; those of patients registered here are no FHIR ids and stay identifiers. */
const patientEntity = (patient: string): AuditEventEntity => ({
  what: /^[A-Za-z0-9.-]{1,64}$/.test(patient)
    ? { reference: `Patient/${patient}`, type: 'Patient' }
    : { type: 'Patient', identifier: { value: patient } },
  type: entityType('1', 'Person'),
  role: objectRole('1', 'Patient'),
});

const sheetEntity = (sheet: string): AuditEventEntity => ({
  what: { identifier: { value: sheet }, display: `sheet ${sheet}` },
  type: entityType('2', 'System Object'),
  role: objectRole('3', 'Report'),
});

/** What FHIR has no element for: the entry's number, the session, the call, the computer's own clock. */
const callEntity = ({ number, session, method, what, sinceStartMs }: AuditEntry): AuditEventEntity => ({
  type: entityType('4', 'Other'),
  name: method ?? what,
  detail: [
    { type: 'audit entry', valueString: String(number) },
    { type: 'milliseconds since the kiosk started', valueString: String(sinceStartMs) },
    ...(session === null ? [] : [{ type: 'session', valueString: session }]),
  ],
});
