import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ready } from 'zpl-renderer-js';
import { labelsOnSheet, type LabelStock } from '../../main/domain/label.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, joined } from '../../main/paper/read-text.ts';
import { readZpl } from '../../main/paper/read-zpl.ts';
import { zplFaults } from '../../main/paper/verify-zpl.ts';
import { labelPaper } from '../../main/services/label-paper.ts';
import {
  BANDS_203,
  LABEL_PATIENTS,
  LABELS_203,
  labelsOf,
  oneOfEach,
  onPrinter,
  onSheets,
  STOCKS,
} from '../support/label-patients.ts';
import { needs } from '../support/needs.ts';
import { paperPatient, printingOf, viewOf } from '../support/paper-patient.ts';
import { pagesOf, pdfOf } from '../support/read-paper.ts';
import { inkOf } from '../support/png-ink.ts';
import { codesIn, codesWithin, printedAt } from '../support/read-codes.ts';
import type { Code } from '../../main/paper/page.ts';
import { site } from '../support/site.ts';
import { packetOf } from '../support/walk-in-paper.ts';

const patients = Object.entries(LABEL_PATIENTS);
const sheets = Object.keys(site.labelSheets);
const stockName = ({ prints, widthMm, heightMm, dpi }: LabelStock): string =>
  `${prints} of ${widthMm} x ${heightMm} mm, ${dpi} dpi`;
const stocks = STOCKS.map(stock => [stockName(stock), stock] as const);
const { api } = await ready;

/** The labels as a printer would draw them, by a program that shares nothing with ours. */
async function drawn(zpl: string, { widthMm, heightMm, dpi }: LabelStock, around = 0): Promise<Buffer[]> {
  const pictures = await api.zplToBase64MultipleAsync(zpl, widthMm + 2 * around, heightMm + 2 * around, dpi === 203 ? 8 : 12);
  return pictures.map(picture => Buffer.from(picture, 'base64'));
}

describe.each(stocks)('%s', (_, stock) => {
  test.each(patients)(
    'of a patient %s, drawn by another program: every code is the number, and no ink is over an edge',
    async (_, view) => {
      const target = onPrinter(stock);
      const { content, pages } = await labelsOf(view, target);
      const zpl = content.toString('utf8');
      const { mrn } = view.identity;
      const pictures = await drawn(zpl, stock);
      expect(pictures).toHaveLength(pages);
      for (const picture of pictures)
        expect((await codesIn(picture)).map(code => code.split(' ')[1])).toEqual(mrn === null ? [] : [mrn]);
      // Drawn with 5 mm of paper all around, so that what is over an edge can be seen.
      const dots = Math.round(5 * (stock.dpi === 203 ? 8 : 12));
      const dpmm = stock.dpi === 203 ? 8 : 12;
      for (const picture of await drawn(zpl.replaceAll('^LH0,0', `^LH${dots},${dots}`), stock, 5)) {
        const ink = inkOf(picture);
        const outside: string[] = [];
        for (let y = 0; y < ink.height; y++)
          for (let x = 0; x < ink.width; x++)
            if (ink.at(x, y) && (x < dots || y < dots || x >= dots + stock.widthMm * dpmm || y >= dots + stock.heightMm * dpmm))
              outside.push(`${x},${y}`);
        expect(outside.slice(0, 3)).toEqual([]);
      }
    },
  );
});

