import type { AllergyIntolerance, FhirResource } from 'fhir/r4';
import type { Person } from './ward-people.ts';
import { coded, DATA_ABSENT, hl7, SNOMED, type WardFrame } from './ward-frame.ts';

/** The four silences and their opposite; `nothing` sends no resource at all. */
export type AllergyPlan = 'none-known' | 'not-asked' | 'nothing' | string[];

interface Substance {
  text: string;
  reaction?: string;
  severity?: 'mild' | 'moderate' | 'severe';
  criticality?: 'low' | 'high' | 'unable-to-assess';
  category?: 'food' | 'medication' | 'environment' | 'biologic';
  type?: 'allergy' | 'intolerance';
}

const SUBSTANCES: Record<string, Substance> = {
  penicillin: { text: 'Penicillins', reaction: 'Anaphylaxis', severity: 'severe', criticality: 'high' },
  codeine: { text: 'Codeine', reaction: 'Nausea and vomiting', severity: 'moderate', type: 'intolerance' },
  'vancomycin-flushing': {
    text: 'Vancomycin',
    reaction: 'Flushing syndrome with rapid infusion',
    severity: 'moderate',
    type: 'intolerance',
  },
  latex: { text: 'Natural rubber latex', reaction: 'Hives', severity: 'moderate', category: 'environment', criticality: 'high' },
  adhesive: { text: 'Adhesive tape', reaction: 'Skin blisters', severity: 'mild', category: 'environment' },
  aspirin: { text: 'Aspirin', reaction: 'Bronchospasm', severity: 'severe', criticality: 'high' },
  'iodine-contrast': {
    text: 'Iodinated contrast media',
    reaction: 'Hives and facial swelling',
    severity: 'severe',
    criticality: 'high',
  },
  'lisinopril-cough': { text: 'Lisinopril', reaction: 'Dry cough', severity: 'mild', type: 'intolerance' },
  sulfa: { text: 'Sulfonamide antibiotics', reaction: 'Stevens-Johnson syndrome', severity: 'severe', criticality: 'high' },
  'morphine-itch': { text: 'Morphine', reaction: 'Itching', severity: 'mild', type: 'intolerance' },
  nuts: { text: 'Tree nuts', reaction: 'Anaphylaxis', severity: 'severe', category: 'food', criticality: 'high' },
  ibuprofen: { text: 'Ibuprofen', reaction: 'Acute kidney injury', severity: 'moderate' },
  'acetaminophen-note': { text: 'Acetaminophen: limit 2 g/day (liver)' },
  'heparin-note': { text: 'Enoxaparin', reaction: 'Injection-site hematoma', severity: 'mild', type: 'intolerance' },
  'metoclopramide-note': {
    text: 'Metoclopramide',
    reaction: "Worsening of Parkinson's symptoms",
    severity: 'severe',
    criticality: 'high',
  },
  shellfish: { text: 'Shellfish', reaction: 'Swelling of lips', severity: 'moderate', category: 'food' },
  nitrofurantoin: { text: 'Nitrofurantoin', reaction: 'Pulmonary infiltrates', severity: 'severe', criticality: 'high' },
  ciprofloxacin: { text: 'Ciprofloxacin', reaction: 'Tendon pain', severity: 'moderate' },
  erythromycin: { text: 'Erythromycin', reaction: 'Abdominal cramps', severity: 'mild' },
  cefazolin: { text: 'Cefazolin', reaction: 'Rash', severity: 'moderate' },
  egg: { text: 'Egg white', reaction: 'Hives', category: 'food' },
  'bee venom': {
    text: 'Honey bee venom',
    reaction: 'Anaphylaxis',
    severity: 'severe',
    category: 'environment',
    criticality: 'high',
  },
  hydrocodone: { text: 'Hydrocodone', reaction: 'Confusion', severity: 'moderate' },
  chlorhexidine: { text: 'Chlorhexidine', reaction: 'Contact dermatitis', severity: 'moderate', category: 'environment' },
  'dust mite': { text: 'House dust mite', reaction: 'Rhinitis', severity: 'mild', category: 'environment' },
};

