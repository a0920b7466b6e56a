import { describe, expect, test } from 'vitest';
import type { KioskEvent } from '../../main/domain/event.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import type { Page, PaperSize, Rect, Text } from '../../main/paper/page.ts';
import { verifySheets } from '../../main/paper/verify.ts';
import { drawn, pagesOf } from '../support/read-paper.ts';
import { at, declared, plan, recovering, wardPaper } from '../support/ward-paper.ts';
import { formsAbout } from '../support/site.ts';

type Mutilation = (pages: Page[]) => unknown;

const paper = (kind: FormKind, events = recovering(), agreed = plan()) => {
  const made = wardPaper(kind, events, agreed);
  if (!made) throw new Error(`${kind} has nothing to say`);
  return made;
};

async function findingsAfter(
  mutilate: Mutilation,
  { sheet, ward, printing }: ReturnType<typeof paper>,
  size: PaperSize = 'letter',
): Promise<string[]> {
  const pages = pagesOf([sheet], size);
  const given = mutilate(pages);
  const pdf = drawn(Array.isArray(given) ? (given as Page[]) : pages);
  return (await verifySheets(pdf, [sheet], { kind: 'ward', ward }, printing)).map(f => f.what);
}

const texts = (pages: Page[]): Text[] => pages.flatMap(p => [...p.frame.texts, ...p.stamp, ...p.own.texts]);
const says =
  (found: RegExp, change: (text: string) => string): Mutilation =>
  pages => {
    const text = texts(pages).find(t => found.test(t.text));
    if (!text) throw new Error(`no text like ${String(found)}`);
    text.text = change(text.text);
  };
const isSquare = ({ width, height, fill }: Rect): boolean => fill === null && width === height;
/** Takes away all that stands in the row of a text, its box to tick with it. */
const dropRow =
  (found: RegExp): Mutilation =>
  pages => {
    const page = pages.find(p => p.own.texts.some(t => found.test(t.text)))!.own;
    const y = page.texts.find(t => found.test(t.text))!.y;
    const rules = page.lines.filter(l => l.y1 === l.y2).map(l => l.y1);
    const top = Math.max(...rules.filter(rule => rule < y));
    const bottom = Math.min(...rules.filter(rule => rule > y));
    page.texts = page.texts.filter(t => t.y < top || t.y > bottom);
    page.rects = page.rects.filter(r => !isSquare(r) || r.y < top || r.y > bottom);
  };
/** Exchanges the words of two lines. */
const swap =
  (one: RegExp, other: RegExp): Mutilation =>
  pages => {
    const [a, b] = [one, other].map(found => texts(pages).find(t => found.test(t.text))!);
    [a!.text, b!.text] = [b!.text, a!.text];
  };

const ANY_FORM: Record<string, [Mutilation, RegExp]> = {
  'the title is another form’s': [says(/^(ROLE CARD|PHONE AND|ALL CLEAR|PASS PHRASE OF THE)/, () => 'PATIENT SUMMARY'), /title/],
  'the ward is another': [says(/^5 West Med-Surg, 11\/22/, t => t.replace('5 West', '6 West')), /ward, its state, date or time/],
  'its time is another': [says(/^5 West Med-Surg, 11\/22/, t => t.replace('15:02', '05:02')), /ward, its state, date or time/],
  'the return of the EHR is another': [says(/^5 West Med-Surg, 11\/22/, t => t.replace('14:30', '13:30')), /ward, its state/],
  'the mark is a drill’s': [
    pages => {
      for (const text of texts(pages)) if (text.text.startsWith('DOWNTIME WARD FORM')) text.text = 'DRILL';
    },
    /mark of/,
  ],
  'who printed it is gone': [says(/^Printed 11/, () => ''), /moment of printing/],
  'its code is gone': [pages => void (pages[0]!.own.codes = []), /code of the page/],
};

