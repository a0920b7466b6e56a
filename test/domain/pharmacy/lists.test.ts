import { describe, expect, test } from 'vitest';
import { foldPatient } from '../../../main/domain/fold.ts';
import type { KioskEvent } from '../../../main/domain/event.ts';
import type { Dosage, MedicationOrder } from '../../../main/domain/order.ts';
import { ORDER_LISTS, type OrderListKind } from '../../../main/domain/pharmacy/lists.ts';
import { fillWords } from '../../../main/domain/pharmacy/fill.ts';
import { fillLines } from '../../../main/domain/pharmacy/fill-list.ts';
import { CHANGES } from '../../../main/domain/pharmacy/changes.ts';
import { linesOf } from '../../../main/domain/pharmacy/order-list.ts';
import type { Site } from '../../../main/domain/site.ts';
import type { PatientView } from '../../../main/domain/view.ts';
import { chart, NOW, orders } from '../../support/charts.ts';
import { order } from '../../support/orders.ts';
import { clock, DECLARED, event, upon, written } from '../../support/ward-events.ts';
import { site } from '../../support/site.ts';

const WINDOW = { from: '2026-11-22T20:00:00Z', to: '2026-11-23T20:00:00Z' };
const printed = (at: string): KioskEvent => ({
  id: 'K1:1',
  at,
  by: 'R. Alvarez',
  unit: '4 West',
  act: {
    kind: 'sheets-released',
    pack: 1,
    generation: 1,
    drill: false,
    sheets: [{ id: 'K1-0001-01S', form: 'mar-scheduled', patientId: 'p1', pages: 1, period: null, says: null }],
  },
});

function view(all: MedicationOrder[], events: KioskEvent[] = []): PatientView {
  return foldPatient(chart(orders(...all)), { generation: 1, events, now: NOW, window: WINDOW, site });
}
/** What a list says of each order, by its number. */
function said(
  kind: OrderListKind,
  all: MedicationOrder[],
  { events = [], rules = site }: { events?: KioskEvent[]; rules?: Site } = {},
): Record<string, string> {
  const lines = linesOf(ORDER_LISTS[kind], [view(all, events)], rules);
  return Object.fromEntries(lines.map(line => [line.order.order.number, line.says]));
}
const numbered = (number: string, part: Partial<MedicationOrder> = {}, line: Partial<Dosage> = {}): MedicationOrder =>
  order({ id: number, number, ...part }, line, { code: 'BID' });
const drug = (name: string) => ({ name, resolved: true, codes: [], ingredients: [] });

describe('orders that expire', () => {
  test('are those that stop in the period and those that have stopped; an open order is not among them', () => {
    expect(
      said('expiring-list', [
        numbered('1'),
        numbered('2', { stop: '2026-11-23T09:00:00-05:00' }),
        numbered('3', { stop: '2026-11-22T12:00:00-05:00' }),
        numbered('4', { stop: '2026-11-24T09:00:00-05:00' }),
      ]),
    ).toEqual({ '2': 'stops 11/23/2026 0900, in 17 h 40 min', '3': 'STOP TIME HAS PASSED: 1200' });
  });

  test('need renewal by the hospital’s own rule, counted from when they were ordered', () => {
    const rules = { ...site, renewals: [{ name: 'Antibiotics', stems: ['cef'], afterHours: 120 }] };
    const antibiotic = (number: string, authored: string | null, start: string | null = null) =>
      numbered(number, { drug: drug('ceftriaxone 1 g'), authored, start });
    expect(
      said(
        'expiring-list',
        [
          antibiotic('1', '2026-11-18T03:00:00-05:00'),
          antibiotic('2', '2026-11-17'),
          antibiotic('3', '2026-11-20'),
          antibiotic('4', null),
        ],
        { rules },
      ),
    ).toEqual({
      '1': 'renewal due 11/23/2026 0300 (Antibiotics: after 5 d)',
      '2': 'RENEWAL OVERDUE 0000 (Antibiotics: after 5 d)',
      '4': 'renewal (Antibiotics: after 5 d): when it was ordered is not known',
    });
  });
});

test('high-alert and controlled drugs are those that the hospital lists, with what was last given', () => {
  const some = [
    numbered('1'),
    numbered('2', { drug: drug('oxyCODONE 5 mg tablet') }, { dose: '5 mg' }),
    numbered('3', { drug: drug('insulin lispro') }),
  ];
  expect(said('controlled-list', some)).toEqual({
    '2': '5 mg = 1 tablet of 5 mg; 1 tablet x 2 doses (~2100, 11/23 ~0900) = 2 tablets; last given: none charted in the 48 h before 14:45',
  });
  expect(said('high-alert-list', some)).toEqual({
    '2': 'last given: none charted in the 48 h before 14:45',
    '3': 'TWO people sign each dose; last given: none charted in the 48 h before 14:45',
  });
});

