import { describe, expect, test } from 'vitest';
import type { Span } from '../../main/domain/medication-day.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import type { Page, Text } from '../../main/paper/page.ts';
import { emptyPaperOf, fullPatient, paperOf, viewFor, type FormPaper } from '../support/forms.ts';
import { allergy } from '../support/paper-patient.ts';
import { drawn, findingsOn, pagesOf } from '../support/read-paper.ts';
import { site } from '../support/site.ts';

/** Changes pages in place, or hands back others. */
type Mutilation = (pages: Page[], span: Span) => unknown;

const ANA = fullPatient();
const ZANETA = fullPatient({ name: 'NOWAK, Żaneta', mrn: 'E99999999', allergies: [allergy('sulfa drugs', ['rash'])] });

const paper = (kind: FormKind, span: Span = '3-days', patients = [ANA, ZANETA]): FormPaper =>
  paperOf(
    kind,
    patients.map(patient => viewFor(patient, span)),
    span,
  );

async function findingsAfter(of: FormPaper, mutilate: Mutilation): Promise<string[]> {
  const pages = pagesOf([of.sheet]);
  const given = mutilate(pages, of.span);
  const changed = Array.isArray(given) ? (given as Page[]) : pages;
  return (await findingsOn(drawn(changed), of)).map(f => f.what);
}

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
const drop = (pages: Page[], found: RegExp): void => {
  const text = the(pages, found);
  for (const { own, frame } of pages) {
    own.texts = own.texts.filter(t => t !== text);
    frame.texts = frame.texts.filter(t => t !== text);
  }
};

/** Takes away all words of the row that begins with a drug, to the last word of its order's number. */
const dropRow =
  (drug: RegExp): Mutilation =>
  pages => {
    const page = pages.find(p => p.own.texts.some(t => drug.test(t.text)))!;
    const top = page.own.texts.find(t => drug.test(t.text))!.y - 9;
    const bottom = Math.min(...page.own.texts.filter(t => /Order |\d{8}$/.test(t.text) && t.y > top).map(t => t.y)) + 3;
    page.own.texts = page.own.texts.filter(t => t.y < top || t.y > bottom);
  };

