import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Site } from './domain/site.ts';
import { err, ok, type Result } from './domain/result.ts';

/** Resources travel beside the code, in the source tree and in the packaged app. */
export const SITE_DEFAULTS = join(import.meta.dirname, '../resources/site-defaults.yml');

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written HH:MM');
const meanings = z.array(z.strictObject({ code: z.string().min(1), meaning: z.string().min(1) }));
const marks = z.strictObject({ source: z.string().min(3), stems: z.array(z.string().min(3)) });
const schema = z.strictObject({
  institution: z.string().min(1),
  kiosk: z
    .string()
    .regex(
      /^[A-Za-z0-9-]{1,12}$/,
      'a kiosk is named by up to 12 letters, digits and hyphens: its name is part of every sheet id',
    ),
  dayStartHour: z.int().min(0).max(23),
  paper: z.enum(['letter', 'a4']),
  stopsSoonHours: z.number().positive(),
  freshness: z
    .strictObject({ ageingMinutes: z.number().positive(), staleMinutes: z.number().positive() })
    .refine(f => f.ageingMinutes < f.staleMinutes, 'a copy must be called ageing before it is called stale'),
  administrationTimes: z.strictObject({
    rows: z.array(
      z.strictObject({
        codes: z.array(z.string().min(1)).min(1),
        frequency: z.number().positive().nullable(),
        period: z.number().positive().nullable(),
        periodUnit: z.enum(['min', 'h', 'd', 'wk']).nullable(),
        times: z.array(clock).min(1),
        words: z.string().min(1),
      }),
    ),
    when: z.record(z.string(), z.array(clock).min(1)),
  }),
  omittedDoseCodes: meanings,
  injectionSites: meanings,
  highAlert: marks,
  hazardous: marks,
  controlled: marks,
});

/** The site's rules without the unit and zone, which come with the copy. */
export type SiteRules = Omit<Site, 'unit' | 'zone'>;

/** Reads a site's rules; what is wrong is named with its line. */
export function readSiteRules(path = SITE_DEFAULTS): Result<SiteRules, { kind: 'bad-config'; why: string }> {
  const bad = (why: string): Result<never, { kind: 'bad-config'; why: string }> => err({ kind: 'bad-config', why });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return bad(`The site's rules ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) return bad(`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`);
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0]!;
  const node = document.getIn(issue.path as (string | number)[], true) as { range?: [number, number, number] } | undefined;
  const line = node?.range ? `:${lines.linePos(node.range[0]).line}` : '';
  return bad(`${path}${line}: ${issue.path.join('.')}: ${issue.message}`);
}
