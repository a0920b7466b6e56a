import { allergyLine, allergyWords, codeStatusWords, silentField, type Printing } from './band.ts';
import type { Entry, SectionName } from './chart.ts';
import type { Observation } from './observation.ts';
import { entryWords } from './summary.ts';
import { doubtWords, silenceWords } from './silence.ts';
import { paperDateTime, paperFhirDate, type Zone } from './time.ts';
import { valueWords } from './trends.ts';
import type { OrderView, PatientView, Trend } from './view.ts';

/** What a box says beforehand; `known` is false when that is only why it says nothing, and somebody has to find out. */
export interface FormFact {
  text: string;
  known: boolean;
}

type Fact = (view: PatientView, printing: Pick<Printing, 'site'>) => FormFact;

const known = (text: string): FormFact => ({ text, known: true });
const silent = (text: string): FormFact => ({ text, known: false });
const given = (text: string | null, view: PatientView): FormFact => (text === null ? silent(silentField(view)) : known(text));

const rowOf = (view: PatientView, name: SectionName) => view.sections.find(section => section.name === name)!;

/** What a part of the chart says, with the doubt about it; or which silence it is. */
function ofPart(view: PatientView, name: SectionName, lines: readonly string[], zone: Zone): FormFact {
  const row = rowOf(view, name);
  if (lines.length === 0) return silent(silenceWords(row));
  const doubt = doubtWords(row, view.asOf, zone);
  return known(`${lines.join('; ')}${doubt === null ? '' : ` (${doubt})`}`);
}

const entries =
  (name: SectionName, of: (view: PatientView) => readonly Entry[]): Fact =>
  (view, { site: { zone } }) =>
    ofPart(
      view,
      name,
      of(view).map(entry => entryWords(entry, zone)),
      zone,
    );
const others =
  (name: SectionName): Fact =>
  (view, printing) =>
    entries(name, v => v.other.find(part => part.name === name)?.entries ?? [])(view, printing);

const measured = (of: 'weight' | 'height'): Fact => {
  return (view, { site: { zone } }) => {
    const measure = view[of];
    if (measure === null) return silent(silentField(view));
    return known(`${measure.value}${measure.at === null ? '' : ` (${paperFhirDate(measure.at, zone)})`}`);
  };
};

/** A result as it is read out: name, value, flag, when. */
const resultWords = (name: string, value: Observation, zone: Zone): string =>
  `${name} ${valueWords(value)}${value.flag === null ? '' : ` ${value.flag}`} (${value.at === null ? 'time not received' : paperFhirDate(value.at, zone)})`;

/** The last value of each result that is meant. */
const results = (trends: readonly Trend[], meant: (trend: Trend) => boolean, zone: Zone): string[] =>
  trends.filter(meant).flatMap(trend => (trend.values[0] ? [resultWords(trend.name, trend.values[0], zone)] : []));

const laboratory =
  (meant: (trend: Trend) => boolean): Fact =>
  (view, { site: { zone } }) => {
    const found = results(view.labs, meant, zone);
    if (found.length > 0) return ofPart(view, 'labs', found, zone);
    const row = rowOf(view, 'labs');
    return silent(row.status === 'ok' ? 'not among the results received' : silenceWords(row));
  };

/** LOINC: creatinine in serum, plasma or blood; estimated filtration rates. A name counts where a code is the hospital's own. */
const RENAL = ['2160-0', '38483-4', '33914-3', '48642-3', '48643-1', '62238-1', '98979-8', '77147-7', '88294-4', '69405-9'];
const isRenal = ({ code, name }: Trend): boolean =>
  RENAL.includes(code) || (/creatinine|\begfr\b|glomerular/i.test(name) && !/urine|clearance|ratio|fluid|kinase/i.test(name));
const isPregnancyTest = ({ name }: Trend): boolean => /\bhcg\b|choriogonadotropin|pregnan/i.test(name);
const isBloodGroup = ({ code, name }: Trend): boolean =>
  ['882-1', '883-9', '10331-7'].includes(code) || /\babo\b|blood (group|type)|\brh\b.*(type|group)/i.test(name);

