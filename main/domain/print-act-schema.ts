import { z } from 'zod';

const print = z.string();
const attempt = { print, document: z.number(), attempt: z.number() };

/** The shape of stored print acts. */
export const printActs = [
  z.object({
    kind: z.literal('print-queued'),
    print,
    pack: z.number(),
    unit: z.string().nullable().default(null),
    printer: z.string(),
    documents: z.array(
      z.object({
        document: z.number(),
        patientId: z.string().nullable(),
        bed: z.string().nullable(),
        sheets: z.array(z.string()),
        pages: z.number(),
        stock: z.string().nullable().default(null),
        labelSheet: z.enum(['letter', 'a4']).nullable().default(null),
        again: z.object({ print, document: z.number(), page: z.number() }).nullable().default(null),
      }),
    ),
  }),
  z.object({ kind: z.literal('print-accepted'), ...attempt, job: z.number() }),
  z.object({
    kind: z.literal('print-confirmed'),
    ...attempt,
    pages: z.number(),
    of: z.number(),
    counted: z.enum(['printer', 'person']),
  }),
  z.object({ kind: z.literal('print-failed'), ...attempt, certain: z.boolean(), why: z.string() }),
  z.object({ kind: z.literal('print-cancelled'), print, documents: z.array(z.number()) }),
  z.object({
    kind: z.literal('print-moved'),
    print,
    printer: z.string(),
    documents: z.array(z.object({ document: z.number(), from: z.number(), unclear: z.boolean() })),
    doubt: z.string().nullable(),
  }),
] as const;
