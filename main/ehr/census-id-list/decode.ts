/** A list file's text and how it was encoded. */
export interface Decoded {
  text: string;
  encoding: 'UTF-8' | 'UTF-16' | 'Latin-1';
}

/**
 * Reads a file that a person, a spreadsheet or a report wrote: by its byte order mark, else UTF-16 by its zero bytes, else UTF-8, else
 * Latin-1 as Windows writes it. Never fails.
 */
export function decode(bytes: Uint8Array): Decoded {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return utf8(bytes.subarray(3));
  if (a === 0xff && b === 0xfe) return utf16(bytes, 'utf-16le');
  if (a === 0xfe && b === 0xff) return utf16(bytes, 'utf-16be');
  const zeros = zeroBytes(bytes);
  if (zeros.odd > zeros.even * 4 && zeros.odd * 4 > Math.min(bytes.length, PROBED)) return utf16(bytes, 'utf-16le');
  if (zeros.even > zeros.odd * 4 && zeros.even * 4 > Math.min(bytes.length, PROBED)) return utf16(bytes, 'utf-16be');
  return utf8(bytes);
}

const utf16 = (bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding: 'UTF-16',
});

function utf8(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Latin-1' };
  }
}

const PROBED = 4096;

function zeroBytes(bytes: Uint8Array): { even: number; odd: number } {
  const count = { even: 0, odd: 0 };
  bytes.subarray(0, PROBED).forEach((byte, i) => {
    if (byte === 0) count[i % 2 ? 'odd' : 'even']++;
  });
  return count;
}
