import { SPECIALS, type SpecialOrders } from './ward-special-orders.ts';
import type { AllergyPlan } from './ward-allergies.ts';
import { HEART_AND_LUNG } from './ward-illnesses-heart-lung.ts';
import { MEDICAL } from './ward-illnesses-medical.ts';
import { SURGICAL } from './ward-illnesses-surgical.ts';
import type { IllnessPlan, OrderPlan } from './ward-plan.ts';

const ILLNESSES = { ...HEART_AND_LUNG, ...MEDICAL, ...SURGICAL } satisfies Record<string, IllnessPlan>;
type Illness = keyof typeof ILLNESSES;

/** How the EHR says where a patient lies (fhir.md section 2): real ones differ even within a hospital. */
export type StayStyle = 'ward+bed' | 'bed-only' | 'ward+room+bed' | 'ward+bed-words' | 'ward+contained-bed';

export type CodeStatusPlan =
  'full' | 'dnr' | 'dnr-dni' | 'absent' | 'full-against-dnr-order' | 'two-observations' | 'without-value';
export type IsolationPlan = 'contact' | 'contact-enteric' | 'droplet' | 'airborne';

export interface Person {
  key: string;
  bed: string;
  family: string;
  given: string;
  prefix?: string;
  suffix?: string;
  /** The name in its own script, as a second or the only name. */
  script?: { family: string; given: string; text: string; only?: boolean };
  /** Nobody knows the name: a data-absent-reason stands for it. */
  nameless?: boolean;
  age: number;
  sex: 'female' | 'male' | 'other' | 'unknown';
  heightCm: number;
  weightKg: number;
  illness: IllnessPlan;
  orders: OrderPlan[];
  days: number;
  allergies: AllergyPlan;
  codeStatus: CodeStatusPlan;
  isolation?: IsolationPlan;
  language: string;
  interpreter: boolean;
  stay: StayStyle;
  onLeave: boolean;
}

type Extra = Partial<
  Pick<Person, 'prefix' | 'suffix' | 'script' | 'nameless' | 'isolation' | 'language' | 'interpreter' | 'stay' | 'onLeave'>
> & { also?: SpecialOrders[] };

const LANGUAGE_EN = 'en-US';

function person(
  bed: string,
  name: string,
  age: number,
  sex: Person['sex'],
  body: string,
  illness: Illness,
  days: number,
  allergies: AllergyPlan,
  codeStatus: CodeStatusPlan,
  { also = [], ...extra }: Extra = {},
): Person {
  const [family = '', given = ''] = name.split(', ');
  const [heightCm = 0, weightKg = 0] = body.split('/').map(Number);
  const plan = ILLNESSES[illness];
  const orders = [...plan.orders, ...also.flatMap(special => SPECIALS[special])];
  return {
    key: bed,
    bed,
    family,
    given,
    age,
    sex,
    heightCm,
    weightKg,
    illness: plan,
    orders,
    days,
    allergies,
    codeStatus,
    language: LANGUAGE_EN,
    interpreter: false,
    stay: 'ward+bed',
    onLeave: false,
    ...extra,
  };
}

const ARABIC = { family: 'عبد الرحمن', given: 'فاطمة الزهراء', text: 'فاطمة الزهراء عبد الرحمن' };
const HAN = { family: '王', given: '秀英', text: '王秀英' };
const HAN_ONLY = { family: '歐陽', given: '國華', text: '歐陽國華', only: true };

