import { isMarked } from '../drug-marks.ts';
import type { Site } from '../site.ts';
import type { OrderView, PatientView } from '../view.ts';
import { fillOf, type Fill } from './fill.ts';
import { plus, quantityWords, type Quantity } from './quantity.ts';

/** An order of a patient with what it takes out of the stock. */
export interface FillLine {
  patient: PatientView;
  order: OrderView;
  fill: Fill;
  wardStock: boolean;
}

/** Every order of these patients exactly once, in the order of the patients. */
export const fillLines = (patients: readonly PatientView[], { zone, wardStock }: Pick<Site, 'zone' | 'wardStock'>): FillLine[] =>
  patients.flatMap(patient =>
    patient.orders.map(order => ({
      patient,
      order,
      fill: fillOf(order, patient, zone),
      wardStock: isMarked(order.order, wardStock),
    })),
  );

/** What is needed of one drug. */
export interface FillTotal {
  drug: string;
  /** One for each unit that doses of it are counted in. */
  needs: Quantity[];
  /** Less may be enough. */
  most: boolean;
  /** Orders that were computed, and those that a person must decide on. */
  computed: number;
  notComputed: number;
  controlled: boolean;
  wardStock: boolean;
}

/** Per drug of the same name everything that the lines need, by name; expired orders and those that need nothing count for nothing. */
export function fillTotals(lines: readonly FillLine[]): FillTotal[] {
  const counted = lines.filter(({ fill }) => fill.kind === 'needed' || fill.kind === 'not-computed');
  return [...Map.groupBy(counted, ({ order }) => order.order.drug.name)]
    .map(([drug, own]) => ({
      drug,
      needs: sums(own.flatMap(({ fill }) => (fill.kind === 'needed' ? [fill.need] : []))),
      most: own.some(({ fill }) => fill.kind === 'needed' && fill.most),
      computed: own.filter(({ fill }) => fill.kind === 'needed').length,
      notComputed: own.filter(({ fill }) => fill.kind === 'not-computed').length,
      controlled: own.some(({ order }) => order.flags.includes('controlled')),
      wardStock: own.some(({ wardStock }) => wardStock),
    }))
    .sort((a, b) => a.drug.localeCompare(b.drug, 'en', { sensitivity: 'base' }));
}

const sums = (needs: Quantity[]): Quantity[] => [...Map.groupBy(needs, ({ unit }) => unit).values()].map(own => own.reduce(plus));

/** "14 tablets AT MOST for 5 orders, 1 order NOT COMPUTED". */
export function totalWords({ needs, most, computed, notComputed }: FillTotal): string {
  const orders = (n: number): string => `${n} ${n === 1 ? 'order' : 'orders'}`;
  const need = `${needs.map(quantityWords).join(' and ')}${most ? ' AT MOST' : ''} for ${orders(computed)}`;
  return [...(computed > 0 ? [need] : []), ...(notComputed > 0 ? [`${orders(notComputed)} NOT COMPUTED`] : [])].join(', ');
}
