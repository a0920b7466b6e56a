import { describe, expect, test } from 'vitest';
import { received, missing } from '../../main/domain/section.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { MARGIN, type Page } from '../../main/paper/page.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { renderPatient } from '../../main/paper/render.ts';
import {
  allergy,
  chartOf,
  GENERATION,
  order,
  paperPatient,
  sheetsOf,
  site,
  usualOrders,
  viewOf,
} from '../support/paper-patient.ts';
import { timing } from '../support/orders.ts';
import { STYLES } from '../../main/paper/type-sizes.ts';
import { findingsIn, pagesOf, pdfOf } from '../support/read-paper.ts';

const drawnWords = (sheets: ReturnType<typeof sheetsOf>): string =>
  pagesOf(sheets)
    .flatMap(page => page.own.texts.map(({ text }) => text))
    .join('');

const wholeText = async (pdf: Uint8Array): Promise<string[]> => (await readBack(pdf)).map(pageText);

test('a reprint is the same file, byte for byte', async () => {
  const view = viewOf(paperPatient());
  expect(pdfOf(sheetsOf(view)).equals(pdfOf(sheetsOf(view)))).toBe(true);
});

test.each(['given', 'not-given', 'refused', 'held', 'in-progress', 'unknown'] as const)(
  'a due time charted as %s says so inside its box, in every column however narrow',
  async outcome => {
    const due = order('metoprolol', { dose: '50 mg', timing: timing({ timeOfDay: ['15:00'] }) });
    const patient = paperPatient({
      orders: [due],
      given: [{ orderId: due.id, at: '2026-11-22T19:41:00Z', dose: '50 mg', by: 'RN' }],
    });
    const chart = chartOf(patient);
    const doses = chart.sections.administrations.items.map(dose => ({ ...dose, outcome }));
    const charted = { ...chart, sections: { ...chart.sections, administrations: received(patient.asOf, doses) } };
    const view = foldPatient(charted, {
      generation: GENERATION,
      events: [],
      now: patient.now,
      window: marWindow(patient.now, 24, site.zone),
      site,
    });
    for (const paper of ['letter', 'a4'] as const)
      expect(await findingsIn(pdfOf(sheetsOf(view), paper), sheetsOf(view), view)).toEqual([]);
  },
);

test('the properties of the file name the institution and the form, not the patient', async () => {
  const pdf = pdfOf(sheetsOf(viewOf(paperPatient()))).toString('latin1');
  expect(pdf).toContain('Mercy Regional Medical Center');
  expect(pdf).not.toContain('SCHMIDT');
  expect(pdf).not.toContain('E32401945');
});

describe('type', () => {
  const pages = pagesOf(sheetsOf(viewOf(paperPatient())));
  const all = (page: Page) => [...page.frame.texts, ...page.stamp, ...page.own.texts];

  test('is at least 8.5 points, and 7.5 for the labels of boxes', () => {
    const labels =
      /^(MRN|Visit|Born|Bed|Weight|Height|Admitted|Attending|CODE STATUS|ISOLATION|Initials|Signature, name, title|RPh|RN|Time|Rate|Init\.|2nd|Old patch off, date|time|from site|discarded by|witness|new patch, site|\d\d\/\d\d)$/;
    for (const text of pages.flatMap(all))
      expect(text.size, text.text).toBeGreaterThanOrEqual(labels.test(text.text) ? 7.5 : 8.5);
  });
  test('of the name is at least 12 points and bold; of drugs and doses at least 10 and bold', () => {
    const find = (begins: string) => pages.flatMap(all).filter(t => t.text.startsWith(begins) && t.size > 10);
    expect(find('SCHMIDT, Ana').every(t => t.size >= 12 && t.weight === 'bold')).toBe(true);
    expect(find('metoprolol tartrate 50 mg').length).toBeGreaterThan(0);
    expect(find('metoprolol tartrate 50 mg').every(t => t.weight === 'bold')).toBe(true);
    expect(find('DOSE 50 mg').some(t => t.weight === 'bold')).toBe(true);
  });
  test('is black, or white on black; fills are black or a grey that no fax darkens', () => {
    for (const { frame, own } of pages) {
      for (const rect of [...frame.rects, ...own.rects])
        expect(rect.fill === null || rect.fill === 0 || rect.fill >= 0.85).toBe(true);
    }
  });
});

