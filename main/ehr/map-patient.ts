import type { Extension, HumanName, Identifier, Patient } from 'fhir/r4';
import type { Entry } from '../domain/chart.ts';
import type { Identity } from '../domain/patient.ts';
import { conceptName, hasCode } from './concept.ts';
import { joined, list, words } from './tolerant.ts';

/** Printed where a patient has no name: never an empty band. */
export const NO_NAME = 'NAME NOT RECEIVED';

const NAME_RANK = ['official', 'usual', '', 'temp', 'anonymous', 'nickname'];

/** Who the patient is. */
export function mapPatient(patient: Patient, id: string): Identity {
  const sex = words(patient.gender);
  const languages = list(patient.communication);
  const spoken = languages.find(c => c.preferred === true) ?? languages[0];
  return {
    id,
    name: bandName(list(patient.name)) ?? NO_NAME,
    mrn: medicalRecordNumber(list(patient.identifier)),
    birthDate: words(patient.birthDate),
    sex: sex === 'male' || sex === 'female' || sex === 'other' ? sex : 'unknown',
    deceased: patient.deceasedBoolean === true || words(patient.deceasedDateTime) !== null,
    language: conceptName(spoken?.language) ?? words(list(spoken?.language?.coding)[0]?.code),
    interpreterNeeded: interpreterNeeded(list(patient.extension)),
  };
}

/** The name as on a band, family first: official before usual before others, current before past (cancelled names only if there is no other). */
function bandName(names: HumanName[]): string | null {
  const rank = (name: HumanName): number => {
    const at = NAME_RANK.indexOf(words(name.use) ?? '');
    return (at < 0 ? NAME_RANK.length : at) + (words(name.period?.end) !== null ? 20 : 0);
  };
  const ranked = names
    .map((name, i) => ({ name, i }))
    .filter(({ name }) => nameWords(name) !== null)
    .sort((a, b) => rank(a.name) - rank(b.name) || a.i - b.i);
  return ranked[0] ? nameWords(ranked[0].name) : null;
}

/** "NGUYỄN, Thị Minh Khai"; the text as sent when there are no parts. */
export function nameWords(name: HumanName | undefined): string | null {
  const family = words(name?.family);
  const given = joined([...list(name?.given).map(words), ...list(name?.suffix).map(words)], ' ');
  if (family === null) return words(name?.text) ?? given;
  return printable(joined([family.toUpperCase(), given], ', ')!);
}

// eslint-disable-next-line no-control-regex
const printable = (name: string): string => name.replace(/[\u0000-\u001F\u007F]|\\u0000/g, '');

/** Kinds of identifier that a ward must never read as the record number. */
const NOT_MRN =
  /social|ssn|passport|driv|licen[cs]e|login|mychart|\bfhir\b|insurance|member|subscriber|messag|militar|account|visit/i;
const NOT_MRN_CODES = ['SS', 'SB', 'PPN', 'DL', 'NPI', 'MB', 'SN', 'AN', 'VN', 'MC', 'MA', 'um', 'NI', 'TAX'];
/** Names and OIDs of the US social security number, passports, providers and driving licences. */
const NOT_MRN_SYSTEM = /ssn|passport|npi|driver|2\.16\.840\.1\.113883\.4\.(1|3|6)(\.|$)/i;
/** What some vendors call their record number. */
const VENDOR_MRN = /^(EPI|MPI)$/;

/** The medical record number: by its type, then by its words, then the only number that can be one; of several unknown ones none, never a guess. */
export function medicalRecordNumber(identifiers: Identifier[]): string | null {
  const usable = identifiers.filter(i => words(i.value) !== null && words(i.use) !== 'old' && words(i.period?.end) === null);
  const kind = (i: Identifier): string => [words(i.type?.text), ...list(i.type?.coding).map(c => words(c.display))].join(' ');
  const isOther = (i: Identifier): boolean =>
    hasCode(i.type, NOT_MRN_CODES) || NOT_MRN.test(kind(i)) || NOT_MRN_SYSTEM.test(words(i.system) ?? '');
  const typed = usable.filter(i => hasCode(i.type, ['MR']));
  const pick =
    typed.find(i => /\bMRN\b|medical record number$/i.test(words(i.type?.text) ?? '') && !/community/i.test(kind(i))) ??
    typed[0] ??
    usable.find(i => /\bMRN\b|medical.?record/i.test(`${kind(i)} ${words(i.system)}`)) ??
    usable.find(i => VENDOR_MRN.test(words(i.type?.text) ?? '')) ??
    only(usable.filter(i => i.type === undefined && !isOther(i))) ??
    only(usable.filter(i => !isOther(i)));
  return words(pick?.value);
}

const only = <T>(all: T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

function interpreterNeeded(extensions: Extension[]): boolean | null {
  for (const extension of extensions) {
    if (!/interpreter/i.test(words(extension.url) ?? '')) continue;
    if (typeof extension.valueBoolean === 'boolean') return extension.valueBoolean;
    const code = words(extension.valueCoding?.code) ?? words(list(extension.valueCodeableConcept?.coding)[0]?.code);
    if (code === '373066001' || code === 'Y' || code === 'yes') return true;
    if (code === '373067005' || code === 'N' || code === 'no') return false;
  }
  return null;
}

/** The id that replaced this record after a merge; null when it stands. */
export function replacedBy(patient: Patient): string | null {
  const link = list(patient.link).find(l => l.type === 'replaced-by');
  return /Patient\/([^/?#]+)/.exec(words(link?.other?.reference) ?? '')?.[1] ?? null;
}

/** The contacts that came with the patient's own record. */
export const patientContacts = (patient: Patient): Entry[] =>
  list(patient.contact).flatMap((contact, i) => {
    if (words(contact.period?.end) !== null) return [];
    const phones = list(contact.telecom).map(t => words(t.value));
    const relationship = list(contact.relationship).map(conceptName);
    const known = [...phones, ...relationship].some(text => text !== null);
    const name = nameWords(contact.name) ?? words(contact.organization?.display) ?? (known ? NO_NAME : null);
    if (name === null) return [];
    return [{ id: `contact-${i + 1}`, text: name, detail: joined([...relationship, ...phones], ', '), status: null, at: null }];
  });
