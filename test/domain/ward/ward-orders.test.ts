import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KioskEvent } from '../../../main/domain/event.ts';
import { foldPatient } from '../../../main/domain/fold.ts';
import type { MedicationOrder } from '../../../main/domain/order.ts';
import { clockTime } from '../../../main/domain/time.ts';
import type { OrderView, PatientView } from '../../../main/domain/view.ts';
import { stepWords, wardWords } from '../../../main/domain/ward/on-ward.ts';
import { chart, given, orders } from '../../support/charts.ts';
import { order } from '../../support/orders.ts';
import { site } from '../../support/site.ts';
import { clock, DECLARED, event, upon, written } from '../../support/ward-events.ts';
import { received } from '../../../main/domain/section.ts';

const NOW = clock('15:00');
const NUMBER = 'DO-07Q-0001-A';
const metoprolol = order({}, { text: '50 mg PO BID' }, { code: 'BID' });

const viewOf = (events: KioskEvent[], ehr: MedicationOrder[] = [], now = NOW, from = now): PatientView =>
  foldPatient(chart(orders(...ehr)), {
    generation: 17,
    events: [DECLARED, ...events],
    now,
    window: { from, to: new Date(Date.parse(from) + 24 * 3_600_000).toISOString() },
    site,
  });
const only = (view: PatientView): OrderView => {
  expect(view.orders).toHaveLength(1);
  return view.orders[0]!;
};
const times = ({ due }: OrderView): string[] => due.map(d => clockTime(d.at, site.zone));
const wordsOf = (order: OrderView, now = NOW): string => wardWords(order.onWard!, now, site.zone).join('\n');

const writes = (part = {}, at = '14:10', id = 'K1:2', by = 'R. Alvarez RN') =>
  event(id, clock(at), upon(NUMBER, clock(at), { kind: 'order-written', content: written(part), readBack: true }), by);
const stops = (id: string, stopsAt: string, after: string[], ehr: MedicationOrder | null = null, number = NUMBER) =>
  event(
    id,
    clock('14:30'),
    upon(number, clock('14:30'), { kind: 'order-stopped', prescriber: 'Dr. X', reason: 'rash', stops: stopsAt, ehr }, after),
  );
const verifies = (id: string, version: string, by: string, number = NUMBER, after = [version]) =>
  event(id, clock('14:40'), upon(number, clock('14:40'), { kind: 'order-verified', verifies: version }, after), by);
const changes = (id: string, dose: string, after: string[], ehr: MedicationOrder | null = null, number = NUMBER) =>
  event(
    id,
    clock('14:20'),
    upon(
      number,
      clock('14:20'),
      { kind: 'order-changed', content: written({ dose }), readBack: false, reason: null, ehr },
      after,
    ),
  );