describe('words arrive as they were sent:', () => {
  test.each([
    ['NGUYỄN, Thị Minh Khai'],
    ['ŻÓŁĆ-Łukaszewicz, Świętosława'],
    ['محمد علي عبدالله'],
    ['王, 小明'],
    ['O’Neill, “Bébé” Zoë'],
    ['כהן, רחל'],
    ['ศรีสุข, น้ำผึ้ง'],
    ['शर्मा, कृष्णा क्षत्रिय'],
    ['김, 서연'],
  ])('%s on every page', async name => {
    const view = viewOf(paperPatient({ name }));
    const sheets = sheetsOf(view);
    const pdf = pdfOf(sheets);
    expect(await findingsIn(pdf, sheets, view)).toEqual([]);
    for (const text of await wholeText(pdf)) expect(text).toContain(folded(name));
  });

  test('"≥ 60" is not "e 60", and "≤" stays "≤"', async () => {
    const view = viewOf(
      paperPatient({ orders: [order('potassium', { text: 'if K ≤ 3.5 and eGFR ≥ 60: 20 mEq', dose: '20 mEq' })] }),
    );
    expect((await wholeText(pdfOf(sheetsOf(view)))).join('')).toContain('ifK≤3.5andeGFR≥60:20mEq');
  });

  test('digits within Arabic keep their order: room 512 is not 215', async () => {
    const view = viewOf(paperPatient({ orders: [order('aspirin', { text: 'مريض في غرفة 512 الآن', dose: '1' })] }));
    const [page] = await readBack(pdfOf(sheetsOf(view)));
    const at = page!.texts.findIndex((t, i) => t.text === '5' && page!.texts[i + 1]?.text === '1');
    const [five, one, two] = page!.texts.slice(at, at + 3);
    expect([five?.text, one?.text, two?.text]).toEqual(['5', '1', '2']);
    expect(five!.x).toBeLessThan(one!.x);
    expect(one!.x).toBeLessThan(two!.x);
    const word = (w: string) => page!.texts.find(t => t.text === w)!;
    expect(word('مريض').x).toBeGreaterThan(two!.x);
    expect(word('الآن').x).toBeLessThan(five!.x);
  });

  test('line breaks of an instruction are kept; control characters and direction overrides print nothing', async () => {
    const text = 'first line\r\nsecond\u202e line\u0007';
    const view = viewOf(paperPatient({ orders: [order('aspirin', { text, dose: '1 tablet' })] }));
    const [page] = await readBack(pdfOf(sheetsOf(view)));
    const lines = page!.texts.map(t => t.text);
    expect(lines).toContain('first line');
    expect(lines).toContain('second line');
  });

  test('an unreadable character is printed as such, never as nothing', async () => {
    const view = viewOf(paperPatient({ orders: [order('aspir\ufffdn', { text: 'daily', dose: '1' })] }));
    const sheets = sheetsOf(view);
    const pdf = pdfOf(sheets);
    expect(drawnWords(sheets)).toContain('aspir[U+FFFD]n');
    expect(await findingsIn(pdf, sheets, view)).toEqual([]);
  });

  test('a number is not parted from its unit at the end of a line', () => {
    const notes = Array.from({ length: 30 }, (_, i) => `${'x'.repeat(i + 1)} then give 1,250 mg now.`);
    const pages = pagesOf(sheetsOf(viewOf(paperPatient({ orders: [order('vancomycin', { dose: '1 g' }, { notes })] }))));
    for (const text of pages.flatMap(p => p.own.texts)) expect(text.text).not.toMatch(/1,250$/);
  });
});

test('a long name of several parts is broken after a hyphen, not within a part', () => {
  const [page] = pagesOf(sheetsOf(viewOf(paperPatient({ name: 'BRZĘCZYSZCZYKIEWICZ-WIŚNIEWSKA-ŁUKASZCZYKOWA, Ewa' }))));
  const largest = page!.frame.texts.filter(t => t.size >= STYLES.longName.size);
  expect(largest.slice(0, -1).map(t => t.text.at(-1))).toEqual(largest.slice(0, -1).map(() => '-'));
  expect(largest.length).toBeGreaterThan(1);
});

