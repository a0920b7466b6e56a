import { describe, expect, test } from 'vitest';
import { LIST_KINDS } from '../../main/domain/pharmacy/lists.ts';
import type { PatientView } from '../../main/domain/view.ts';
import type { Page, Text } from '../../main/paper/page.ts';
import type { Subject } from '../../main/paper/verify.ts';
import { unitSheet } from '../../main/domain/forms.ts';
import { renderPatient } from '../../main/paper/render.ts';
import { verifySheets } from '../../main/paper/verify.ts';
import { fullPatient, paperOf, viewFor, type FormPaper } from '../support/forms.ts';
import { order, paperPatient, printingOf, usualOrders } from '../support/paper-patient.ts';
import { timing } from '../support/orders.ts';
import { drawn, findingsOn, pagesOf } from '../support/read-paper.ts';
import { printedSheet } from '../support/sheets.ts';
import { formOf } from '../../main/domain/form.ts';
import { site } from '../support/site.ts';

type Mutilation = (pages: Page[]) => unknown;

const EXPIRED = order(
  'ciprofloxacin 500 mg tablet',
  { dose: '500 mg', route: 'by mouth', timing: timing({ code: 'BID' }) },
  { stop: '2026-11-22T09:00:00-05:00', pending: true },
);
const WEEKLY = order('alendronate 70 mg tablet', {
  dose: '70 mg',
  route: 'by mouth',
  timing: timing({ timeOfDay: ['06:00'], dayOfWeek: ['wed'] }),
});
const ANA = viewFor(fullPatient({ orders: [...usualOrders(), EXPIRED, WEEKLY] }), 'hours');
const ZANETA = viewFor(fullPatient({ name: 'NOWAK, Żaneta', mrn: 'E99999999' }), 'hours');
const NOBODY = viewFor(paperPatient({ name: 'OKAFOR, Chidi', mrn: 'E77777777', orders: [], given: [] }), 'hours');
/** Sheets of both were printed an hour ago; of Żaneta’s orders the first was written since. */
const sheets: PatientView['sheets'] = [
  printedSheet({ id: 'K1-0003-01S', form: 'mar-scheduled', at: '2026-11-22T18:30:00Z', by: 'R. Alvarez' }),
];
const changed = (view: PatientView): PatientView => ({
  ...view,
  sheets,
  orders: view.orders.map((o, i) => (i === 0 ? { ...o, order: { ...o.order, authored: '2026-11-22T14:00:00-05:00' } } : o)),
});
const views = [changed(ANA), changed(ZANETA), NOBODY];

const texts = (pages: Page[]): Text[] => pages.flatMap(p => [...p.frame.texts, ...p.own.texts]);
function the(pages: Page[], found: RegExp): Text {
  const text = texts(pages).find(t => found.test(t.text));
  if (!text) throw new Error(`no text like ${String(found)}`);
  return text;
}
const says =
  (found: RegExp, change: (text: string) => string): Mutilation =>
  pages => {
    const text = the(pages, found);
    text.text = change(text.text);
  };
const gone = (found: RegExp): Mutilation => says(found, () => ' ');

async function findingsAfter(of: FormPaper, mutilate: Mutilation): Promise<string[]> {
  const pages = pagesOf([of.sheet]);
  mutilate(pages);
  return (await findingsOn(drawn(pages), of)).map(f => f.what);
}

const ORDER = /missing from its part of the list/;
const common: Record<string, [Mutilation, RegExp]> = {
  'a drug is clipped': [says(/^(hydrOXYzine|oxyCODONE|insulin lispro|ciprofloxacin|norepinephrine)/, t => t.slice(0, -4)), ORDER],
  'the number of an order is another': [
    says(/Order \d+/, t => t.replace(/(\d)(\d)$/, (_, a: string, b: string) => `${b}${Number(a) + 1 - 1}9`)),
    ORDER,
  ],
  'the MRN on a row is another': [
    pages => {
      const row = texts(pages)
        .filter(t => t.text === 'E32401945')
        .at(-1)!;
      row.text = 'E32401954';
    },
    ORDER,
  ],
  'a patient without orders is not named': [gone(/^\S+ OKAFOR, Chidi:?$|OKAFOR, Chidi/), /without orders is not named/],
  'the age of the data is another': [says(/^DATA AS OF/, t => t.replace('DATA AS OF 11', 'DATA AS OF 12')), /data as of/],
};

