import type { FormDefinition } from '../domain/form.ts';
import { partOf } from '../domain/form-parts.ts';
import type { FormSection, Said } from '../domain/form-section.ts';
import type { WrittenForm, WrittenSection, WrittenTable } from './form-schema.ts';

/** Points that a row has where nothing else is said: a label and a line of handwriting; a line of handwriting. */
const FIELD_ROW = 34;
const TABLE_ROW = 24;
/** A form as it was written, with everything decided that may be left open. */
export function definitionOf(written: WrittenForm): FormDefinition {
  const { id, name, title, letters, copies, roles, phases, departments, part } = written;
  const said = { id, name, title, letters, copies, roles, phases, departments };
  if (part !== undefined) {
    const { about, orientation, charting, timed, sedation, wholeUnit } = partOf(part);
    return { ...said, about, orientation, charting, timed, sedation, wholeUnit, content: { kind: 'part', part } };
  }
  const { about = 'whoever', orientation = 'portrait', charting = false, sections = [] } = written;
  return {
    ...said,
    about,
    orientation,
    charting,
    timed: false,
    sedation: false,
    wholeUnit: false,
    content: { kind: 'sections', sections: sections.map(sectionOf) },
  };
}

function sectionOf({ heading, note, newPage, words, strong, fields, table, height, signatures }: WrittenSection): FormSection {
  if (heading !== undefined) return { kind: 'heading', text: heading, note: note ?? null, newPage: newPage ?? false };
  if (words !== undefined) return { kind: 'words', text: words, strong: strong ?? false };
  if (fields !== undefined)
    return {
      kind: 'fields',
      rows: fields.map(row => row.map(({ prefill, ...field }) => ({ ...field, prefill: prefill ?? null }))),
      height: height ?? FIELD_ROW,
    };
  if (signatures !== undefined) return signaturesOf(signatures);
  return tableOf(table!, height ?? TABLE_ROW);
}

const box = (label: string, width: number) => ({ label, width, prefill: null, must: false, options: [] });

/** 42 CFR 482.24(b): who signs says who it is, and when. */
const signaturesOf = (who: readonly string[]): FormSection => ({
  kind: 'fields',
  rows: who.map(label => [box(`${label}: printed name, credentials`, 4), box('Signature', 4), box('Date, time', 2)]),
  height: FIELD_ROW,
});

const saidOf = (words: string | undefined, hours: readonly [number, number] | undefined): Said => ({
  words: words ?? '',
  hours: hours ? { from: hours[0], to: hours[1] } : null,
});

const tableOf = ({ columns, prefill, rows, empty }: WrittenTable, height: number): FormSection => ({
  kind: 'table',
  columns: columns.map(({ label, hours, width, tick }) => ({ label: saidOf(label, hours), width, tick })),
  prefill: prefill ?? null,
  rows: rows.map(({ words, hours }) => saidOf(words, hours)),
  empty,
  height,
});