test('orders that the EHR calls not verified are on their list, others are not', () => {
  expect(said('unverified-list', [numbered('1'), numbered('2', { pending: true })])).toEqual({
    '2': 'the EHR calls it not verified by pharmacy',
  });
});

test('the IV list has infusions, what goes into a vein, and orders whose route nobody knows', () => {
  const infusion = order(
    { id: '4', number: '4', drug: drug('heparin') },
    { dose: null, rate: '10 mL/h', route: 'IV' },
    { code: 'CONTINUOUS' },
  );
  expect(
    said('iv-list', [
      numbered('1', {}, { route: 'by mouth' }),
      numbered('2', {}, { route: 'intravenous', amount: '2 mL' }),
      numbered('3', {}, { route: null }),
      infusion,
    ]),
  ).toEqual({
    '2': 'intravenous; 2 mL x 2 doses (~2100, 11/23 ~0900) = 4 mL',
    '3': expect.stringMatching(/^ROUTE NOT RECEIVED; /) as string,
    '4': 'infusion; 10 mL/h x 24 h = 240 mL',
  });
});

describe('changes since the last medication sheets', () => {
  const all = [
    numbered('1', { authored: '2026-11-22T14:30:00-05:00' }),
    numbered('2', { authored: '2026-11-22T10:00:00-05:00' }),
    numbered('3', { authored: '2026-11-22' }),
    numbered('4', { authored: null }),
    numbered('5', { authored: '2026-11-21T10:00:00-05:00', stop: '2026-11-22T14:00:00-05:00' }),
    numbered('6', { authored: '2026-11-21T10:00:00-05:00', stop: '2026-11-22T11:00:00-05:00' }),
  ];
  test('are orders written or ended after the newest sheets; where a date can’t tell it says so', () => {
    expect(said('changes-list', all, { events: [printed('2026-11-22T17:00:00Z'), printed('2026-11-22T18:00:00Z')] })).toEqual({
      '1': 'NEW: ordered 1430, after the sheets of 1300',
      '3': 'ordered 11/22/2026, perhaps after the sheets of 1300',
      '4': 'when it was ordered is not known: compare it with the sheets of 1300',
      '5': 'STOPPED: ended 1400, after the sheets of 1300',
    });
  });
  test('of a patient whose sheets were never printed here: that is said of the patient, not of each order', () => {
    expect(said('changes-list', all)).toEqual({});
    expect(CHANGES.ofPatient?.(view(all))).toMatch(/no medication sheets were printed here/);
  });
});

describe('what was done on the ward', () => {
  const NUMBER = 'DO-07Q-0001-A';
  const writes = event(
    'K1:2',
    clock('14:10'),
    upon(NUMBER, clock('14:10'), { kind: 'order-written', content: written(), readBack: true }),
  );
  const stops = event(
    'K1:3',
    clock('14:30'),
    upon(
      NUMBER,
      clock('14:30'),
      { kind: 'order-stopped', prescriber: 'Dr. X', reason: 'rash', stops: clock('14:30'), ehr: null },
      ['K1:2'],
    ),
  );
  const all = (...events: KioskEvent[]) => ({ events: [DECLARED, ...events] });

  test('stands on the list of what nobody verified, and among the changes since the last sheets', () => {
    expect(said('unverified-list', [], all(writes))).toEqual({
      [NUMBER]: expect.stringMatching(/^NEW ON THE WARD .*NOT VERIFIED/) as string,
    });
    expect(said('changes-list', [], all(printed(clock('14:00')), writes, stops))).toEqual({
      [NUMBER]: expect.stringMatching(/NEW ON THE WARD 11\/22\/2026 14:10.*STOPPED ON THE WARD 11\/22\/2026 14:30/) as string,
    });
    expect(said('changes-list', [], all(writes, printed(clock('14:50'))))).toEqual({});
  });

  test('is filled until it is stopped', () => {
    const fillAfter = (...events: KioskEvent[]) =>
      fillLines([view([], [DECLARED, ...events])], site).map(({ fill }) => [fill.kind, fillWords(fill)]);
    expect(fillAfter(writes)).toEqual([['needed', expect.stringContaining(' x 2 doses (~2100, 11/23 ~0900) = ')]]);
    expect(fillAfter(writes, stops)).toEqual([
      ['expired', 'STOPPED ON THE WARD 11/22/2026 14:30 by order of Dr. X: nothing filled'],
    ]);
  });
});
