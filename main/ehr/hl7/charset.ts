/** How the text of a message was read. */
export interface Charset {
  read: (bytes: Uint8Array) => string;
  /** What the ward must know about names read this way; null when they are surely right. */
  remark: string | null;
}

const GUESSED = 'The feed sends names in a character set that this kiosk had to guess: letters with accents may be wrong.';

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const utf8 = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);

/**
 * How to read a message whose MSH-18 says `declared`. UTF-8, ASCII and 8859/1 are read as such; without a declaration UTF-8 when the bytes are
 * that, and otherwise, as for all other character sets, a guess with a remark. Record numbers are ASCII in all of them.
 */
export function charsetOf(declared: string | null, bytes: Uint8Array): Charset {
  const plain = bytes.every(byte => byte < 0x80);
  const name = (declared ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (plain && /^(ASCII|UNICODEUTF8|UTF8|88591|)$/.test(name)) return { read: name === '88591' ? latin1 : utf8, remark: null };
  const isUtf8 = validUtf8(bytes);
  if (name === '88591') return { read: latin1, remark: null };
  if (isUtf8) return { read: utf8, remark: /^(UNICODEUTF8|UTF8|ASCII|)$/.test(name) ? null : GUESSED };
  return { read: latin1, remark: GUESSED };
}

function validUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
