/** Codewords that a square DataMatrix of so many cells to a side holds (ISO/IEC 16022, ECC 200, one region and more). */
const CAPACITY: readonly (readonly [side: number, codewords: number])[] = [
  [10, 3],
  [12, 5],
  [14, 8],
  [16, 12],
  [18, 18],
  [20, 22],
  [22, 30],
  [24, 36],
  [26, 44],
  [32, 62],
  [36, 86],
  [40, 114],
  [44, 144],
  [48, 174],
];

/** Cells to a side that a printer surely needs at most: it may have less art than our encoder, so the plainest encodation counts. Null for too much. */
export function printerMatrixSide(content: string): number | null {
  const codewords = content.replace(/\d\d/g, '0').length;
  return CAPACITY.find(([, holds]) => holds >= codewords)?.[0] ?? null;
}

/** Modules of a Code 128 in subset B alone, as our ZPL asks for it, with its quiet zones. */
export const printerBarModules = (content: string): number => (content.length + 3) * 11 + 2 + 20;
