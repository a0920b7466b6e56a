import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../main/ehr/census-id-list/decode.ts';
import { parseList, type ParsedList } from '../../main/ehr/census-id-list/parse.ts';

function read(text: string, column: string | null = null): ParsedList {
  const parsed = parseList(text, column);
  if (!parsed.ok) throw new Error(parsed.error.why);
  return parsed.value;
}
const values = (text: string, column: string | null = null): string[] => read(text, column).entries.map(e => e.value);

test('one number a line, with any line end, blank lines, comments and repeats', () => {
  const list = read('00123\r\n\r\n# night shift\r00124\n00123\n// end\n  00125  ');
  expect(list.entries).toEqual([
    { value: '00123', line: 1 },
    { value: '00124', line: 4 },
    { value: '00125', line: 7 },
  ]);
  expect(list).toMatchObject({ repeated: [5], blank: [2], comments: [3, 6], faults: [], heading: null });
});

test.each([
  ['a heading', 'MRN\n1\n2'],
  ['commas and more columns', 'Bed,MRN,Name\n1-A,1,"Doe, John"\n1-B,2,"O""Brien, S"'],
  ['semicolons, as a European spreadsheet writes', 'Bett;MRN;Name\n1-A;1;Doe, John\n1-B;2;Roe'],
  ['tabs', 'bed\tMRN\n1-A\t1\n1-B\t2'],
  ['a byte order mark', '\uFEFFMRN\r\n1\r\n2\r\n'],
  ['numbers kept as text for a spreadsheet', 'MRN\n="1"\n\'2'],
  ['quoted numbers and heading', '"MRN"\n"1"\n"2"'],
  ['a column of another name among patients', 'Patient Name,Medical Record Number\n"Doe, A",1\n"Roe, B",2'],
])('%s', (_, text) => expect(values(text)).toEqual(['1', '2']));

test('the configured column is taken by its heading in any case, or by its place', () => {
  const text = 'pat_key;MRN;loc_code\nA1;1;4W\nA2;2;4W';
  expect(values(text, 'PAT_KEY ')).toEqual(['A1', 'A2']);
  expect(values(text, '2')).toEqual(['1', '2']);
  expect(values('A1;1\nA2;2', '1')).toEqual(['A1', 'A2']);
});

test('a column that is not there, or several and none named, is refused in words that say what to do', () => {
  expect(parseList('a,b\n1,2', 'MRN')).toMatchObject({
    ok: false,
    error: { why: 'it has no column "MRN": its columns are "a", "b"' },
  });
  expect(parseList('1,Doe\n2,Roe', null)).toMatchObject({
    ok: false,
    error: { why: expect.stringContaining('2 columns') as string },
  });
});

test('lines that cannot be used are named by number and reason; the lines around them stand', () => {
  const list = read('MRN,Name\n1,a\n,b\n1.23457E+08,c\n"4,d\nno digits,e\n12 34,f\n5,g');
  expect(list.entries.map(e => e.value)).toEqual(['1', '5']);
  expect(list.faults).toEqual([
    { line: 3, why: 'its column "MRN" is empty' },
    { line: 4, why: 'a spreadsheet has rounded its number: save the column as text' },
    { line: 5, why: 'a quotation mark is opened and not closed' },
    { line: 6, why: 'it holds no digit' },
    { line: 7, why: 'it holds more than a number' },
  ]);
});

test('leading zeros and letters are part of a number', () =>
  expect(values('MRN\n007\n7\nE007-B.1')).toEqual(['007', '7', 'E007-B.1']));

describe('encodings', () => {
  const text = 'MRN;Näme\n1;Müller\n2;Œuvre';
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 little-endian with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 little-endian without', Buffer.from(text, 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['UTF-16 big-endian without', Buffer.from(text, 'utf16le').swap16()],
    ['Latin-1', Buffer.from('MRN;Näme\n1;Müller\n2;x', 'latin1')],
  ])('%s', (_, bytes) => {
    const decoded = decode(bytes);
    expect(decoded.text).toContain('Müller');
    expect(values(decoded.text)).toEqual(['1', '2']);
  });
});

test('whatever a file holds, each of its lines is a number, a named fault, the heading, a repeat, blank or a comment: nothing is lost', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'MRN',
      '00123',
      '"',
      '""',
      ',',
      ';',
      '\t',
      '|',
      '\n',
      '\r\n',
      '\r',
      '# x',
      '="5"',
      "'6",
      ' ',
      '\u0000',
      '\uFEFF',
      '1E+5',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const text = fc.array(piece, { maxLength: 40 }).map(parts => parts.join(''));
  fc.assert(
    fc.property(text, fc.option(fc.constantFrom('MRN', '1', '2', 'x')), (content, column) => {
      const parsed = parseList(content, column);
      if (!parsed.ok) {
        expect(parsed.error.why.length).toBeGreaterThan(10);
        return;
      }
      const { entries, faults, headingLine, repeated, blank, comments } = parsed.value;
      const named = [...entries.map(e => e.line), ...faults.map(f => f.line), ...repeated, ...blank, ...comments];
      const all = [...named, ...(headingLine === null ? [] : [headingLine])].sort((a, b) => a - b);
      const lines = content.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/).length;
      expect(all).toEqual(Array.from({ length: lines }, (_, i) => i + 1));
      for (const { value } of entries) expect(value).toMatch(/\d/);
    }),
    { numRuns: 2000 },
  );
});

test('whatever the bytes, they can be decoded and read', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const parsed = parseList(decode(bytes).text, null);
      expect(typeof parsed.ok).toBe('boolean');
    }),
  );
});

test('a list of numbers comes back as it was written, in every separator, quoting and encoding', () => {
  const number = fc.stringMatching(/^[0-9A-Z]{0,8}[0-9][0-9A-Z]{0,8}$/).filter(n => !/^\d+E\d+$/.test(n));
  const numbers = fc.uniqueArray(number, { minLength: 1, maxLength: 20 });
  const name = fc.string({ maxLength: 12 }).map(s => s.replace(/[\r\n\0]/g, ' '));
  const shape = fc.record({
    separator: fc.constantFrom(',', ';', '\t', '|'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    encoding: fc.constantFrom('utf8', 'utf16le'),
  });
  fc.assert(
    fc.property(numbers, fc.array(name, { minLength: 20, maxLength: 20 }), shape, (all, names, { separator, end, encoding }) => {
      const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
      const rows = ['Name', ...names]
        .slice(0, all.length + 1)
        .map((n, i) => [quote(i === 0 ? 'Name' : n), i === 0 ? 'MRN' : all[i - 1]!]);
      const text = `\uFEFF${rows.map(row => row.join(separator)).join(end)}${end}`;
      const list = read(decode(Buffer.from(text, encoding as BufferEncoding)).text);
      expect(list.entries.map(e => e.value)).toEqual(all);
      expect(list.faults).toEqual([]);
    }),
  );
});