const ALLERGY_OF_CONTRAST = /contrast|iodin|iodide|iohexol|iopamidol|iodixanol|gadolin|gadobut|gadoter|barium/i;
const IMPLANTS =
  /pacemaker|defibrillator|\bICD\b|implant|prosthe|\bstents?\b|valve replacement|cochlear|aneurysm clip|neurostimulator|insulin pump|\bshunt\b/i;
const INFECTION =
  /isolation|precaution|infect|contact|droplet|airborne|\bMRSA\b|\bVRE\b|\bESBL\b|\bCRE\b|difficile|tubercul|covid|influenza|norovirus|measles|varicella|\bHIV\b|hepatitis|neutropeni/i;
const PREGNANCY = /pregnan|gestation|trimester|gravid/i;
const ANTICOAGULANTS =
  /warfarin|heparin|enoxaparin|dalteparin|tinzaparin|fondaparinux|rivaroxaban|apixaban|dabigatran|edoxaban|argatroban|bivalirudin/i;
/** Drugs whose level the laboratory measures: the time of the last dose decides what a level means. */
const MEASURED =
  /vancomycin|gentamicin|tobramycin|amikacin|digoxin|phenytoin|valpro|carbamazepine|phenobarbital|lithium|tacrolimus|c[iy]closporin|sirolimus|everolimus|theophylline|aminophylline|methotrexate/i;

const drugWords = ({ order, lastGiven, lastGivenSilence }: OrderView, zone: Zone): string => {
  const dose = order.dosages.map(d => d.dose ?? d.rate ?? d.text ?? 'dose not received').join(' / ');
  const last = lastGiven ? `last given ${paperDateTime(lastGiven.at, zone)}` : `last dose ${lastGivenSilence ?? 'not known'}`;
  return [order.drug.name, dose, last].filter(Boolean).join(', ');
};

/** The orders for some drugs, also those at home: whoever takes one stays under it for days. */
const drugs =
  (meant: RegExp, none: string, alsoAtHome: boolean): Fact =>
  (view, { site: { zone } }) => {
    const atHome = alsoAtHome ? view.homeMedicines : [];
    const found = [
      ...view.orders.filter(({ order }) => meant.test(order.drug.name)).map(order => drugWords(order, zone)),
      ...atHome.filter(({ drug }) => meant.test(drug.name)).map(({ drug }) => `at home: ${drug.name}`),
    ];
    if (found.length > 0) return ofPart(view, 'orders', found, zone);
    const row = rowOf(view, 'orders');
    return silent(row.status === 'ok' ? none : `medication orders: ${silenceWords(row)}`);
  };

const allergies: Fact = (view, { site: { zone } }) => {
  const { allergyHeading, allergies: listed } = allergyWords(view, zone);
  const { state } = view.allergies;
  const text = listed.length > 0 ? `${allergyHeading}: ${listed.join('; ')}` : allergyHeading;
  return { text, known: state === 'listed' || state === 'none-known' };
};

const contrastAllergy: Fact = (view, printing) => {
  const found = view.allergies.listed.filter(({ substance }) => ALLERGY_OF_CONTRAST.test(substance));
  if (found.length > 0) return known(found.map(allergyLine).join('; '));
  if (view.allergies.state !== 'listed') return silent(allergies(view, printing).text);
  return silent(`contrast is not among the allergies listed (${view.allergies.listed.map(a => a.substance).join(', ')})`);
};

const pregnancy: Fact = (view, { site: { zone } }) => {
  const found = [
    ...results(view.labs, isPregnancyTest, zone),
    ...[...view.problems, ...view.isolation.listed].filter(({ text }) => PREGNANCY.test(text)).map(e => entryWords(e, zone)),
  ];
  if (found.length > 0) return known(found.join('; '));
  return silent(`nothing received; sex ${view.identity.sex}, ${view.age ?? 'age unknown'}`);
};

const implants: Fact = (view, { site: { zone } }) => {
  const lines = view.other.find(part => part.name === 'lines')?.entries ?? [];
  const found = [...lines, ...view.problems.filter(({ text }) => IMPLANTS.test(text))].map(entry => entryWords(entry, zone));
  return found.length > 0 ? ofPart(view, 'lines', found, zone) : silent(silenceWords(rowOf(view, 'lines')));
};