describe.each(sheets)('a sheet %s', name => {
  test.each(patients)('of a patient %s is whole', async (_, view) => {
    const layout = site.labelSheets[name]!;
    const { content } = await labelsOf(view, onSheets(name), { band: 0, chart: 2, specimen: 2 });
    const [page] = await readBack(content);
    const mm = (points: number): number => (points / 72) * 25.4;
    // Measured here on its own: each text lies between the edges of one column and of one row.
    for (const text of page!.texts.filter(t => t.width > 0.01)) {
      const across = (mm(text.x) - layout.leftMm) % layout.acrossMm;
      const down = (mm(text.y) - layout.topMm) % layout.downMm;
      expect(across).toBeGreaterThan(0);
      expect(across + mm(text.width)).toBeLessThan(layout.widthMm);
      expect(down).toBeGreaterThan(0.5);
      expect(down).toBeLessThan(layout.heightMm);
    }
  });

  test.skipIf(needs.poppler.missing)('printed at 203 dpi, the code of each of its labels is read as the number', async () => {
    const view = LABEL_PATIENTS['usual']!;
    const count = labelsOnSheet(site.labelSheets[name]!);
    const { content, pages } = await labelsOf(view, onSheets(name), { band: 0, chart: count - 1, specimen: 1 });
    expect(pages).toBe(1);
    const ink = inkOf(printedAt(content, 203)[0]!);
    const { columns, leftMm, topMm, acrossMm, downMm, widthMm, heightMm } = site.labelSheets[name]!;
    const [left, top, across, down, width, height] = [leftMm, topMm, acrossMm, downMm, widthMm, heightMm].map(mm =>
      Math.round((mm / 25.4) * 203),
    ) as [number, number, number, number, number, number];
    for (let i = 0; i < count; i++) {
      const [column, row] = [i % columns, Math.floor(i / columns)];
      const found = await codesWithin(ink, left + column * across, top + row * down, width, height);
      expect(found.map(code => code.split(' ')[1])).toEqual([view.identity.mrn]);
    }
  });
});

test.skipIf(needs.poppler.missing)(
  'on paper to cut out, and on every other sheet of a walk-in, each code is read at 203 dpi',
  async () => {
    const view = LABEL_PATIENTS['a walk-in with two allergies']!;
    const sheets = packetOf(view);
    const pictures = printedAt(pdfOf(sheets), 203).map(inkOf);
    const dots = (points: number): number => Math.round((points / 72) * 203);
    const pages = pagesOf(sheets);
    expect(pages[0]!.own.codes.filter(({ kind }) => kind === 'code128').length).toBeGreaterThan(10);
    for (const [i, { frame, own }] of pages.entries())
      for (const { kind, content, x, y, width, height } of [...frame.codes, ...own.codes]) {
        const found = await codesWithin(pictures[i]!, dots(x), dots(y), dots(width), dots(height));
        expect(found).toEqual([`${kind === 'code128' ? 'Code128' : 'DataMatrix'} ${content}`]);
      }
  },
);

test('a sheet that is partly used is begun at the label that is said, and what doesn’t fit goes on another', async () => {
  const view = LABEL_PATIENTS['usual']!;
  const { content, pages } = await labelsOf(view, onSheets('Avery 5160', 29), { band: 0, chart: 3, specimen: 0 });
  expect(pages).toBe(2);
  const [first, second] = await readBack(content);
  const named = (page: typeof first): number[][] =>
    page!.texts
      .filter(t => joined([t]) === folded(view.identity.name))
      .map(t => [Math.floor((t.x / 72) * 25.4), Math.floor((t.y / 72) * 25.4)]);
  expect(named(first).map(([x, y]) => [Math.floor((x! - 4) / 69), Math.floor((y! - 12) / 25)])).toEqual([
    [1, 9],
    [2, 9],
  ]);
  expect(named(second)).toHaveLength(1);
});

test('forty allergies go on on another label; each says whose it is and which of how many, and none is lost', async () => {
  const view = LABEL_PATIENTS['with forty allergies']!;
  const stock = { ...BANDS_203, widthMm: 19, heightMm: 110 };
  const { content, pages } = await labelsOf(view, onPrinter(stock), { band: 2, chart: 0, specimen: 0 });
  const labels = readZpl(content.toString('utf8')).map(({ texts }) => folded(texts.map(t => t.text).join(' ')));
  const parts = pages / 2;
  expect(parts).toBeGreaterThan(1);
  labels.forEach((text, i) =>
    expect(text).toMatch(new RegExp(`^DOE,JaneDM-07Q-0042-A.*DOWNTIMEALLERGIES${(i % parts) + 1}of${parts}`)),
  );
  for (let i = 1; i <= 40; i++) expect(labels.slice(0, parts).join('')).toContain(`allergen${i}`);
});

test('once identified, bands and labels keep the alias and the old number, and only the band says who it is', async () => {
  const view = LABEL_PATIENTS['identified later']!;
  const said = async (stock: LabelStock): Promise<string[]> => {
    const { content } = await labelsOf(view, onPrinter(stock));
    return readZpl(content.toString('utf8')).map(({ texts }) => texts.map(({ text }) => text).join('|'));
  };
  const [band] = await said(BANDS_203);
  expect(band).toMatch(/^Lighthouse DA-07Q-0042-8\|Identified as SMITH, John\|DM-07Q-0042-A\|/);
  for (const label of await said(LABELS_203)) {
    expect(label).toMatch(/^Lighthouse DA-07Q-0042-8\|DM-07Q-0042-A\|/);
    expect(label).not.toMatch(/SMITH|E100/);
  }
});

