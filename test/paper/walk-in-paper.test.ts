import { describe, expect, test } from 'vitest';
import { emptySheet } from '../../main/domain/forms.ts';
import type { Sheet } from '../../main/domain/sheet.ts';
import type { Page, Text } from '../../main/paper/page.ts';
import { verifySheets, type Subject } from '../../main/paper/verify.ts';
import { allergy, paperPatient, printingOf, viewOf } from '../support/paper-patient.ts';
import { drawn, findingsIn, pagesOf, pdfOf } from '../support/read-paper.ts';
import { mergeListOf, packetOf, walkInView, walkInViews } from '../support/walk-in-paper.ts';
import { admitted, declared, event, identified } from '../support/ward-acts.ts';

const JANE = { alias: null, name: 'DOE, Jane', birthDate: '1990-05-01', estimatedAge: null, sex: 'female' } as const;
const ALLERGIC = { ...JANE, allergies: { state: 'listed' as const, listed: ['penicillin', 'latex'] } };

describe('the packet of a walk-in', () => {
  test.each([
    ['known', walkInView(JANE)],
    ['unknown', walkInView()],
    ['allergic, with weight', walkInView({ ...ALLERGIC, weightKg: 61 })],
    ['identified later', walkInView({}, event('K1:3', 31, identified()))],
    [
      'with the longest name',
      walkInView({ ...JANE, name: `${'Wolfeschlegelsteinhausenbergerdorff '.repeat(3)}, Hubert Blaine` }),
    ],
    [
      'with forty allergies',
      walkInView({ ...JANE, allergies: { state: 'listed', listed: Array.from({ length: 40 }, (_, i) => `allergen ${i + 1}`) } }),
    ],
    ['with a name that is no Latin', walkInView({ ...JANE, name: 'محمد علي' })],
  ])('of somebody %s is whole', async (_, view) => {
    const sheets = packetOf(view);
    expect(sheets.map(({ form }) => form)).toEqual(['band-and-labels', 'mar-scheduled', 'mar-prn', 'order-sheet']);
    expect(await findingsIn(pdfOf(sheets), sheets, view)).toEqual([]);
    expect(await findingsIn(pdfOf(sheets, 'a4'), sheets, view)).toEqual([]);
  });

  test('a patient of the copy gets bands and labels, too', async () => {
    const view = viewOf(paperPatient({ allergies: [allergy('penicillin', ['rash'])] }));
    const sheets = packetOf(view, ['band-and-labels']);
    expect(await findingsIn(pdfOf(sheets), sheets, view)).toEqual([]);
  });

  test('every sheet says that nothing came from the EHR, and both MARs that no orders are known and have lines for them', () => {
    const sheets = packetOf(walkInView());
    for (const sheet of sheets) expect(JSON.stringify(sheet.head)).toContain('NO DATA FROM THE EHR');
    for (const form of ['mar-scheduled', 'mar-prn']) {
      const mar = sheets.find(sheet => sheet.form === form)!;
      expect(JSON.stringify(mar.blocks)).toContain('ARE KNOWN HERE');
      expect(mar.blocks.at(-1)).toMatchObject({ kind: 'table' });
    }
  });

  test('once identified, the band keeps its name and number, and the MARs say why', () => {
    const sheets = packetOf(walkInView({}, event('K1:3', 31, identified())));
    const labels = JSON.stringify(sheets[0]!.blocks);
    expect(labels).toContain('"text":"Lighthouse DA-07Q-0042-8"');
    expect(labels).toContain('Identified as SMITH, John');
    expect(labels).not.toContain('E100');
    for (const mar of sheets.slice(1, 3))
      expect(JSON.stringify(mar.blocks)).toContain('Band DM-07Q-0042-A stays on: blood bank samples match it.');
  });
});

type Mutilation = (pages: Page[]) => unknown;
const texts = (pages: Page[]): Text[] => pages.flatMap(p => [...p.frame.texts, ...p.own.texts]);
const the = (pages: Page[], found: RegExp, which = 0): Text => {
  const text = texts(pages)
    .filter(t => found.test(t.text))
    .at(which);
  if (!text) throw new Error(`no text like ${String(found)}`);
  return text;
};
const says =
  (found: RegExp, change: (text: string) => string, which = 0): Mutilation =>
  pages => {
    const text = the(pages, found, which);
    text.text = change(text.text);
  };
async function after(sheet: Sheet, subject: Subject, mutilate: Mutilation): Promise<string[]> {
  const pages = pagesOf([sheet]);
  mutilate(pages);
  const view = subject.kind === 'patient' ? subject.view : subject.kind === 'unit' ? subject.views[0]! : paperPatient();
  return (await verifySheets(drawn(pages), [sheet], subject, printingOf(view))).map(({ what }) => what);
}

