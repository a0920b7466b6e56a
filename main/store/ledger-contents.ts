import { createHash } from 'node:crypto';
import { z } from 'zod';
import { contentOf } from '../domain/event-record.ts';
import type { Reader } from './connection.ts';
import { recordOf } from './ward-book.ts';

const runSchema = z.object({
  kiosk: z.string(),
  run: z.string(),
  events: z.int().positive(),
  /** The highest running number. */
  highest: z.int().positive(),
  /** When the last of them was recorded, by its kiosk's clock. */
  newest: z.string(),
  /** SHA-256 of all that these events say. */
  digest: z.string(),
});

/** What a ledger holds, run by run; without patient data. */
export const contentsSchema = z.object({ events: z.int().min(0), runs: z.array(runSchema) });
export type LedgerContents = z.infer<typeof contentsSchema>;
export type RunContents = LedgerContents['runs'][number];

type Row = Parameters<typeof recordOf>[0];

/** Reads all events of a ledger, of every kiosk. */
export function contentsOf(db: Reader): LedgerContents {
  const runs = new Map<string, { about: Omit<RunContents, 'digest'>; hash: ReturnType<typeof createHash> }>();
  let events = 0;
  for (const row of db.prepare('select * from event order by kiosk, run, number, variant').iterate()) {
    const record = recordOf(row as Row);
    const { kiosk, run, number, at } = record;
    const name = JSON.stringify([kiosk, run]);
    const known = runs.get(name) ?? { about: { kiosk, run, events: 0, highest: number, newest: at }, hash: createHash('sha256') };
    runs.set(name, known);
    known.about = { ...known.about, events: known.about.events + 1, highest: number, newest: at };
    known.hash.update(`${JSON.stringify([number, contentOf(record)])}\n`);
    events++;
  }
  return { events, runs: [...runs.values()].map(({ about, hash }) => ({ ...about, digest: hash.digest('hex') })) };
}

/** One run of a kiosk as two ledgers have it. */
export interface ComparedRun {
  kiosk: string;
  run: string;
  backup: RunContents | null;
  present: RunContents | null;
}

/** Run by run, what a backup and the present ledger have; `present` is null when it can't be read. */
export function compared(backup: LedgerContents, present: LedgerContents | null): ComparedRun[] {
  const rows = new Map<string, ComparedRun>();
  const put = (side: 'backup' | 'present', runs: readonly RunContents[]): void =>
    runs.forEach(held => {
      const { kiosk, run } = held;
      const name = JSON.stringify([kiosk, run]);
      rows.set(name, { ...(rows.get(name) ?? { kiosk, run, backup: null, present: null }), [side]: held });
    });
  put('backup', backup.runs);
  put('present', present?.runs ?? []);
  return [...rows.values()];
}
