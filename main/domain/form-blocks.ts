import type { Printing } from './band.ts';
import { factOf } from './form-facts.ts';
import { listOf, type FormLines } from './form-lists.ts';
import type { FormField, FormSection, Said, TableSection } from './form-section.ts';
import { unreachable } from './result.ts';
import type { Block, FieldBox, Words } from './sheet.ts';
import type { Site } from './site.ts';
import type { PatientView } from './view.ts';
import type { WardState } from './ward-forms.ts';

/** Whom a form made of sections is about: what is known of them stands in it beforehand. */
export type FormSubject = { kind: 'patient'; view: PatientView } | { kind: 'nobody' } | { kind: 'ward'; ward: WardState };

/** Said in a box that has to be filled in before anybody can act on the form. */
export const MUST = 'MUST BE FILLED IN';

/** The blocks of a form that is made of sections. */
export const sectionBlocks = (sections: readonly FormSection[], subject: FormSubject, printing: Printing): Block[] =>
  sections.flatMap(section => blocksOf(section, subject, printing));

function blocksOf(section: FormSection, subject: FormSubject, printing: Printing): Block[] {
  switch (section.kind) {
    case 'heading': {
      const { text, note, newPage } = section;
      return [{ kind: 'heading', text, note, ...(newPage ? { newPage } : {}) }];
    }
    case 'words':
      return [paragraph(section.text, section.strong ? 'strong' : 'plain')];
    case 'fields':
      return [
        {
          kind: 'fields',
          rows: section.rows.map(row => row.map(field => boxOf(field, subject, printing))),
          rowHeight: section.height,
        },
      ];
    case 'table':
      return tableBlocks(section, subject, printing);
    default:
      return unreachable(section);
  }
}

const paragraph = (text: string, tone: 'plain' | 'strong'): Block => ({
  kind: 'paragraph',
  box: 'none',
  lines: [[{ text, role: 'body', tone }]],
});

function boxOf({ label, width, prefill, must, options }: FormField, subject: FormSubject, printing: Printing): FieldBox {
  const fact = prefill !== null && subject.kind === 'patient' ? factOf(prefill, subject.view, printing) : null;
  const open = fact?.known !== true;
  return {
    label,
    mark: must && open ? MUST : null,
    weight: width,
    said: fact === null ? [] : [{ text: fact.text, role: 'body', tone: fact.known ? 'strong' : 'plain' }],
    options,
    room: open && options.length === 0,
  };
}

function tableBlocks(table: TableSection, subject: FormSubject, printing: Printing): Block[] {
  const { columns, rows, empty, height } = table;
  const { rows: filled, note } = linesOf(table, subject, printing);
  const strong = (text: string): Words[] => [{ text, role: 'body', tone: 'strong' }];
  return [
    ...(note === null ? [] : [paragraph(note, 'strong')]),
    {
      kind: 'table',
      columns: columns.map(({ label, width, tick }) => ({
        label: saidWords(label, printing.site),
        weight: width,
        ...(tick ? { tick } : {}),
      })),
      rowHeight: height,
      rows: [
        ...filled.map(cells => cells.map((text, i): Words[] => (i === 0 ? strong(text) : [{ text, role: 'body' }]))),
        ...rows.map(row => [strong(saidWords(row, printing.site))]),
        ...Array.from({ length: empty }, () => []),
      ],
    },
  ];
}

const NO_LINES: FormLines = { rows: [], note: null };

/** The lines of a table that are known beforehand, with what must be said about them. */
export function linesOf({ prefill }: TableSection, subject: FormSubject, printing: Printing): FormLines {
  if (prefill === null) return NO_LINES;
  const list = listOf(prefill);
  if (list.about === 'ward') return subject.kind === 'ward' ? list.lines(subject.ward, printing) : NO_LINES;
  return subject.kind === 'patient' ? list.lines(subject.view, printing.site.zone) : NO_LINES;
}

/** Words as they stand on paper; hours of the nursing day as hours of the clock, "07–09 normal". */
export function saidWords(said: Said, { shifts }: Pick<Site, 'shifts'>): string {
  const { words, hours } = said;
  if (hours === null) return words;
  const first = Number(shifts[0]!.from.slice(0, 2));
  const clock = (hour: number): string => String((first + hour) % 24).padStart(2, '0');
  return [`${clock(hours.from)}–${clock(hours.to)}`, words].filter(Boolean).join(' ');
}
