/** The bytes of content streams, written into one buffer that each stream uses in turn. */
export interface ContentBytes {
  /** A number of at most three decimals, and a space. For coordinates: no more than two million points. */
  number(value: number): void;
  /** ASCII as it is. */
  plain(text: string): void;
  /** A PDF string of CIDs, two bytes each: those of a text's characters, by their codes. */
  string(text: string, cids: Uint16Array): void;
  /** A PDF string of one CID. */
  glyph(cid: number): void;
  /** What has been written since it was last asked for, valid until the next is written. */
  take(): Buffer;
}

const BEGIN = 1 << 16;
const LONGEST_NUMBER = 13;
const LONGEST_CID = 4;
const ZERO = 0x30;
const SPACE = 0x20;
const MINUS = 0x2d;
const POINT = 0x2e;
const OPEN = 0x28;
const CLOSE = 0x29;
const BACKSLASH = 0x5c;

/** What stands after a backslash for a byte that a PDF string can't have as it is; 0 for all others. */
const ESCAPES = new Uint8Array(256);
for (const [byte, letter] of ['\nn', '\rr', '((', '))', '\\\\'].map(pair => Buffer.from(pair))) ESCAPES[byte!] = letter!;

/** Begins with none. */
export function contentBytes(): ContentBytes {
  let bytes = Buffer.allocUnsafe(BEGIN);
  let end = 0;

  function makeRoom(more: number): void {
    if (end + more <= bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (end + more));
    bytes.copy(larger, 0, 0, end);
    bytes = larger;
  }

  return {
    number(value) {
      makeRoom(LONGEST_NUMBER);
      const thousandths = Math.round(value * 1000) | 0;
      if (thousandths < 0) bytes[end++] = MINUS;
      const rest = Math.abs(thousandths);
      const whole = (rest / 1000) | 0;
      end = putWhole(bytes, end, whole);
      end = putDecimals(bytes, end, rest - 1000 * whole);
      bytes[end++] = SPACE;
    },
    plain(text) {
      makeRoom(text.length);
      for (let i = 0; i < text.length; i++) bytes[end++] = text.charCodeAt(i);
    },
    string(text, cids) {
      makeRoom(LONGEST_CID * text.length + 2);
      let at = end;
      bytes[at++] = OPEN;
      for (let i = 0; i < text.length; i++) at = putCid(bytes, at, cids[text.charCodeAt(i)]!);
      bytes[at++] = CLOSE;
      end = at;
    },
    glyph(cid) {
      makeRoom(LONGEST_CID + 2);
      bytes[end++] = OPEN;
      end = putCid(bytes, end, cid);
      bytes[end++] = CLOSE;
    },
    take() {
      const taken = bytes.subarray(0, end);
      end = 0;
      return taken;
    },
  };
}

function putWhole(bytes: Buffer, at: number, whole: number): number {
  let power = 1;
  while (10 * power <= whole) power *= 10;
  let rest = whole;
  for (; power >= 1; power = (power / 10) | 0) {
    const digit = (rest / power) | 0;
    bytes[at++] = ZERO + digit;
    rest -= digit * power;
  }
  return at;
}

/** Up to three digits after a point, without zeros at their end. */
function putDecimals(bytes: Buffer, at: number, thousandths: number): number {
  if (thousandths === 0) return at;
  bytes[at++] = POINT;
  let rest = thousandths;
  for (let power = 100; rest > 0; power = (power / 10) | 0) {
    const digit = (rest / power) | 0;
    bytes[at++] = ZERO + digit;
    rest -= digit * power;
  }
  return at;
}

const putCid = (bytes: Buffer, at: number, cid: number): number => putByte(bytes, putByte(bytes, at, cid >> 8), cid & 0xff);

function putByte(bytes: Buffer, at: number, byte: number): number {
  const escape = ESCAPES[byte]!;
  if (escape !== 0) bytes[at++] = BACKSLASH;
  bytes[at++] = escape === 0 ? byte : escape;
  return at;
}
