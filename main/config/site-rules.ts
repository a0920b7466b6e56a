import { z } from 'zod';
import type { Site } from '../domain/site.ts';
import { writtenKnowledge, writtenTallMan } from './drug-lists.ts';
import { strict } from './strict.ts';

/** A time of day, as people write it. */
export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day as HH:MM in quotes, like "09:00"');
const meanings = z.array(strict({ code: z.string().min(1), meaning: z.string().min(1) }));
const shifts = z
  .array(strict({ name: z.string().trim().min(1).max(20), from: clock }))
  .min(1)
  .max(6);
const marks = strict({ source: z.string().min(3), stems: z.array(z.string().min(3)) });
const renewals = z.array(
  strict({
    name: z.string().trim().min(2).max(60),
    stems: z.array(z.string().min(3)).min(1),
    afterHours: z.number().positive().max(8760),
  }),
);
const stems = z.array(z.string().min(3));
const twoInitials = strict({ source: z.string().min(3), stems, asInfusion: stems, fromPump: stems });
const freshness = strict({ ageingMinutes: z.number().positive(), staleMinutes: z.number().positive() });
const timesRow = strict({
  codes: z.array(z.string().min(1)).min(1),
  frequency: z.number().positive().nullable(),
  period: z.number().positive().nullable(),
  periodUnit: z.enum(['min', 'h', 'd', 'wk']).nullable(),
  /** Empty: orders of these codes get no computed times, unless they are counted from an anchor. */
  times: z.array(clock),
  words: z.string().min(1),
  anchor: z.enum(['table', 'start', 'last-given']).exactOptional(),
});
const timesException = strict({
  drugs: z.array(z.string().regex(/\p{L}{3}/u, 'write three letters or more of the drug’s name')).min(1),
  codes: z.array(z.string().min(1)).min(1),
  times: z.array(clock),
});
const mm = z.number().min(0).max(450);
const labelSheets = z.record(
  z.string().trim().min(1).max(60),
  strict({
    paper: z.enum(['letter', 'a4']),
    columns: z.int().min(1).max(20),
    rows: z.int().min(1).max(40),
    leftMm: mm,
    topMm: mm,
    widthMm: mm.min(10),
    heightMm: mm.min(8),
    acrossMm: mm,
    downMm: mm,
  }),
);
const when = z.record(z.string(), z.array(clock).min(1));

/** What a site writes about the ward's rules: any part of them. */
export const writtenTimes = strict({
  rows: z.array(timesRow).optional(),
  exceptions: z.array(timesException).optional(),
  when: when.optional(),
});
export const writtenRules = {
  institution: z.string().min(1).optional(),
  kiosk: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,12}$/, 'name the kiosk with up to 12 letters, digits and hyphens: its name is part of every sheet id')
    .optional(),
  paper: z.enum(['letter', 'a4']).optional(),
  labelSheets: labelSheets.optional(),
  shifts: shifts.optional(),
  startOfDay: clock.optional(),
  stopsSoonHours: z.number().positive().optional(),
  separator: z.boolean().optional(),
  charting: z.boolean().optional(),
  freshness: freshness.partial().optional(),
  administrationTimes: writtenTimes.optional(),
  omittedDoseCodes: meanings.optional(),
  injectionSites: meanings.optional(),
  sedationScale: meanings.optional(),
  highAlert: marks.partial().optional(),
  hazardous: marks.partial().optional(),
  controlled: marks.partial().optional(),
  wardStock: marks.partial().optional(),
  renewals: renewals.optional(),
  twoInitials: twoInitials.partial().optional(),
  tallMan: writtenTallMan.optional(),
  allergyCheck: writtenKnowledge.optional(),
};

/** The rules when nothing is missing any more. */
export const wholeRules = z.object({
  institution: z.string(),
  kiosk: z.string(),
  paper: z.enum(['letter', 'a4']),
  labelSheets,
  shifts,
  startOfDay: clock,
  stopsSoonHours: z.number(),
  separator: z.boolean(),
  charting: z.boolean(),
  freshness,
  administrationTimes: z.object({ rows: z.array(timesRow), exceptions: z.array(timesException), when }),
  omittedDoseCodes: meanings,
  injectionSites: meanings,
  sedationScale: meanings,
  highAlert: marks,
  hazardous: marks,
  controlled: marks,
  wardStock: marks,
  renewals,
  twoInitials,
});

/** The site's rules without the unit and zone, which come with the copy. */
export type SiteRules = Omit<Site, 'unit' | 'zone'>;
export type WrittenTimes = z.infer<typeof writtenTimes>;
