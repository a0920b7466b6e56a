import { describe, expect, test } from 'vitest';
import { foldPatient } from '../../main/domain/fold.ts';
import { patientSheet } from '../../main/domain/forms.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import type { PatientView } from '../../main/domain/view.ts';
import type { WrittenOrder } from '../../main/domain/ward/ward-act.ts';
import type { Page, Text } from '../../main/paper/page.ts';
import { chartOf, GENERATION, paperPatient, printingOf, site } from '../support/paper-patient.ts';
import { drawn, findingsIn, pagesOf } from '../support/read-paper.ts';
import { DECLARED, event, upon, written } from '../support/ward-events.ts';

const patient = paperPatient();
const chart = chartOf(patient);
const at = patient.now;
const newOrder = (number: string, content: Partial<WrittenOrder>) =>
  event(number, at, {
    ...upon(number, at, { kind: 'order-written', content: written({ start: at, ...content }), readBack: true }),
    patient: chart.identity.id,
  });
const stopped = (id: string, order: string) =>
  event(id, at, {
    ...upon(order, at, { kind: 'order-stopped', prescriber: 'Dr. Hale', reason: 'rash', stops: at, ehr: null }, [order]),
    patient: chart.identity.id,
  });
const prn = { reason: 'pain', minimumHours: 6, mostPerDay: null };
const events = [
  { ...DECLARED, id: 'K1:1' },
  newOrder('DO-1', {}),
  newOrder('DO-2', { drug: { name: 'linezolid 600 mg tablet', codes: [] } }),
  stopped('K1:9', 'DO-2'),
  newOrder('DO-3', { drug: { name: 'ibuprofen 400 mg tablet', codes: [] }, dose: '400 mg', frequency: null, prn }),
  stopped('K1:10', 'DO-3'),
];
const view: PatientView = foldPatient(chart, {
  generation: GENERATION,
  events,
  now: patient.now,
  window: marWindow(patient.now, 24, site.zone),
  site,
});
const printing = printingOf(view);
const sheets = (['mar-scheduled', 'mar-prn', 'summary'] as const).flatMap(form => patientSheet(form, view, printing, 1) ?? []);

/** Changes pages in place. */
type Mutilation = (pages: Page[]) => void;

async function findingsAfter(mutilate: Mutilation): Promise<string[]> {
  const pages = pagesOf(sheets);
  mutilate(pages);
  return (await findingsIn(drawn(pages), sheets, view)).map(f => f.what);
}

/** Takes away one text of the sheet whose page has a certain order, the first or the last that begins so. */
const drop =
  (begins: string, which: 'first' | 'last' = 'first'): Mutilation =>
  pages => {
    const fits = (text: Text): boolean => text.text.replace(/^▪ /, '').startsWith(begins);
    const on = which === 'first' ? pages.find(p => p.own.texts.some(fits)) : pages.findLast(p => p.own.texts.some(fits));
    if (!on) throw new Error(`no text begins with "${begins}"`);
    const text = which === 'first' ? on.own.texts.find(fits) : on.own.texts.findLast(fits);
    on.own.texts = on.own.texts.filter(t => t !== text);
  };

test('paper with orders of the ward is whole as it is drawn', async () => {
  expect(view.orders.map(o => o.order.number)).toEqual(expect.arrayContaining(['DO-1', 'DO-2', 'DO-3']));
  expect(await findingsAfter(() => undefined)).toEqual([]);
});

describe('a mutilated order of the ward is caught:', () => {
  const cases: [string, Mutilation, RegExp][] = [
    [
      'nothing says that it was not verified',
      drop('NOT VERIFIED BY A SECOND PERSON'),
      /mark "NOT VERIFIED BY A SECOND PERSON" is missing/,
    ],
    ['nothing says that it is new', drop('NEW ON WARD'), /mark "NEW ON WARD" is missing/],
    ['nothing says that its stop was not verified', drop('STOP NOT VERIFIED'), /mark "STOP NOT VERIFIED" is missing/],
    [
      'a stop is gone from over its hours',
      drop('STOPPED ON THE WARD', 'first'),
      /its stop is not written over its times|word of what the ward did/,
    ],
    ['the summary loses the mark of a stop', drop('STOPPED ON WARD', 'last'), /not on the summary/],
    ['who ordered the new one is gone', drop('NEW ON THE WARD'), /word of what the ward did is missing/],
  ];
  test.each(cases)('%s', async (_, mutilate, what) => {
    expect((await findingsAfter(mutilate)).join('\n')).toMatch(what);
  });
});
