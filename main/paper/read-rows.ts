import { MARGIN } from './page.ts';
import type { ReadPage, ReadText } from './read-back.ts';
import { joined } from './read-text.ts';
import { STYLES } from './type-sizes.ts';

/** A row of a table: what stands between two rules from margin to margin, cell by cell, folded. */
export interface ReadRow {
  /** Page of the PDF, from 1. */
  page: number;
  text: string;
  /** The heading that it stands under, folded; it may be on a page before. */
  heading: string;
  /** Of its rules, in points from the top of the page. */
  top: number;
  bottom: number;
}

/** The rows of tables on pages that follow each other. */
export function rowsOf(pages: { page: number; read: ReadPage }[]): ReadRow[] {
  let heading = '';
  return pages.flatMap(({ page, read }) => {
    const rules = [...new Set(read.strokes.filter(s => isWide(s, read)).map(s => Math.round(s.y1 * 10) / 10))].sort(
      (a, b) => a - b,
    );
    const headings = read.texts.filter(t => isHeading(t)).sort((a, b) => a.y - b.y);
    return rules.slice(1).map((bottom, i): ReadRow => {
      const top = rules[i]!;
      const within = read.texts.filter(t => t.y > top && t.y <= bottom && !isHeading(t));
      for (const found of headings.filter(h => h.y <= bottom && h.y > top)) heading = joined([found]);
      return { page, text: joined(within), heading, top, bottom };
    });
  });
}

const isWide = (s: ReadPage['strokes'][number], { width }: ReadPage): boolean =>
  s.y1 === s.y2 && Math.min(s.x1, s.x2) < MARGIN + 1 && Math.max(s.x1, s.x2) > width - MARGIN - 1;

const isHeading = (text: ReadText): boolean => Math.abs(text.size - STYLES.heading.size) < 0.05;
