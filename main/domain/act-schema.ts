import { z } from 'zod';
import type { Act } from './event.ts';
import { NUMBER_KINDS } from './downtime-number.ts';
import type { SheetSays } from './sheet-says.ts';
import { printActs } from './print-act-schema.ts';
import { wardActs } from './ward/ward-act-schema.ts';

const reason = z.string();
/** Also one that this kiosk has no longer, or not yet. */
const form = z.string();

const texts = z.array(z.string());
const says = z.object({
  name: z.string(),
  mrn: z.string().nullable(),
  bed: z.string().nullable(),
  allergies: texts,
  codeStatus: texts,
  orders: z.array(z.object({ number: z.string(), drug: z.string(), clauses: texts })),
}) satisfies z.ZodType<SheetSays>;

/** The shape of a stored act. What doesn't fit was written by another version and is kept apart, never dropped. */
export const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('outage-suspected'), reason }),
  z.object({ kind: z.literal('suspicion-cleared'), reason }),
  z.object({
    kind: z.literal('outage-declared'),
    reason,
    drill: z.boolean(),
    planned: z.boolean().default(false),
    degraded: z.array(z.string()).nullable().default(null),
    noticedAt: z.string().nullable(),
  }),
  z.object({ kind: z.literal('recovery-started'), reason }),
  z.object({ kind: z.literal('outage-closed'), reason }),
  z.object({ kind: z.literal('extent-changed'), degraded: z.array(z.string()).nullable(), reason }),
  z.object({ kind: z.literal('outage-reopened'), outage: z.string(), reason }),
  z.object({ kind: z.literal('step-ticked'), outage: z.string(), step: z.string(), done: z.boolean() }),
  z.object({ kind: z.literal('pack-started'), generation: z.number(), patients: z.number(), forms: z.array(form) }),
  z.object({
    kind: z.literal('sheets-released'),
    pack: z.number(),
    generation: z.number(),
    drill: z.boolean().default(false),
    sheets: z.array(
      z.object({
        id: z.string(),
        form,
        patientId: z.string().nullable(),
        pages: z.number(),
        period: z.object({ from: z.string(), to: z.string() }).nullable().default(null),
        says: says.nullable().default(null),
      }),
    ),
  }),
  z.object({ kind: z.literal('standing-pack-started'), generation: z.number(), folders: texts }),
  z.object({ kind: z.literal('downtime-announced'), start: z.string(), reason }),
  z.object({ kind: z.literal('announcement-withdrawn'), announcement: z.string(), reason }),
  z.object({ kind: z.literal('paper-ahead'), occasion: z.string(), why: z.string(), pack: z.number() }),
  z.object({
    kind: z.literal('blocks-imported'),
    book: z.string(),
    kiosk: z.string(),
    claim: z.string(),
    blocks: z.array(z.object({ block: z.string(), kind: z.enum(NUMBER_KINDS), size: z.number() })),
  }),
  z.object({ kind: z.literal('number-issued'), number: z.string(), alias: z.string().nullable() }),
  ...wardActs,
  ...printActs,
]) satisfies z.ZodType<Act>;
