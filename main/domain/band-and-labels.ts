import { silentField, type Printing } from './band.ts';
import type { AllergyState } from './allergy.ts';
import type { Block, Label, Words } from './sheet.ts';
import { paperFhirDate, type Zone } from './time.ts';
import type { PatientView } from './view.ts';

/** One band and a spare; so many labels for the chart and for specimens: a downtime admission takes about 30 (practice.md section 5). */
export const BANDS = 2;
export const CHART_LABELS = 12;
export const SPECIMEN_LABELS = 15;

/** Bands and labels to cut out: two identifiers and the number as a bar code on each; label printers draw the same words. */
export function bandAndLabels(view: PatientView, { site: { zone } }: Printing): Block[] {
  const repeated = (count: number, label: Label): Label[] => Array.from({ length: count }, () => label);
  return [
    { kind: 'heading', text: 'WRISTBAND', note: 'one for the wrist, one spare: cut out, read back with the patient' },
    { kind: 'labels', across: 2, labels: repeated(BANDS, bandLabel(view, zone)) },
    { kind: 'heading', text: 'CHART LABELS', note: 'for forms, bottles and the bed' },
    { kind: 'labels', across: 3, labels: repeated(CHART_LABELS, chartLabel(view, zone)) },
    {
      kind: 'heading',
      text: 'SPECIMEN LABELS',
      note: 'filled in and stuck on at the bedside, by whoever took the sample',
      newPage: true,
    },
    { kind: 'labels', across: 3, labels: repeated(SPECIMEN_LABELS, specimenLabel(view, zone)) },
  ];
}

const line = (text: string, role: Words['role'], tone: Words['tone'] = 'plain'): Words[] => [{ text, role, tone }];

/** What stands on the band for good: the alias of a patient who was unknown, also after the name is known (practice.md section 6: blood bank). */
export const bandName = ({ registered, identity }: Pick<PatientView, 'registered' | 'identity'>): string =>
  registered?.registration.alias ?? identity.name;

/** The number as text and as bar code. */
export const bandNumber = (view: PatientView): string => view.identity.mrn ?? silentField(view);

/** "Born 05/01/1990, 36 y female". */
export const bornWords = (view: PatientView, zone: Zone): string => {
  const { birthDate, sex } = view.identity;
  const born = birthDate === null ? silentField(view) : paperFhirDate(birthDate, zone);
  return `Born ${born}, ${view.age ?? 'age unknown'} ${sex}`;
};

/** Which of the four it is; what they are allergic to stands on the band and on every sheet. */
export const ALLERGY_MARKS: Record<AllergyState, string> = {
  listed: 'ALLERGIES',
  'none-known': 'NO KNOWN ALLERGIES',
  'not-asked': 'ALLERGIES NOT ASSESSED',
  'not-received': 'ALLERGIES NOT RECEIVED',
};

const knownAs = (view: PatientView): Words[][] => {
  const name = view.registered?.identified.at(-1)?.name;
  return name !== undefined && name !== bandName(view) ? [line(`Identified as ${name}`, 'body', 'strong')] : [];
};

const bandLabel = (view: PatientView, zone: Zone): Label => ({
  lines: [
    line(bandName(view), 'drug'),
    ...knownAs(view),
    line(bandNumber(view), 'drug'),
    line(`${bornWords(view, zone)}. Visit ${view.encounter.visit ?? silentField(view)}`, 'body', 'strong'),
    line(`${view.encounter.unit}, ${arrivalWords(view, zone)}`, 'body'),
    [
      { text: ALLERGY_MARKS[view.allergies.state], role: 'body', tone: 'alarm' },
      { text: view.allergies.listed.map(a => a.substance).join(', '), role: 'body', tone: 'strong' },
    ],
  ],
  code: view.identity.mrn,
});

const arrivalWords = (view: PatientView, zone: Zone): string =>
  view.encounter.admitted === null ? 'admitted: not received' : `here since ${paperFhirDate(view.encounter.admitted, zone)}`;

const chartLabel = (view: PatientView, zone: Zone): Label => ({
  lines: [
    line(bandName(view), 'drug'),
    line(bandNumber(view), 'drug'),
    line(bornWords(view, zone), 'body'),
    line(ALLERGY_MARKS[view.allergies.state], 'body', 'alarm'),
  ],
  code: view.identity.mrn,
});

const specimenLabel = (view: PatientView, zone: Zone): Label => ({
  lines: [
    line(bandName(view), 'drug'),
    line(bandNumber(view), 'drug'),
    line(bornWords(view, zone), 'body'),
    line(SPECIMEN_LINES[0], 'hand'),
    line(SPECIMEN_LINES[1], 'hand'),
  ],
  code: view.identity.mrn,
});

/** What whoever takes a sample writes on its label. */
export const SPECIMEN_LINES = ['Collector ______________________', 'Date ____________ Time __________'] as const;
