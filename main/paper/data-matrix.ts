/**
 * DataMatrix ECC 200 (ISO/IEC 16022), ASCII encodation, square symbols of one Reed-Solomon block. Written here because every page
 * has one and the general encoders take longer for it than everything else on the page together.
 */
export interface Matrix {
  /** Cells to a side, finder included. */
  side: number;
  /** Row by row from the top left; 1 is black. */
  cells: Uint8Array;
}

/** Side, regions to a side, data codewords, error correction codewords. */
const SIZES: readonly (readonly [number, number, number, number])[] = [
  [10, 1, 3, 5],
  [12, 1, 5, 7],
  [14, 1, 8, 10],
  [16, 1, 12, 12],
  [18, 1, 18, 14],
  [20, 1, 22, 18],
  [22, 1, 30, 20],
  [24, 1, 36, 24],
  [26, 1, 44, 28],
  [32, 2, 62, 36],
  [36, 2, 86, 42],
  [40, 2, 114, 48],
  [44, 2, 144, 56],
  [48, 2, 174, 68],
];

/** The smallest symbol that holds a text (as UTF-8); null when none does. */
export function dataMatrixOf(text: string): Matrix | null {
  const codewords = encoded(text);
  const size = SIZES.find(([, , data]) => data >= codewords.length);
  if (!size) return null;
  const [side, regions, data, correction] = size;
  const padded = withPadding(codewords, data);
  const inner = side - 2 * regions;
  const bits = placed([...padded, ...reedSolomon(padded, correction)], inner);
  return { side, cells: framed(bits, inner, side, regions) };
}

const isDigit = (byte: number | undefined): byte is number => byte !== undefined && byte >= 48 && byte <= 57;

function encoded(text: string): number[] {
  const bytes = Buffer.from(text, 'utf8');
  const out = bytes.some(b => b > 127) ? [241, 27] : []; // ECI 26: what follows is UTF-8
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const next = bytes[i + 1];
    if (isDigit(byte) && isDigit(next)) {
      out.push(130 + (byte - 48) * 10 + next - 48);
      i++;
    } else if (byte > 127) out.push(235, byte - 127);
    else out.push(byte + 1);
  }
  return out;
}

function withPadding(codewords: number[], capacity: number): number[] {
  const out = [...codewords];
  if (out.length < capacity) out.push(129);
  while (out.length < capacity) {
    const pad = 129 + ((149 * (out.length + 1)) % 253) + 1;
    out.push(pad > 254 ? pad - 254 : pad);
  }
  return out;
}

/** Powers and logarithms of the field of 256 elements with x⁸+x⁵+x³+x²+1. */
const POWER = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  POWER[i] = POWER[i + 255] = value;
  LOG[value] = i;
  value = value < 128 ? value << 1 : (value << 1) ^ 301;
}
const product = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : POWER[LOG[a]! + LOG[b]!]!);

const generators = new Map<number, Uint8Array>();

function generator(degree: number): Uint8Array {
  let known = generators.get(degree);
  if (!known) {
    known = new Uint8Array(degree + 1);
    known[0] = 1;
    for (let i = 1; i <= degree; i++) {
      for (let k = i; k > 0; k--) known[k] = known[k]! ^ product(known[k - 1]!, POWER[i]!);
    }
    generators.set(degree, known);
  }
  return known;
}

function reedSolomon(data: number[], count: number): number[] {
  const by = generator(count);
  const rest = new Array<number>(count).fill(0);
  for (const codeword of data) {
    const factor = codeword ^ rest[0]!;
    for (let i = 0; i < count; i++) rest[i] = (rest[i + 1] ?? 0) ^ product(by[i + 1]!, factor);
  }
  return rest;
}

/** Annex F of the standard: the codewords' bits along diagonals, with the corners' special shapes. 2 is still free. */
function placed(codewords: number[], side: number): Uint8Array {
  const cells = new Uint8Array(side * side).fill(2);
  let index = 0;
  const put = (row: number, column: number, bit: number): void => {
    let [r, c] = [row, column];
    if (r < 0) {
      r += side;
      c += 4 - ((side + 4) % 8);
    }
    if (c < 0) {
      c += side;
      r += 4 - ((side + 4) % 8);
    }
    cells[r * side + c] = (codewords[index]! >> (8 - bit)) & 1;
  };
  const shape = (places: readonly (readonly [number, number])[]): void => {
    places.forEach(([r, c], i) => put(r, c, i + 1));
    index++;
  };
  const utah = (r: number, c: number): void =>
    shape([
      [r - 2, c - 2],
      [r - 2, c - 1],
      [r - 1, c - 2],
      [r - 1, c - 1],
      [r - 1, c],
      [r, c - 2],
      [r, c - 1],
      [r, c],
    ]);
  const end = side - 1;
  const free = (r: number, c: number): boolean => cells[r * side + c] === 2;
  let row = 4;
  let column = 0;
  do {
    if (row === side && column === 0)
      shape([
        [end, 0],
        [end, 1],
        [end, 2],
        [0, end - 1],
        [0, end],
        [1, end],
        [2, end],
        [3, end],
      ]);
    if (row === side - 2 && column === 0 && side % 4 !== 0)
      shape([
        [end - 2, 0],
        [end - 1, 0],
        [end, 0],
        [0, end - 3],
        [0, end - 2],
        [0, end - 1],
        [0, end],
        [1, end],
      ]);
    if (row === side - 2 && column === 0 && side % 8 === 4)
      shape([
        [end - 2, 0],
        [end - 1, 0],
        [end, 0],
        [0, end - 1],
        [0, end],
        [1, end],
        [2, end],
        [3, end],
      ]);
    if (row === side + 4 && column === 2 && side % 8 === 0)
      shape([
        [end, 0],
        [end, end],
        [0, end - 2],
        [0, end - 1],
        [0, end],
        [1, end - 2],
        [1, end - 1],
        [1, end],
      ]);
    do {
      if (row < side && column >= 0 && free(row, column)) utah(row, column);
      row -= 2;
      column += 2;
    } while (row >= 0 && column < side);
    row += 1;
    column += 3;
    do {
      if (row >= 0 && column < side && free(row, column)) utah(row, column);
      row += 2;
      column -= 2;
    } while (row < side && column >= 0);
    row += 3;
    column += 1;
  } while (row < side || column < side);
  if (free(end, end)) {
    cells[end * side + end] = cells[(end - 1) * side + end - 1] = 1;
    cells[end * side + end - 1] = cells[(end - 1) * side + end] = 0;
  }
  return cells;
}

/** Puts the finder around each region: solid at left and bottom, alternating at top and right. */
function framed(bits: Uint8Array, inner: number, side: number, regions: number): Uint8Array {
  const cells = new Uint8Array(side * side);
  const region = inner / regions;
  const pitch = region + 2;
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      const [y, x] = [r % pitch, c % pitch];
      const at = r * side + c;
      if (x === 0 || y === pitch - 1) cells[at] = 1;
      else if (y === 0) cells[at] = (x + 1) % 2;
      else if (x === pitch - 1) cells[at] = y % 2;
      else cells[at] = bits[(Math.floor(r / pitch) * region + y - 1) * inner + Math.floor(c / pitch) * region + x - 1]!;
    }
  }
  return cells;
}
