import { expect, test } from 'vitest';
import { face } from '../../main/paper/fonts.ts';
import { clean, shape } from '../../main/paper/shape.ts';

const from = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
const LETTERS = [...from(0x620, 0x64a), ...from(0x671, 0x6d3), ...from(0x750, 0x77f), ...from(0x8a0, 0x8c7)];
const MARKS = [...from(0x610, 0x61a), ...from(0x64b, 0x65f), '\u0670', ...from(0x6d6, 0x6dc)];

test.each(['regular', 'bold'] as const)('every Arabic letter is set alone and joined, with every mark, in %s', weight => {
  const { font } = face('arabic', weight);
  const known = (char: string): boolean => font.hasGlyphForCodePoint(char.codePointAt(0)!);
  const marks = ['', ...MARKS.filter(known)];
  let set = 0;
  for (const letter of LETTERS.filter(known))
    for (const mark of marks)
      for (const text of [letter + mark, `ب${letter}${mark}ب`]) {
        const { width, glyphs } = shape(text, weight, true);
        expect(glyphs!.every(({ x, y, id }) => Number.isFinite(x) && Number.isFinite(y) && id > 0)).toBe(true);
        expect(width).toBeGreaterThan(0);
        set++;
      }
  expect(set).toBeGreaterThan(5000);
});

test('a mark that has no place on its letter leaves the word as wide as without it', () => {
  const [raouf, marked] = ['رءوف', 'رَءُوفِ'].map(name => shape(name, 'regular', true));
  expect(marked!.width).toBeCloseTo(raouf!.width);
  expect(marked!.glyphs!.length).toBe(raouf!.glyphs!.length + 3);
});

test('the weights of a family have the same characters: what one can set is never refused by another', () => {
  for (const family of ['source', 'arabic', 'hebrew', 'thai', 'devanagari', 'korean', 'chinese'] as const) {
    const [regular, ...others] = (['regular', 'semibold', 'bold'] as const).map(weight => face(family, weight).font.characterSet);
    for (const other of others) expect(other, family).toEqual(regular);
  }
});

test('what a line has no room for, or no font has, is spelled by its number', () => {
  expect(clean('a〱b')).toBe('a[U+3031]b');
  expect(clean('王 💊\n小')).toBe('王 [U+1F48A]\n小');
  expect(clean('plain, Żółć, 王小明, محمد')).toBe('plain, Żółć, 王小明, محمد');
});
