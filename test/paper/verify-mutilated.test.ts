import { describe, expect, test } from 'vitest';
import type { Page, Text } from '../../main/paper/page.ts';
import { allergy, paperPatient, sheetsOf, viewOf } from '../support/paper-patient.ts';
import { drawn, findingsIn, pagesOf } from '../support/read-paper.ts';

const view = viewOf(paperPatient());
const sheets = sheetsOf(view);

/** Changes pages in place, or hands back others. */
type Mutilation = (pages: Page[]) => unknown;

/** Draws the patient's pages after a hand has changed them, and reads them back. */
async function findingsAfter(mutilate: Mutilation): Promise<string[]> {
  const pages = pagesOf(sheets);
  const given = mutilate(pages);
  const changed = Array.isArray(given) ? (given as Page[]) : pages;
  return (await findingsIn(drawn(changed), sheets, view)).map(f => f.what);
}

const texts = (pages: Page[]): Text[] => pages.flatMap(p => [...p.frame.texts, ...p.stamp, ...p.own.texts]);
function the(pages: Page[], begins: string): Text {
  const found = texts(pages).find(t => t.text.replace(/^▪ /, '').startsWith(begins));
  if (!found) throw new Error(`no text begins with "${begins}"`);
  return found;
}
const pageWith = (pages: Page[], begins: string): Page => pages.find(p => p.own.texts.some(t => t.text.startsWith(begins)))!;
const drop = (pages: Page[], begins: string): void => {
  const text = the(pages, begins);
  for (const page of pages) {
    page.own.texts = page.own.texts.filter(t => t !== text);
    page.frame.texts = page.frame.texts.filter(t => t !== text);
  }
};
const edit = (pages: Page[], begins: string, change: (text: Text) => void): void => change(the(pages, begins));
const says = (begins: string, text: string) => (pages: Page[]) => edit(pages, begins, t => void (t.text = text));

test('untouched sheets are whole, on letter and on A4', async () => {
  expect(await findingsAfter(() => undefined)).toEqual([]);
  expect(await findingsIn(drawn(pagesOf(sheets, 'a4')), sheets, view)).toEqual([]);
});

