/** The characters that take an HL7 v2 message apart (MSH-1 and MSH-2). */
export interface Separators {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
}

/** One segment: its name and its fields as sent, still escaped. `fields[n]` is field n of the standard, MSH's too. */
export interface Segment {
  name: string;
  fields: string[];
}

/** HL7's own suggestion, for answers to what cannot be taken apart. */
export const USUAL: Separators = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

/** The separators that the MSH segment declares; null when it doesn't begin the text, or they can't tell fields apart. */
export function separatorsOf(text: string): Separators | null {
  if (!text.startsWith('MSH')) return null;
  const field = text.charAt(3);
  const declared = text.slice(4, 4 + 6).split(field)[0] ?? '';
  const [component, repetition, escape, subcomponent = ''] = declared;
  if (component === undefined || repetition === undefined || escape === undefined) return null;
  const all = [field, ...declared];
  const usable = all.every(char => /^[!-/:-@[-`{-~]$/.test(char)) && new Set(all).size === all.length;
  return usable ? { field, component, repetition, escape, subcomponent } : null;
}

/**
 * The segments of a message. Why not node-hl7-client's parser: on a field of 600 KB with 300,000 repetitions it holds the event loop for
 * 0.7 s, and it reads \X..\ as Latin-1 whatever MSH-18 says. Here only the segments that are asked for are taken apart.
 */
export function segmentsOf(text: string, separators: Separators, wanted: ReadonlySet<string>): Segment[] {
  const found: Segment[] = [];
  for (const line of text.split(/[\r\n]+/)) {
    const name = line.slice(0, 3);
    if (!wanted.has(name) || (line.length > 3 && line.charAt(3) !== separators.field)) continue;
    const fields = line.split(separators.field);
    if (name === 'MSH') fields.splice(1, 0, separators.field);
    found.push({ name, fields });
  }
  return found;
}

/** The repetitions of a field, each as its components, still escaped; none for an empty field or HL7's null ("" in quotes). */
export function repetitions(value: string | undefined, { repetition, component }: Separators): string[][] {
  if (value === undefined || value === '') return [];
  return value
    .split(repetition, MOST_REPETITIONS)
    .map(one => one.split(component))
    .filter(parts => parts.some(part => part !== '' && part !== '""'));
}

/** Nobody has more record numbers or names than that. */
const MOST_REPETITIONS = 64;

/** A component as text: first subcomponent unless told otherwise, escape sequences resolved, null for nothing. `bytes` reads \X..\ in the message's charset. */
export function textOf(
  value: string | undefined,
  separators: Separators,
  bytes: (raw: Buffer) => string,
  sub = 0,
): string | null {
  if (value === undefined) return null;
  const part = separators.subcomponent === '' ? value : value.split(separators.subcomponent, sub + 1)[sub];
  const text = unescaped(part ?? '', separators, bytes)
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001F\u007F-\u009F]/g, '')
    .trim();
  return text === '' || text === '""' ? null : text;
}

const CHARS = { F: 'field', S: 'component', T: 'subcomponent', R: 'repetition', E: 'escape' } as const;

/** HL7 v2.5.1 section 2.7; formatting and highlighting leave a space or nothing, what isn't known stays as sent. */
function unescaped(value: string, separators: Separators, bytes: (raw: Buffer) => string): string {
  if (!value.includes(separators.escape)) return value;
  const mark = separators.escape.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const known = new RegExp(
    `${mark}(?:([FSTRE])|([HN]|[CM][0-9A-F]{4,6})|X((?:[0-9A-Fa-f]{2})+)|(\\.[a-z]{2}[+-]?\\d*))${mark}`,
    'g',
  );
  return value.replace(known, (_, char?: keyof typeof CHARS, _mode?: string, hex?: string, format?: string) => {
    if (char !== undefined) return separators[CHARS[char]];
    if (hex !== undefined) return bytes(Buffer.from(hex, 'hex'));
    return format === undefined ? '' : ' ';
  });
}

/** Text made safe for a field. */
export function escaped(text: string, separators: Separators): string {
  const { field, component, repetition, escape, subcomponent } = separators;
  const names = new Map([
    [field, 'F'],
    [component, 'S'],
    [subcomponent, 'T'],
    [repetition, 'R'],
    [escape, 'E'],
  ]);
  return [...text].map(char => (names.has(char) ? `${escape}${names.get(char)}${escape}` : char)).join('');
}
