import { describe, expect, test } from 'vitest';
import { clausesAbout } from '../../main/domain/clauses.ts';
import { patientSheet } from '../../main/domain/forms.ts';
import { type Block, type Sheet } from '../../main/domain/sheet.ts';
import { specialFormOf } from '../../main/domain/special-orders.ts';
import { emptyPaperOf, fullPatient, paperOf, pumps, viewFor } from '../support/forms.ts';
import { timing } from '../support/orders.ts';
import { order, paperPatient, printingOf } from '../support/paper-patient.ts';
import { site } from '../support/site.ts';

const words = (sheet: Sheet | null): string => JSON.stringify(sheet?.blocks ?? null);
const gridOf = (sheet: Sheet): Extract<Block, { kind: 'order-grid' }> =>
  sheet.blocks.find((b): b is Extract<Block, { kind: 'order-grid' }> => b.kind === 'order-grid')!;
const only = (...orders: ReturnType<typeof order>[]) => viewFor(paperPatient({ orders, given: [] }), '3-days');
const rowOf = (...orders: ReturnType<typeof order>[]) =>
  gridOf(patientSheet('mar-scheduled', only(...orders), printingOf(only(...orders), '3-days'), 1)!).rows[0]!;

test('no two forms share the letter of a sheet’s id', () => {
  const letters = site.forms.map(({ letters }) => letters);
  expect(new Set(letters).size).toBe(letters.length);
});

describe('a MAR of days has a line for each time of day:', () => {
  const kinds = (row: ReturnType<typeof rowOf>) => row.lines.map(line => line.map(cell => cell.kind));
  test('due on each day, hatched where the hour of the first day has passed', () => {
    const row = rowOf(order('cefepime', { dose: '2 g', timing: timing({ timeOfDay: ['09:00', '21:00'] }) }));
    expect(kinds(row)).toEqual([
      ['closed', 'due', 'due'],
      ['due', 'due', 'due'],
    ]);
  });
  test('hatched on days on which it is not due', () => {
    const row = rowOf(order('methotrexate', { dose: '15 mg', timing: timing({ dayOfWeek: ['mon'], timeOfDay: ['09:00'] }) }));
    expect(kinds(row)).toEqual([['closed', 'due', 'closed']]);
  });
  test('times that differ from day to day each stand on their own day', () => {
    const events = ['2026-11-22T20:00:00-05:00', '2026-11-23T08:00:00-05:00', '2026-11-24T20:00:00-05:00'];
    const row = rowOf(order('vancomycin', { dose: '1 g', timing: timing({ events }) }));
    expect(kinds(row)).toEqual([
      ['closed', 'due', 'closed'],
      ['due', 'closed', 'due'],
    ]);
  });
  test('in a night shift a time after midnight says its date', () => {
    const view = viewFor(
      paperPatient({ orders: [order('cefepime', { dose: '2 g', timing: timing({ timeOfDay: ['02:00'] }) })], given: [] }),
      'shifts',
    );
    const sheet = patientSheet('mar-scheduled', view, printingOf(view, 'shifts'), 1)!;
    const due = gridOf(sheet).rows[0]!.lines[0]!.flatMap(cell => (cell.kind === 'due' ? cell.times : []));
    expect(due).toEqual([expect.objectContaining({ text: '0200', date: '11/23' })]);
  });
});

describe('where an order is charted besides its MAR', () => {
  const formOf = (o: ReturnType<typeof order>) => specialFormOf(only(o).orders[0]!);
  const [pca, epidural] = pumps();
  test.each([
    ['a drip', order('norepinephrine', { rate: '0.05 mcg/kg/min', timing: timing({ code: 'CONTINUOUS' }) }), 'infusion'],
    ['a rate whose timing was not received', order('vasopressin', { rate: '0.03 units/min' }), 'infusion'],
    [
      'an insulin drip',
      order('insulin regular 1 unit/mL', { rate: '2 units/h', timing: timing({ code: 'CONTINUOUS' }) }),
      'infusion',
    ],
    ['insulin by its brand name', order('HumaLOG KwikPen', { dose: '4 units', timing: timing({ code: 'BID' }) }), 'insulin'],
    ['PCA', pca!, 'pca'],
    ['an epidural', epidural!, 'pca'],
    ['a short infusion', order('ceFAZolin', { dose: '2 g', rate: '100 mL/h', timing: timing({ code: 'Q8H' }) }), null],
    [
      'a tablet that mentions PCA',
      order('oxyCODONE', { dose: '5 mg', text: 'no other opioid while on PCA', timing: timing({ code: 'Q6H' }) }),
      null,
    ],
    [
      'enoxaparin that mentions an epidural',
      order('enoxaparin', { dose: '40 mg', text: 'hold before epidural catheter removal', timing: timing({ code: 'DAILY' }) }),
      null,
    ],
  ])('%s', (_, o, form) => expect(formOf(o)).toBe(form));
  test('every such order also stands on its MAR, which says where to chart', () => {
    const view = viewFor(fullPatient(), 'hours');
    const printing = printingOf(view);
    const mars = words(patientSheet('mar-scheduled', view, printing, 1)) + words(patientSheet('mar-prn', view, printing, 1));
    for (const o of view.orders) expect(mars).toContain(`"number":"${o.order.number}"`);
    for (const name of ['INFUSION AND TITRATION', 'INSULIN AND GLUCOSE', 'PCA AND EPIDURAL'])
      expect(mars).toContain(`Chart on the ${name} RECORD`);
  });
});

