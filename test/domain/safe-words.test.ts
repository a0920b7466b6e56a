import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeSpelling } from '../../main/domain/safe-spelling.ts';
import { AMBIGUOUS, safeWords, type TextKind } from '../../main/domain/safe-words.ts';
import { tallMan } from '../../main/domain/tall-man.ts';
import { site } from '../support/site.ts';
import { unsafeWords } from '../support/unsafe-words.ts';

const safe = (text: string, kind: TextKind = 'order'): string => safeWords(text, kind).text;

describe('what The Joint Commission forbids is written out:', () => {
  test.each([
    ['5000U SC BID', '5,000 units SC BID'],
    ['insulin 4 u before meals', 'insulin 4 units before meals'],
    ['1 U now', '1 unit now'],
    ['0.1 U/kg/h', '0.1 units/kg/h'],
    ['heparin 100u/ml', 'heparin 100 units/mL'],
    ['oxytocin 2 mU/min', 'oxytocin 2 milliunits/min'],
    ['vitamin D 1000 IU', 'vitamin D 1,000 international units'],
    ['10IU/mL', '10 international units/mL'],
    ['20 mg PO QD', '20 mg PO daily'],
    ['20 mg q.d.', '20 mg daily'],
    ['QD:PRN', 'daily:PRN'],
    ['20 mg PO QOD', '20 mg PO every other day'],
    ['20 mg q.o.d.', '20 mg every other day'],
    ['1.0 mg', '1 mg'],
    ['2.50 mg/kg', '2.5 mg/kg'],
    ['1.0-2.0 tablets', '1-2 tablets'],
    ['1.0, BID, PO', '1, BID, PO'],
    ['.5 mg', '0.5 mg'],
    ['-.5 to .75 mL', '-0.5 to 0.75 mL'],
    ['MgSO4 2 g IV', 'magnesium sulfate 2 g IV'],
  ])('%s → %s', (sent, shown) => expect(safe(sent)).toBe(shown));
});

describe('what ISMP calls error-prone is written otherwise:', () => {
  test.each([
    ['50 µg', '50 mcg'],
    ['50ug', '50 mcg'],
    ['WBC above 15,000/µL', 'WBC above 15,000/mcL'],
    ['5cc flush', '5 mL flush'],
    ['run @ 75 mL/h', 'run at 75 mL/h'],
    ['hold for RR < 10', 'hold for RR less than 10'],
    ['call if SBP >=180', 'call if SBP greater than or equal to 180'],
    ['10000 units', '10,000 units'],
    ['1000-2000 mL', '1,000-2,000 mL'],
    ['10mEq/100mL Premix', '10 mEq/100 mL Premix'],
    ['O2 at 8L/min', 'O2 at 8 L/min'],
    ['30 ml cup', '30 mL cup'],
  ])('%s → %s', (sent, shown) => expect(safe(sent)).toBe(shown));
});

describe('what can mean something else is left as it is:', () => {
  test.each([
    ['send U/A and culture'],
    ['insulin U-100 pen'],
    ['U of M transfer'],
    ['12L ECG'],
    ['ETT 7.0, 22 cm at the lip'],
    ['INR goal 2.0-3.0'],
    ['hold if K above 5.0 mEq/L'],
    ['order 48720570'],
    ['since 2019 at 2359'],
    ['call 555-1234, room 1012'],
    ['epinephrine 1:200,000'],
    ['POSS ≥ 3'],
    ['QDAY and q6h and BID'],
    ['MS Contin'],
    ['nurse@ward.example'],
    ['A -> B'],
    ['v1.0'],
  ])('%s', sent => expect(safeWords(sent, 'order')).toEqual({ text: sent, writtenOut: false }));
});

describe('what is ambiguous is marked and never guessed:', () => {
  test.each([
    ['MS 4 mg IV', `MS ${AMBIGUOUS} 4 mg IV`],
    ['history of MS', `history of MS ${AMBIGUOUS}`],
    ['MSO4 .5 mg', `MSO4 ${AMBIGUOUS} 0.5 mg`],
    ['IU', `IU ${AMBIGUOUS}`],
    // A thousand to somebody who sets thousands apart with a point.
    ['1.000 mg', `1.000 ${AMBIGUOUS} mg`],
  ])('%s → %s', (sent, shown) => expect(safeWords(sent, 'order')).toEqual({ text: shown, writtenOut: true }));

  test('MSO4 is morphine when the drug of the order is', () => {
    expect(safe('MSO4 2 mg IV', 'morphine-order')).toBe('morphine sulfate 2 mg IV');
    expect(safe('MS 2 mg IV', 'morphine-order')).toBe(`MS ${AMBIGUOUS} 2 mg IV`);
  });
  test('two numbers are never run together into one of thousands', () => {
    expect(safe('12.0,110mg', 'order')).toBe('12.0,110 mg');
    expect(safe('12.0, 110mg', 'order')).toBe('12, 110 mg');
  });
  test('a number that was sent as a number has a decimal point', () => {
    expect(safe('1.000 mg', 'quantity')).toBe('1 mg');
  });
});

describe('a result', () => {
  test('keeps its trailing zeros and comparison: they say how exactly was measured', () => {
    for (const sent of ['4.0', '4.0 mmol/L', '< 0.30', '7.40']) expect(safe(sent, 'result')).toBe(sent);
  });
  test('has its unit written out', () => {
    expect(['U/L', 'mIU/L', '[IU]/mL', 'K/uL', 'µg/dL', '10*3/uL'].map(unit => safe(unit, 'result'))).toEqual([
      'units/L',
      'milli-international units/L',
      'international units/mL',
      'K/mcL',
      'mcg/dL',
      '10*3/mcL',
    ]);
  });
});