test('a sheet of an identified patient that does not say that the old band stays on is caught', async () => {
  const view = walkInView({}, event('K1:3', 31, identified()));
  for (const sheet of packetOf(view, ['band-and-labels', 'order-sheet']))
    expect(
      await after(
        sheet,
        { kind: 'patient', view },
        says(/^Band DM-07Q-0042-A stays on/, () => 'Band'),
      ),
    ).toContainEqual('that the old band stays on is missing');
});

describe('bands and labels', () => {
  const view = walkInView({ ...ALLERGIC });
  const [sheet] = packetOf(view, ['band-and-labels']);
  const broken: Record<string, [Mutilation, RegExp]> = {
    'one band has another number': [says(/^DM-07Q-0042-A$/, () => 'DM-07Q-0043-A', 1), /wristband does not say/],
    'one label has another name': [says(/^DOE, Jane$/, () => 'DOE, John', -1), /specimen labels does not say/],
    'one band lacks an allergy': [says(/penicillin, latex/, () => 'penicillin'), /wristband does not say/],
    'one label lacks the mark of allergies': [says(/^ALLERGIES$/, () => '', -1), /chart labels does not say/],
    'one label lacks the mark of the downtime': [says(/^DOWNTIME$/, () => '', -1), /specimen labels does not say/],
    'one specimen label has no line for its collector': [says(/^Collector/, () => 'Collec', 3), /specimen labels does not say/],
    'one bar is gone': [
      pages => {
        const code = pages
          .at(-1)!
          .own.codes.filter(({ kind }) => kind === 'code128')
          .at(-1)!;
        code.bars = code.bars.toSpliced(4, 1);
      },
      /bar code on one of specimen labels/,
    ],
    'the bar codes of a page are gone': [
      pages => (pages[0]!.own.codes = pages[0]!.own.codes.filter(({ kind }) => kind !== 'code128')),
      /bar code on one of wristband/,
    ],
    'the labels of a row are gone': [
      pages => {
        const last = pages.at(-1)!.own;
        const low = Math.max(...last.lines.filter(l => l.x1 === l.x2).map(l => l.y1));
        last.lines = last.lines.filter(l => !(l.x1 === l.x2 && l.y1 === low));
      },
      /12 of specimen labels where 15 are due/,
    ],
    'they say to be of the EHR’s copy': [says(/^REGISTERED /, () => 'DATA AS OF 11/22/2026 15:10'), /no data from the EHR/],
  };
  test('untouched they are whole', async () => {
    expect(await after(sheet!, { kind: 'patient', view }, () => undefined)).toEqual([]);
  });
  test.each(Object.keys(broken))('%s: it is caught', async name => {
    const [mutilate, expected] = broken[name]!;
    expect(await after(sheet!, { kind: 'patient', view }, mutilate)).toContainEqual(expect.stringMatching(expected));
  });
});

describe('the order sheet', () => {
  const view = walkInView();
  const nobody = emptySheet('order-sheet', printingOf(paperPatient()), 1)!;
  test.each<[string, Sheet, Subject]>([
    ['a patient’s', packetOf(view, ['order-sheet'])[0]!, { kind: 'patient', view }],
    ['nobody’s', nobody, { kind: 'nobody' }],
  ])('%s is whole untouched, and not without the place for the start', async (_, sheet, subject) => {
    expect(await after(sheet, subject, () => undefined)).toEqual([]);
    expect(
      await after(
        sheet,
        subject,
        says(/^START date/, () => 'date'),
      ),
    ).toContainEqual(expect.stringMatching(/heads of the columns under ONE ORDER A LINE/));
  });
});

describe('the merge list', () => {
  const views = walkInViews([
    declared,
    event('K1:2', 11, admitted()),
    event('K1:3', 31, identified()),
    event('K1:4', 12, admitted({ ...JANE, mrn: 'DM-07Q-0043-7', visit: 'DV-07Q-0043-2' })),
  ]);
  const sheet = mergeListOf(views);
  const subject: Subject = { kind: 'unit', views };
  test('has a row for each downtime number with the record it becomes, or room for it', async () => {
    expect(await after(sheet, subject, () => undefined)).toEqual([]);
    expect(JSON.stringify(sheet.blocks)).toMatch(/DM-07Q-0042-A.*E100.*DM-07Q-0043-7/);
  });
  test.each<[string, Mutilation, RegExp]>([
    ['with another number', says(/^DM-07Q-0042-A$/, () => 'DM-07Q-0024-A'), /row of DM-07Q-0042-A is missing/],
    ['with another record', says(/^E100$/, () => 'E101'), /row of DM-07Q-0042-A is missing/],
    [
      'without a row',
      pages => (pages[0]!.own.texts = pages[0]!.own.texts.filter(t => !/^DM-07Q-0043/.test(t.text))),
      /row of DM-07Q-0043-7 is missing/,
    ],
  ])('%s is caught', async (_, mutilate, expected) => {
    expect(await after(sheet, subject, mutilate)).toContainEqual(expect.stringMatching(expected));
  });
});
