import fc from 'fast-check';
import { z } from 'zod';

/** What JSON Schema says of an input, as far as the contract uses it. */
interface Shape {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Shape[];
  oneOf?: Shape[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Shape>;
  required?: string[];
}

/** Longest text and list that are made where a method sets no limit, or a far one. */
const LONG = 40;
const SOME = 4;

/** Inputs that a method takes, made from its own schema: a new method is covered by itself. */
export function goodInput<T>(schema: z.ZodType<T>): fc.Arbitrary<T> {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return made(shape).filter(input => schema.safeParse(input).success) as fc.Arbitrary<T>;
}

/** The same with one thing wrong, anywhere in it: another type, a field too many or too few, a name of a prototype. */
export const badInput = (schema: z.ZodType): fc.Arbitrary<unknown> =>
  fc
    .tuple(goodInput(schema), fc.nat(), WRONG)
    .map(([input, where, wrong]) => changed(input, placesIn(input)[where % placesIn(input).length]!, wrong))
    .filter(input => !schema.safeParse(input).success);

function made(shape: Shape): fc.Arbitrary<unknown> {
  if ('const' in shape) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const either = shape.anyOf ?? shape.oneOf;
  if (either) return fc.oneof(...either.map(made));
  switch (shape.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: Math.ceil(lowest(shape) ?? -1000), max: Math.min(shape.maximum ?? 1000, 1_000_000) });
    case 'number':
      return fc.double({ min: lowest(shape) ?? -1000, max: shape.maximum ?? 1000, noNaN: true });
    case 'string':
      return text(shape);
    case 'array':
      return fc.array(made(shape.items ?? {}), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.max(shape.minItems ?? 0, Math.min(shape.maxItems ?? SOME, SOME)),
      });
    case 'object': {
      const fields = Object.entries(shape.properties ?? {}).map(([name, field]) => [name, made(field)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: shape.required ?? [], noNullPrototype: true });
    }
    default:
      throw new Error(`The contract has an input that this test can’t make: ${JSON.stringify(shape)}`);
  }
}

const lowest = ({ minimum, exclusiveMinimum }: Shape): number | undefined =>
  exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 0.5;

function text({ format, minLength = 0, maxLength = LONG }: Shape): fc.Arbitrary<string> {
  if (format === 'date-time')
    return fc.date({ min: new Date('2026-11-01'), max: new Date('2026-12-31'), noInvalidDate: true }).map(at => at.toISOString());
  if (format === 'uuid') return fc.uuid();
  const size = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONG)) };
  return fc.oneof(
    fc.string({ unit: 'grapheme', ...size }),
    fc.constantFrom(...HOSTILE.filter(({ length }) => length >= minLength && length <= maxLength)),
  );
}

/** What has broken other programs where a text became a path, a query, a page or a line. */
const HOSTILE = [
  '../../../../etc/passwd',
  '..\\..\\..\\windows\\win.ini',
  '/etc/passwd',
  'C:\\Windows\\win.ini',
  'file:///etc/passwd',
  'a\u0000b',
  '__proto__',
  'constructor',
  'toString',
  "'; DROP TABLE events; --",
  '<img src=x onerror=alert(1)>',
  '${process.exit(1)}',
  '\r\nSet-Cookie: x=1',
  '=HYPERLINK("http://evil.example")',
  '%00%2e%2e%2f',
  '\u202Egnp.exe',
  '\uD800',
  'CON',
  ' . ',
];

/** Values of every type of JSON, and the ends of each. */
const WRONG: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 1, '', 'x', 'x'.repeat(5000), [], [[]], {}),
  fc.constantFrom<unknown>({ toString: 'x' }, { length: 1e9 }, { then: 'x' }, { constructor: { prototype: {} } }, { $ne: null }),
  fc.jsonValue(),
);

type Place = { path: (string | number)[]; how: 'put' | 'remove' | 'add' };

/** Every place of a value that can be made wrong. */
function placesIn(value: unknown, path: (string | number)[] = []): Place[] {
  const here: Place[] = [{ path, how: 'put' }];
  if (Array.isArray(value)) return [...here, ...value.flatMap((each, i) => placesIn(each, [...path, i]))];
  if (value === null || typeof value !== 'object') return here;
  const fields = Object.entries(value);
  const added = ['more', 'constructor', 'toString', 'hasOwnProperty', 'role', 'caller', 'seat'].map((name): Place => ({
    path: [...path, name],
    how: 'add',
  }));
  return [
    ...here,
    ...fields.map(([name]): Place => ({ path: [...path, name], how: 'remove' })),
    ...added,
    ...fields.flatMap(([name, field]) => placesIn(field, [...path, name])),
  ];
}

/** A copy of a value that is wrong in one place. */
function changed(value: unknown, { path, how }: Place, wrong: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return wrong;
  if (how === 'remove' && rest.length === 0)
    return Object.fromEntries(Object.entries(value as object).filter(([name]) => name !== first));
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string | number, unknown>;
  if (rest.length > 0) copy[first] = changed(copy[first], { path: rest, how }, wrong);
  else copy[first] = wrong;
  return copy;
}
