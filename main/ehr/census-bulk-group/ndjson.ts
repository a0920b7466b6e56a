import { parseExactly } from '../exact-json.ts';
import type { FhirJson } from '../answer-body.ts';

/** What a stream of resources brought, one a line. */
export interface NdjsonCount {
  resources: number;
  /** Lines that are no resource, and lines longer than allowed. */
  malformed: number;
  /** The stream ended in the middle: by a broken connection, a pause that was too long, or a last line that is not whole. */
  truncated: boolean;
  bytes: number;
}

export interface NdjsonLimits {
  /** The longest line that is read, in bytes; of a longer one nothing is kept. */
  lineBytes: number;
  /** The longest silence, in milliseconds. */
  idleMs: number;
}

const NEW_LINE = 10;

/**
 * Reads newline-delimited JSON as it comes, handing on one resource at a time: memory holds one line, whatever the size of the file. Never
 * rejects; what can't be read is counted.
 */
export async function readNdjson(
  body: ReadableStream<Uint8Array> | null,
  limits: NdjsonLimits,
  take: (resource: FhirJson) => void,
): Promise<NdjsonCount> {
  const count: NdjsonCount = { resources: 0, malformed: 0, truncated: false, bytes: 0 };
  let parts: Uint8Array[] = [];
  let size = 0;

  function endLine(last: boolean): void {
    const text =
      size > limits.lineBytes
        ? null
        : Buffer.concat(parts)
            .toString('utf8')
            .replace(/^\uFEFF/, '')
            .trim();
    parts = [];
    size = 0;
    if (text === '') return;
    const resource = text === null ? null : asResource(text);
    if (resource) {
      count.resources++;
      take(resource);
    } else if (last) count.truncated = true;
    else count.malformed++;
  }

  if (body === null) return count;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), limits.idleMs);
      if (done) break;
      count.bytes += value.length;
      let from = 0;
      for (let end = value.indexOf(NEW_LINE); end >= 0; end = value.indexOf(NEW_LINE, from)) {
        add(value.subarray(from, end));
        endLine(false);
        from = end + 1;
      }
      add(value.subarray(from));
    }
  } catch {
    count.truncated = true;
    void reader.cancel().catch(() => undefined);
  }
  if (size > 0) endLine(true);
  return count;

  function add(part: Uint8Array): void {
    size += part.length;
    if (size <= limits.lineBytes && part.length > 0) parts.push(part);
    else if (size > limits.lineBytes) parts = [];
  }
}

function asResource(text: string): FhirJson | null {
  try {
    const value = parseExactly(text) as FhirJson | null;
    return typeof value?.resourceType === 'string' ? value : null;
  } catch {
    return null;
  }
}

async function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('silent')), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