/** The 32 people on the demo ward, bed by bed. */
export const WARD_PEOPLE: readonly Person[] = [
  person('401-A', 'Nguyễn, Thị Minh Khai', 74, 'female', '152/48.6', 'pneumonia', 3, ['penicillin', 'codeine'], 'full', {
    language: 'vi',
    interpreter: true,
  }),
  person('401-B', 'Nguyễn, Văn Minh', 71, 'male', '165/61.2', 'heartFailure', 5, 'none-known', 'dnr', { language: 'vi' }),
  person(
    '402-A',
    'Abdulrahman, Fatima Zahra',
    58,
    'female',
    '160/82.4',
    'diabeticFoot',
    8,
    ['vancomycin-flushing', 'latex'],
    'full',
    { script: ARABIC, language: 'ar', interpreter: true, isolation: 'contact' },
  ),
  person('402-B', 'Wiśniewska-Łukaszczyk, Małgorzata', 66, 'female', '168/70.5', 'colectomy', 2, ['adhesive'], 'full', {
    language: 'pl',
    also: ['pending', 'tpn'],
  }),
  person('403-A', 'Wang, Xiuying', 81, 'female', '149/44.8', 'hip', 3, ['aspirin'], 'two-observations', {
    script: HAN,
    language: 'zh',
    interpreter: true,
    stay: 'bed-only',
  }),
  person(
    '403-B',
    'Fernández de Córdoba y Álvarez de Toledo-Montemayor, María de los Ángeles Guadalupe',
    69,
    'female',
    '158/63.9',
    'embolism',
    4,
    ['fourteen'],
    'full',
    { language: 'es', interpreter: true, also: ['longWords'] },
  ),
  person(
    '404-A',
    "O'Shaughnessy-Featherstonehaugh, Bartholomew Maximilian",
    77,
    'male',
    '181/92.3',
    'copd',
    6,
    'not-asked',
    'absent',
    { suffix: 'III' },
  ),
  person('404-B', 'Suharto, ', 54, 'male', '170/66.0', 'fibrillation', 1, 'none-known', 'full', {
    stay: 'bed-only',
    also: ['contradiction'],
  }),
  person('405-A', 'Unknown, ', 0, 'male', '178/80.0', 'withdrawal', 1, 'nothing', 'absent', {
    nameless: true,
    also: ['leftWithoutName'],
  }),
  person(
    '405-B',
    'Washington, Robert',
    63,
    'male',
    '176/88.1',
    'dialysis',
    7,
    ['iodine-contrast', 'lisinopril-cough'],
    'dnr-dni',
    { suffix: 'Jr.', also: ['unschedulable'] },
  ),
  person('406-A', 'Kowalski, Zdzisław', 88, 'male', '169/64.7', 'urosepsis', 4, ['sulfa'], 'full-against-dnr-order', {
    isolation: 'contact',
    language: 'pl',
  }),
  person('406-B', 'Haddad-Lindqvist, Åsa', 47, 'female', '172/74.0', 'sickle', 2, ['morphine-itch'], 'full', {
    also: ['doNotUse'],
  }),
  person('407-A', 'Johnson, Tyrone', 19, 'male', '183/71.6', 'sickle', 3, 'none-known', 'full', { stay: 'ward+bed-words' }),
  person('407-B', 'Ó Briain, Caoimhe', 34, 'female', '167/59.3', 'transplant', 5, ['nuts', 'ibuprofen'], 'full'),
  person(
    '408-A',
    'Schwarzenbacher, Leopoldine',
    97,
    'female',
    '147/41.2',
    'heartFailure',
    9,
    ['penicillin', 'iodine-contrast', 'codeine'],
    'dnr-dni',
    { stay: 'ward+room+bed' },
  ),
  person('408-B', 'Delacroix, Marie-Thérèse', 83, 'female', '155/58.8', 'stroke', 2, 'nothing', 'absent', { language: 'fr' }),
  person('409-A', 'Ouyang, Kuo-hua', 61, 'male', '166/68.4', 'cirrhosis', 3, ['acetaminophen-note'], 'full', {
    script: HAN_ONLY,
    language: 'zh',
    interpreter: true,
  }),
  person('409-B', 'Begum, Rokeya', 52, 'female', '154/67.7', 'diabeticFoot', 11, 'none-known', 'full', {
    isolation: 'contact',
    stay: 'bed-only',
    also: ['onceAsDaily'],
  }),
  person('410-A', 'Carter, Denise', 45, 'female', '165/101.9', 'embolism', 2, ['heparin-note'], 'full', { also: ['twoLines'] }),
  person('410-B', 'Petrović, Živojin', 79, 'male', '174/77.7', 'parkinson', 6, ['metoclopramide-note'], 'dnr', {
    language: 'sr',
  }),
  person('411-A', 'Smith, John', 72, 'male', '179/85.0', 'pneumonia', 2, ['penicillin'], 'full', { isolation: 'droplet' }),
  person('411-B', 'Smith, John', 58, 'male', '177/94.6', 'fibrillation', 3, 'not-asked', 'full', { also: ['sameNumber'] }),
  person('412-A', 'Tesfaye, Almaz', 29, 'female', '163/54.2', 'transplant', 12, 'none-known', 'full', {
    language: 'am',
    interpreter: true,
  }),
  person('412-B', 'Bjørnstad, Ragnhild', 68, 'female', '164/60.1', 'cancer', 8, ['codeine', 'adhesive'], 'dnr', {
    stay: 'ward+contained-bed',
  }),
  person('413-A', 'Morales-Quispe, Inés', 56, 'female', '150/55.5', 'cirrhosis', 5, 'none-known', 'full', {
    language: 'qu',
    interpreter: true,
    also: ['unresolved'],
  }),
  person('413-B', 'Hernández, José Ángel', 64, 'male', '171/79.8', 'dialysis', 4, ['shellfish'], 'without-value', {
    language: 'es',
  }),
  person('414-A', 'Williams, Dorothea', 91, 'female', '156/50.3', 'urosepsis', 3, ['sulfa', 'nitrofurantoin'], 'dnr', {
    isolation: 'contact-enteric',
    stay: 'bed-only',
  }),
  person('414-B', 'Ivanov, Sergei', 49, 'male', '182/90.2', 'withdrawal', 2, 'none-known', 'absent', { also: ['manyADay'] }),
  person('415-A', 'Chukwuemeka-Okonkwo, Ngozi', 37, 'female', '170/72.8', 'colectomy', 3, ['latex'], 'full', {
    stay: 'ward+room+bed',
  }),
  person('415-B', 'Adeyemi, Babatunde', 43, 'male', '185/97.0', 'copd', 2, 'nothing', 'full', { isolation: 'airborne' }),
  person('416-A', 'Rossi, Giuseppina', 86, 'female', '151/52.4', 'hip', 4, ['aspirin', 'sulfa'], 'dnr', {
    language: 'it',
    also: ['startsTomorrow'],
  }),
  person('416-B', 'Lê, Thị Hồng Nhung', 55, 'female', '157/53.1', 'cancer', 6, 'none-known', 'full', {
    language: 'vi',
    onLeave: true,
  }),
];