describe('an order written on the ward', () => {
  test('has the times of the unit’s table, its number, and marks that it is new and not verified', () => {
    const view = only(viewOf([writes()]));
    expect(view.order.number).toBe(NUMBER);
    expect(times(view)).toEqual(['21:00', '09:00']);
    expect(view.order.dosages[0]!.text).toBe('500 mg by mouth BID');
    expect(view.flags).toEqual(expect.arrayContaining(['new-on-ward', 'not-verified']));
    expect(wordsOf(view)).toBe(
      'NEW ON THE WARD 11/22/2026 14:10 by order of Dr. P. Lindqvist. Written down by R. Alvarez RN, read back. NOT VERIFIED.',
    );
  });

  test('is no more marked once another person verified exactly what it says; the writer’s own word counts for nothing', () => {
    const own = only(viewOf([writes(), verifies('K1:3', 'K1:2', 'r. alvarez  rn')]));
    expect(own.flags).toContain('not-verified');
    const other = only(viewOf([writes(), verifies('K1:3', 'K1:2', 'M. Chen RPh')]));
    expect(other.flags).not.toContain('not-verified');
    expect(wordsOf(other)).toContain('Verified by M. Chen RPh 11/22/2026 14:40.');
  });

  test('that was corrected after it was verified is to be verified again', () => {
    const corrected = event('K1:4', clock('14:50'), {
      kind: 'act-corrected',
      event: 'K1:2',
      after: [],
      becomes: upon(NUMBER, clock('14:10'), { kind: 'order-written', content: written({ dose: '250 mg' }), readBack: true }),
      reason: 'dose misread',
    });
    const events = [writes(), verifies('K1:3', 'K1:2', 'M. Chen RPh'), corrected];
    expect(only(viewOf(events)).flags).toContain('not-verified');
    const undone = event('K1:5', clock('14:55'), {
      kind: 'act-corrected',
      event: 'K1:2',
      after: ['K1:4'],
      becomes: null,
      reason: 'another patient’s sheet',
    });
    expect(viewOf([...events, undone]).orders).toEqual([]);
    expect(only(viewOf([...events, verifies('K1:5', 'K1:4', 'M. Chen RPh')])).flags).not.toContain('not-verified');
  });

  test('without a number goes by its event', () => {
    const unnumbered = event(
      'K1:2',
      clock('14:10'),
      upon('', clock('14:10'), { kind: 'order-written', content: written(), readBack: true }),
    );
    expect(only(viewOf([unnumbered])).order).toMatchObject({ id: 'K1:2', number: 'K1:2' });
  });

  test('once has one time, its start', () => {
    const view = only(viewOf([writes({ frequency: null, once: true, start: clock('16:30') })]));
    expect([view.group, times(view)]).toEqual(['once', ['16:30']]);
  });

  test('at a rate runs, and belongs on the infusion record', () => {
    const view = only(viewOf([writes({ dose: null, frequency: null, rate: '5 mL/h', route: 'IV' })]));
    expect([view.group, view.order.dosages[0]!.text]).toEqual(['infusion', 'at 5 mL/h IV continuous']);
  });

  test('as needed says the earliest next time by its least interval, and by the most in a day', () => {
    const prn = { reason: 'pain', minimumHours: 6, mostPerDay: null };
    const doses = { administrations: received(clock('14:45'), [given({ orderId: NUMBER, at: clock('13:00') })]) };
    const earliest = (part: object) =>
      only(
        foldPatient(chart(doses), {
          generation: 17,
          events: [DECLARED, writes(part)],
          now: NOW,
          window: { from: NOW, to: clock('15:00', '23') },
          site,
        }),
      );
    expect(earliest({ frequency: null, prn })).toMatchObject({ group: 'prn', earliestNext: clock('19:00') });
    expect(earliest({ frequency: 'BID', prn })).toMatchObject({ schedule: { contradictions: [] }, earliestNext: clock('19:00') });
    expect(earliest({ frequency: null, prn: { ...prn, minimumHours: null, mostPerDay: 1 } })).toMatchObject({
      earliestNext: clock('13:00', '23'),
      earliestNextWhy: 'not more than 1 dose in 24 h',
    });
  });

  test('meets the patient’s allergies like any other', () => {
    const allergic = chart({
      allergies: received(clock('14:45'), [
        {
          id: 'a1',
          substance: 'penicillin',
          reactions: ['hives'],
          severity: null,
          criticality: null,
          category: null,
          qualifier: null,
          recorded: null,
          negates: null,
        },
      ]),
    });
    const view = foldPatient(allergic, {
      generation: 1,
      events: [DECLARED, writes()],
      now: NOW,
      window: { from: NOW, to: clock('23:00') },
      site,
    });
    expect(only(view).allergyMatches.join()).toContain('penicillin');
  });

  test('is said in safe words, whatever was typed', () => {
    const view = only(viewOf([writes({ dose: '.5 mg', instructions: 'give U-100 QD' })]));
    expect(view.order.dosages[0]!.dose).toBe('0.5 mg');
  });

  test('counts no more once its downtime is over', () => {
    expect(viewOf([writes(), event('K1:9', NOW, { kind: 'outage-closed', reason: 'all clear' })]).orders).toEqual([]);
  });
});

