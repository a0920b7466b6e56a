import type { Style } from './type-sizes.ts';
import type { SetLine, StyledText } from './wrap.ts';

/** What is remembered after some texts of a paragraph: its lines if it ends there, and how it may go on. */
interface Branch {
  lines: readonly SetLine[] | null;
  next: Map<Style, Map<string, Branch>>;
}

type SetParagraph = (words: readonly StyledText[], width: number) => readonly SetLine[];

/** Remembers how paragraphs are set, by their width and then text by text with its style. After so many it forgets them all. */
export function rememberedLines(most: number, set: SetParagraph): SetParagraph {
  const widths = new Map<number, Branch>();
  let count = 0;
  return (words, width) => {
    let branch = foundIn(widths, width, newBranch);
    for (const { text, style } of words) branch = foundIn(foundIn(branch.next, style, newMap), text, newBranch);
    if (branch.lines !== null) return branch.lines;
    if (++count > most) {
      widths.clear();
      count = 0;
    }
    return (branch.lines = set(words, width));
  };
}

const newBranch = (): Branch => ({ lines: null, next: new Map() });
const newMap = (): Map<string, Branch> => new Map();

/** The value of a key, made when there is none. */
function foundIn<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
