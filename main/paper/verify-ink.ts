import { MARGIN } from './page.ts';
import type { ReadPage, ReadStroke, ReadText } from './read-back.ts';
import { folded, inkOf } from './read-text.ts';

/** Points by which letters may touch what is beside them. */
const TOUCH = 0.6;

/** What can't be read although it is there: outside the page's margins, across a rule, over another text, in the colour of its ground. */
export function inkFaults(page: ReadPage): { text: string; what: string }[] {
  const faults: { text: string; what: string }[] = [];
  const texts = page.texts.filter(t => t.text.trim() !== '' && t.width > 0.01);
  for (const text of texts) {
    const say = (what: string): void => void faults.push({ text: text.text, what });
    const { left, right, top, bottom } = inkOf(text);
    if (
      left < MARGIN - TOUCH ||
      right > page.width - MARGIN + TOUCH ||
      top < MARGIN - TOUCH ||
      bottom > page.height - MARGIN + TOUCH
    ) {
      say('outside the margins');
    }
    const crossed = page.strokes.find(stroke => crosses(text, stroke));
    if (crossed) say('crossed by a rule');
    const black = page.black.some(
      r => r.x <= left + TOUCH && r.x + r.width >= right - TOUCH && r.y <= text.y - 0.4 * text.size && r.y + r.height >= text.y,
    );
    const blackened = page.black.some(
      r =>
        r.x < right - TOUCH &&
        r.x + r.width > left + TOUCH &&
        r.y < text.y - 0.1 * text.size &&
        r.y + r.height > text.y - 0.5 * text.size,
    );
    if (text.white ? !black : blackened) say('in the colour of its ground');
  }
  // A glyph that stands for nothing by itself belongs to the letter before it, above or below which it may lie.
  for (const [a, b] of overlapping(texts.filter(t => folded(t.text) !== '')))
    faults.push({ text: a.text, what: `over "${b.text}"` });
  return faults;
}

/** Does a stroke go through the letters? */
function crosses(text: ReadText, { x1, y1, x2, y2 }: ReadStroke): boolean {
  const left = text.x + TOUCH;
  const right = text.x + text.width - TOUCH;
  const top = text.y - 0.45 * text.size;
  const bottom = text.y - 0.08 * text.size;
  if (Math.max(x1, x2) <= left || Math.min(x1, x2) >= right || Math.max(y1, y2) <= top || Math.min(y1, y2) >= bottom)
    return false;
  // The stroke's part within the letters' box, by clipping its parameter (Liang and Barsky).
  let from = 0;
  let to = 1;
  for (const [start, delta, low, high] of [
    [x1, x2 - x1, left, right],
    [y1, y2 - y1, top, bottom],
  ] as const) {
    if (delta === 0) continue;
    const a = (low - start) / delta;
    const b = (high - start) / delta;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from < to;
}

/** Pairs of texts whose letters lie over each other. */
function overlapping(texts: ReadText[]): [ReadText, ReadText][] {
  const pairs: [ReadText, ReadText][] = [];
  const sorted = texts.map(text => ({ text, ink: inkOf(text) })).sort((a, b) => a.ink.top - b.ink.top);
  sorted.forEach((a, i) => {
    for (let k = i + 1; k < sorted.length; k++) {
      const b = sorted[k]!;
      if (b.ink.top >= a.ink.bottom - 1.2) break;
      if (Math.min(a.ink.right, b.ink.right) - Math.max(a.ink.left, b.ink.left) > TOUCH) pairs.push([a.text, b.text]);
    }
  });
  return pairs;
}