test('labels too small for whose they are, are refused in words', async () => {
  const view = LABEL_PATIENTS['with a very long name']!;
  const stock = { ...LABELS_203, widthMm: 25, heightMm: 13 };
  const target = onPrinter(stock);
  expect(await labelPaper({ counts: oneOfEach(target), target }, view, printingOf(view), 'L')).toMatchObject({
    error: { kind: 'too-small', why: expect.stringContaining('choose larger labels, or the page to cut out') },
  });
});

test('in a drill every label says so, and so does the verification', async () => {
  const view = LABEL_PATIENTS['usual']!;
  const target = onPrinter(LABELS_203);
  const outage = { state: 'declared', drill: true } as never;
  const printing = { ...printingOf(view), outage };
  const made = await labelPaper({ counts: oneOfEach(target), target }, view, printing, 'L');
  if (!made.ok) throw new Error(made.error.why);
  const zpl = made.value.content.toString('utf8');
  expect(zpl.match(/\^FDDOWNTIME DRILL\^FS/g)).toHaveLength(2);
  const due = [
    { kind: 'chart', parts: 1, copies: 1 },
    { kind: 'specimen', parts: 1, copies: 1 },
  ] as const;
  expect(zplFaults(zpl.replace('DOWNTIME DRILL', 'DOWNTIME'), due, LABELS_203, view, site.zone, outage)).toContainEqual(
    expect.stringMatching(/identity and marks/),
  );
});

