import { Temporal } from 'temporal-polyfill';
import { readNumber } from '../downtime-number.ts';
import { err, ok, type Result } from '../result.ts';
import {
  clockTime,
  isInstant,
  paperDate,
  paperDateTime,
  paperFhirDate,
  plusMinutes,
  zoned,
  type FhirDate,
  type Instant,
  type Zone,
} from '../time.ts';
import { BACK_DAYS, impossibleTime } from './possible-time.ts';
import type { Registration } from './ward-act.ts';

/** A registration as it is written: every field in the words of whoever types. Only `arrived` has to be said, and a name or that nobody knows it. */
export interface WrittenWalkIn {
  /** "14:52" of today, or "11/21 23:50". */
  arrived: string;
  unknown: boolean;
  /** Family name first. */
  name: string;
  /** "05/01/1990", or the age in years: "45". */
  born: string;
  sex: Registration['sex'];
  bed: string;
  /** Substances with commas between them, "none", or nothing when nobody asked. */
  allergies: string;
  weight: string;
  reason: string;
  broughtBy: string;
  contact: string;
  insurance: string;
  consent: string;
  service: string;
  attending: string;
  /** The unit that the patient comes from, and the EHR's number on the band. */
  from: string;
  mrn: string;
}

/** What the field says, as a registration without the numbers that are issued with it. */
export interface ReadWalkIn {
  happenedAt: Instant;
  /** The EHR's number of a patient who comes with one. */
  mrn: string | null;
  said: Omit<Registration, 'mrn' | 'temporary' | 'visit' | 'alias'>;
}

/** What is wrong, field by field, in words. */
export type FieldFaults = Partial<Record<keyof WrittenWalkIn, string>>;

/** Nobody is registered as older: the oldest person ever was 122. */
const OLDEST = 130;

/** Reads what was written; every fault is named beside its field, and nothing is guessed. */
export function readWalkIn(
  written: WrittenWalkIn,
  now: Instant,
  zone: Zone,
): Result<ReadWalkIn, { kind: 'fields'; fields: FieldFaults }> {
  const arrived = readArrival(written.arrived, now, zone);
  const name = readName(written);
  const born = readBorn(written.born, now, zone);
  const allergies = readAllergies(written.allergies);
  const weight = readWeight(written.weight);
  const mrn = readMrn(written);
  if (!arrived.ok || !name.ok || !born.ok || !allergies.ok || !weight.ok || !mrn.ok) {
    const faults = { arrived, name, born, allergies, weight, mrn };
    return err({
      kind: 'fields',
      fields: Object.fromEntries(Object.entries(faults).flatMap(([field, read]) => (read.ok ? [] : [[field, read.error.why]]))),
    });
  }
  const { sex, bed, reason, broughtBy, contact, insurance, consent, service, attending, from } = written;
  return ok({
    happenedAt: arrived.value,
    mrn: mrn.value,
    said: {
      name: name.value,
      ...born.value,
      sex,
      reason: orNull(reason),
      broughtBy: orNull(broughtBy),
      contact: orNull(contact),
      insurance: orNull(insurance),
      consent: orNull(consent),
      service: orNull(service),
      attending: orNull(attending),
      bed: orNull(bed),
      allergies: allergies.value,
      weightKg: weight.value,
      from: orNull(from),
    },
  });
}

/** What one field says, or in words what is wrong with it. */
export type Read<T> = Result<T, { kind: 'unreadable'; why: string }>;
const no = (why: string): { ok: false; error: { kind: 'unreadable'; why: string } } => err({ kind: 'unreadable', why });

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ');
const orNull = (text: string): string | null => plain(text) || null;

