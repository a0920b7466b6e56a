import ipp from 'ipp';
import { z } from 'zod';
import { isWhole } from './framing.ts';

export type Operation =
  'Get-Printer-Attributes' | 'Validate-Job' | 'Print-Job' | 'Get-Job-Attributes' | 'Get-Jobs' | 'Cancel-Job';

/** What a printer is asked for. */
export interface Request {
  operation: Operation;
  /** The printer's own address. */
  uri: string;
  operationAttributes?: Record<string, string | number | boolean | string[]>;
  jobAttributes?: Record<string, unknown>;
}

/** Attributes as the package reads them: a single value, or a list of several. */
export type Attributes = Record<string, unknown>;

export interface Answer {
  /** "successful-ok", "server-error-busy" …; "unknown" for a code that the package doesn't know. */
  status: string;
  /** The printer's own words. */
  message: string | null;
  printer: Attributes;
  /** Names of the attributes that it didn't want as they were asked. */
  unsupported: string[];
  jobs: Attributes[];
}

// Values out of band ("no-value", "unknown") are nothing; the package would print a request for help.
(ipp.parse as unknown as { handleUnknownTag: unknown }).handleUnknownTag = (
  _tag: number,
  _name: string,
  length: number,
  read: (length: number) => string,
) => (length > 0 ? read(length) : null);

const group = z.record(z.string(), z.unknown());
const groups = z
  .union([group, z.array(group)])
  .default([])
  .transform(said => (Array.isArray(said) ? said : [said]));
const answer = z.object({
  statusCode: z.string().default('unknown'),
  'operation-attributes-tag': group.default({}),
  'unsupported-attributes-tag': group.default({}),
  'printer-attributes-tag': groups,
  'job-attributes-tag': groups,
});

let requests = 0;

/** The bytes of a request, to be followed by the document if there is one. */
export function requestBytes({ operation, uri, operationAttributes = {}, jobAttributes }: Request): Buffer {
  requests = (requests % 0x7fff_ffff) + 1;
  return ipp.serialize({
    version: '2.0',
    operation,
    id: requests,
    'operation-attributes-tag': {
      'attributes-charset': 'utf-8',
      'attributes-natural-language': 'en-us',
      'printer-uri': uri,
      ...operationAttributes,
    },
    ...(jobAttributes && { 'job-attributes-tag': jobAttributes }),
  });
}

/** What a printer answered; null for what is no IPP message. */
export function answerOf(bytes: Buffer): Answer | null {
  if (!isWhole(bytes)) return null;
  const parsed = answer.safeParse(tried(() => ipp.parse(bytes)));
  if (!parsed.success) return null;
  const { statusCode: status, 'operation-attributes-tag': operation } = parsed.data;
  return {
    status,
    message: textOf(operation['status-message']),
    unsupported: Object.keys(parsed.data['unsupported-attributes-tag']),
    printer: parsed.data['printer-attributes-tag'][0] ?? {},
    jobs: parsed.data['job-attributes-tag'],
  };
}

/** The package throws for a date that is none. */
function tried(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return null;
  }
}

/** A text or keyword; null when there is none. */
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** A whole number from 0; null when there is none. */
export const countOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;

/** A list of texts, whether one came or several. */
export const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(each => typeof each === 'string' && each !== '') as string[];