const CARD: Record<string, [Mutilation, RegExp]> = {
  'a step is dropped': [dropRow(/^Walk to every running pump/), /a row is missing or wrong: "Walk to every running pump/],
  'the end of a step is clipped': [says(/^itself on the infusion sheet/, () => 'itself on'), /missing or wrong: "Walk to every/],
  'a step lost its reason': [says(/^Rates are changed/, () => ''), /missing or wrong: "Walk to every/],
  'a step of another role stands on it': [
    says(/^Send the kitchen/, () => 'Register arrivals on paper'),
    /not in the procedures or the record/,
  ],
  'two steps have changed places': [
    swap(/^Take weights again/, /^Write down each near miss/),
    /missing or wrong|not in their order/,
  ],
  'a step stands under another phase': [says(/^FROM 1 TO 4 HOURS/, () => 'FIRST HOUR'), /FROM 1 TO 4 HOURS/],
  'a phase begins at another time': [says(/^from 11\/22\/2026 10:05/, t => t.replace('10', '11')), /FROM 1 TO 4 HOURS from/],
  'a box to tick is gone': [
    pages => void (pages[0]!.own.rects = pages[0]!.own.rects.toSpliced(pages[0]!.own.rects.findIndex(isSquare), 1)),
    /box to tick/,
  ],
  'a step that is done is not said to be': [says(/^DONE$/, () => ''), /missing or wrong: "DONE Print the ward/],
  'somebody else did it': [says(/^M\. Chen RN$/, () => 'J. Park RN'), /missing or wrong: "DONE Print the ward/],
  'it was done at another time': [
    says(/^11\/22\/2026 09:20/, t => t.replace('09', '08')),
    /missing or wrong: "DONE Print the ward/,
  ],
  'a phone number has another digit': [says(/^0412$/, () => '0421'), /missing or wrong: "Pharmacy, day and night 0412/],
  'a phone number is clipped': [says(/pager 88$/, t => t.slice(0, -1)), /missing or wrong: "House supervisor/],
  'a phone is dropped': [dropRow(/^Laboratory, for critical/), /missing or wrong: "Laboratory/],
  'two numbers have changed places': [swap(/^0412$/, /^0417$/), /missing or wrong/],
  'the second page is lost': [pages => pages.slice(0, 1), /pages where the sheet says/],
  'the pages have changed places': [pages => pages.toReversed(), /"page 2 of/],
};

const CASES: [FormKind, Record<string, [Mutilation, RegExp]>][] = [
  ['card-nurse', CARD],
  [
    'phone-list',
    {
      'a number is another’s': [says(/^0417$/, () => '0412'), /missing or wrong: "Laboratory/],
      'a place to run to is gone': [dropRow(/^Blood bank/), /missing or wrong: "Blood bank/],
      'the runners are gone': [says(/^RUNNERS/, () => ''), /RUNNERS/],
    },
  ],
  [
    'runner-log',
    {
      'a line to write on is gone': [
        pages => {
          const { own } = pages[0]!;
          const last = Math.max(...own.lines.filter(l => l.y1 === l.y2).map(l => l.y1));
          own.lines = own.lines.filter(l => l.y1 !== last || l.y2 !== last);
        },
        /14 lines to write on instead of 15/,
      ],
      'a column has no name': [says(/^Read back/, () => ''), /lines to write on/],
    },
  ],
  [
    'standing-envelope',
    {
      'the phrase has another character': [says(/^QJ8Y-/, t => t.replace('8', 'B')), /"QJ8Y-NQFH.*missing or wrong/],
      'the phrase is clipped': [says(/^QJ8Y-/, t => t.slice(0, -1)), /"QJ8Y-NQFH.*missing or wrong/],
      'how to type it is gone': [says(/^Type it with its hyphens/, () => ''), /"Type it with.*missing or wrong/],
      'a place is gone': [says(/^\/media\/stick/, () => ''), /"\/media\/stick\/downtime" is missing/],
    },
  ],
  [
    'all-clear',
    {
      'the EHR is back since another time': [
        says(/^11\/22\/2026 14:30/, t => t.replace('14', '12')),
        /missing or wrong: "EHR back/,
      ],
      'it began at another time': [says(/^11\/22\/2026 09:05/, t => t.replace('09', '08')), /missing or wrong: "Downtime/],
      'what failed is less': [says(/^only Orders, Results/, t => t.replace(', Results', '')), /missing or wrong: "Then/],
      'what a role does first is gone': [dropRow(/^Give from the paper MAR/), /missing or wrong: "NURSE/],
      'what it does is another’s': [swap(/^CLERK/, /^PHARMACIST/), /missing or wrong/],
      'a rule for the paper is clipped': [
        says(/^medicines given/, () => 'medicines given'),
        /missing or wrong: "The EHR was away/,
      ],
      'it claims that the outage is closed': [
        says(/^not yet: it stays/, () => '11/22/2026 15:00'),
        /missing or wrong: "Outage closed/,
      ],
      'the lines to sign are gone': [says(/^All clear given by/, () => ''), /lines to write on/],
    },
  ],
];

describe.each(CASES)('%s', (kind, own) => {
  const cases = { ...ANY_FORM, ...own };
  test.each(Object.keys(cases))('%s', async name => {
    const [mutilate, expected] = cases[name]!;
    expect(await findingsAfter(mutilate, paper(kind))).toContainEqual(expect.stringMatching(expected));
  });
});

const IN_A_DRILL: KioskEvent[] = [at('14:00', declared({ drill: true, degraded: ['Orders'] }))];

describe.each(formsAbout('ward'))('%s is whole, untouched', kind => {
  const states: [string, KioskEvent[]][] = [
    ['in recovery', recovering()],
    ['after a drill', [...recovering(true), at('15:00', { kind: 'outage-closed', reason: 'practised' })]],
    ...(kind === 'all-clear'
      ? []
      : ([
          ['without an outage', []],
          ['in a drill', IN_A_DRILL],
        ] as [string, KioskEvent[]][])),
  ];
  test.each(states)('%s, on both sizes of paper, with numbers and without', async (_, events) => {
    for (const size of ['letter', 'a4'] as const)
      for (const agreed of [plan(), plan({ phones: [], notOwn: true, steps: [] })])
        expect(await findingsAfter(() => undefined, paper(kind, events, agreed), size)).toEqual([]);
  });
});

test('a form made for one state of the ward is not whole in another', async () => {
  const other = paper('card-nurse', recovering().slice(0, 2));
  expect(await findingsAfter(() => undefined, { ...other, printing: paper('card-nurse').printing })).toContainEqual(
    expect.stringMatching(/ward, its state/),
  );
  const over = paper('all-clear', [...recovering(), at('15:00', { kind: 'outage-closed', reason: 'typed back' })]);
  expect(await findingsAfter(() => undefined, { ...over, sheet: paper('all-clear').sheet })).toContainEqual(
    expect.stringMatching(/missing or wrong: "Outage closed 11\/22\/2026 15:00/),
  );
  const downAgain = paper('card-nurse', [...recovering(), at('15:00', declared())]);
  expect(await findingsAfter(() => undefined, { ...downAgain, sheet: paper('all-clear').sheet })).toContainEqual(
    'there is no outage to give an all clear for',
  );
});

test('a card whose DRILL was lost is caught', async () => {
  const drill = paper('card-nurse', IN_A_DRILL);
  const findings = await findingsAfter(
    says(/^DRILL: ROLE CARD/, t => t.replace('DRILL: ', '')),
    drill,
  );
  expect(findings).toContainEqual(expect.stringMatching(/title/));
});
