import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scheduleOf, type Schedule } from '../../main/domain/schedule.ts';
import type { MedicationOrder } from '../../main/domain/order.ts';
import { unreachable } from '../../main/domain/result.ts';
import { statedTiming } from '../../main/domain/stated-timing.ts';
import { ordersIn } from '../support/corpus-orders.ts';
import { needs } from '../support/needs.ts';
import { site } from '../support/site.ts';

/** As sent: as needed, with a rate, code and structure; of the words only what they say about how often. */
function asSent(order: MedicationOrder, schedule: Schedule): string {
  const flags = [
    order.dosages.some(d => d.asNeeded) ? 'as needed' : null,
    order.dosages.some(d => d.rate !== null) ? 'with a rate' : null,
    order.dosages.some(d => d.text?.startsWith('DO NOT GIVE')) ? 'not to be given' : null,
  ];
  const said = order.dosages
    .flatMap(d => [d.text, ...d.instructions])
    .flatMap(text => (text === null ? [] : [statedTiming(text)]))
    .flatMap(s => [
      s.perDay === null ? null : `${Number(s.perDay.toFixed(2))} a day`,
      s.noGrid,
      s.days.join(' ') || null,
      s.clock.join(' ') || null,
    ]);
  const words = [...new Set(said.filter(text => text !== null))].join(', ');
  return [...flags, schedule.words, words && `words: ${words}`].filter(Boolean).join('; ');
}

/** Times, or what stands in their place. */
function outcome(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'times': {
      const times = [
        ...schedule.times,
        ...schedule.shifted.map(s => `${s.time}${s.days > 0 ? '+' : ''}${s.days}d`),
        ...schedule.instants,
      ];
      const days = [
        schedule.days.join(' '),
        schedule.everyDays > 1 ? `every ${schedule.everyDays} days` : '',
        schedule.everyMonths > 0 ? `every ${schedule.everyMonths} months` : '',
      ];
      return [`TIMES ${times.join(' ')}`, ...days, `(${schedule.source}, ${schedule.confidence})`].filter(Boolean).join(' ');
    }
    case 'once':
      return `once ${schedule.at ?? 'without a moment'}`;
    case 'not-known':
      return `times not known: ${schedule.why}`;
    case 'prn':
    case 'continuous':
      return schedule.kind;
    default:
      return unreachable(schedule);
  }
}

/**
 * What becomes of every order of the corpus on a ward with the default times, whatever its status: equal ones are one row with their number,
 * without drugs and texts, which are others' work. Read the table before accepting a change of it.
 */
function tableOf(orders: readonly MedicationOrder[]): string {
  const rows = new Map<string, number>();
  for (const order of orders) {
    const schedule = scheduleOf({ ...order, status: 'active' }, site.administrationTimes);
    const doubts = [
      ...schedule.contradictions.map(c => `CONTRADICTION ${c}`),
      ...schedule.warnings,
      ...order.unread.map(u => `UNREAD ${u}`),
    ];
    const row = [asSent(order, schedule), `  → ${outcome(schedule)}`, ...doubts.map(doubt => `    ${doubt}`)].join('\n');
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([row, count]) => `${count} × ${row}\n`)
    .join('\n');
}

describe.skipIf(needs.corpus.missing)('every medication order of the corpus has times or a stated reason', () => {
  test.each([
    ['hl7-r4-examples', 20],
    ['vendor-captures', 80],
    ['mimic-medicine', 1121],
  ])('%s', async (folder, least) => {
    const orders = ordersIn(folder);
    expect(orders.length).toBeGreaterThanOrEqual(least);
    for (const order of orders) {
      const schedule = scheduleOf({ ...order, status: 'active' }, site.administrationTimes);
      const times = schedule.kind === 'times' ? [...schedule.times, ...schedule.instants] : [];
      expect(schedule.kind === 'times' ? times.length : outcome(schedule).length).toBeGreaterThan(0);
    }
    await expect(tableOf(orders)).toMatchFileSnapshot(join(import.meta.dirname, '__snapshots__', `schedule-${folder}.txt`));
  });
});
