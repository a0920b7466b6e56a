import { z } from 'zod';
import type { Bundle } from './exchange.ts';
import { LAST_MS } from './hybrid-clock.ts';

const name = z.string().regex(/^[^:\s]{1,40}$/);
const number = z.int().positive();

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The shape of what travels between kiosks. Acts travel as they were written: this version need not understand them. */
export const bundleSchema = z.strictObject({
  id: z.string().min(1),
  site: z.string(),
  kiosk: name,
  made: z.string(),
  held: z.array(
    z.strictObject({
      kiosk: name,
      run: name,
      ranges: z.array(z.tuple([number, number]).refine(([from, to]) => from <= to)),
      digest: z.string(),
    }),
  ),
  events: z.array(
    z.strictObject({
      kiosk: name,
      run: name,
      number,
      clock: z.strictObject({ ms: z.int().min(0).max(LAST_MS), counter: z.int().min(0) }),
      at: z.string(),
      by: z.string(),
      unit: z.string(),
      kind: z.string(),
      act: z.string().refine(isObject),
    }),
  ),
}) satisfies z.ZodType<Bundle>;
