/**
 * Advances in 1/1000 of the height, from space to tilde, that no character of a label printer's font 0 exceeds: those of Helvetica Bold. The
 * printer's font (CG Triumvirate Bold Condensed) is a narrower cut of the same design; its own widths aren't published.
 */
const WIDEST = [
  278, 333, 474, 556, 556, 889, 722, 278, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556,
  556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778,
  722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 278, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278,
  556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/** Characters that every label printer's font has. */
export const inPrinterFont = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** The most that a text can take in the printer's font, in parts of its width setting. */
export const printerWidth = (text: string): number =>
  [...text].reduce((sum, char) => sum + WIDEST[char.charCodeAt(0) - 0x20]!, 0) / 1000;
