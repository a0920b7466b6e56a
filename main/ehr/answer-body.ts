import { err, ok, type Result } from '../domain/result.ts';
import { parseExactly } from './exact-json.ts';
import type { HttpFault } from './fault.ts';

/** A FHIR resource as it came: only its type is certain, every other field may be missing or of the wrong kind. */
export interface FhirJson {
  resourceType: string;
  id?: string;
}

/** Reads an answer up to a number of bytes; null when it is longer, and then the rest is not read. Throws when the connection breaks. */
export async function readBounded(response: Response, mostBytes: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (response.body) {
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > mostBytes) return null;
      parts.push(part);
    }
  }
  return Buffer.concat(parts);
}

/** Turns the body of a successful answer into a resource, or says what came instead: a web page, XML, half a document. */
export function readResource(body: Buffer, contentType: string | null, what: string): Result<FhirJson, HttpFault> {
  const fault = (kind: HttpFault['kind'], why: string): Result<FhirJson, HttpFault> =>
    err({ kind, status: null, why: `${why} (${what})` });
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  if (/html/i.test(contentType ?? '') || /^\s*<(!doctype|html)/i.test(text))
    return fault('not-fhir', 'The EHR answered with a web page instead of FHIR');
  if (/xml/i.test(contentType ?? '') || text.trimStart().startsWith('<'))
    return fault('not-fhir', 'The EHR answered with XML although JSON was asked for');
  let value: unknown;
  try {
    value = parseExactly(text);
  } catch {
    return /json/i.test(contentType ?? '') || /^\s*[{[]/.test(text)
      ? fault('malformed', 'The EHR sent an answer that is damaged or cut off')
      : fault('not-fhir', 'The EHR answered with something that is not FHIR');
  }
  return typeof (value as FhirJson | null)?.resourceType === 'string'
    ? ok(value as FhirJson)
    : fault('not-fhir', 'The EHR answered with JSON that is not FHIR');
}

/** Issue codes of an error body when it happens to be an OperationOutcome; error bodies may be HTML, plain text, empty or other JSON. */
export function issueCodes(body: Buffer | null): string[] {
  try {
    const { issue } = JSON.parse(body?.toString('utf8') ?? '') as { issue?: unknown };
    if (!Array.isArray(issue)) return [];
    return issue.map(i => (i as { code?: unknown } | null)?.code).filter(code => typeof code === 'string');
  } catch {
    return [];
  }
}
