import { z } from 'zod';
import { DEPARTMENTS } from '../domain/form.ts';
import { FACTS, type FactName } from '../domain/form-facts.ts';
import { LISTS, type ListName } from '../domain/form-lists.ts';
import { PART_NAMES } from '../domain/form-parts.ts';
import { PHASES } from '../domain/procedure.ts';
import { ROLES } from '../domain/role.ts';
import { strict } from './strict.ts';

/** How a form is called everywhere: in site.yml, procedures and the ledger. */
const FORM_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Points: less can't be written on, more does not fit between the largest head and foot. */
const height = z.number().min(20).max(120);
const label = z.string().trim().min(1).max(120);
const width = z.number().positive().max(100);
const facts = Object.keys(FACTS) as FactName[];
const lists = Object.keys(LISTS) as ListName[];

/** What is all said by its label may be written as that alone. */
const orLabel = <T extends z.ZodType>(schema: T) =>
  z.preprocess(written => (typeof written === 'string' ? { label: written } : written), schema);

const hours = z.tuple([z.number().min(0).max(24), z.number().min(0).max(24)]);
const said = z.preprocess(
  written => (typeof written === 'string' ? { words: written } : written),
  strict({ words: label.optional(), hours: hours.optional() }).refine(
    ({ words, hours: span }) => words !== undefined || span !== undefined,
    'write a text here, or hours: [0, 2] for the first two hours of the nursing day',
  ),
);

const field = orLabel(
  strict({
    label,
    width: width.default(1),
    prefill: z.enum(facts).optional(),
    must: z.boolean().default(false),
    options: z.array(label).min(1).max(20).default([]),
  }),
);

const column = orLabel(
  strict({
    label: label.optional(),
    hours: hours.optional(),
    width: width.default(10),
    tick: z.boolean().default(false),
  }).refine(
    ({ label: own, hours: span }) => own !== undefined || span !== undefined,
    'give the column a label, or hours: [0, 2]',
  ),
);

const table = strict({
  columns: z.array(column).min(1).max(26),
  prefill: z.enum(lists).optional(),
  rows: z.array(said).max(60).default([]),
  empty: z.int().min(0).max(60).default(0),
});

const KINDS = ['heading', 'words', 'fields', 'table', 'signatures'] as const;
/** What may stand beside each kind. */
const BESIDE: Record<(typeof KINDS)[number], string[]> = {
  heading: ['note', 'newPage'],
  words: ['strong'],
  fields: ['height'],
  table: ['height'],
  signatures: [],
};

const section = strict({
  heading: z.string().trim().min(1).max(60).optional(),
  note: z.string().trim().min(1).max(140).optional(),
  newPage: z.boolean().optional(),
  words: z.string().trim().min(1).max(1500).optional(),
  strong: z.boolean().optional(),
  fields: z.array(z.array(field).min(1).max(12)).min(1).max(40).optional(),
  table: table.optional(),
  height: height.optional(),
  /** Who signs: a box each for name, signature and credentials, and for date and time. */
  signatures: z.array(label).min(1).max(8).optional(),
}).superRefine((written, context) => {
  const kinds = KINDS.filter(kind => written[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    return context.addIssue({
      code: 'custom',
      message: `a section is one of ${KINDS.join(', ')}: ${kind === undefined ? 'write which' : 'make two sections of these'}`,
    });
  for (const key of Object.keys(written))
    if (key !== kind && !BESIDE[kind].includes(key))
      context.addIssue({ code: 'custom', path: [key], message: `${key} says nothing beside ${kind}: remove it` });
});
export type WrittenSection = z.infer<typeof section>;
export type WrittenTable = z.infer<typeof table>;

/** A form as it is written: what every form says of itself, and the part that fills it or its sections. */
export const writtenForm = strict({
  id: z.string().max(40).regex(FORM_ID, 'write small letters, digits and hyphens, like diet-order'),
  name: z.string().trim().min(2).max(60),
  title: z.string().trim().min(2).max(80),
  letters: z.string().regex(/^[A-Z]{1,3}$/, 'write one to three capital letters: they end the id of each sheet of this form'),
  copies: z.int().min(1).max(9).default(1),
  roles: z.array(z.enum(ROLES)).min(1),
  phases: z.array(z.enum(PHASES)).min(1),
  departments: z.array(z.enum(DEPARTMENTS)).default([]),
  part: z.enum(PART_NAMES).optional(),
  about: z.enum(['whoever', 'ward']).optional(),
  orientation: z.enum(['portrait', 'landscape']).optional(),
  charting: z.boolean().optional(),
  sections: z.array(section).min(1).max(80).optional(),
}).superRefine((written, context) => {
  const say = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
  if (written.part !== undefined) {
    for (const key of ['about', 'orientation', 'charting', 'sections'] as const)
      if (written[key] !== undefined) say(key, `the part ${written.part} decides this by itself: remove ${key}`);
    // What is computed is kept, compared and read back under its own name.
    if (written.id !== written.part)
      say('part', `the part ${written.part} fills the form of its own name only: write id: ${written.part}`);
    return;
  }
  if (written.sections === undefined)
    return say('sections', 'sections are missing here: write what is on the form, or name its part');
  if (written.about === undefined) say('about', 'about is missing here: add it: whoever (a patient, or nobody yet) or ward');
  if (written.orientation === undefined) say('orientation', 'orientation is missing here: add it: portrait or landscape');
});
export type WrittenForm = z.infer<typeof writtenForm>;
