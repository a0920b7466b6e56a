import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALPHABET, checkCharacter, isChecked } from '../../main/domain/check-character.ts';
import {
  LARGEST_BLOCK,
  LAST_BLOCK,
  NUMBER_KINDS,
  blockCount,
  blockName,
  readNumber,
  writtenNumber,
  type DowntimeNumber,
} from '../../main/domain/downtime-number.ts';

const anyNumber = fc.record({
  kind: fc.constantFrom(...NUMBER_KINDS),
  block: fc.integer({ min: 1, max: LAST_BLOCK }).map(blockName),
  running: fc.integer({ min: 1, max: LARGEST_BLOCK }),
});
const plain = (number: DowntimeNumber): string => writtenNumber(number).replaceAll('-', '');
const whyNot = (written: string): string => {
  const read = readNumber(written);
  if (read.ok) throw new Error(`${written} was read as ${JSON.stringify(read.value)}`);
  return read.error.why;
};

describe('the check character', () => {
  test('catches every wrong character and every exchange of neighbours in all texts of one and two characters', () => {
    for (const a of ALPHABET)
      for (const b of ALPHABET) {
        const text = a + b;
        const whole = text + checkCharacter(text);
        expect(isChecked(whole), whole).toBe(true);
        for (let at = 0; at < 3; at++)
          for (const other of ALPHABET)
            if (other !== whole[at]) expect(isChecked(whole.slice(0, at) + other + whole.slice(at + 1))).toBe(false);
        if (a !== b) expect(isChecked(b + a + whole[2]!)).toBe(false);
        if (b !== whole[2]) expect(isChecked(a + whole[2]! + b)).toBe(false);
      }
  });

  test('needs the weights it has: a plain sum would miss an exchange', () => {
    const sum = (text: string) => [...text].reduce((total, c) => total ^ ALPHABET.indexOf(c), 0);
    expect(sum('AB')).toBe(sum('BA'));
    expect(checkCharacter('AB')).not.toBe(checkCharacter('BA'));
  });
});

describe('a downtime number', () => {
  test('says that it is of a downtime, of which kind and from which block', () => {
    expect(writtenNumber({ kind: 'mrn', block: '07Q', running: 42 })).toBe('DM-07Q-0042-A');
    expect(NUMBER_KINDS.map(kind => writtenNumber({ kind, block: '001', running: 1 }).slice(0, 10))).toEqual([
      'DM-001-000',
      'DV-001-000',
      'DR-001-000',
      'DA-001-000',
    ]);
  });

  test('reads back as what was written', () => {
    fc.assert(
      fc.property(anyNumber, number => {
        expect(readNumber(writtenNumber(number))).toEqual({ ok: true, value: number });
      }),
    );
  });

  test('is read as people write it', () => {
    const meant = { ok: true, value: { kind: 'mrn', block: '07Q', running: 42 } };
    for (const written of ['dm07q0042a', ' DM 07Q 0042 A', 'DM–O7Q–OO42–a', 'ＤＭ-07Q-0042-A'])
      expect(readNumber(written), written).toEqual(meant);
    expect(readNumber(`Lighthouse ${writtenNumber({ kind: 'alias', block: '00D', running: 7 })}`)).toEqual({
      ok: true,
      value: { kind: 'alias', block: '00D', running: 7 },
    });
  });

  test('with one character wrong, anywhere, is never read', () => {
    fc.assert(
      fc.property(anyNumber, number => {
        const right = plain(number);
        for (let at = 0; at < right.length; at++)
          for (const other of ALPHABET) if (other !== right[at]) whyNot(right.slice(0, at) + other + right.slice(at + 1));
      }),
    );
  });

  test('with two neighbours exchanged, letters with digits too, is never read', () => {
    fc.assert(
      fc.property(anyNumber, number => {
        const right = plain(number);
        for (let at = 0; at + 1 < right.length; at++)
          if (right[at] !== right[at + 1]) whyNot(right.slice(0, at) + right[at + 1]! + right[at]! + right.slice(at + 2));
      }),
    );
  });

  test('with a character missing or one too many is never read', () => {
    fc.assert(
      fc.property(anyNumber, fc.nat(9), fc.constantFrom(...ALPHABET), (number, at, more) => {
        const right = plain(number);
        whyNot(right.slice(0, at) + right.slice(at + 1));
        whyNot(right.slice(0, at) + more + right.slice(at));
      }),
    );
  });

  test('that is wrong is said to be in plain words', () => {
    expect(whyNot('DM-07Q-0024-A')).toMatch(/one character is wrong or two are exchanged/);
    expect(whyNot('DM-07Q-042-A')).toMatch(/has 9 characters and a downtime number has 10/);
    expect(whyNot('DM-07U-0042-A')).toMatch(/no downtime number has \(U\)/);
    expect(whyNot('MRN0001234')).toMatch(/no downtime number: those begin with D/);
    expect(whyNot('   ')).toMatch(/No number is written/);
  });

  test('never has block or running number zero, whatever its check character', () => {
    for (const body of ['DM0000001', 'DM07Q0000']) expect(whyNot(body + checkCharacter(body))).toMatch(/is wrong/);
  });

  test('any text is a number or a sentence', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        if (!readNumber(text).ok) expect(whyNot(text)).toMatch(/\.$/);
      }),
    );
  });
});

test('each block has a name of its own', () => {
  const names = Array.from({ length: LAST_BLOCK }, (_, i) => blockName(i + 1));
  expect(new Set(names).size).toBe(LAST_BLOCK);
  expect(names.every((name, i) => blockCount(name) === i + 1)).toBe(true);
});
