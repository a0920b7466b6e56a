import type { OrderView, PatientView } from '../view.ts';
import { activeHours } from './active-hours.ts';
import type { Fill } from './fill.ts';
import { numberWords, quantityIn, quantityWords, times, type SaidQuantity } from './quantity.ts';

/** A rate per hour, and how it is written. */
interface Rate {
  each: SaidQuantity;
  words: string;
}

/**
 * What runs at a rate: the greater of the ordered and the last charted rate, times the hours. By body weight, or in two units, it is not
 * computed.
 */
export function fillInfusion(view: OrderView, patient: Pick<PatientView, 'window' | 'other'>): Fill {
  const { order } = view;
  const not = (why: string): Fill => ({ kind: 'not-computed', why });
  if (order.dosages.length !== 1) return not(`${order.dosages.length} dosage lines: read each of them`);
  const ordered = order.dosages[0]!.rate;
  const charted = chartedRate(view, patient);
  if (ordered === null && charted === null) return not('runs continuously, rate not received');
  const said = [ordered, charted].filter(rate => rate !== null);
  const rates = said.map(rateIn);
  const known = rates.filter(rate => rate !== null);
  if (known.length < rates.length)
    return not(`the rate ${said.map(rate => `"${rate}"`).join(', last charted ')} cannot be counted in an hour`);
  if (new Set(known.map(({ each }) => each.unit)).size > 1)
    return not(`ordered ${ordered}, last charted ${charted}: other units`);
  const hours = activeHours(view, patient.window);
  if (hours === 0) return { kind: 'nothing', why: 'not active in this period' };
  const [greatest] = known.sort((a, b) => b.each.value - a.each.value) as [Rate];
  const need = times(greatest.each, hours);
  const both = ordered !== null && charted !== null && ordered !== charted;
  return {
    kind: 'needed',
    need,
    most: greatest.each.most || both,
    arithmetic: [
      ...(both ? [`ordered ${ordered}, last charted ${charted}: the greater counts`] : []),
      `${greatest.each.most ? 'up to ' : ''}${greatest.words} x ${numberWords(hours)} h = ${quantityWords(need)}${bagsOf(order.drug.name, need)}`,
    ].join('; '),
  };
}

/** Hours in what a rate may be per. */
const PER: Record<string, number> = { min: 1 / 60, h: 1, hr: 1, hour: 1, '24 h': 24, d: 24, day: 24 };

/** "75 mL/h" as so much an hour; null for anything else, such as a rate by body weight. */
function rateIn(words: string): Rate | null {
  const [, amount = '', per = ''] = /^([^/]+)\/(min|h|hr|hour|24 h|d|day)$/.exec(words.trim()) ?? [];
  const said = quantityIn(amount);
  const hours = PER[per];
  if (!said || hours === undefined) return null;
  return { each: { ...said, ...times(said, 1 / hours) }, words: words.trim() };
}

/** The rate that was charted last; null when none was received. */
function chartedRate({ order }: OrderView, { other }: Pick<PatientView, 'other'>): string | null {
  const entry = other.find(part => part.name === 'infusions')?.entries.find(({ id }) => id === `infusion-${order.id}`);
  return entry?.at == null ? null : entry.text.slice(entry.text.lastIndexOf(': ') + 2);
}

/** " (2 bags of 1,000 mL)" where the drug's name ends with the size of its bag. */
function bagsOf(name: string, need: { value: number; unit: string }): string {
  const bag = quantityIn(/(?<![\d/])(\d[\d,]* mL)$/.exec(name)?.[1] ?? null);
  if (!bag || need.unit !== bag.unit) return '';
  const bags = Math.ceil(need.value / bag.value);
  return ` (${quantityWords({ value: bags, unit: 'bag' })} of ${quantityWords(bag)})`;
}
