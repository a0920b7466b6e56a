/** The bytes of content streams, written into one buffer that each stream uses in turn. */
export interface ContentBytes {
  /** A number of at most three decimals, and a space. For coordinates: no more than two million points. */
  number(value: number): void;
  /** ASCII as it is. */
  plain(text: string): void;
  /** A CID as two bytes of a PDF string, whose brackets are plain. */
  cid(value: number): void;
  /** What has been written since it was last asked for, valid until the next is written. */
  take(): Buffer;
}

const BEGIN = 1 << 16;
const LONGEST_NUMBER = 13;
const LONGEST_CID = 4;
const [ZERO, SPACE, MINUS, POINT, BACKSLASH] = Buffer.from('0 -.\\');

/** What a byte of a PDF string is escaped with after a backslash, 0 for those that aren't. */
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
  function whole(number: number): void {
    const tens = (number / 10) | 0;
    if (tens > 0) whole(tens);
    bytes[end++] = ZERO! + number - 10 * tens;
  }
  function byte(value: number): void {
    const escape = ESCAPES[value]!;
    if (escape !== 0) bytes[end++] = BACKSLASH!;
    bytes[end++] = escape || value;
  }

  return {
    number(value) {
      makeRoom(LONGEST_NUMBER);
      let thousandths = Math.round(value * 1000) | 0;
      if (thousandths < 0) bytes[end++] = MINUS!;
      thousandths = Math.abs(thousandths);
      const units = (thousandths / 1000) | 0;
      whole(units);
      let unit = 100;
      let rest = thousandths - 1000 * units;
      if (rest > 0) bytes[end++] = POINT!;
      while (rest > 0) {
        const digit = (rest / unit) | 0;
        bytes[end++] = ZERO! + digit;
        rest -= digit * unit;
        unit = (unit / 10) | 0;
      }
      bytes[end++] = SPACE!;
    },
    plain(text) {
      makeRoom(text.length);
      for (let i = 0; i < text.length; i++) bytes[end++] = text.charCodeAt(i);
    },
    cid(value) {
      makeRoom(LONGEST_CID);
      byte(value >> 8);
      byte(value & 0xff);
    },
    take() {
      const taken = bytes.subarray(0, end);
      end = 0;
      return taken;
    },
  };
}