test.each([
  ['aspirin 💊 mg', 'aspirin [U+1F48A] mg'],
  ['রহিমা', '[U+09B0][U+09B9][U+09BF][U+09AE][U+09BE]'],
  ['seen by 👩‍⚕️', 'by [U+1F469][U+2695]'],
  ['x\u1abe', 'x[U+1ABE]'],
  ['\u{10ffff}', '[U+10FFFF]'],
])('signs that no font has are spelled by their numbers, and the paper is whole: %s', async (text, spelled) => {
  const patient = paperPatient({ name: text, orders: [order(text, { text, dose: '1 mg' }, { notes: [text] })] });
  const view = viewOf(patient);
  const sheets = sheetsOf(view);
  expect(await findingsIn(pdfOf(sheets), sheets, view)).toEqual([]);
  expect(drawnWords(sheets)).toContain(spelled);
});

test('a head that leaves no room for orders stops the paper instead of being cut', () => {
  const view = viewOf(paperPatient({ name: `SCHMIDT, ${'Ana Maria '.repeat(300)}` }));
  const rendered = renderPatient(sheetsOf(view), 'letter');
  expect(rendered).toEqual({ ok: false, error: { kind: 'too-large', why: expect.stringContaining('SCHMIDT, Ana') } });
});

describe('each kind of silence about allergies is in its own words:', () => {
  const patient = paperPatient();
  const chart = chartOf(patient);
  const negating = (negates: 'none-known' | 'not-asked') => received(patient.asOf, [{ ...allergy('x', []), negates }]);
  test.each([
    ['NO KNOWN ALLERGIES', negating('none-known')],
    ['ALLERGIES NOT ASSESSED', negating('not-asked')],
    ['ALLERGIES NOT RECEIVED', missing<ReturnType<typeof allergy>>('unauthorised', 'The EHR refused to send allergies.')],
  ])('%s', async (words, allergies) => {
    const silent: Chart = { ...chart, sections: { ...chart.sections, allergies } };
    const view = foldPatient(silent, {
      generation: GENERATION,
      events: [],
      now: patient.now,
      window: marWindow(patient.now, 24, site.zone),
      site,
    });
    const sheets = sheetsOf(view);
    const pdf = pdfOf(sheets);
    expect(await findingsIn(pdf, sheets, view)).toEqual([]);
    for (const text of await wholeText(pdf)) expect(text).toContain(folded(words));
  });
});

