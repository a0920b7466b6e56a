import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { code128, dataMatrix } from '../../main/paper/codes.ts';
import type { Code } from '../../main/paper/page.ts';
import { needs } from '../support/needs.ts';
import { GENERATION, paperPatient, sheetsOf, viewOf } from '../support/paper-patient.ts';
import { pagesOf, pdfOf } from '../support/read-paper.ts';

const sheets = sheetsOf(viewOf(paperPatient()));
const pages = pagesOf(sheets);
const folder = mkdtempSync(join(tmpdir(), 'kiosk-codes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Pages as a printer or a fax would have them, in grey or pure black and white. */
function images(name: string, ...options: string[]): Buffer[] {
  const prefix = join(folder, name);
  execFileSync(join(needs.poppler.path, '..', 'pdftoppm'), [...options, join(folder, 'all.pdf'), prefix]);
  return readdirSync(folder)
    .filter(f => f.startsWith(`${name}-`))
    .sort()
    .map(f => readFileSync(join(folder, f)));
}

async function codesIn(image: Buffer): Promise<string[]> {
  const found = await readBarcodes(new Uint8Array(image), { formats: ['DataMatrix', 'Code128'], tryHarder: true });
  return found.map(c => `${c.format} ${c.text}`).sort();
}

const expected = pages.map(({ sheet, number, of }) =>
  ['Code128 E32401945', `DataMatrix ${sheet}|${number}|${of}|E32401945|${GENERATION}`].sort(),
);

beforeAll(async () => {
  // Its own way of loading asks the network.
  const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer },
    fireImmediately: true,
  });
  writeFileSync(join(folder, 'all.pdf'), pdfOf(sheets));
});

test.skipIf(needs.poppler.missing)(
  'every page, scanned at 200 dpi, says sheet, page, pages, patient and generation, and the MRN',
  async () => {
    const scanned = await Promise.all(images('scan', '-r', '200', '-gray', '-png').map(codesIn));
    expect(scanned).toEqual(expected);
  },
);

test.skipIf(needs.poppler.missing)(
  'they can still be read after a fine fax: black and white, 204 by 196 dots per inch',
  async () => {
    const faxed = await Promise.all(images('fax', '-rx', '204', '-ry', '196', '-mono', '-png').map(codesIn));
    expect(faxed).toEqual(expected);
  },
);

test('bars and cells are never thinner than 0.9 points, with their quiet zones', () => {
  for (const { frame, own } of pages) {
    for (const code of [...frame.codes, ...own.codes]) {
      const quiet = code.kind === 'code128' ? 10 : 2;
      expect(code.module).toBeGreaterThanOrEqual(0.9);
      expect(Math.min(...code.bars.map(b => b.width))).toBeGreaterThanOrEqual(1);
      expect(Math.min(...code.bars.map(b => b.x))).toBeGreaterThanOrEqual(quiet);
      const right = Math.max(...code.bars.map(b => b.x + b.width));
      expect(code.width / code.module - right).toBeGreaterThanOrEqual(quiet - 0.001);
    }
  }
});

test('the code of a long number lies below the legends and beside the signatures', () => {
  const code = 'aB3$xY9!kQ7%zW1&mN5*pR2#tU8(vS4)wX6-yZ0+cD_eF=gH^iJ~';
  const long = sheets.map(sheet => ({ ...sheet, head: { ...sheet.head, code } }));
  for (const { frame, stamp, own } of pagesOf(long)) {
    const [code] = own.codes;
    expect(code!.height).toBeGreaterThan(44);
    const foot = Math.max(...frame.lines.filter(l => l.weight === 1.2 && l.y1 === l.y2).map(l => l.y1));
    const words = [...frame.texts, ...stamp].filter(t => t.y > foot && t.x + t.width > code!.x && t.y > code!.y);
    const boxes = frame.rects.filter(r => r.y > foot && r.x + r.width > code!.x);
    expect([...words, ...boxes]).toEqual([]);
  }
});

test('an MRN too long for a bar code that scans, or outside ASCII, gets none', () => {
  expect(code128('1234567890', 0, 0, 160, 22)).not.toBeNull();
  expect(code128('1f2e3d4c-0000-4000-8000-1234567890ab', 0, 0, 160, 22)).toBeNull();
  expect(code128('№ 12', 0, 0, 160, 22)).toBeNull();
  expect(code128('9'.repeat(5000), 0, 0, 160, 22)).toBeNull();
});

test('a longer content makes a larger DataMatrix, not smaller cells; one that is too long makes none', () => {
  const small = dataMatrix('K1-7F3QXH-0001-01S|1|2|123|4', 100, 100)!;
  const large = dataMatrix('a-very-long-kiosk-name-0001-01S|1|22|1f2e3d4c-0000-4000-8000-1234567890ab|40000', 100, 100)!;
  expect(large.width).toBeGreaterThan(small.width);
  expect(large.module).toBe(small.module);
  expect(dataMatrix('x'.repeat(340), 100, 100)).toBeNull();
});

/** A symbol as a picture of four pixels to a cell, with its quiet zone. */
function picture({ bars, module, width: points }: Code): ImageData {
  const width = Math.round((4 * points) / module);
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const bar of bars) {
    const [x, y, w, h] = [4 * bar.x, 4 * bar.y, 4 * bar.width, 4 * bar.height];
    for (let row = y; row < y + h; row++)
      for (let column = x; column < x + w; column++) data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
  }
  return { data, width, height: width, colorSpace: 'srgb' } as ImageData;
}

test('a DataMatrix of any content is read as that content by another program', async () => {
  const content = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 150 }),
    fc.string({ unit: fc.constantFrom(...'0123456789|-'), minLength: 1, maxLength: 250 }),
    fc.string({ unit: fc.constantFrom('ł', '王', 'ü', 'A', '1', '^'), minLength: 1, maxLength: 20 }),
  );
  await fc.assert(
    fc.asyncProperty(content, async text => {
      const code = dataMatrix(text, 500, 500);
      fc.pre(code !== null);
      const [read] = await readBarcodes(picture(code!), { formats: ['DataMatrix'] });
      expect(read?.text).toBe(text);
    }),
    { numRuns: 150 },
  );
});