describe('an order changed on the ward', () => {
  test('has the new words and times, and the EHR’s old ones beside them', () => {
    const view = only(viewOf([changes('K1:2', '25 mg', [], metoprolol, 'order-1')], [metoprolol]));
    expect(view.order).toMatchObject({ id: 'order-1', number: '48228921', dosages: [{ dose: '25 mg' }] });
    expect(view.flags).toEqual(expect.arrayContaining(['changed-on-ward', 'not-verified']));
    expect(wordsOf(view)).toContain('THE EHR SAID: metoprolol tartrate 50 mg tablet, 50 mg PO BID');
  });

  test('needs its own verification', () => {
    const view = only(viewOf([writes(), verifies('K1:3', 'K1:2', 'M. Chen RPh'), changes('K1:4', '250 mg', ['K1:3'])]));
    expect(view.flags).toContain('not-verified');
    expect(wordsOf(view)).toContain('BEFORE: amoxicillin 500 mg capsule, 500 mg by mouth BID');
  });

  test('that the EHR’s newer copy says differently shows both sides and no times', () => {
    const newer = { ...metoprolol, dosages: [{ ...metoprolol.dosages[0]!, dose: '100 mg' }] };
    const view = only(viewOf([changes('K1:2', '25 mg', [], metoprolol, 'order-1')], [newer]));
    expect(view.flags).toContain('ward-conflict');
    expect([view.group, view.due]).toEqual(['times-not-known', []]);
    expect(wordsOf(view)).toMatch(/CONFLICT, ASK THE PRESCRIBER: the EHR's copy says something else now .*100 mg/);
  });

  test('that the EHR’s copy does not have any more is shown as it was, as a conflict', () => {
    const held = { kind: 'order-resumed', prescriber: 'Dr. X', reason: null, ehr: { ...metoprolol, status: 'on-hold' } } as const;
    const view = only(viewOf([event('K1:2', clock('14:20'), upon('order-1', clock('14:20'), held))], []));
    expect(view.order).toMatchObject({ number: '48228921', status: 'active' });
    expect(view.flags).toContain('ward-conflict');
  });

  test('by two people who did not know of each other is one order with both sides, until a third knows both', () => {
    const both = [writes(), changes('K1:3', '250 mg', ['K1:2']), changes('K2:1', '750 mg', ['K1:2'])];
    const view = only(viewOf(both));
    expect(view.flags).toContain('ward-conflict');
    expect(view.order.dosages.map(d => d.dose).sort()).toEqual(['250 mg', '750 mg']);
    expect(view.due).toEqual([]);
    expect(wordsOf(view)).toMatch(/250 mg by mouth BID[^]*750 mg by mouth BID/);
    const settled = only(viewOf([...both, changes('K1:4', '500 mg', ['K1:3', 'K2:1'])]));
    expect([settled.onWard!.conflicts, times(settled)]).toEqual([[], ['21:00', '09:00']]);
  });
});

describe('an order held on the ward', () => {
  const hold = (after: string[], ehr: MedicationOrder | null = null, number = NUMBER, id = 'K1:3') =>
    event(
      id,
      clock('14:20'),
      upon(number, clock('14:20'), { kind: 'order-held', prescriber: 'Dr. X', reason: 'pulse 48', ehr }, after),
    );
  const resume = (after: string[], id = 'K1:4') =>
    event(
      id,
      clock('14:50'),
      upon(NUMBER, clock('14:50'), { kind: 'order-resumed', prescriber: 'Dr. X', reason: null, ehr: null }, after),
    );

  test('has no times and says by whose order and why, marked while nobody verified it', () => {
    const view = only(viewOf([hold([], metoprolol, 'order-1')], [metoprolol]));
    expect(view.due).toEqual([]);
    expect(view.flags).toEqual(expect.arrayContaining(['on-hold', 'hold-not-verified']));
    expect(wordsOf(view)).toContain('ON HOLD ON THE WARD since 11/22/2026 14:20 by order of Dr. X (pulse 48)');
  });

  test('is given again when it is resumed, and stays held when somebody held it without knowing of that', () => {
    expect(times(only(viewOf([writes(), hold(['K1:2']), resume(['K1:3'])])))).toEqual(['21:00', '09:00']);
    const doubt = only(viewOf([writes(), hold(['K1:2']), resume(['K1:3']), hold(['K1:3'], null, NUMBER, 'K2:1')]));
    expect(doubt.flags).toEqual(expect.arrayContaining(['on-hold', 'ward-conflict']));
  });

  test('and stopped later is not given in between', () => {
    const view = only(viewOf([writes(), hold(['K1:2']), stops('K1:4', clock('22:00'), ['K1:3'])]));
    expect(view.due).toEqual([]);
  });
});

describe('an order stopped on the ward', () => {
  test('has no time after its stop, says by whose order, and is not what it seemed before', () => {
    const view = only(viewOf([writes(), stops('K1:3', clock('14:30'), ['K1:2'])]));
    expect(view).toMatchObject({ over: true, due: [], nextDue: null, stopsAt: clock('14:30') });
    expect(view.flags).toEqual(expect.arrayContaining(['stopped-on-ward', 'stop-not-verified']));
    expect(wordsOf(view)).toContain('STOPPED ON THE WARD 11/22/2026 14:30 by order of Dr. X (rash)');
  });

  test('from a moment to come is given until then', () => {
    const view = only(viewOf([writes(), stops('K1:3', clock('22:00'), ['K1:2'])]));
    expect([view.over, times(view)]).toEqual([false, ['21:00']]);
    expect(wordsOf(view)).toContain('TO BE STOPPED ON THE WARD 11/22/2026 22:00');
  });

  test('before it began never begins', () => {
    const view = only(viewOf([writes({ start: clock('20:00') }), stops('K1:3', clock('14:30'), ['K1:2'])]));
    expect([view.due, view.group]).toEqual([[], 'scheduled']);
  });

  test('stays on the MAR for a day before its window once it is verified, and then in the summary; without verification it stays', () => {
    const events = [writes(), stops('K1:3', clock('14:30'), ['K1:2'])];
    const verified = [...events, verifies('K1:4', 'K1:3', 'M. Chen RPh')];
    const later = clock('15:00', '23');
    expect(viewOf(verified, [], clock('14:00', '23')).orders).toHaveLength(1);
    expect(viewOf(verified, [], later)).toMatchObject({ orders: [], stoppedOrders: [{ order: { number: NUMBER } }] });
    expect(viewOf(events, [], later)).toMatchObject({ orders: [{ over: true }], stoppedOrders: [] });
  });

  test('while somebody changed it without knowing of that is a conflict, and not given by the clock', () => {
    const view = only(viewOf([writes(), changes('K2:1', '250 mg', ['K1:2']), stops('K1:3', clock('14:30'), ['K1:2'])]));
    expect(view).toMatchObject({ over: false, due: [], group: 'times-not-known' });
    expect(view.flags).toContain('ward-conflict');
  });

  test('in the EHR, too, is no contradiction', () => {
    const events = [stops('K1:2', clock('14:30'), [], metoprolol, 'order-1')];
    expect(only(viewOf(events, [])).onWard).toMatchObject({ conflicts: [], stoppedAt: clock('14:30') });
  });

  test('that is known neither here nor to the EHR is said as a warning', () => {
    const view = viewOf([stops('K1:2', clock('14:30'), [], null, 'lost')]);
    expect(view.warnings.join()).toContain('an order that is not known here (lost) was stopped');
  });
});

/** What a person may do next, seeing all or only a part of what was done before. */
const course = fc.array(
  fc.record({
    what: fc.constantFrom('write', 'change', 'hold', 'resume', 'stop', 'verify', 'undo'),
    order: fc.integer({ min: 0, max: 3 }),
    sees: fc.boolean(),
    by: fc.constantFrom('R. Alvarez RN', 'M. Chen RPh'),
  }),
  { maxLength: 25 },
);

function eventsOf(steps: { what: string; order: number; sees: boolean; by: string }[]): KioskEvent[] {
  const events: KioskEvent[] = [];
  steps.forEach(({ what, order: n, sees, by }, i) => {
    const number = `DO-${n}`;
    const id = `K${sees ? 1 : 2}:${i + 10}`;
    const at = new Date(Date.parse(clock('12:30')) + i * 60_000).toISOString();
    const own = events.filter(({ act }) => 'order' in act && act.order === number);
    const after = sees ? own.map(e => e.id) : own.slice(0, 1).map(e => e.id);
    const begun = own.some(e => e.act.kind === 'order-written');
    const push = (said: Parameters<typeof upon>[2]) => events.push(event(id, at, upon(number, at, said, after), by));
    const base = { prescriber: 'Dr. X', reason: 'r', ehr: null };
    if (what === 'write') return void (begun || push({ kind: 'order-written', content: written(), readBack: true }));
    if (!begun) return;
    if (what === 'change')
      push({ kind: 'order-changed', content: written({ dose: `${i + 1} mg` }), readBack: false, reason: null, ehr: null });
    if (what === 'hold') push({ kind: 'order-held', ...base });
    if (what === 'resume') push({ kind: 'order-resumed', ...base });
    if (what === 'stop') push({ kind: 'order-stopped', ...base, stops: at });
    if (what === 'verify') push({ kind: 'order-verified', verifies: own.at(-1)!.id });
    if (what === 'undo')
      events.push(
        event(id, at, { kind: 'act-corrected', event: own.at(-1)!.id, after: [], becomes: null, reason: 'mistake' }, by),
      );
  });
  return events;
}

describe('whatever people do with orders', () => {
  test('every order that was written and not taken back is in the view exactly once, on the MAR while it is not stopped', () => {
    fc.assert(
      fc.property(course, steps => {
        const events = eventsOf(steps);
        const view = viewOf(events);
        const undone = new Set(events.flatMap(({ act }) => (act.kind === 'act-corrected' ? [act.event] : [])));
        const standing = events.filter(e => !undone.has(e.id));
        const contents = standing.flatMap(({ act }) =>
          act.kind === 'order-written' || act.kind === 'order-changed' ? [act.order] : [],
        );
        const shown = [...view.orders, ...view.stoppedOrders].map(o => o.order.number);
        expect([...shown].sort()).toEqual([...new Set(contents)].sort());
        for (const order of view.orders) {
          const stopped = standing.some(({ act }) => act.kind === 'order-stopped' && act.order === order.order.number);
          if (!stopped) expect(order.over).toBe(false);
          if (order.over) expect([order.due, order.nextDue]).toEqual([[], null]);
        }
      }),
    );
  });

  test('acts that do not know of each other give the same view in whatever sequence they arrive', () => {
    fc.assert(
      fc.property(course, fc.integer({ min: 0, max: 1_000_000 }), (steps, seed) => {
        const events = eventsOf(steps).filter(({ act }) => act.kind !== 'act-corrected');
        const shuffled = events
          .map((e, i) => ({ e, key: (i * 7919 + seed * 104_729) % 1_000_003 }))
          .sort((a, b) => a.key - b.key)
          .map(({ e }) => e);
        expect(viewOf(shuffled)).toEqual(viewOf(events));
      }),
    );
  });

  test('nothing counts as verified but by another person than its writer', () => {
    fc.assert(
      fc.property(course, steps => {
        for (const { onWard } of viewOf(eventsOf(steps)).orders)
          for (const step of [...onWard!.steps, ...onWard!.earlier]) {
            expect(step.verified?.by).not.toBe(step.by);
            expect(stepWords(step, NOW, site.zone)).toContain(step.verified === null ? 'NOT VERIFIED' : 'Verified by');
          }
      }),
    );
  });
});
