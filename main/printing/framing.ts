/** Sizes that a value of these types always has (RFC 8010, 3.9). */
const FIXED: Record<number, number> = { 0x21: 4, 0x22: 1, 0x23: 4, 0x31: 11, 0x32: 9, 0x33: 8 };
const END = 0x03;
const FIRST_VALUE = 0x10;
const BEGIN_COLLECTION = 0x34;
const END_COLLECTION = 0x37;
const MEMBER_NAME = 0x4a;
const WITH_LANGUAGE = [0x35, 0x36];
const EXTENSION = 0x7f;

/**
 * Is this a whole IPP message, each length within it and each collection closed? The package's parser trusts lengths, and a wrong one can
 * make it run for ever: nothing is parsed that has not passed here.
 */
export function isWhole(message: Buffer): boolean {
  let at = 8;
  let depth = 0;
  let expects: 'name' | 'value' | 'any' = 'any';
  while (at < message.length) {
    const tag = message[at]!;
    at++;
    if (tag < FIRST_VALUE) {
      if (depth > 0) return false;
      if (tag === END) return true;
      continue;
    }
    const name = lengthAt(message, at);
    const value = name === null ? null : lengthAt(message, at + 2 + name);
    if (tag === EXTENSION || name === null || value === null || !fits(message, tag, at + 4 + name, value)) return false;
    at += 4 + name + value;
    if (depth === 0 && (tag === MEMBER_NAME || tag === END_COLLECTION)) return false;
    if (depth > 0 && name > 0) return false;
    const isValue = tag !== MEMBER_NAME && tag !== END_COLLECTION;
    if ((expects === 'value' && !isValue) || (expects === 'name' && isValue)) return false;
    if (tag === BEGIN_COLLECTION) depth++;
    if (tag === END_COLLECTION) depth--;
    expects = tag === BEGIN_COLLECTION ? 'name' : tag === MEMBER_NAME ? 'value' : 'any';
  }
  return false;
}

/** A length of 15 bits, or null where there is none. */
function lengthAt(message: Buffer, at: number): number | null {
  if (at + 2 > message.length) return null;
  const length = message.readUInt16BE(at);
  return length < 0x8000 && at + 2 + length <= message.length ? length : null;
}

function fits(message: Buffer, tag: number, at: number, length: number): boolean {
  if (WITH_LANGUAGE.includes(tag)) {
    const language = length < 4 ? null : lengthAt(message, at);
    return language !== null && language + 4 <= length && message.readUInt16BE(at + 2 + language) === length - language - 4;
  }
  return (FIXED[tag] ?? length) === length;
}