const ANY_PATIENT: Record<string, [Mutilation, RegExp]> = {
  'a page of another patient lies among them': [() => undefined, /not the patient's|patient, or an allergy|missing/],
  'the name is clipped': [says(/^SCHMIDT, Ana/, () => 'SCHMIDT, A'), /the name is not|missing/],
  'the MRN is another': [says(/E32401945/, t => t.replace('E32401945', 'E32401954')), /MRN is not|missing/],
  'an allergy is dropped': [says(/penicillin/, t => t.replace(/penicillin[^;]*;?/, '')), /allerg/],
  'the range of dates is another': [says(/^For 11\/22\/2026/, t => t.replace('11/22', '11/23')), /range of dates/],
};

/** Forms with data, each with a patient's drug on it, one of its times, and what else only it has. */
const DATA_FORMS: { kind: FormKind; span?: Span; drug: RegExp; time: RegExp; also?: Record<string, [Mutilation, RegExp]> }[] = [
  { kind: 'mar-scheduled', span: 'hours', drug: /^hydrOXYzine/, time: /^~1800$/ },
  {
    kind: 'mar-scheduled',
    span: 'shifts',
    drug: /^hydrOXYzine/,
    time: /^~1800$/,
    also: {
      'a time stands in another shift': [pages => void (the(pages, /^~1800$/).x += 180), /missing from its column/],
      'a shift is another': [says(/^Night from 2300$/, () => 'Night from 2200'), /over the columns/],
      'the date over a shift is another': [says(/^Mon 11\/23\/2026$/, () => 'Tue 11/24/2026'), /over the columns/],
      'the date beside a time after midnight is gone': [pages => drop(pages, /^11\/23$/), /date 11\/23 is missing/],
      'the date beside a time is another': [says(/^11\/23$/, () => '11/24'), /11\/24 is printed where no dose is due/],
    },
  },
  ...(['3-days', '7-days'] as const).map(span => ({
    kind: 'mar-scheduled' as const,
    span,
    drug: /^hydrOXYzine/,
    time: /^~1800$/,
    also: {
      'a time stands on another day': [
        pages => void (the(pages, /^2200$/).x += span === '3-days' ? 164 : 70),
        /missing from its column/,
      ],
      'a date over a column is another': [says(/^Mon 11\/23\/2026$/, () => 'Mon 11/30/2026'), /over the columns/],
      'two days have changed places': [
        pages => {
          const [monday, tuesday] = [the(pages, /^Mon 11\/23/), the(pages, /^Tue 11\/24/)];
          [monday.text, tuesday.text] = [tuesday.text, monday.text];
        },
        /over the columns/,
      ],
    } as Record<string, [Mutilation, RegExp]>,
  })),
  { kind: 'mar-prn', drug: /^oxyCODONE/, time: /LAST GIVEN/ },
  {
    kind: 'infusion',
    drug: /^norepinephrine 16 mg/,
    time: /LAST GIVEN/,
    also: { 'the last known rate is another': [says(/0\.08 mcg\/kg\/min/, t => t.replace('0.08', '0.8')), /Last known rate/] },
  },
  {
    kind: 'insulin',
    drug: /^insulin lispro/,
    time: /LAST GIVEN/,
    also: {
      'a line of the scale is gone': [pages => drop(pages, /Glucose 150 to 199/), /instruction is missing/],
      'the last glucose is another': [says(/212 mg\/dL/, t => t.replace('212', '121')), /last glucose/],
      'its time is another': [says(/11:32/, t => t.replace('11:32', '13:12')), /time of the last glucose/],
    },
  },
  {
    kind: 'pca',
    drug: /^HYDROmorphone PCA/,
    time: /LAST GIVEN/,
    also: { 'the lockout is gone': [pages => drop(pages, /^Lockout:/), /Lockout/] },
  },
  { kind: 'summary', drug: /^hydrOXYzine/, time: /^1800$/ },
  {
    kind: 'worksheet',
    span: 'hours',
    drug: /^hydrOXYzine/,
    time: /^~1800$/,
    also: {
      'the date of a dose is another': [says(/^11\/23\/2026$/, () => '11/24/2026'), /missing from its hour/],
      'a line names another patient': [
        pages => {
          const line = pages[0]!.own.texts.filter(t => t.text === 'SCHMIDT, Ana')[1]!;
          line.text = 'NOWAK, Żaneta';
        },
        /missing/,
      ],
      'a dose stands under another hour': [
        says(/^11\/22\/2026 1800 to 1900$/, () => '11/22/2026 1900 to 2000'),
        /missing from its hour/,
      ],
      'an order that is not on the clock is gone': [dropRow(/^ondansetron/), /missing from those not on the clock/],
      'a dose is printed that is not due': [
        pages => void (the(pages, /^ondansetron/).text = 'hydrOXYzine HCl 50 mg tablet'),
        /not on the clock|not due|not in the charts/,
      ],
    },
  },
];

describe.each(DATA_FORMS)('$kind $span', ({ kind, span, drug, time, also = {} }) => {
  const of = paper(kind, span);
  const common: Record<string, [Mutilation, RegExp]> = {
    'a row is dropped': [dropRow(drug), /not on its sheet|missing|not on the summary|mark/],
    'a drug is clipped': [says(drug, t => t.slice(0, -4)), /drug|missing|not on the summary/],
    'a time is another': [
      says(time, t => t.replace(/(\d)(\d\d\d)(?!.*\d{4})/, (_, a: string, rest: string) => `${(Number(a) + 1) % 2}${rest}`)),
      /missing|where no dose is due|not on the summary/,
    ],
    'two pages have changed places': [pages => pages.with(0, pages[1]!).with(1, pages[0]!), /"page 2 of/],
    'the second page is lost': [pages => pages.toSpliced(1, 1), /pages where the sheet says/],
    'the code of a page is another page’s': [pages => void (pages[0]!.own.codes = pages[1]!.own.codes), /code of the page/],
    'the title is another form’s': [
      says(/^(MEDICATION ADMIN|INFUSION AND|INSULIN AND|PCA AND|PATIENT SUM|MEDICATIONS DUE)/, () => 'OTHER'),
      /title/,
    ],
  };
  const cases = { ...common, ...also };

  test('untouched it is whole, and has more than one page', async () => {
    expect(await findingsAfter(of, () => undefined)).toEqual([]);
    expect(pagesOf([of.sheet]).length).toBeGreaterThan(1);
  });
  test.each(Object.keys(cases))('%s', async name => {
    const [mutilate, expected] = cases[name]!;
    expect(await findingsAfter(of, mutilate)).toContainEqual(expect.stringMatching(expected));
  });
  const patientCases = Object.entries(ANY_PATIENT).filter(([name]) => !(kind === 'summary' && name.includes('range of dates')));
  test.each(patientCases)('%s', async (name, [mutilate, expected]) => {
    const other = paper(kind, span, [ZANETA, ANA]);
    const swapped: Mutilation = pages => pages.with(0, pagesOf([other.sheet])[0]!);
    expect(await findingsAfter(of, name.startsWith('a page of another') ? swapped : mutilate)).toContainEqual(
      expect.stringMatching(expected),
    );
  });
});

const ABOUT_A_PATIENT = site.forms
  .filter(({ about, wholeUnit, content }) => about === 'whoever' && !wholeUnit && content.kind === 'part')
  .map(({ id }) => id);

describe.each(ABOUT_A_PATIENT)('%s', kind => {
  test.each([
    ['a patient’s', paper(kind)],
    ['nobody’s', emptyPaperOf(kind)],
  ])('%s is whole untouched; not without a label, nor with an order on it, nor as another form', async (_, of) => {
    expect(await findingsAfter(of, () => undefined)).toEqual([]);
    expect(await findingsAfter(of, pages => drop(pages, /^(2nd init\.|Nurse 2|Result)/))).toContainEqual(
      expect.stringMatching(/the places for/),
    );
    const ordered: Mutilation = pages => {
      const row = the(pages, /^(THE|SCHEDULED)/);
      pages[0]!.own.texts.unshift({ ...row, y: row.y + 60, text: 'Order 48720570', weight: 'semibold', size: 9.2 });
    };
    expect(await findingsAfter(of, ordered)).toContainEqual(expect.stringMatching(/an order stands on a blank form/));
    expect(
      await findingsAfter(
        of,
        says(/RECORD$/, () => 'PATIENT SUMMARY'),
      ),
    ).toContainEqual(expect.stringMatching(/title/));
  });
  test('one with another patient’s head is caught', async () => {
    const other = paper(kind, '3-days', [ZANETA]);
    expect(await findingsAfter(paper(kind), pages => pages.with(0, pagesOf([other.sheet])[0]!))).toContainEqual(
      "the name is not the patient's",
    );
  });
  test('one with no place for the allergies is caught', async () => {
    expect(await findingsAfter(emptyPaperOf(kind), pages => drop(pages, /^ALLERGIES and/))).toContainEqual(
      'the place for ALLERGIES is missing',
    );
  });
});

test('pages of a blank MAR in the wrong order, or without the second, are caught', async () => {
  const of = emptyPaperOf('mar-blank');
  expect(await findingsAfter(of, pages => pages.toReversed())).toContainEqual(expect.stringMatching(/"page 2 of/));
  expect(await findingsAfter(of, pages => pages.slice(0, 1))).toContainEqual(expect.stringMatching(/pages where the sheet says/));
});
