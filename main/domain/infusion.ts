import type { Administration } from './administration.ts';
import type { Entry } from './chart.ts';
import type { MedicationOrder } from './order.ts';
import { epochMs } from './time.ts';

const RUNS: Administration['outcome'][] = ['given', 'in-progress'];

/**
 * What runs, or is to run, at a rate: one entry per order with a rate, and one per drug that was charted with a rate outside these orders.
 * The rate is the last one charted, in the EHR's own unit, and `at` is its time; without one it is the ordered rate, with no time.
 */
export function infusionsOf(orders: readonly MedicationOrder[], doses: readonly Administration[]): Entry[] {
  const known = new Set(orders.map(order => order.id));
  const ordered = orders.flatMap(order => {
    const rates = [...new Set(order.dosages.map(d => d.rate).filter(rate => rate !== null))];
    const mine = doses.filter(d => d.orderId === order.id);
    if (rates.length === 0 && !mine.some(d => d.rate !== null)) return [];
    return [infusion(`infusion-${order.id}`, order.drug.name, rates.join(' / ') || null, mine, order.status)];
  });
  const loose = doses.filter(d => d.rate !== null && (d.orderId === null || !known.has(d.orderId)));
  const others = [...Map.groupBy(loose, d => d.drug)].map(([drug, mine]) =>
    infusion(`infusion-of-${mine[0]!.id}`, drug, null, mine, 'not among the orders here'),
  );
  return [...ordered, ...others];
}

function infusion(id: string, drug: string, orderedRate: string | null, doses: readonly Administration[], status: string): Entry {
  const latestFirst = [...doses].sort((a, b) => epochMs(b.at) - epochMs(a.at));
  const last = latestFirst.find(d => d.rate !== null && RUNS.includes(d.outcome)) ?? null;
  const newer = latestFirst.slice(0, last ? latestFirst.indexOf(last) : latestFirst.length);
  const stopped = newer.find(d => !RUNS.includes(d.outcome));
  const said = [
    last ? 'last charted rate' : 'rate as ordered; no charted rate received',
    last && orderedRate !== null && orderedRate !== last.rate ? `ordered ${orderedRate}` : null,
    last && last.until !== null ? 'its charting has an end' : null,
    stopped
      ? `LATER CHARTED: ${stopped.outcome === 'unknown' ? (stopped.method ?? 'unknown') : stopped.outcome.replace('-', ' ')}`
      : null,
  ];
  return {
    id,
    text: `${drug}: ${last?.rate ?? orderedRate ?? 'RATE NOT RECEIVED'}`,
    detail: said.filter(part => part !== null).join('; '),
    status,
    at: last?.at ?? null,
  };
}
