import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FormDefinition } from '../../main/domain/form.ts';
import type { FormField, FormSection } from '../../main/domain/form-section.ts';
import type { Page, Text } from '../../main/paper/page.ts';
import { verifySheets } from '../../main/paper/verify.ts';
import { emptyPaperOf, fullPatient, paperOf, viewFor } from '../support/forms.ts';
import { printingOf } from '../support/paper-patient.ts';
import { drawn, findingsOn, pagesOf } from '../support/read-paper.ts';
import { site } from '../support/site.ts';
import { recovering, wardPaper } from '../support/ward-paper.ts';

type Mutilation = (pages: Page[]) => unknown;

/** A form made of sections, as pages to be mutilated and with what is found on them afterwards. */
interface Paper {
  pages(): Page[];
  findings(pages: Page[]): Promise<string[]>;
}

const MADE_OF_SECTIONS = site.forms.filter(({ content }) => content.kind === 'sections');
const sectionsOf = ({ content }: FormDefinition): FormSection[] => (content.kind === 'sections' ? content.sections : []);
const fieldsOf = (form: FormDefinition): FormField[] =>
  sectionsOf(form).flatMap(section => (section.kind === 'fields' ? section.rows.flat() : []));

const ANA = viewFor(fullPatient(), 'hours');

function paperOfForm({ id, about }: FormDefinition, filled: boolean): Paper {
  if (about === 'ward') {
    const { sheet, ward, printing } = wardPaper(id, filled ? recovering() : [])!;
    return {
      pages: () => pagesOf([sheet]),
      findings: async pages =>
        (await verifySheets(drawn(pages), [sheet], { kind: 'ward', ward }, printing)).map(({ what }) => what),
    };
  }
  const paper = filled ? paperOf(id, [ANA], 'hours') : emptyPaperOf(id);
  return {
    pages: () => pagesOf([paper.sheet]),
    findings: async pages => (await findingsOn(drawn(pages), paper)).map(({ what }) => what),
  };
}

async function after({ pages, findings }: Paper, mutilate: Mutilation): Promise<string[]> {
  const own = pages();
  mutilate(own);
  return findings(own);
}

const textsOf = (pages: Page[]): Text[] => pages.flatMap(({ own }) => own.texts);
const without = (pages: Page[], text: Text): void => {
  for (const { own } of pages) own.texts = own.texts.filter(other => other !== text);
};
/** A place on a page that stands for one thing: a box, a square, a line to write on. */
const dropRect = (pages: Page[], of: (page: Page) => Page['own']['rects']): void => {
  const page = pages.find(one => of(one).length > 0);
  const [rect] = page ? of(page) : [];
  if (page) page.own.rects = page.own.rects.filter(other => other !== rect);
};
const isSquare = ({ width, height, stroke }: Page['own']['rects'][number]): boolean =>
  stroke === 1 && width < 14 && Math.abs(width - height) < 0.1;
const isBox = ({ stroke, height }: Page['own']['rects'][number]): boolean => stroke === 0.65 && height > 14;

/** What can be lost of a form that has such a thing. */
const CASES: {
  name: string;
  needs(form: FormDefinition): boolean;
  mutilate(pages: Page[], form: FormDefinition): unknown;
  expected: RegExp;
}[] = [
  {
    name: 'without one of its squares to tick',
    needs: form =>
      fieldsOf(form).some(({ options }) => options.length > 0) ||
      sectionsOf(form).some(section => section.kind === 'table' && section.columns.some(({ tick }) => tick)),
    mutilate: pages => dropRect(pages, ({ own }) => own.rects.filter(isSquare)),
    expected: /square|box to tick/,
  },
  {
    name: 'without one of its boxes',
    needs: form => fieldsOf(form).length > 0,
    mutilate: pages => dropRect(pages, ({ own }) => own.rects.filter(isBox)),
    expected: /the box for/,
  },
  {
    name: 'when two boxes have changed their labels',
    needs: form => fieldsOf(form).length > 1,
    mutilate: (pages, form) => {
      const labels = fieldsOf(form).map(({ label }) => label.split(' ').slice(0, 2).join(' '));
      const first = textsOf(pages).find(t => t.text.startsWith(labels[0]!))!;
      const other = textsOf(pages).find(t => t.text !== first.text && t.text.startsWith(labels.at(-1)!))!;
      [first.text, other.text] = [other.text, first.text];
    },
    expected: /says something else/,
  },
  {
    name: 'without one of its lines to write on',
    needs: form => sectionsOf(form).some(section => section.kind === 'table'),
    mutilate: pages => {
      const thin = ({ own }: Page) => own.lines.filter(l => l.y1 === l.y2 && l.weight < 0.7);
      const page = pages.find(one => thin(one).length > 0)!;
      const lines = thin(page);
      page.own.lines = page.own.lines.filter(line => line !== lines[Math.floor(lines.length / 2)]);
    },
    expected: /lines to write on|missing or wrong|what is not in/,
  },
];

