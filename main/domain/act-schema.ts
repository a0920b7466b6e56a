import { z } from 'zod';
import type { Act } from './event.ts';
import { NUMBER_KINDS } from './downtime-number.ts';
import { FORM_KINDS } from './sheet.ts';
import { wardActs } from './ward/ward-act-schema.ts';

const reason = z.string();
const form = z.enum(FORM_KINDS);

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
    sheets: z.array(
      z.object({
        id: z.string(),
        form,
        patientId: z.string().nullable(),
        pages: z.number(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('blocks-imported'),
    book: z.string(),
    kiosk: z.string(),
    claim: z.string(),
    blocks: z.array(z.object({ block: z.string(), kind: z.enum(NUMBER_KINDS), size: z.number() })),
  }),
  z.object({ kind: z.literal('number-issued'), number: z.string(), alias: z.string().nullable() }),
  ...wardActs,
]) satisfies z.ZodType<Act>;
