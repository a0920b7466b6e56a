import { DO_NOT_GIVE, type Drug, type MedicationOrder } from './order.ts';
import type { Schedule } from './schedule.ts';
import type { DrugMarks, Site, TwoInitials } from './site.ts';
import { specialFormOf } from './special-orders.ts';
import { hasStem } from './stems.ts';
import { epochMs, plusMinutes, type Instant } from './time.ts';
import type { OrderFlag } from './view.ts';

/** Does one of the list's stems begin a word of the drug's names? Names only mark; a miss is never presented as safe. */
export const isMarked = (order: MedicationOrder, marks: DrugMarks): boolean => namesAny(order.drug, marks.stems);

/** Does one of the stems begin a word of any name of a drug? */
export function namesAny(drug: Drug, stems: readonly string[]): boolean {
  return hasStem([drug.name, ...drug.ingredients, ...drug.codes.map(c => c.display ?? '')].join(' | '), stems);
}

/** Does the site want two people's initials for each dose: for some drugs always, for others as an infusion or from a pump? */
export function needsTwoInitials(
  order: MedicationOrder,
  schedule: Schedule,
  { stems, asInfusion, fromPump }: TwoInitials,
): boolean {
  if (namesAny(order.drug, stems)) return true;
  const form = specialFormOf({ order, schedule, over: false });
  return (form === 'infusion' && namesAny(order.drug, asInfusion)) || (form === 'pca' && namesAny(order.drug, fromPump));
}

/** What is printed reversed beside an order (practice.md section 4). */
export function flagsOf(
  order: MedicationOrder,
  site: Site,
  now: Instant,
  starts: Instant | null,
  stops: Instant | null,
): OrderFlag[] {
  const said = [
    order.drug.name,
    ...order.categories,
    ...order.notes,
    ...order.dosages.flatMap(d => [d.text, d.route, d.method, ...d.instructions]),
  ].join(' ');
  const flags: [OrderFlag, boolean][] = [
    ['not-to-give', order.notes.includes(DO_NOT_GIVE)],
    ['on-hold', order.status === 'on-hold'],
    ['pending', order.pending],
    ['high-alert', isMarked(order, site.highAlert)],
    ['hazardous', isMarked(order, site.hazardous)],
    ['controlled', isMarked(order, site.controlled)],
    ['patch', /\b(patch|transdermal)\b/i.test(said)],
    ['own-medication', /\b(patient'?s own|own (med|medication|supply))\b/i.test(said)],
    ['not-started', starts !== null && epochMs(starts) > epochMs(now)],
    ['stopped-by-date', stops !== null && epochMs(stops) <= epochMs(now)],
    [
      'stops-soon',
      stops !== null && epochMs(stops) > epochMs(now) && epochMs(stops) <= epochMs(plusMinutes(now, site.stopsSoonHours * 60)),
    ],
  ];
  return flags.filter(([, is]) => is).map(([flag]) => flag);
}

/** The words of each mark. */
export const FLAG_WORDS: Record<OrderFlag, string> = {
  'not-to-give': 'DO NOT GIVE',
  'on-hold': 'ON HOLD',
  pending: 'NOT VERIFIED BY PHARMACY',
  'high-alert': 'HIGH ALERT',
  hazardous: 'HAZARDOUS',
  controlled: 'CONTROLLED',
  patch: 'PATCH',
  'own-medication': 'OWN MEDICATION',
  'not-started': 'NOT YET STARTED',
  'stopped-by-date': 'STOP TIME HAS PASSED: VERIFY',
  'stops-soon': 'STOPS SOON',
  'stay-ended': 'STAY ENDED: DO NOT GIVE',
  'ward-conflict': 'CONFLICT: ASK THE PRESCRIBER',
  'stopped-on-ward': 'STOPPED ON WARD',
  'stop-not-verified': 'STOP NOT VERIFIED',
  'hold-not-verified': 'HOLD NOT VERIFIED',
  'resumed-on-ward': 'RESUMED ON WARD',
  'new-on-ward': 'NEW ON WARD',
  'changed-on-ward': 'CHANGED ON WARD',
  'not-verified': 'NOT VERIFIED BY A SECOND PERSON',
};
