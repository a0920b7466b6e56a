import type { FhirResource, HumanName, Reference } from 'fhir/r4';
import { localIdentifier, type WardFrame } from './ward-frame.ts';

const PHYSICIANS: Record<string, string> = {
  Cardiology: 'Okafor, Adaeze, MD',
  Medicine: 'Bergström, Lars, MD',
  Neurology: 'Rahimi, Leila, MD',
  Gastroenterology: 'Castellano, Marco, MD',
  Nephrology: 'Yamamoto, Keiko, DO',
  Geriatrics: 'Abernathy, Ruth, MD',
  Transplant: 'Goldfarb, Daniel, MD',
  'Orthopedic Surgery': 'Strand, Ingrid, MD',
  'Colorectal Surgery': 'Mbeki, Thandiwe, MD',
  'Hematology/Oncology': 'Villanueva, Rafael, MD',
};

const NURSES = [
  'Kim, Grace, RN',
  "D'Angelo, Tony, RN",
  'Osei, Abena, RN',
  'Larsen, Mette, RN',
  'Pham, Linh, RN',
  'Brooks, Janelle, LPN',
];

const nameOf = (written: string): HumanName[] => {
  const [family = '', given = '', suffix = ''] = written.split(', ');
  return [{ use: 'official', family, given: [given], suffix: [suffix], text: written }];
};

/** Everybody who orders or gives drugs on the demo ward; one has a name only as text. */
export function staffOf(frame: WardFrame): FhirResource[] {
  const practitioner = (key: string, written: string, i: number): FhirResource => ({
    resourceType: 'Practitioner',
    id: frame.id('Practitioner', key),
    active: true,
    identifier: [localIdentifier('staff', String(70100 + i))],
    name: key === 'nurse-5' ? [{ text: written }] : nameOf(written),
  });
  return [
    ...Object.entries(PHYSICIANS).map(([service, written], i) => practitioner(`physician-${service}`, written, i)),
    ...NURSES.map((written, i) => practitioner(`nurse-${i}`, written, 50 + i)),
  ];
}

/** The attending physician of a service. */
export const attending = (frame: WardFrame, service: string): Reference =>
  frame.ref('Practitioner', `physician-${service}`, PHYSICIANS[service]);

/** A nurse, by a number that need not be below the count of nurses. */
export const nurse = (frame: WardFrame, i: number): Reference =>
  frame.ref('Practitioner', `nurse-${i % NURSES.length}`, NURSES[i % NURSES.length]);