describe('a mutilated page is caught:', () => {
  const cases: [string, Mutilation, RegExp][] = [
    ['a line of the verbatim dosage text is gone', pages => drop(pages, 'Take 1 tablet (50 mg)'), /dosage text is missing/],
    ['a drug name is cut short', says('metoprolol tartrate', 'metoprolol'), /drug is missing/],
    ['a drug name is another', says('furosemide 10 mg/mL', 'furosemide 100 mg/mL injection'), /drug is missing/],
    ['a dose is another', says('DOSE 22 units', 'DOSE 2 units'), /dose or rate is missing/],
    ['a rate is gone', pages => drop(pages, 'Rate: 75 mL/h'), /dose or rate is missing/],
    ['a note is gone', pages => drop(pages, 'Note: Strict I&O'), /note is missing/],
    [
      'an instruction loses its last line',
      pages => drop(pages, texts(pages).find(t => t.text.endsWith('call prescriber'))!.text),
      /instruction is missing/,
    ],
    ['HIGH ALERT is gone', pages => drop(pages, 'HIGH ALERT'), /mark "HIGH ALERT" is missing/],
    ['an order no longer meets an allergy', pages => drop(pages, 'RELATED ALLERGY: penicillin'), /allergy mark is missing/],
    [
      'an order meets another allergy',
      says('RELATED ALLERGY: penicillin', 'RELATED ALLERGY: penicillin (rash)'),
      /allergy mark is missing or altered/,
    ],
    [
      'nothing says that abbreviations were written out',
      pages => drop(pages, 'Abbreviations written out'),
      /word that abbreviations were written out is missing/,
    ],
    [
      'the last dose was given at another time',
      pages => edit(pages, 'LAST GIVEN 0411', t => void (t.text = t.text.replace('0411', '1411'))),
      /last dose given is missing/,
    ],
    [
      'the stop is another',
      pages => void (texts(pages).find(t => t.text.includes('11/22/2026 23:00'))!.text = 'Stop 11/23/2026 23:00.'),
      /stop is missing/,
    ],
    ['an order number is another', says('Order 48720635', 'Order 48720636'), /not on its sheet/],
    [
      'a whole order is gone',
      pages => {
        const page = pageWith(pages, 'Order 48720635');
        const at = page.own.texts.findIndex(t => t.text.startsWith('furosemide 10 mg/mL'));
        const end = page.own.texts.findIndex(t => t.text === 'Order 48720635');
        page.own.texts.splice(at, end - at + 1);
      },
      /not on its sheet/,
    ],
    ['an order is printed twice', says('Order 48720635', 'Order 48720674'), /more than once/],
    ['a due time is gone', pages => drop(pages, '1630'), /due time 1630 is missing/],
    ['a due time is another', says('1630', '1730'), /1730 is printed where no dose is due/],
    ['a due time stands in the next column', pages => edit(pages, '1630', t => void (t.x += 19.75)), /due time 1630 is missing/],
    [
      'a due time stands with another order',
      pages => {
        const page = pageWith(pages, '1630');
        const other = page.own.texts.find(t => /^~\d{4}$/.test(t.text))!;
        page.own.texts.find(t => t.text === '1630')!.y = other.y;
      },
      /due time 1630 is missing/,
    ],
    [
      'a computed time looks as if the EHR had sent it',
      pages => edit(pages, '~1800', t => void (t.text = t.text.slice(1))),
      /due time ~\d{4} is missing/,
    ],
    [
      'a time is invented',
      pages => {
        const page = pageWith(pages, '1630');
        const time = page.own.texts.find(t => t.text === '1630')!;
        page.own.texts.unshift({ ...time, x: time.x + 2 * 19.75, text: '1830' });
      },
      /1830 is printed where no dose is due/,
    ],
    ['the hours are another', pages => void (texts(pages).find(t => t.text === '16')!.text = '17'), /over the columns are wrong/],
    ['"times not known" is gone', pages => drop(pages, 'TIMES NOT KNOWN: ask pharmacy'), /"times not known" is missing/],
    ['another patient is named', says('SCHMIDT, Ana', 'SCHMITT, Anna'), /name is not the patient's/],
    ['a name is longer than the patient’s', says('SCHMIDT, Ana', 'SCHMIDT, Anabel'), /name is not the patient's/],
    ['the MRN has two digits changed round', says('E32401945', 'E32401954'), /MRN is not the patient's/],
    ['the date of birth is another', says('10/28/1936', '10/29/1936, 90 y female'), /Born is not the patient's/],
    ['the visit is another', says('701143909', '701143908'), /Visit is not the patient's/],
    [
      'an allergy is another',
      says('penicillin: anaphylaxis', 'peanut: anaphylaxis, severe; iodinated'),
      /1 allergies are missing/,
    ],
    [
      'an allergy loses its reaction',
      says('penicillin: anaphylaxis', 'penicillin: severe; iodinated contrast'),
      /allergies are missing/,
    ],
    ['code status is another', says('DNR / DNI', 'Full code (Code status order,'), /code status is missing or wrong/],
    ['isolation is gone', pages => drop(pages, 'Droplet'), /1 precautions are missing beside the name/],
    ['isolation is another', says('Droplet precautions', 'Contact precautions'), /1 precautions are missing beside the name/],
    ['the time of the data is another', says('DATA AS OF', 'DATA AS OF 11/22/2026 15:00'), /data as of/],
    ['the age of the data is another', says('(17 min old', '(2 min old when printed)'), /the age of the data/],
    ['nobody is said to have printed it', says('Printed', 'Printed 11/22/2026'), /by whom it was printed/],
    ['two pages have changed places', pages => pages.with(0, pages[1]!).with(1, pages[0]!), /"page 2 of/],
    ['a page is gone', pages => pages.toSpliced(1, 1), /pages where the sheet says/],
    [
      'the last page is gone',
      pages =>
        pages.toSpliced(
          pages.findIndex(p => p.number === p.of),
          1,
        ),
      /pages where the sheet says/,
    ],
    ['a whole sheet is gone', pages => pages.filter(p => p.form !== 'mar-prn'), /the sheet is missing/],
    ['LAST PAGE is gone', pages => drop(pages, 'LAST PAGE'), /LAST PAGE is missing/],
    [
      'LAST PAGE is on the first',
      pages => void pages[0]!.own.texts.push({ ...the(pages, 'LAST PAGE'), white: true }),
      /LAST PAGE on a page that is not/,
    ],
    ['a text runs into the next column', pages => edit(pages, 'insulin lispro', t => void (t.x += 60)), /crossed by a rule/],
    ['a text runs off the page', pages => edit(pages, 'Doses given', t => void (t.x += 400)), /outside the margins/],
    ['two texts lie over each other', pages => edit(pages, 'Route: subcutaneous', t => void (t.y -= 9)), /over "/],
    [
      'a white text has no black ground',
      pages => {
        const page = pageWith(pages, 'HIGH ALERT');
        page.own.rects = page.own.rects.filter(r => r.fill !== 0);
      },
      /colour of its ground/,
    ],
    [
      'a black text is blackened',
      pages => {
        const { x, y, width } = the(pages, '0–12 units');
        pageWith(pages, '0–12 units').own.rects.push({ x, y: y - 8, width, height: 10, fill: 0, stroke: null });
      },
      /colour of its ground/,
    ],
    [
      'a due time is hatched over',
      pages => {
        const page = pageWith(pages, '1630');
        const time = page.own.texts.find(t => t.text === '1630')!;
        page.own.hatches.push({ x: time.x, y: time.y - 10, width: 20, height: 30, fill: null, stroke: null });
      },
      /crossed by a rule/,
    ],
    ['the page’s code is another page’s', pages => void (pages[0]!.own.codes = pages[1]!.own.codes), /code of the page/],
    ['the generation is another', says('Copy 17', 'Copy 16 of 5 West Med-Surg.'), /"copy 17" is missing/],
  ];
  test.each(cases)('%s', async (_, mutilate, expected) => {
    expect(await findingsAfter(mutilate)).toContainEqual(expect.stringMatching(expected));
  });
});

test('a page of another patient among the pages is caught', async () => {
  const other = viewOf(paperPatient({ name: 'NOWAK, Żaneta', mrn: 'E99999999' }));
  const pages = pagesOf(sheets);
  pages[1] = pagesOf(sheetsOf(other))[1]!;
  const found = await findingsIn(drawn(pages), sheets, view);
  expect(found.filter(f => f.page === 2).map(f => f.what)).toEqual(
    expect.arrayContaining([
      "the name is not the patient's",
      "MRN is not the patient's",
      'the code of the page is missing or wrong',
    ]),
  );
});

describe('an order over several pages', () => {
  const long = Array.from({ length: 90 }, (_, i) => `Step ${i + 1}: raise by 0.0${(i % 9) + 1} mcg/kg/min.`).join(' ');
  const patient = paperPatient();
  const first = patient.orders[0]!;
  const tall = viewOf({ ...patient, orders: [{ ...first, notes: [long] }] });
  const tallSheets = sheetsOf(tall);

  test('is whole with all its pieces', async () => {
    expect(await findingsIn(drawn(pagesOf(tallSheets)), tallSheets, tall)).toEqual([]);
  });
  test('is not whole without one line of the second piece', async () => {
    const pages = pagesOf(tallSheets);
    const second = pages[1]!.own.texts;
    second.splice(
      second.findIndex(t => t.text.includes('Step 60')),
      1,
    );
    const found = await findingsIn(drawn(pages), tallSheets, tall);
    expect(found.map(f => f.what)).toContain('its note is missing or altered');
  });
  test('is not whole when a piece does not say that it goes on', async () => {
    const pages = pagesOf(tallSheets);
    edit(pages, `Order ${first.number} continues`, t => void (t.text = `Order ${first.number}`));
    const found = await findingsIn(drawn(pages), tallSheets, tall);
    expect(found.map(f => f.what)).toContain('a piece does not say where the order continues');
  });
});

describe.each([
  ['allergies', { allergies: Array.from({ length: 115 }, (_, i) => allergy(`allergen ${i + 1}`, ['rash'])) }],
  ['precautions', { flags: Array.from({ length: 115 }, (_, i) => `allergen ${i + 1}: rash`) }],
])('a long list of %s', (what, part) => {
  const many = viewOf(paperPatient(part));
  const manySheets = sheetsOf(many);

  test('is whole with the pointer beside the name and the list on page 1', async () => {
    expect(await findingsIn(drawn(pagesOf(manySheets)), manySheets, many)).toEqual([]);
  });
  test('is not whole when the pointer is gone', async () => {
    const pages = pagesOf(manySheets);
    for (const frame of new Set(pages.map(p => p.frame))) frame.texts = frame.texts.filter(t => !t.text.includes('MORE: see'));
    const found = await findingsIn(drawn(pages), manySheets, many);
    expect(found.map(f => f.what)).toContainEqual(expect.stringMatching(`${what} are missing beside the name`));
  });
  test('is not whole when the list is gone', async () => {
    const pages = pagesOf(manySheets);
    for (const { own } of pages) own.texts = own.texts.filter(t => !t.text.includes('allergen'));
    const found = await findingsIn(drawn(pages), manySheets, many);
    expect(found.map(f => f.what)).toContainEqual(expect.stringMatching(/missing from the list on page 1/));
  });
  test('is not whole when a line of the list is gone', async () => {
    const pages = pagesOf(manySheets);
    const own = pages[0]!.own.texts;
    own.splice(
      own.findIndex(t => t.text.includes('allergen 77:')),
      1,
    );
    const found = await findingsIn(drawn(pages), manySheets, many);
    expect(found.map(f => f.what)).toContainEqual(expect.stringMatching(/missing from the list on page 1/));
  });
});