/** The moment of an arrival: a time of today, or with its date. */
export function readArrival(written: string, now: Instant, zone: Zone): Read<Instant> {
  const match = /^(?:(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))? )?(\d{1,2}):?(\d{2})$/.exec(plain(written));
  if (!match) return no('Write the time as 14:52, with the date before it when it was not today: 11/21 23:50.');
  const [, month, day, year, hour, minute] = match;
  const today = zoned(now, zone);
  const date = { month: Number(month ?? today.month), day: Number(day ?? today.day), hour: Number(hour), minute: Number(minute) };
  const at = (inYear: number): Instant | null => instantOf({ ...date, year: inYear }, zone);
  const thisYear = at(Number(year ?? today.year));
  // Without a year it is the last time that this date came.
  const moment =
    thisYear !== null && month && !year && impossibleTime(thisYear, now) === 'future' ? at(today.year - 1) : thisYear;
  if (moment === null) return no(`${plain(written)} is no time: write it as 14:52, or 11/21 23:50.`);
  const impossible = impossibleTime(moment, now);
  if (impossible === 'future') {
    const yesterday = paperDate(plusMinutes(now, -24 * 60), zone).slice(0, 5);
    return no(
      `${plain(written)} is in the future: it is ${clockTime(now, zone)}. For yesterday write ${yesterday} ${clockTime(moment, zone)}.`,
    );
  }
  return impossible === 'long-ago'
    ? no(`${paperDateTime(moment, zone)} is more than ${BACK_DAYS} days ago: check the date.`)
    : ok(moment);
}