test('only words written out or marked are told apart from another spelling', () => {
  expect(safeWords('5 U', 'order').writtenOut).toBe(true);
  expect(safeWords('10mg and 1000 mL and .5 mg and 1.0 mg', 'order').writtenOut).toBe(false);
});

const PIECES = [
  '5000U', '10u', '3 IU', 'mU/min', 'QD', 'q.d.', 'QOD', 'q.o.d.', '1.0 mg', '.5', '0.50', '2.500 mg', 'MSO4', 'MgSO4', 'MS', 'U', 'IU', 'U/A', 'U-100',
  'µg', '50µg', 'uL', '5cc', '@', '<', '>=', '10mg', '1000 mL', '10000', '5ml', 'mg/ML', 'tablet', 'to', '-', '–', ',', ';', '/', '(', ')', ':', '.',
  'every', 'morphine', '8L/min', '1', '12.0', '7,000', 'NaCl', 'é', ' ', ' ',
]; // prettier-ignore
const orderText = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.string({ maxLength: 4 }) }), {
    maxLength: 12,
  })
  .chain(parts => fc.constantFrom('', ' ').map(gap => parts.join(gap)));
const kinds = fc.constantFrom<TextKind>('order', 'morphine-order', 'quantity', 'result');

/** The values of the numbers in a text, however they are written. */
const numbers = (text: string): number[] =>
  [...text.replace(/mg?so[4₄]/gi, ' ').matchAll(/\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d*\.?\d+/g)].map(m =>
    Number(m[0].replaceAll(',', '')),
  );

/** The letters without every word that rules take out or put in. */
const otherLetters = (text: string): string =>
  text
    .replaceAll(AMBIGUOUS, ' ')
    .replace(
      /magnesium sulfate|morphine sulfate|mg?so[4₄]|every other day|daily|less than( or equal to)?|greater than( or equal to)?/gi,
      ' ',
    )
    .replace(/q\.?\s?o\.?\s?d\.?|q\.?\s?d\.?|cc|ml|mcl|[µμu]l/gi, ' ')
    .replace(/international|milli|micrometer|micromol|micro|mcg|units?|[µμu]g|iu|[µμ]|\[|\]|umol/gi, ' ')
    .replace(/[^\p{L}]|u|m|g|o|l|at/giu, '');

describe('whatever the text', () => {
  test('safe words are safe words', () => {
    fc.assert(
      fc.property(orderText, kinds, (text, kind) => {
        const once = safe(text, kind);
        expect(safe(once, kind)).toBe(once);
      }),
      { numRuns: 5000 },
    );
  });
  test('no number changes its value, is lost or is added', () => {
    fc.assert(
      fc.property(orderText, kinds, (text, kind) => {
        expect(numbers(safe(text, kind))).toEqual(numbers(text));
      }),
      { numRuns: 5000 },
    );
  });
  test('no other letter is lost', () => {
    fc.assert(
      fc.property(orderText, kinds, (text, kind) => {
        expect(otherLetters(safe(text, kind))).toBe(otherLetters(text));
      }),
      { numRuns: 5000 },
    );
  });
  test('the short way past texts without anything odd says the same', () => {
    const spelling = safeSpelling({ source: 'none here', names: [] });
    fc.assert(
      fc.property(orderText, kinds, (text, kind) => {
        expect(spelling(text, kind)).toEqual(safeWords(text, kind));
      }),
      { numRuns: 5000 },
    );
  });
  test('words of a sensible order have nothing unsafe left', () => {
    const words = fc
      .array(
        fc.constantFrom(
          '5000U',
          '10 u',
          '3 IU',
          'QD',
          'q.o.d.',
          '1.0 mg',
          '.5 mL',
          'MSO4',
          'MgSO4',
          'MS',
          '50µg',
          '5cc',
          '10mg',
          '1500 mL',
        ),
        {
          minLength: 1,
          maxLength: 6,
        },
      )
      .map(parts => parts.join(' '));
    fc.assert(
      fc.property(words, text => {
        expect(unsafeWords(safe(text))).toEqual([]);
      }),
    );
  });
});

describe('tall man letters', () => {
  const spell = tallMan(site.tallMan);

  test('set look-alike names apart, whatever their case, alone and in combinations', () => {
    expect(spell('HYDROXYZINE 25 mg')).toBe('hydrOXYzine 25 mg');
    expect(spell('hydralazine')).toBe('hydrALAZINE');
    expect(spell('lisinopril-hydrochlorothiazide')).toBe('lisinopril-hydroCHLOROthiazide');
    expect(spell('Amlodipine/Atorvastatin (Prednisone)')).toBe('amLODIPine/atorvaSTATin (predniSONE)');
  });
  test('leave every other word alone', () => {
    for (const text of ['prednisoloneX', 'norepinephrine', 'morphine', 'penicillin'])
      expect(spell(text).toLowerCase()).toBe(text.toLowerCase());
    expect(spell('norepinephrine dopaminergic')).toBe('norepinephrine dopaminergic');
  });
  test('change nothing but the case', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...site.tallMan.names), fc.string({ maxLength: 6 }))), words => {
        const text = words.join(' ');
        expect(spell(text).toLowerCase()).toBe(text.toLowerCase());
        expect(spell(spell(text))).toBe(spell(text));
      }),
    );
  });
  test('every name of the list has capitals inside and stands there once', () => {
    const { names } = site.tallMan;
    expect(new Set(names.map(n => n.toLowerCase())).size).toBe(names.length);
    for (const name of names) expect(name.slice(1)).toMatch(/[A-Z]/);
  });
});