const also: Partial<Record<(typeof LIST_KINDS)[number], Record<string, [Mutilation, RegExp]>>> = {
  'fill-list': {
    'a need is another': [says(/^4 tablets/, t => t.replace('4', '8')), ORDER],
    'AT MOST is gone': [says(/AT MOST$/, t => t.replace(' AT MOST', '')), ORDER],
    'the arithmetic is another': [says(/x 4 doses/, t => t.replace('x 4', 'x 3')), ORDER],
    'an expired order stands among those to fill': [says(/^EXPIRED$/, () => 'TO FILL'), ORDER],
    'what was not computed stands among those to fill': [says(/^NOT COMPUTED$/, () => 'TO FILL'), ORDER],
    'a total is another': [
      says(/^\d+ tablets for 2 orders$/, t => t.replace(/^\d/, d => String(Number(d) + 1))),
      /a total of a drug is missing/,
    ],
    'the drug of a total is clipped': [
      pages => {
        const total = texts(pages).findLast(t => t.text.startsWith('hydrOXYzine'))!;
        total.text = total.text.slice(0, -3);
      },
      /a total of a drug is missing/,
    ],
    'the period is another': [says(/^For 11\/22\/2026/, t => t.replace('11/22', '11/23')), /range of dates/],
  },
  'expiring-list': { 'a stop time is another': [says(/STOP TIME HAS PASSED: 0900/, t => t.replace('0900', '1900')), ORDER] },
  'high-alert-list': {
    'a last dose is another': [says(/last given \d{4}/, t => t.replace(/last given \d/, 'last given 2')), ORDER],
  },
  'unverified-list': { 'the only order is dropped': [says(/^ciprofloxacin/, () => ' '), ORDER] },
  'iv-list': { 'a need is another': [says(/x 24 h/, t => t.replace('24', '42')), ORDER] },
  'changes-list': { 'a moment is another': [says(/^NEW: ordered 1400/, t => t.replace('1400', '1500')), ORDER] },
};

describe.each(LIST_KINDS)('%s', kind => {
  const of = paperOf(kind, views, 'hours');
  test('untouched it is whole', async () => expect(await findingsAfter(of, () => undefined)).toEqual([]));
  const cases = { ...common, ...also[kind] };
  test.each(Object.keys(cases))('%s', async name => {
    const [mutilate, expected] = cases[name]!;
    expect(await findingsAfter(of, mutilate)).toContainEqual(expect.stringMatching(expected));
  });
  test('the list of another form is not taken for it', async () => {
    const title = formOf(site.forms, kind).title;
    expect(
      await findingsAfter(of, pages => texts(pages).forEach(t => t.text === title && (t.text = 'MEDICATIONS DUE'))),
    ).toContainEqual(expect.stringMatching(/title/));
  });
});

test.each(LIST_KINDS)('%s names who is on the unit but has no chart, and without that it is not whole', async kind => {
  const unread = [{ patient: 'MRN 00444', why: 'the EHR answered 500' }];
  const printing = { ...printingOf(views[0]!), unread };
  const sheet = unitSheet(kind, views, printing)!;
  const rendered = renderPatient([sheet], 'letter');
  if (!rendered.ok) throw new Error(rendered.error.why);
  const subject: Subject = { kind: 'unit', views };
  expect(await verifySheets(rendered.value.pdf, [sheet], subject, printing)).toEqual([]);
  const missing = await verifySheets(rendered.value.pdf, [sheet], subject, {
    ...printing,
    unread: [{ patient: 'MRN 00445', why: 'x' }],
  });
  expect(missing.map(f => f.what)).toContain('a patient without a chart is not named');
});

test('an older chart among newer ones says its age under the name', async () => {
  const older: PatientView = { ...changed(ZANETA), asOf: '2026-11-22T09:15:00-05:00' };
  const sheet = unitSheet('high-alert-list', [changed(ANA), older], printingOf(views[0]!))!;
  expect(JSON.stringify(sheet.blocks)).toContain('chart as of 11/22/2026 09:15');
});