describe('crowded charts', () => {
  test.each([14, 115, 300])(
    '%i allergies: all are listed from page 1 on, and every page says how many more there are',
    async count => {
      const allergies = Array.from({ length: count }, (_, i) =>
        allergy(`substance ${i + 1}`, ['hives', 'angioedema of the lips and the whole face'], 'severe'),
      );
      const view = viewOf(paperPatient({ allergies }));
      const sheets = sheetsOf(view);
      const pdf = pdfOf(sheets);
      expect(await findingsIn(pdf, sheets, view)).toEqual([]);
      const texts = await wholeText(pdf);
      for (const { substance } of allergies) expect(texts.join('')).toContain(folded(`${substance}:`));
      for (const text of texts) expect(text).toMatch(/\d+MORE:seeALLERGIESonpage1/);
    },
  );

  test.each([8, 200])(
    '%i long flags: all are listed from page 1 on, and every page says how many more there are',
    async count => {
      const flags = Array.from(
        { length: count },
        (_, i) => `Contact precautions ${i + 1}: MRSA colonisation of the nares, confirmed`,
      );
      const view = viewOf(paperPatient({ flags }));
      const sheets = sheetsOf(view);
      const pdf = pdfOf(sheets);
      expect(await findingsIn(pdf, sheets, view)).toEqual([]);
      const texts = await wholeText(pdf);
      for (const text of texts) expect(text).toMatch(/\d+MORE:seePRECAUTIONSonpage1/);
    },
  );

  test('a code status as long as a letter is on page 1, and every page points to it', async () => {
    const view = viewOf(paperPatient({ codeStatus: 'Full code, but no intubation for longer than needed. '.repeat(20) }));
    const sheets = sheetsOf(view);
    const pdf = pdfOf(sheets);
    expect(await findingsIn(pdf, sheets, view)).toEqual([]);
    for (const text of await wholeText(pdf)) expect(text).toContain('1MORE:seeCODESTATUSonpage1');
  });

  test('60 orders: each on its sheet exactly once', async () => {
    const orders = Array.from({ length: 60 }, (_, i) => ({ ...usualOrders()[i % 20]!, id: `o${i}`, number: `7000${i}x` }));
    const view = viewOf(paperPatient({ orders, given: [] }));
    const sheets = sheetsOf(view);
    const pdf = pdfOf(sheets);
    expect(await findingsIn(pdf, sheets, view)).toEqual([]);
    const blocks = (await readBack(pdf)).flatMap(p => p.texts.filter(t => /^Order 7000\d+x$/.test(t.text)).map(t => t.text));
    expect(blocks.sort()).toEqual(orders.map(o => `Order ${o.number}`).sort());
  });

  test('an instruction of 3,000 characters is printed to its last word, over pages that say so', async () => {
    const text = `${Array.from({ length: 400 }, (_, i) => `word${i}`).join(' ')} the end`;
    const [usual] = usualOrders();
    const long = order('methotrexate 2.5 mg tablet', { text, dose: '15 mg', timing: timing({ timeOfDay: ['18:00'] }) });
    const view = viewOf(paperPatient({ orders: [usual!, long], given: [] }));
    const sheets = sheetsOf(view);
    const pdf = pdfOf(sheets);
    expect(text.length).toBeGreaterThan(3000);
    expect(await findingsIn(pdf, sheets, view)).toEqual([]);
    const texts = (await wholeText(pdf)).join('');
    expect(texts).toContain('theend');
    expect(texts).toMatch(new RegExp(`Order${long.number}continuesonpage\\d`));
    expect(texts).toContain(folded(`continued: methotrexate 2.5 mg tablet DOSE 15 mg, Order ${long.number}`));
  });

  test('a short order is never split', () => {
    const pages = pagesOf(sheetsOf(viewOf(paperPatient())));
    expect(pages.flatMap(p => p.own.texts).filter(t => t.text.includes('continues on page'))).toEqual([]);
  });

  test('no page leaves the margins, on either paper', () => {
    for (const paper of ['letter', 'a4'] as const) {
      for (const page of pagesOf(sheetsOf(viewOf(paperPatient())), paper)) {
        for (const t of [...page.frame.texts, ...page.own.texts]) {
          expect(t.x).toBeGreaterThanOrEqual(MARGIN);
          expect(t.x + t.width).toBeLessThanOrEqual(page.width - MARGIN + 0.01);
          expect(t.y).toBeLessThanOrEqual(page.height - MARGIN);
        }
      }
    }
  });
});

describe('the clock change of 11/01/2026, when 01:00 comes twice', () => {
  const patient = paperPatient({
    asOf: '2026-10-31T20:45:00-04:00',
    now: '2026-10-31T21:02:00-04:00',
    given: [],
    orders: [
      order(
        'cefepime 2 g',
        { text: '2 g IV at 1 and 9', dose: '2 g', timing: timing({ timeOfDay: ['01:00', '09:00'] }) },
        { start: '2026-10-01' },
      ),
    ],
  });
  test('has a column for each real hour, and read-back agrees with the view', async () => {
    const view = viewOf(patient);
    const sheets = sheetsOf(view);
    const pdf = pdfOf(sheets);
    expect(await findingsIn(pdf, sheets, view)).toEqual([]);
    const [page] = await readBack(pdf);
    expect(page!.texts.filter(t => t.text === '01' && t.size > 9).length).toBe(2);
  });
});

test('a stale copy says so on every page, white on black', async () => {
  const view = viewOf(paperPatient({ asOf: '2026-11-22T08:00:00-05:00' }));
  const sheets = sheetsOf(view);
  const pages = await readBack(pdfOf(sheets));
  for (const page of pages) expect(page.texts.some(t => t.white && t.text.startsWith('STALE COPY'))).toBe(true);
});