describe('ZPL that was changed on its way is caught', async () => {
  const view = LABEL_PATIENTS['Vietnamese']!;
  const due = [
    { kind: 'chart', parts: 1, copies: 1 },
    { kind: 'specimen', parts: 1, copies: 1 },
  ] as const;
  const zpl = (await labelsOf(view, onPrinter(LABELS_203))).content.toString('utf8');
  const faults = (changed: string): string[] => zplFaults(changed, due, LABELS_203, view, site.zone, printingOf(view).outage);
  test('untouched it is whole', () => expect(faults(zpl)).toEqual([]));
  test.each<[string, (zpl: string) => string, RegExp]>([
    ['another number in words', said => said.replace('^FDDM-07Q-0042-A', '^FDDM-07Q-0043-A'), /identity and marks/],
    ['another number in the code', said => said.replace('^FD>:DM-07Q-0042-A', '^FD>:DM-07Q-0043-A'), /code on label 1/],
    ['no code', said => said.replace(/\^BY[^\n]*\n/, ''), /code on label 1/],
    [
      'a dot of the name',
      said => said.replace(/(\^GFA[^\n]{200})(.)/, (_, before, dot) => `${before}${dot === '0' ? '1' : '0'}`),
      /a picture is not that of its words/,
    ],
    ['the words of a picture', said => said.replace('Minh', 'Ninh'), /a picture is not that of its words/],
    ['no allergy mark', said => said.replace('ALLERGIES NOT ASSESSED', ''), /identity and marks/],
    ['no line for the collector', said => said.replace('Collector', 'C'), /does not say all/],
    ['a larger font', said => said.replace(/\^A0N,(\d+),\d+\^FH_\^FDBorn/, '^A0N,$1,80^FH_^FDBorn'), /over the label's edge/],
    ['words over the code', said => said.replace(/\^FT\d+,\d+(\^A0N,\d+,\d+\^FH_\^FDBorn)/, '^FT40,180$1'), /lies over the code/],
    ['a label more', said => said.replace('^PQ1', '^PQ2'), /2 copies where 1/],
    ['a label less', said => said.slice(0, said.indexOf('^XA', 5)), /1 labels where 2/],
    ['a label without its end', said => said.replace('^XZ\n', ''), /does not end/],
    ['a strange command', said => said.replace('^CI28', '^CI28^JUS'), /\^JU is no command of ours/],
  ])('%s', (_, change, expected) => {
    expect(change(zpl)).not.toBe(zpl);
    expect(faults(change(zpl))).toContainEqual(expect.stringMatching(expected));
  });
});

test('label sheets on which something was changed are caught', async () => {
  const view = LABEL_PATIENTS['usual']!;
  const { labelSheetFaults } = await import('../../main/paper/verify-label-sheet.ts');
  const { layOutLabel } = await import('../../main/paper/label-layout.ts');
  const { labelPages, labelSheetPdf, sheetSpace } = await import('../../main/paper/label-sheet.ts');
  const { labelOf } = await import('../../main/domain/band-and-labels.ts');
  const layout = site.labelSheets['Avery 5160']!;
  const { outage } = printingOf(view);
  const laid = layOutLabel(labelOf('chart', view, site.zone, outage), sheetSpace(layout));
  if (!laid.ok) throw new Error(laid.error.why);
  const due = [1, 2].map(() => ({ kind: 'chart' as const, part: 1, of: 1 }));
  type Pages = ReturnType<typeof labelPages>;
  const faults = async (change: (pages: Pages) => unknown): Promise<string[]> => {
    const pages = structuredClone(labelPages([laid.value[0]!, laid.value[0]!], 'L', layout, 1));
    change(pages);
    const pdf = labelSheetPdf(pages, 'Lakeside', new Date(0));
    return labelSheetFaults(pdf, due, { layout, start: 1 }, view, site.zone, outage);
  };
  expect(await faults(() => undefined)).toEqual([]);
  const own = (pages: Pages) => pages[0]!.own;
  const withoutBar = (code: Code, bar: number) => (code.bars = code.bars.toSpliced(bar, 1));
  expect(await faults(pages => (own(pages).texts[0]!.text = 'SOMEBODY, Else'))).toContainEqual(expect.stringMatching(/identity/));
  expect(await faults(pages => (own(pages).texts.at(-1)!.x += 130))).toContainEqual(expect.stringMatching(/over a label's edge/));
  expect(await faults(pages => withoutBar(own(pages).codes[1]!, 3))).toContainEqual(expect.stringMatching(/code on label 2/));
  expect(await faults(pages => own(pages).codes.pop())).toContainEqual(expect.stringMatching(/code on label 2/));
  expect(await faults(pages => own(pages).texts.splice(2, 1))).toContainEqual(expect.stringMatching(/label 1.*identity/));
});

test('whatever a patient is called and numbered, labels are whole or refused with a reason, and no word becomes a command', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'^~_\\>,&"|`'), minLength: 1, maxLength: 12 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  );
  const numbers = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(text, numbers, fc.constantFrom(...STOCKS), async (name, mrn, stock) => {
      const view = viewOf(paperPatient({ name: `A${name}`, mrn }));
      const target = onPrinter(stock);
      const made = await labelPaper({ counts: oneOfEach(target), target }, view, printingOf(view), 'L');
      if (!made.ok) {
        expect(made.error.kind).toBe('too-small');
        return;
      }
      const labels = readZpl(made.value.content.toString('utf8'));
      expect(labels.flatMap(label => label.faults)).toEqual([]);
      expect(new Set(labels.flatMap(label => label.codes.map(code => code.content)))).toEqual(
        new Set(mrn.trim() === '' ? [] : [mrn]),
      );
    }),
    { numRuns: 200 },
  );
});

test('the same on sheets of labels', async () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  const numbers = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(text, numbers, fc.constantFrom(...sheets), async (name, mrn, sheet) => {
      const view = viewOf(paperPatient({ name: `A${name}`, mrn }));
      const target = onSheets(sheet);
      const made = await labelPaper({ counts: oneOfEach(target), target }, view, printingOf(view), 'L');
      if (!made.ok) expect(made.error.kind).toBe('too-small');
    }),
    { numRuns: 60 },
  );
});

test('numbers with characters that could be commands scan as they are', async () => {
  for (const mrn of ['A^B~C', 'A>B>:C', 'A_5E', 'A\\B', '12345678901', 'a|b`c'])
    for (const stock of [LABELS_203, BANDS_203]) {
      const view = viewOf(paperPatient({ mrn }));
      const pictures = await drawn((await labelsOf(view, onPrinter(stock))).content.toString('utf8'), stock);
      for (const picture of pictures) expect((await codesIn(picture)).map(code => code.replace(/^\w+ /, ''))).toEqual([mrn]);
    }
});
