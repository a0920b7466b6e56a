import type { Printing } from '../domain/band.ts';
import { contentsRows, standingWords, type StandingContents } from '../domain/standing-pack.ts';
import type { ReadPage } from './read-back.ts';
import { rowsOf } from './read-rows.ts';
import { folded, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

/** The front of a standing pack has one line for everybody, in order and with the right pages, and names whoever and whatever is not in it. */
export function standingFaults(
  pages: { page: number; read: ReadPage }[],
  contents: StandingContents,
  printing: Printing,
): OrderFault[] {
  const text = pages.map(({ read }) => pageText(read)).join('');
  const lines = rowsOf(pages)
    .filter(row => row.heading.startsWith(folded('WHO IS IN IT')))
    .map(row => row.text);
  const wanted = contentsRows(contents).map(row => folded([row.bed, row.name, row.mrn, row.ageSex, row.pages].join('')));
  const found = lines.filter(line => wanted.includes(line));
  const named = [...contents.unit.unread.map(({ patient }) => patient), ...contents.refused.map(({ sheet }) => sheet)];
  return [
    ...(found.join('\n') === wanted.join('\n') ? [] : ['somebody, or where their pages are, is missing or wrong']),
    ...standingWords(printing).flatMap(words => (text.includes(folded(words)) ? [] : [`"${words.slice(0, 60)}" is missing`])),
    ...named.flatMap(what => (text.includes(folded(what)) ? [] : ['what is not in the pack is not named'])),
  ].map(what => ({ page: 0, order: null, what }));
}
