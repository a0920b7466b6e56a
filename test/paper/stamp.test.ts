import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { renderPatient, type Rendered } from '../../main/paper/render.ts';
import { isStamped, restamped, type StampWords } from '../../main/paper/stamp.ts';
import { folder } from '../support/command-line.ts';
import { needs } from '../support/needs.ts';
import { paperPatient, sheetsOf, viewOf } from '../support/paper-patient.ts';

const sheets = sheetsOf(viewOf(paperPatient()));
const later: StampWords = { age: '(3 h 7 min old when printed)', printed: 'Printed 11/22/2026 17:52 by R. Alvarez from K1' };
let made: Rendered;
let firsts: number[];
beforeAll(async () => {
  const rendered = renderPatient(sheets, 'letter');
  if (!rendered.ok) throw new Error(rendered.error.why);
  made = rendered.value;
  firsts = made.pages.map((_, i) => 1 + made.pages.slice(0, i).reduce((sum, p) => sum + p.pages, 0));
});
const again = (words: StampWords): Buffer => {
  const pdf = restamped(made.pdf, made.stamps, words);
  if (pdf === null) throw new Error('not stamped');
  return pdf;
};

describe('a sheet that was made in advance and is printed later', () => {
  test('says on every page when and by whom it is printed, and how old the data are then', async () => {
    const pdf = again(later);
    for (const page of await readBack(pdf)) {
      expect(pageText(page)).toContain(folded(later.printed));
      expect(pageText(page)).toContain(folded(later.age));
    }
    expect(await isStamped(pdf, later, firsts)).toBe(true);
  });
  test('says nothing any more of when it was made', async () => {
    const text = (await readBack(again(later))).map(pageText).join('');
    expect(text).not.toContain(folded(sheets[0]!.foot.printed));
    expect(text).not.toContain(folded('(17 min old'));
  });
  test('is otherwise, byte for byte, what was verified', async () => {
    const pdf = again(later);
    expect(pdf.subarray(0, made.pdf.length).equals(made.pdf)).toBe(true);
    const words = (text: string): string => text.replace(folded(later.printed), '').replace(folded(later.age), '');
    const before = (await readBack(made.pdf)).map(p =>
      pageText(p).replace(folded(sheets[0]!.foot.printed), '').replace('(17minoldwhenprinted)', ''),
    );
    expect((await readBack(pdf)).map(p => words(pageText(p)))).toEqual(before);
  });
  test('can be stamped once more', async () => {
    const once = again({ ...later, printed: 'Printed 11/22/2026 16:00 by N. Okafor from K1' });
    const twice = restamped(once, made.stamps, later)!;
    expect(await isStamped(twice, later, firsts)).toBe(true);
  });
  test.skipIf(needs.poppler.missing)('reads the same in another reader', () => {
    const file = join(folder(), 'stamped.pdf');
    writeFileSync(file, again(later));
    const pages = execFileSync(needs.poppler.path, ['-raw', file, '-'], { encoding: 'utf8' })
      .split('\f')
      .filter(page => page.trim() !== '');
    expect(pages).toHaveLength(made.pages.reduce((sum, p) => sum + p.pages, 0));
    for (const page of pages) expect(page).toContain(later.printed);
  });
});

test('a stamp that is missing on one sheet is noticed', async () => {
  const pdf = restamped(made.pdf, made.stamps.slice(1), later)!;
  expect(await isStamped(pdf, later, firsts)).toBe(false);
});

test.each([
  ['a name in letters that the sheet has no font for', 'Printed 11/22/2026 17:52 by 김민준 from K1'],
  ['a name with a sign that no font has', 'Printed 11/22/2026 17:52 by R. 💊 Alvarez from K1'],
  ['a name too long for its place', `Printed 11/22/2026 17:52 by ${'Wolfeschlegelsteinhausen '.repeat(7)}from K1`],
])('%s needs the sheet rendered again', (_, printed) => {
  expect(restamped(made.pdf, made.stamps, { ...later, printed })).toBeNull();
});
