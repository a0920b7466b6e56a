import type { Printing } from '../domain/band.ts';
import { linesOf, MUST, saidWords, type FormSubject } from '../domain/form-blocks.ts';
import { factOf } from '../domain/form-facts.ts';
import type { FieldsSection, FormField, FormSection, TableSection } from '../domain/form-section.ts';
import { unreachable } from '../domain/result.ts';
import { boxesOf, type ReadBox } from './read-boxes.ts';
import { folded, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';
import { tableFaults, type Expected, type Pages } from './verify-tables.ts';

/** Points that a hand needs, from the last words to the lower edge. */
const LEAST_ROOM = 18;

/** A box as it must stand on paper. */
interface ExpectedBox {
  label: string;
  text: string;
  squares: number;
  /** Somebody writes in it. */
  open: boolean;
}

/** What is wrong with a form made of sections: each heading, label, value, option and line must stand where it belongs, and nothing else. */
export function sectionFaults(
  pages: Pages,
  sections: readonly FormSection[],
  subject: FormSubject,
  printing: Printing,
): OrderFault[] {
  return [
    ...wordFaults(pages, sections, subject, printing),
    ...boxFaults(
      boxesOf(pages),
      sections.flatMap(section =>
        section.kind === 'fields' ? rowsOfFields(section, field => expectedBox(field, subject, printing)) : [],
      ),
    ),
    ...tableFaults(pages, expectedTables(sections, subject, printing)),
  ];
}

const rowsOfFields = (section: FieldsSection, of: (field: FormField) => ExpectedBox): ExpectedBox[][] =>
  section.rows.map(row => row.map(of));

function expectedBox({ label, prefill, must, options }: FormField, subject: FormSubject, printing: Printing): ExpectedBox {
  const fact = subject.kind === 'patient' && prefill !== null ? factOf(prefill, subject.view, printing) : null;
  const unknown = fact === null || !fact.known;
  const words = [label, must && unknown ? MUST : '', fact?.text ?? '', ...options];
  return { label, text: folded(words.join(' ')), squares: options.length, open: unknown && options.length === 0 };
}

/** Headings and words outside of boxes and tables, which may go on over a page's end. */
function wordFaults(pages: Pages, sections: readonly FormSection[], subject: FormSubject, printing: Printing): OrderFault[] {
  const wanted = sections.flatMap((section): string[] => {
    switch (section.kind) {
      case 'heading':
        return [[section.text, section.note].filter(Boolean).join(' ')];
      case 'words':
        return [section.text];
      case 'fields':
        return [];
      case 'table': {
        const { note } = linesOf(section, subject, printing);
        return note === null ? [] : [note];
      }
      default:
        return unreachable(section);
    }
  });
  const texts = pages.map(({ read }) => pageText(read));
  const page = pages[0]?.page ?? 0;
  return wanted
    .filter(words => !says(texts, folded(words)))
    .map(words => ({ page, order: null, what: `"${words.slice(0, 80)}" is missing or altered` }));
}

/** On one page as it is, or on two: up to the word about where it goes on, and from there. */
function says(texts: readonly string[], words: string): boolean {
  if (texts.some(text => text.includes(words))) return true;
  return texts
    .slice(1)
    .some((next, i) =>
      Array.from(words).some(
        (_, at) => texts[i]!.includes(`${words.slice(0, at)}continuesonpage${i + 2}`) && next.includes(words.slice(at)),
      ),
    );
}

/** Boxes row by row; a row that is taller than a page goes on in boxes of the same labels. */
function boxFaults(found: ReadBox[], rows: ExpectedBox[][]): OrderFault[] {
  const faults: OrderFault[] = [];
  const say = (what: string, page: number): void => void faults.push({ page, order: null, what });
  let next = 0;
  for (const row of rows) {
    const texts = row.map(() => '');
    let pieces: ReadBox[] = [];
    for (let first = true, onward = true; onward; first = false) {
      pieces = found.slice(next, next + row.length);
      next += row.length;
      onward = pieces.length === row.length && pieces.some(({ text }) => GOES_ON.test(text));
      pieces.forEach(({ text }, i) => {
        const again = folded(`${row[i]!.label}, continued`);
        const own = text.replace(GOES_ON, '');
        texts[i] += !first && own.startsWith(again) ? own.slice(again.length) : own;
      });
    }
    row.forEach(({ label, text, squares, open }, i) => {
      const box = pieces[i];
      const page = box?.page ?? found.at(-1)?.page ?? 0;
      if (!box) return say(`the box for "${label}" is missing`, page);
      if (texts[i] !== text) say(`the box for "${label}" says something else than it must, or stands elsewhere`, page);
      if (box.squares !== squares)
        say(`in the box for "${label}" are ${box.squares} squares to tick instead of ${squares}`, page);
      if (open && box.free < LEAST_ROOM) say(`the box for "${label}" leaves no room to write`, page);
    });
  }
  for (const { page } of found.slice(next)) say('a box stands on the form that is not in its definition', page);
  return faults;
}

const GOES_ON = /continuesonpage\d+$/;

function expectedTables(sections: readonly FormSection[], subject: FormSubject, printing: Printing): Expected[] {
  let heading = '';
  return sections.flatMap((section): Expected[] => {
    if (section.kind === 'heading') heading = section.text;
    return section.kind === 'table' ? [expectedTable(section, heading, subject, printing)] : [];
  });
}

function expectedTable(table: TableSection, under: string, subject: FormSubject, printing: Printing): Expected {
  const { columns, rows, empty } = table;
  const ticked = columns.map(({ tick }) => tick);
  const count = (cells: readonly string[]): number => ticked.filter((tick, i) => tick && (cells[i] ?? '') === '').length;
  const lines = linesOf(table, subject, printing).rows;
  const own = rows.map(row => [saidWords(row, printing.site)]);
  return {
    heading: under,
    head: columns.map(({ label }) => saidWords(label, printing.site)).join(' '),
    rows: [...lines, ...own].map(cells => ({ text: cells.join(' '), ticks: count(cells), written: true })),
    lines: empty,
    lineTicks: ticked.filter(Boolean).length,
  };
}
