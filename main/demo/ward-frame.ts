import { createHash } from 'node:crypto';
import type { CodeableConcept, Identifier, Reference } from 'fhir/r4';
import { zoned, type Instant, type Zone } from '../domain/time.ts';
import { seeded, type Seeded } from './seeded.ts';

/** What the demo ward is made from: the seed, the moment it is "now", and the hospital's zone. */
export interface WardFrame {
  now: Instant;
  zone: Zone;
  /** An opaque id, the same for the same seed, type and key. */
  id(type: string, key: string): string;
  ref(type: string, key: string, display?: string): Reference;
  random(key: string): Seeded;
  /** A wall-clock time so many days from today, as an instant with the hospital's offset. */
  at(days: number, clock: string): Instant;
  /** So many minutes from now (negative: ago), with the hospital's offset. */
  from(minutes: number): Instant;
  /** A calendar day so many days from today: "2026-11-20". */
  day(days: number): string;
  /** Day of the week so many days from today, 1 (Monday) to 7. */
  weekday(days: number): number;
  /** Birth date of somebody who is so old today. */
  born(age: number, key: string): string;
}

/** Fixes seed, now and zone; everything on the demo ward is derived from this. */
export function wardFrame(seed: number | string, now: Instant, zone: Zone): WardFrame {
  const here = zoned(now, zone);
  const text = (moment: ReturnType<typeof zoned>): Instant =>
    moment.round('second').toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });
  const id = remembered((type, key) => {
    const hash = createHash('sha256').update(`${seed}:${type}:${key}`).digest('base64url');
    return `e${hash.replaceAll('_', '.').slice(0, 22)}`;
  });
  const at = remembered((days, clock) =>
    text(
      here
        .toPlainDate()
        .add({ days: Number(days) })
        .toZonedDateTime({ timeZone: zone, plainTime: clock }),
    ),
  );
  const random = (key: string): Seeded => seeded(seed, key);
  return {
    now,
    zone,
    id,
    random,
    ref: (type, key, display) => ({ reference: `${type}/${id(type, key)}`, ...(display ? { display } : {}) }),
    at: (days, clock) => at(String(days), clock),
    from: minutes => text(here.add({ minutes })),
    day: days => here.toPlainDate().add({ days }).toString(),
    weekday: days => here.toPlainDate().add({ days }).dayOfWeek,
    born: (age, key) =>
      here
        .toPlainDate()
        .subtract({ years: age, days: random(`born:${key}`).whole(20, 340) })
        .toString(),
  };
}

/** The same ids and times are asked for thousands of times. */
function remembered(make: (a: string, b: string) => string): (a: string, b: string) => string {
  const made = new Map<string, string>();
  return (a, b) => {
    const key = `${a}\n${b}`;
    let value = made.get(key);
    if (value === undefined) made.set(key, (value = make(a, b)));
    return value;
  };
}

export const SNOMED = 'http://snomed.info/sct';
export const LOINC = 'http://loinc.org';
export const UCUM = 'http://unitsofmeasure.org';
const LAKESIDE = 'https://lakeside.example/fhir';

/** A system of the hospital's own, which no client has ever heard of. */
export const local = (name: string): string => `${LAKESIDE}/CodeSystem/${name}`;
export const localExtension = (name: string): string => `${LAKESIDE}/StructureDefinition/${name}`;
export const localIdentifier = (name: string, value: string): Identifier => ({ system: `${LAKESIDE}/identifier/${name}`, value });

/** A code of one of HL7's terminology systems. */
export const hl7 = (system: string, code: string, display?: string): CodeableConcept => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, ...(display ? { display } : {}) }],
});

/** One coded concept with its words. */
export const coded = (system: string, code: string, text: string): CodeableConcept => ({
  coding: [{ system, code, display: text }],
  text,
});

export const DATA_ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