function instantOf(date: { year: number; month: number; day: number; hour: number; minute: number }, zone: Zone): Instant | null {
  try {
    const plainTime = Temporal.PlainDateTime.from(date, { overflow: 'reject' });
    return new Date(plainTime.toZonedDateTime(zone).epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

function readName({ unknown, name }: WrittenWalkIn): Read<string | null> {
  const written = plain(name);
  if (unknown) return written === '' ? ok(null) : no('An unknown patient has no name here: take the mark away, or the name.');
  return /\p{L}.*\p{L}/u.test(written) ? ok(written) : no('Write the name, family name first, or mark the patient as unknown.');
}

type Born = Pick<Registration, 'birthDate' | 'estimatedAge'>;

/** A birth date (also only its year, or month and year), or an age in years as somebody estimates it. */
export function readBorn(written: string, now: Instant, zone: Zone): Read<Born> {
  const text = plain(written).toLowerCase();
  if (text === '') return ok({ birthDate: null, estimatedAge: null });
  const age = /^(?:about |~ ?)?(\d{1,3})(?: ?y(?:ears?)?)?$/.exec(text)?.[1];
  if (age !== undefined)
    return Number(age) > OLDEST
      ? no(`Nobody is ${age} years old: check the age.`)
      : ok({ birthDate: null, estimatedAge: Number(age) });
  const date = dateOf(text);
  if (date === null)
    return no(
      /\/\d{2}$/.test(text)
        ? 'Write the year with four digits: 05/01/1990.'
        : 'Write the birth date as 05/01/1990, or the age in years: 45.',
    );
  const first = firstDay(date);
  if (first === null) return no(`${plain(written)} is no date: check day and month.`);
  const today = zoned(now, zone).toPlainDate();
  if (Temporal.PlainDate.compare(first, today) > 0) return no(`${plain(written)} is after today: check the birth date.`);
  const years = first.until(today, { largestUnit: 'years' }).years;
  return years > OLDEST
    ? no(`Born ${plain(written)} would be ${years} years old: check the year.`)
    : ok({ birthDate: date, estimatedAge: null });
}

const pad = (digits: string): string => digits.padStart(2, '0');

function dateOf(text: string): FhirDate | null {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (month && day && year) return `${year}-${pad(month)}-${pad(day)}`;
  const [, alone, monthOnly, yearOfMonth] = /^(?:(\d{4})|(\d{1,2})\/(\d{4}))$/.exec(text) ?? [];
  if (alone) return alone;
  if (monthOnly && yearOfMonth) return `${yearOfMonth}-${pad(monthOnly)}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
}

function firstDay(date: FhirDate): Temporal.PlainDate | null {
  const [year, month = 1, day = 1] = date.split('-').map(Number);
  try {
    return Temporal.PlainDate.from({ year: year!, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
}

const NONE = /^(none|no|nka|none known|no known allerg(y|ies))$/i;
const NOT_ASKED = /^(not asked|unknown|not known|\?)$/i;

/** Which of the silences it is, or the substances. */
export function readAllergies(written: string): Read<Registration['allergies']> {
  const listed = written.split(/[,;]/).map(plain).filter(Boolean);
  const [only = ''] = listed;
  if (listed.length === 0 || (listed.length === 1 && NOT_ASKED.test(only))) return ok({ state: 'not-asked', listed: [] });
  if (listed.length === 1 && NONE.test(only)) return ok({ state: 'none-known', listed: [] });
  if (listed.some(text => NONE.test(text) || NOT_ASKED.test(text)))
    return no('It says none, or not asked, beside a substance: write only the substances.');
  if (listed.some(text => /^nkda$/i.test(text)))
    return no('NKDA is about drugs alone: write "none" when there are no allergies at all, else the substances.');
  return ok({ state: 'listed', listed });
}

/** Kilograms, from a premature baby's to the heaviest person's. */
function readWeight(written: string): Read<number | null> {
  const text = plain(written);
  if (text === '') return ok(null);
  const kilograms = /^(\d{1,3}(?:[.,]\d{1,3})?) ?(?:kg)?$/i.exec(text)?.[1];
  if (kilograms === undefined) return no('Write the weight in kilograms, as a number: 72.5.');
  const weight = Number(kilograms.replace(',', '.'));
  return weight >= 0.2 && weight <= 650 ? ok(weight) : no(`Nobody weighs ${text}: write kilograms.`);
}

function readMrn({ mrn, unknown }: WrittenWalkIn): Read<string | null> {
  const written = plain(mrn);
  if (written === '') return ok(null);
  if (unknown) return no('An unknown patient has no number of the EHR: take the mark away, or the number.');
  return readNumber(written).ok
    ? no('This is a downtime number: a patient who has one is registered, search for it. Leave this empty for a new one.')
    : ok(written);
}

/** A registration as it would be written, for correcting it. */
export function writtenWalkIn(registration: Registration, happenedAt: Instant, zone: Zone): WrittenWalkIn {
  const { birthDate, estimatedAge, allergies, weightKg, temporary } = registration;
  return {
    arrived: isInstant(happenedAt) ? paperDateTime(happenedAt, zone) : '',
    unknown: registration.alias !== null,
    name: registration.name ?? '',
    born: birthDate === null ? String(estimatedAge ?? '') : paperFhirDate(birthDate, zone),
    sex: registration.sex,
    bed: registration.bed ?? '',
    allergies: allergies.state === 'listed' ? allergies.listed.join(', ') : allergies.state === 'none-known' ? 'none' : '',
    weight: weightKg === null ? '' : String(weightKg),
    reason: registration.reason ?? '',
    broughtBy: registration.broughtBy ?? '',
    contact: registration.contact ?? '',
    insurance: registration.insurance ?? '',
    consent: registration.consent ?? '',
    service: registration.service ?? '',
    attending: registration.attending ?? '',
    from: registration.from ?? '',
    mrn: temporary ? '' : registration.mrn,
  };
}

/** When somebody arrived by a corrected form: what stands there as it was written out is the moment that it was, also of an hour that came twice. */
export const correctedArrival = (
  written: Pick<WrittenWalkIn, 'arrived'>,
  read: Instant,
  before: { registration: Registration; at: Instant },
  zone: Zone,
): Instant => (plain(written.arrived) === writtenWalkIn(before.registration, before.at, zone).arrived ? before.at : read);

/** A form in which nothing is written but that somebody came now. */
export const emptyWalkIn = (now: Instant, zone: Zone): WrittenWalkIn => ({
  arrived: clockTime(now, zone),
  unknown: false,
  name: '',
  born: '',
  sex: 'unknown',
  bed: '',
  allergies: '',
  weight: '',
  reason: '',
  broughtBy: '',
  contact: '',
  insurance: '',
  consent: '',
  service: '',
  attending: '',
  from: '',
  mrn: '',
});
