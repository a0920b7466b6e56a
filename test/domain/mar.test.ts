import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Printing } from '../../main/domain/band.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { patientSheet } from '../../main/domain/forms.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { DO_NOT_GIVE, type Timing } from '../../main/domain/order.ts';
import type { Outage } from '../../main/domain/outage.ts';
import { missing, received } from '../../main/domain/section.ts';
import type { Block, GridRow, Sheet } from '../../main/domain/sheet.ts';
import { allergy, AS_OF, chart, given, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';
import { bandOn } from '../support/sheets.ts';

const declared: Outage = {
  state: 'declared',
  since: NOW,
  reason: 'EHR down',
  by: 'R. Alvarez',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
  recovering: [],
};
const printing: Printing = {
  site,
  unit: '4 West',
  institution: 'Lakeside',
  outage: declared,
  now: NOW,
  by: 'R. Alvarez',
  run: '7F3QXH',
  pack: 7,
  span: 'hours',
  unread: [],
};
const view = (c: Chart, now = NOW) =>
  foldPatient(c, { generation: 3, events: [], now, window: marWindow(now, 24, site.zone), site });
const scheduled = (c: Chart): Sheet => patientSheet('mar-scheduled', view(c), printing, 1)!;
const prn = (c: Chart): Sheet => patientSheet('mar-prn', view(c), printing, 1)!;
const rows = (sheet: Sheet) =>
  sheet.blocks.flatMap<{ order: { number: string } }>(b => (b.kind === 'order-grid' || b.kind === 'order-entries' ? b.rows : []));
const gridRow = (c: Chart): GridRow =>
  scheduled(c).blocks.find((b): b is Extract<Block, { kind: 'order-grid' }> => b.kind === 'order-grid')!.rows[0]!;
const cellsOf = (c: Chart) => gridRow(c).lines[0]!;
const text = (sheet: Sheet): string => JSON.stringify(sheet.blocks);

describe('both sheets always print', () => {
  test('an empty one says so in words, with the time', () => {
    expect(text(prn(chart()))).toContain('No PRN orders were known at 11/22/2026 14:45.');
    expect(text(scheduled(chart()))).toContain('No scheduled orders were known at 11/22/2026 14:45.');
  });
  test('orders that were not received are not "none"', () => {
    const sheet = text(prn(chart({ orders: missing('unauthorised', 'HTTP 403') })));
    expect(sheet).toContain('PRN ORDERS: NOT RECEIVED FROM THE EHR (HTTP 403). This is not a statement that there are none.');
    expect(sheet).toContain('MEDICATION ORDERS MAY BE INCOMPLETE');
  });
});

describe('the grid', () => {
  test('a due time stands in its hour, marked when the kiosk computed it', () => {
    const cells = cellsOf(chart(orders(order({}, {}, { code: 'BID' }))));
    expect(cells.flatMap((c, i) => (c.kind === 'due' ? [[i, ...c.times]] : []))).toEqual([
      [6, { text: '2100', computed: true, date: null }],
      [18, { text: '0900', computed: true, date: null }],
    ]);
    const sent = gridRow(chart(orders(order({}, {}, { timeOfDay: ['21:30:00'] }))));
    expect(sent.lines[0]![6]).toEqual({ kind: 'due', times: [{ text: '2130', computed: false, date: null }] });
  });
  test('a due time that was charted shows the record instead of room for initials', () => {
    const o = order({}, {}, { timeOfDay: ['15:00', '21:00'] });
    const cells = cellsOf(chart({ ...orders(o), administrations: received(AS_OF, [given({ at: '2026-11-22T19:41:00Z' })]) }));
    expect(cells[0]).toEqual({
      kind: 'due',
      times: [{ text: '1500', computed: false, date: null, charted: ['given', '14:41'] }],
    });
    expect(cells[6]).toEqual({ kind: 'due', times: [{ text: '2100', computed: false, date: null }] });
  });
  test('a due time of the running hour that was not charted is named for verification', () => {
    const { order: block } = gridRow(chart(orders(order({}, {}, { timeOfDay: ['15:00'] }))));
    expect(JSON.stringify(block)).toMatch(/WAS DUE .*1500, not charted in this copy/);
  });
  test('cells outside the order’s start and stop are closed', () => {
    const cells = cellsOf(
      chart(orders(order({ start: '2026-11-22T17:00:00-05:00', stop: '2026-11-22T22:00:00-05:00' }, {}, { code: 'Q2H' }))),
    );
    expect(cells.slice(0, 8).map(c => c.kind)).toEqual(['closed', 'closed', 'open', 'due', 'open', 'due', 'open', 'closed']);
  });
  test('an order on hold is on paper, closed, and says why', () => {
    const row = gridRow(chart(orders(order({ status: 'on-hold' }, {}, { code: 'BID' }))));
    expect(row.across).toContain('ON HOLD');
    expect(row.order.marks).toContain('ON HOLD');
    expect(row.lines[0]!.every(c => c.kind === 'closed')).toBe(true);
  });
  test('an order not to give a drug is on paper, closed, and is never given hours to write in', () => {
    const row = gridRow(chart(orders(order({ notes: [DO_NOT_GIVE] }, { text: `${DO_NOT_GIVE}. Aspirin` }, { code: 'BID' }))));
    expect(row.across).toBe(DO_NOT_GIVE);
    expect(row.order.marks).toContain('DO NOT GIVE');
    expect(row.lines[0]!.every(c => c.kind === 'closed')).toBe(true);
  });
  test('an order that cannot be scheduled prints its text and "times not known: ask pharmacy"', () => {
    const row = gridRow(chart(orders(order({}, { text: 'Give with dialysis' }, { code: 'HD PROTOCOL' }))));
    expect(row.across).toContain('TIMES NOT KNOWN: ask pharmacy ("HD PROTOCOL" is not in the unit\'s table of times)');
    expect(JSON.stringify(row.order)).toContain('Give with dialysis');
  });
  test('a clock-change day has an hour a column, 25 of them when 24 wall-clock hours take that long', () => {
    const now = '2026-11-01T04:30:00Z';
    const sheet = patientSheet(
      'mar-scheduled',
      foldPatient(chart(orders(order({}, {}, { code: 'BID' }))), {
        generation: 1,
        events: [],
        now,
        window: marWindow(now, 25, site.zone),
        site,
      }),
      { ...printing, now },
      1,
    )!;
    const grid = sheet.blocks.find(b => b.kind === 'order-grid')!;
    expect(grid.columns.map(c => c.label).slice(0, 4)).toEqual(['00', '01', '01', '02']);
  });
});

describe('what every page says', () => {
  test('two identifiers, age of the data, where it comes from', () => {
    const sheet = scheduled(chart());
    const band = bandOn(sheet);
    const { foot, id } = sheet;
    expect(band).toMatchObject({
      name: 'SCHMIDT, Ana',
      mrn: 'E32401945',
      visit: '701143909',
      born: '10/28/1936',
      bed: '512-A',
      weight: 'not received',
    });
    expect(band.asOf).toBe('DATA AS OF 11/22/2026 14:45');
    expect(band.age).toBe('(35 min old when printed)');
    expect(foot.source).toContain('Copy 3 of 4 West');
    expect(id).toBe('K1-7F3QXH-0007-01S');
  });
  test('each silence about allergies in its own words', () => {
    const heading = (c: Chart): string => bandOn(scheduled(c)).allergyHeading;
    expect(heading(chart({ allergies: received(AS_OF, [allergy()]) }))).toBe('ALLERGIES');
    expect(heading(chart({ allergies: received(AS_OF, [allergy({ negates: 'none-known' })]) }))).toContain('NO KNOWN ALLERGIES');
    expect(heading(chart({ allergies: received(AS_OF, [allergy({ negates: 'not-asked' })]) }))).toContain('NOT ASSESSED');
    expect(heading(chart())).toContain('NOT RECEIVED');
    expect(bandOn(scheduled(chart())).codeStatus).toBe('NOT IN FEED, VERIFY');
  });
  test('a stale copy and a drill are shouted', () => {
    const stale = patientSheet(
      'mar-scheduled',
      view(chart(), '2026-11-23T02:00:00Z'),
      { ...printing, now: '2026-11-23T02:00:00Z', outage: { ...declared, drill: true } },
      1,
    )!;
    expect(stale.head.ageAlarm).toContain('STALE COPY: MORE THAN 2 H OLD');
    expect(stale.head).toMatchObject({ drill: true, mark: 'DRILL: NOT FOR PATIENT CARE' });
    expect(stale.title).toMatch(/^DRILL: /);
  });
  test('the gap between the copy and the sheet is named', () => {
    expect(text(scheduled(chart()))).toContain(
      'Doses given between 14:45 (data as of) and 15:00 (start of this sheet) are not known here',
    );
  });
});

describe('the order block', () => {
  test('drug and dose first, the EHR’s text verbatim, last given, number', () => {
    const o = order({}, { text: 'Take with food. Hold for HR less than 55' }, { code: 'BID' });
    const { order: block } = gridRow(chart({ ...orders(o), administrations: received(AS_OF, [given()]) }));
    expect(block.lines[0]!.map(w => w.text)).toEqual(['metoprolol tartrate 50 mg tablet', 'DOSE 50 mg']);
    expect(block.lines[1]!.map(w => w.text)).toEqual(['Take with food. Hold for HR less than 55']);
    expect(JSON.stringify(block)).toContain('LAST GIVEN 0905, 50 mg, by T. Ortiz RN');
    expect(block.number).toBe('48228921');
  });
  test('a one-time order says when, and that its dose was given', () => {
    const o = order({}, {}, { code: 'ONCE', events: ['2026-11-22T18:00:00-05:00'] });
    const block = text(prn(chart({ ...orders(o), administrations: received(AS_OF, [given()]) })));
    expect(block).toContain('AT 1800');
    expect(block).toContain('ONE DOSE ORDERED, ONE CHARTED AS GIVEN');
  });
  test('an unresolved name and a missing dose are said, not left empty', () => {
    const block = JSON.stringify(
      gridRow(
        chart(
          orders(
            order(
              { drug: { name: 'NAME NOT RESOLVED (code 123)', resolved: false, codes: [], ingredients: [] } },
              { dose: null },
            ),
          ),
        ),
      ),
    );
    expect(block).toContain('NAME NOT RESOLVED');
    expect(block).toContain('DOSE not received');
  });
});

test('every active order is on exactly one of the two MAR sheets, whatever its timing', () => {
  const when = fc.constantFrom<Partial<Timing> | null>(
    null,
    { code: 'BID' },
    { code: 'ONCE' },
    { code: 'ASDIR' },
    { timeOfDay: ['09:00'] },
    { frequency: 288, period: 1, periodUnit: 'd' },
  );
  const anyOrders = fc
    .array(
      fc.record({
        when,
        asNeeded: fc.boolean(),
        rate: fc.constantFrom(null, '5 mL/h'),
        status: fc.constantFrom('active', 'on-hold'),
      }),
      { maxLength: 20 },
    )
    .map(list =>
      list.map((x, i) =>
        order({ id: `o${i}`, number: `N${i}`, status: x.status }, { asNeeded: x.asNeeded, rate: x.rate }, x.when),
      ),
    );
  fc.assert(
    fc.property(anyOrders, list => {
      const c = chart(orders(...list));
      const printed = [...rows(scheduled(c)), ...rows(prn(c))].map(r => r.order.number);
      expect(printed.sort()).toEqual(list.map(o => o.number).sort());
    }),
  );
});

describe('the summary', () => {
  test('says for every part what was received, and lists doses without an order', () => {
    const sheet = text(
      patientSheet(
        'summary',
        view(
          chart({
            diet: missing('not-supported', 'no NutritionOrder'),
            administrations: received(AS_OF, [given({ orderId: null, drug: 'propofol' })]),
          }),
        ),
        printing,
        1,
      )!,
    );
    expect(sheet).toContain('Not sent by this EHR (no NutritionOrder).');
    expect(sheet).toContain('DOSES CHARTED WITHOUT AN ORDER OF THIS LIST');
    expect(sheet).toContain('propofol');
  });
  test('what could not be read is named', () => {
    const sheet = text(
      patientSheet(
        'summary',
        view(chart({}, { unmapped: [{ resource: 'MedicationRequest', id: 'x9', why: 'no medication', raw: '{}' }] })),
        printing,
        1,
      )!,
    );
    expect(sheet).toContain('MedicationRequest x9: no medication');
  });
});