describe.each(MADE_OF_SECTIONS.map(form => [form.id, form] as const))('%s', (_, form) => {
  describe.each([
    ['blank', paperOfForm(form, false)],
    ['filled in beforehand', paperOfForm(form, true)],
  ])('%s', (_name, paper) => {
    test('is whole untouched', async () => expect(await paper.findings(paper.pages())).toEqual([]));

    test('is not whole when any of its words is lost or altered', async () => {
      const count = textsOf(paper.pages()).length;
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: count - 1 }), fc.boolean(), async (which, lost) => {
          const found = await after(paper, pages => {
            const text = textsOf(pages)[which]!;
            if (lost) without(pages, text);
            else text.text = `${text.text.slice(0, -1)}${text.text.endsWith('x') ? 'y' : 'x'}`;
          });
          expect(found).not.toEqual([]);
        }),
        { numRuns: 8 },
      );
    });

    const cases = CASES.filter(({ needs }) => needs(form));
    test.each(cases.map(({ name }) => name))('is not whole %s', async name => {
      const { mutilate, expected } = cases.find(one => one.name === name)!;
      expect(await after(paper, pages => mutilate(pages, form))).toContainEqual(expect.stringMatching(expected));
    });

    test('is not whole as another form, or with its pages lost', async () => {
      const title = form.title;
      expect(
        await after(paper, pages =>
          pages.forEach(({ frame }) => frame.texts.forEach(t => t.text === title && (t.text = 'CENSUS'))),
        ),
      ).toContainEqual(expect.stringMatching(/title/));
      expect(await paper.findings(paper.pages().slice(1))).not.toEqual([]);
    });
  });
});

describe('what a box says beforehand', () => {
  const paper = paperOfForm(
    site.forms.find(({ id }) => id === 'imaging-requisition')!,
    true,
  );
  const says =
    (found: RegExp, change: (text: string) => string): Mutilation =>
    pages => {
      const text = textsOf(pages).find(t => found.test(t.text))!;
      text.text = change(text.text);
    };
  test.each<[string, Mutilation, RegExp]>([
    ['the renal function is another', says(/^eGFR ≥ 60/, t => t.replace('60', '90')), /Renal function/],
    ['the reaction to contrast is gone', says(/^iodinated contrast/, () => 'iodinated contrast'), /contrast/],
    ['the weight is another', says(/^54\.0 kg/, t => t.replace('54', '45')), /Weight/],
    ['a box does not say that it must be filled in', says(/^MUST BE FILLED IN$/, () => ''), /the box for/],
    [
      'the anticoagulant stands in the box beside it',
      pages => {
        const text = textsOf(pages).find(t => t.text.startsWith('heparin'))!;
        text.x += 290;
      },
      /Anticoagulation|Infection/,
    ],
    [
      'a box leaves no room to write',
      pages => {
        const page = pages[0]!;
        const at = page.own.texts.find(t => t.text.startsWith('Clinical question'))!;
        const box = page.own.rects.find(r => isBox(r) && r.y < at.y && r.y + r.height > at.y)!;
        box.height = 14.5;
      },
      /Clinical question.*no room/,
    ],
  ])('%s: it is caught', async (_, mutilate, expected) =>
    expect(await after(paper, mutilate)).toContainEqual(expect.stringMatching(expected)),
  );

  test('more than a page has room for goes on in a box of the same label, and nothing of it is lost', async () => {
    const problems = Array.from({ length: 160 }, (_, i) => ({
      id: `p${i}`,
      text: `problem number ${i + 1} that was noted in an earlier stay`,
      detail: null,
      status: 'active',
      at: '2026-11-01',
    }));
    const view = { ...ANA, problems };
    const long = paperOf('transfer', [view], 'hours');
    const pages = pagesOf([long.sheet]);
    expect(await findingsOn(drawn(pages), long)).toEqual([]);
    const text = textsOf(pages).find(t => t.text.includes('problem number 120 '))!;
    text.text = text.text.replace('120', '121');
    expect(
      (await verifySheets(drawn(pages), [long.sheet], long.subject, printingOf(view))).map(({ what }) => what),
    ).toContainEqual(expect.stringMatching(/the box for "Problems"/));
  });
});