/** Four people on the next unit, who must never appear on this one. The first two lay on 4 West before. */
export const NEIGHBOURS: readonly Person[] = [
  person('501-A', 'Park, Susan', 62, 'female', '161/66.1', 'heartFailure', 4, ['penicillin'], 'full'),
  person('501-B', 'Novák, Božena', 75, 'female', '159/71.4', 'stroke', 3, 'none-known', 'dnr'),
  person('502-A', 'Green, Marcus', 40, 'male', '180/83.5', 'pneumonia', 1, 'none-known', 'full'),
  person('502-B', 'Thompson, Eleanor', 80, 'female', '160/57.2', 'copd', 2, ['sulfa'], 'absent'),
];

/** Three who have left: two were discharged from 4 West, one encounter of years ago was never closed. */
export const DEPARTED: readonly Person[] = [
  person('409-A', 'Baker, Harold', 67, 'male', '175/80.6', 'copd', 9, 'none-known', 'full'),
  person('414-B', 'Silva, Conceição', 50, 'female', '162/64.4', 'colectomy', 7, ['latex'], 'full'),
  person('402-A', 'Forgotten, Agnes', 84, 'female', '158/60.0', 'hip', 2500, ['penicillin'], 'full'),
].map((p, i) => ({ ...p, key: `departed-${i}` }));
