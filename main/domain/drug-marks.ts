import type { MedicationOrder } from './order.ts';
import type { DrugMarks, Site } from './site.ts';
import { epochMs, plusMinutes, type Instant } from './time.ts';
import type { OrderFlag } from './view.ts';

/** Does one of the list's stems begin a word of the drug's names? Names only mark; a miss is never presented as safe. */
export function isMarked(order: MedicationOrder, marks: DrugMarks): boolean {
  const names = [order.drug.name, ...order.drug.ingredients, ...order.drug.codes.map(c => c.display ?? '')]
    .join(' | ')
    .toLowerCase();
  return marks.stems.some(stem => new RegExp(`(^|[^a-z])${escape(stem.toLowerCase())}`).test(names));
}

const escape = (stem: string): string => stem.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

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
};
