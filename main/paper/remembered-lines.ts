import type { Style } from './type-sizes.ts';
import type { SetLine, StyledText } from './wrap.ts';

/** Sets texts as one paragraph of lines no wider than `width` points, each in the style that is asked for it. */
type Set = <T extends { text: string }>(words: readonly T[], styleOf: (word: T) => Style, width: number) => readonly SetLine[];

/** A paragraph as it was set. */
interface Known {
  words: readonly StyledText[];
  width: number;
  lines: readonly SetLine[];
}

/** Remembers how paragraphs are set. After so many it forgets them all. */
export function rememberedLines(most: number, set: (words: readonly StyledText[], width: number) => readonly SetLine[]): Set {
  const byText = new Map<string, Known[]>();
  let count = 0;
  return (given, styleOf, width) => {
    const text = longestOf(given);
    let alike = byText.get(text);
    if (alike) for (const known of alike) if (known.width === width && isSame(known.words, given, styleOf)) return known.lines;
    if (count === most) {
      byText.clear();
      count = 0;
      alike = undefined;
    }
    count++;
    const words = given.map(word => ({ text: word.text, style: styleOf(word) }));
    const lines = set(words, width);
    const known = { words, width, lines };
    if (alike) alike.push(known);
    else byText.set(text, [known]);
    return lines;
  };
}

/** The text by which a paragraph is most surely told from others. */
function longestOf(words: readonly { text: string }[]): string {
  let longest = '';
  for (const { text } of words) if (text.length > longest.length) longest = text;
  return longest;
}

function isSame<T extends { text: string }>(
  known: readonly StyledText[],
  words: readonly T[],
  styleOf: (word: T) => Style,
): boolean {
  if (known.length !== words.length) return false;
  for (let i = 0; i < known.length; i++)
    if (known[i]!.style !== styleOf(words[i]!) || known[i]!.text !== words[i]!.text) return false;
  return true;
}