const isolation: Fact = (view, { site: { zone } }) =>
  view.isolation.listed.length > 0
    ? ofPart(
        view,
        'flags',
        view.isolation.listed.map(entry => entryWords(entry, zone)),
        zone,
      )
    : silent(view.isolation.silence ?? silenceWords(rowOf(view, 'flags')));

/** A flag of another risk, such as falling, says nothing about infection: then somebody has to ask. */
const infection: Fact = (view, printing) => {
  const { zone } = printing.site;
  const { listed } = view.isolation;
  const found = [...listed, ...view.problems].filter(({ text }) => INFECTION.test(text)).map(entry => entryWords(entry, zone));
  if (found.length > 0) return ofPart(view, 'flags', found, zone);
  return listed.length > 0
    ? silent(`no flag received names an infection (${listed.map(({ text }) => text).join('; ')})`)
    : isolation(view, printing);
};

const language: Fact = view => {
  const { language: spoken, interpreterNeeded } = view.identity;
  const interpreter =
    interpreterNeeded === null ? 'interpreter: not received' : interpreterNeeded ? 'INTERPRETER NEEDED' : 'no interpreter needed';
  return spoken === null ? given(null, view) : known(`${spoken}, ${interpreter}`);
};

const arrival: Fact = (view, { site: { zone } }) =>
  given(view.encounter.admitted === null ? null : paperDateTime(view.encounter.admitted, zone), view);

const born: Fact = (view, { site: { zone } }) => {
  const { birthDate } = view.identity;
  const estimated = view.registered?.registration.estimatedAge ?? null;
  if (birthDate !== null) return known(`${paperFhirDate(birthDate, zone)}, ${view.age ?? 'age unknown'}`);
  return estimated === null ? given(null, view) : known(`estimated age ${estimated} y`);
};

/** What was asked at a registration here; of a patient of the EHR it was not. */
const asked =
  (of: 'broughtBy' | 'consent' | 'contact' | 'insurance', ofEhr: Fact): Fact =>
  (view, printing) => {
    if (view.registered === null) return ofEhr(view, printing);
    const said = view.registered.registration[of];
    return said === null ? silent('not asked at registration') : known(`${said} (as told at registration)`);
  };
const notInEhr: Fact = () => silent('not in the EHR’s copy');

/** Everything of a patient that a box of a form can have in it beforehand, with its date where it has one. */
export const FACTS = {
  weight: measured('weight'),
  height: measured('height'),
  allergies,
  'contrast-allergy': contrastAllergy,
  'code-status': (view, { site: { zone } }) => ({
    text: codeStatusWords(view, zone),
    known: view.codeStatus.kind === 'stated',
  }),
  isolation,
  infection,
  reason: view => given(view.encounter.reason, view),
  problems: entries('problems', view => view.problems),
  'renal-function': laboratory(isRenal),
  'blood-group': laboratory(isBloodGroup),
  pregnancy,
  implants,
  anticoagulants: drugs(ANTICOAGULANTS, 'none found among the orders and home medicines received', true),
  'last-dose-for-level': drugs(MEASURED, 'no order for a drug that is usually measured', false),
  'pending-tests': others('pendingTests'),
  diet: entries('diet', view => view.diet),
  lines: others('lines'),
  language,
  contacts: asked('contact', others('contacts')),
  insurance: asked('insurance', others('coverage')),
  'brought-by': asked('broughtBy', notInEhr),
  consent: asked('consent', notInEhr),
  arrival,
  name: view => known(view.identity.name),
  'birth-or-age': born,
  sex: view => (view.identity.sex === 'unknown' ? silent('unknown') : known(view.identity.sex)),
  number: view => given(view.identity.mrn, view),
  visit: view => given(view.encounter.visit, view),
  attending: view => given(view.encounter.attending, view),
  service: view => given(view.encounter.service, view),
  place: view => known([view.encounter.unit, view.encounter.bed ?? 'bed not known'].join(', ')),
} as const satisfies Record<string, Fact>;
export type FactName = keyof typeof FACTS;

/** What a box has in it beforehand. */
export const factOf = (name: FactName, view: PatientView, printing: Pick<Printing, 'site'>): FormFact =>
  (FACTS as Record<FactName, Fact>)[name](view, printing);
