/**
 * Digits and letters that can't be taken for one another when spoken or written: no I, L, O, U (Crockford's Base32,
 * crockford.com/base32.html). Each stands for its place, 0 to 31.
 */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What people write, as it is meant: capitals, no spaces or hyphens, O for 0, I and L for 1. */
export const asMeant = (written: string): string =>
  written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');

/**
 * The character that makes a text one that `isChecked`. Method: H. M. Damm, "Totally anti-symmetric quasigroups for all orders n≠2,6"
 * (Discrete Mathematics 307, 2007), with the quasigroup 2·x + y over the field of 32 elements. As 2 is neither 0 nor 1 there, every wrong
 * character and every exchange of neighbours is caught, wherever it is, the check character too.
 */
export const checkCharacter = (text: string): string => ALPHABET[doubled(interim(text))]!;

/** Does the text end with its check character? */
export const isChecked = (text: string): boolean => interim(text) === 0;

const interim = (text: string): number => [...text].reduce((sum, character) => doubled(sum) ^ placeOf(character), 0);

/** Times 2 modulo x⁵ + x² + 1. */
const doubled = (x: number): number => (x & 16 ? ((x << 1) & 31) ^ 5 : x << 1);

function placeOf(character: string): number {
  const place = ALPHABET.indexOf(character);
  if (place < 0) throw new Error(`${character} is not in the alphabet of checked numbers`);
  return place;
}
