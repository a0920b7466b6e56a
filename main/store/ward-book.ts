import { z } from 'zod';
import { compareRecords, contentOf, eventId, type EventRecord } from '../domain/event-record.ts';
import type { Held } from '../domain/exchange.ts';
import { TOLERATED_MS } from '../domain/hybrid-clock.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import { timeline } from '../domain/timeline.ts';
import type { Writer } from './connection.ts';
import { faultOf, type StoreFault } from './fault.ts';

/** A kiosk of the ward as it was last heard of. */
export interface HeardKiosk {
  /** Its identity: two kiosks may have one name by mistake, never one key. */
  publicKey: string;
  kiosk: string;
  /** Id of its newest bundle, when that was made by its own clock, and when it was read here. */
  bundle: string;
  made: Instant;
  heard: Instant;
  held: Held[];
}

/** What came of taking events in. */
export interface Taken {
  /** Were not here before. */
  fresh: EventRecord[];
  known: number;
  /** Say something else than an event that was here under their key. Both are kept. */
  clashing: EventRecord[];
}

/** What a ledger knows of the other kiosks of its ward, and all its events as they travel. */
export interface WardBook {
  /** Every event of every kiosk and unit, understood here or not, in the ward's order; the very same list while nothing came. */
  records(): readonly EventRecord[];
  /** Takes events in and notes who brought them, all or nothing. */
  take(records: readonly EventRecord[], received: Instant, from: HeardKiosk | null): Result<Taken, StoreFault>;
  heard(): HeardKiosk[];
  /** A kiosk that is no more is not waited for; its events stay. */
  forget(publicKey: string): Result<null, StoreFault>;
  /** Events that share their key with another one, all of each key together. */
  clashes(): EventRecord[][];
  /** Kiosks whose acts of the last day were dated ahead of this kiosk's clock when they came here: by how much at most, in milliseconds. */
  ahead(now: Instant): { kiosk: string; events: number; ms: number }[];
  /** This kiosk's own signing key, made once. */
  signingKey(make: () => string): Result<string, StoreFault>;
}

interface Row extends Omit<EventRecord, 'clock'> {
  clock_ms: number;
  clock_counter: number;
}

const heldSchema: z.ZodType<Held[]> = z.array(
  z.object({
    kiosk: z.string(),
    run: z.string(),
    ranges: z.array(z.tuple([z.number(), z.number()])),
    digest: z.string(),
  }),
);

const COLUMNS = 'kiosk, run, number, clock_ms, clock_counter, at, by, unit, kind, act';

/** An event as its row says it. */
export const recordOf = ({ kiosk, run, number, clock_ms, clock_counter, at, by, unit, kind, act }: Row): EventRecord => ({
  kiosk,
  run,
  number,
  clock: { ms: clock_ms, counter: clock_counter },
  at,
  by,
  unit,
  kind,
  act,
});

/** The ward's side of a ledger's database. */
export function wardBook(db: Writer): WardBook {
  const since = db.prepare(`select position, ${COLUMNS} from event where position > ? order by position`);
  const ofKey = db.prepare(`select ${COLUMNS} from event where kiosk = ? and run = ? and number = ?`);
  const variants = db.prepare(
    `select ${COLUMNS} from event where (kiosk, run, number) in (select kiosk, run, number from event where variant > 0)`,
  );
  const insert = db.prepare(`insert into event (${COLUMNS}, variant, received) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const ahead = db.prepare(
    `with dated as (
       select kiosk, (unixepoch(at, 'subsec') - unixepoch(received, 'subsec')) * 1000 as ms from event
       where unixepoch(received) > unixepoch(?) - 86400
     )
     select kiosk, count(*) as events, max(ms) as ms from dated where ms > ${TOLERATED_MS} group by kiosk order by kiosk`,
  );
  const hear = db.prepare(
    'insert or replace into heard_kiosk (public_key, kiosk, bundle, made, heard, held) values (?, ?, ?, ?, ?, ?)',
  );
  const forget = db.prepare('delete from heard_kiosk where public_key = ?');
  const heard = db.prepare(
    'select public_key as publicKey, kiosk, bundle, made, heard, held from heard_kiosk order by kiosk, public_key',
  );

  const takeAll = db.transaction((records: readonly EventRecord[], received: Instant, from: HeardKiosk | null): Taken => {
    const taken: Taken = { fresh: [], known: 0, clashing: [] };
    for (const record of records) {
      const { kiosk, run, number, clock, at, by, unit, kind, act } = record;
      const here = (ofKey.all(kiosk, run, number) as Row[]).map(recordOf);
      if (here.some(other => contentOf(other) === contentOf(record))) {
        taken.known++;
        continue;
      }
      insert.run(kiosk, run, number, clock.ms, clock.counter, at, by, unit, kind, act, here.length, received);
      (here.length === 0 ? taken.fresh : taken.clashing).push(record);
    }
    if (from) hear.run(from.publicKey, from.kiosk, from.bundle, from.made, from.heard, JSON.stringify(from.held));
    return taken;
  });
  const keepKey = db.transaction((make: () => string): string => {
    const kept = db.prepare('select private_key from signing_key').pluck().get() as string | undefined;
    if (kept !== undefined) return kept;
    const made = make();
    db.prepare('insert into signing_key values (1, ?)').run(made);
    return made;
  });

  let seen = 0;
  const all = timeline<EventRecord>();
  return {
    records() {
      for (const row of since.all(seen) as (Row & { position: number })[]) {
        seen = row.position;
        const record = recordOf(row);
        all.add(record, record);
      }
      return all.list();
    },
    take(records, received, from) {
      try {
        return ok(takeAll.immediate(records, received, from));
      } catch (error) {
        return faultOf(error, 'What came from another kiosk', 'Nothing of it was taken; what was recorded before is untouched.');
      }
    },
    heard: () =>
      (heard.all() as (Omit<HeardKiosk, 'held'> & { held: string })[]).map(row => ({
        ...row,
        held: heldSchema.parse(JSON.parse(row.held)),
      })),
    forget(publicKey) {
      try {
        forget.run(publicKey);
        return ok(null);
      } catch (error) {
        return faultOf(error, 'That a kiosk is no more', 'What was recorded before is untouched.');
      }
    },
    clashes: () => [...Map.groupBy((variants.all() as Row[]).map(recordOf).sort(compareRecords), eventId).values()],
    ahead: now => ahead.all(now) as { kiosk: string; events: number; ms: number }[],
    signingKey(make) {
      try {
        return ok(keepKey.immediate(make));
      } catch (error) {
        return faultOf(error, "This kiosk's signing key", 'What was recorded before is untouched.');
      }
    },
  };
}