describe('what a special sheet says first', () => {
  test('is the order’s own clause, whole, so that a "no" is never lost', () => {
    const [pca] = pumps();
    expect(clausesAbout(pca!, /\bbasal\b/i)).toBe('no basal rate');
    expect(clausesAbout(pca!, /lock-?out/i)).toBe('lockout 10 min');
    expect(clausesAbout(order('x', { text: 'give 1,250.5 mg, then wait' }), /mg/)).toBe('give 1,250.5 mg');
  });
  test('is to be written where the EHR sent nothing', () => {
    const view = only(order('morphine PCA', { text: 'per protocol', timing: timing({ code: 'CONTINUOUS' }) }));
    const sheet = words(patientSheet('pca', view, printingOf(view), 1));
    for (const label of ['Concentration:', 'Bolus:', 'Lockout:', 'Limit:']) expect(sheet).toContain(label);
    expect(sheet).toContain('not received, write: ____');
  });
  test('an infusion has the last charted rate with its time, insulin the last glucoses', () => {
    const view = viewFor(fullPatient(), 'hours');
    expect(words(patientSheet('infusion', view, printingOf(view), 1))).toContain('0.08 mcg/kg/min, 11/22/2026 14:05');
    expect(words(patientSheet('insulin', view, printingOf(view), 1))).toContain(
      '212 mg/dL (11/22 11:32); 187 mg/dL (11/22 07:28)',
    );
  });
  test('what runs without an order is on the infusion sheet although no order is', () => {
    const view = only();
    const loose = {
      id: 'infusion-of-1',
      text: 'propofol: 20 mcg/kg/min',
      detail: 'last charted rate',
      status: '',
      at: '2026-11-22T13:00:00-05:00',
    };
    const running = {
      ...view,
      other: view.other.map(part => (part.name === 'infusions' ? { ...part, entries: [loose] } : part)),
    };
    expect(words(patientSheet('infusion', running, printingOf(view), 1))).toContain('propofol: 20 mcg/kg/min, 11/22/2026 13:00');
  });
});

describe('medications due', () => {
  const ana = viewFor(fullPatient(), 'hours');
  const żaneta = viewFor(fullPatient({ name: 'NOWAK, Żaneta', mrn: 'E99999999' }), 'hours');
  const { sheet } = paperOf('worksheet', [ana, żaneta], 'hours');
  test('names every order of every patient, with a dose on the clock or among those that have none', () => {
    const rows = sheet.blocks.flatMap(b => (b.kind === 'table' ? b.rows : [])).map(row => JSON.stringify(row));
    for (const view of [ana, żaneta])
      for (const o of view.orders)
        expect(
          rows.some(
            row =>
              row.includes(`Order ${o.order.number}`) && row.includes(view.identity.mrn!) && row.includes(view.identity.name),
          ),
        ).toBe(true);
  });
  test('marks computed times, and never goes further than a day', () => {
    expect(words(sheet)).toContain('"~1800"');
    const week = paperOf('worksheet', [viewFor(fullPatient(), '7-days')], '7-days').sheet;
    expect(words(week)).not.toContain('11/24/2026 ');
  });
});

test('a blank form about nobody has an empty box for the identity and no copy behind it', () => {
  const { sheet } = emptyPaperOf('mar-blank');
  expect(sheet.head).toMatchObject({ kind: 'empty', asOf: null, mark: 'BLANK DOWNTIME FORM' });
  expect(sheet.foot.generation).toBe(null);
});

test('a patch has a line for taking off the old one, on either MAR', () => {
  const line = { dose: '1 patch', route: 'transdermal' };
  const scheduled = rowOf(order('lidocaine 5% patch', { ...line, timing: timing({ timeOfDay: ['09:00'] }) }));
  expect(scheduled.fields).toHaveLength(2);
  const view = only(order('lidocaine 5% patch', { ...line, asNeeded: true }));
  expect(words(patientSheet('mar-prn', view, printingOf(view), 1))).toContain('Old patch off');
});