const FOURTEEN =
  'penicillin sulfa ciprofloxacin erythromycin cefazolin codeine hydrocodone aspirin iodine-contrast latex egg chlorhexidine'
    .split(' ')
    .concat('bee venom', 'dust mite');

const status = (code: string) => hl7('allergyintolerance-clinical', code, code[0]!.toUpperCase() + code.slice(1));
const verification = (code: string) => hl7('allergyintolerance-verification', code);

/** A person's allergies as this EHR records them, with entries that must not count: a resolved one, one entered in error. */
export function allergiesOf(frame: WardFrame, person: Person): FhirResource[] {
  const { allergies, key } = person;
  const patient = frame.ref('Patient', key);
  const base = (name: string, more: Partial<AllergyIntolerance>): AllergyIntolerance => ({
    resourceType: 'AllergyIntolerance',
    id: frame.id('AllergyIntolerance', `${key}:${name}`),
    clinicalStatus: status('active'),
    verificationStatus: verification('confirmed'),
    patient,
    recordedDate: frame.at(-person.days, '15:20'),
    ...more,
  });
  if (allergies === 'nothing') return [];
  if (allergies === 'none-known')
    return [base('nka', { code: coded(SNOMED, '716186003', 'No known allergy') }), ...notCounting(base, key)];
  if (allergies === 'not-asked') return [base('not-asked', { code: coded(SNOMED, '1631000175102', 'Patient not asked') })];
  const names = allergies.flatMap(name => (name === 'fourteen' ? FOURTEEN : [name]));
  return [
    ...names.map(name => base(name, substance(frame, SUBSTANCES[name]!))),
    ...notCounting(base, key),
    ...roughOnes(base, key),
  ];
}

function substance(
  frame: WardFrame,
  { text, reaction, severity, criticality, category, type }: Substance,
): Partial<AllergyIntolerance> {
  return {
    code: { text },
    type: type ?? 'allergy',
    category: [category ?? 'medication'],
    ...(criticality ? { criticality } : {}),
    ...(reaction ? { reaction: [{ manifestation: [{ text: reaction }], ...(severity ? { severity } : {}) }] } : {}),
    recorder: frame.ref('Practitioner', 'nurse-0'),
  };
}

type Base = (name: string, more: Partial<AllergyIntolerance>) => AllergyIntolerance;

function notCounting(base: Base, key: string): AllergyIntolerance[] {
  const found: AllergyIntolerance[] = [];
  if (['401-B', '402-A', '409-B'].includes(key))
    found.push(base('resolved', { code: { text: 'Cow milk' }, category: ['food'], clinicalStatus: status('resolved') }));
  if (['404-B', '405-B', '412-B'].includes(key)) {
    const wrong = base('error', { code: { text: 'Heparin' }, verificationStatus: verification('entered-in-error') });
    delete wrong.clinicalStatus;
    found.push(wrong);
  }
  return found;
}

/** Entries that a strict reader would drop: no status at all, unconfirmed, a substance that is only a reaction, or unknown. */
function roughOnes(base: Base, key: string): AllergyIntolerance[] {
  if (key === '408-A') {
    const bare = base('bare', { code: { text: 'Tetanus vaccine (patient report, 1968)' } });
    delete bare.clinicalStatus;
    delete bare.verificationStatus;
    return [bare];
  }
  if (key === '414-A')
    return [
      base('unconfirmed', { code: { text: 'Trimethoprim' }, verificationStatus: verification('unconfirmed') }),
      base('absent', {
        code: { extension: [{ url: DATA_ABSENT, valueCode: 'unknown' }] },
        reaction: [
          { substance: { text: 'Unknown antibiotic, "pink syrup"' }, manifestation: [{ text: 'Collapse' }], severity: 'severe' },
        ],
      }),
    ];
  return [];
}
