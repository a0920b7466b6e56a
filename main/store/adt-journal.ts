import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AdtMessage } from '../domain/adt.ts';
import { adtCensus, adtFold } from '../domain/adt-census.ts';
import { NOBODY, settled, type AdtState } from '../domain/adt-state.ts';
import { ok, type Result } from '../domain/result.ts';
import { plusMinutes, type Instant } from '../domain/time.ts';
import type { AdtEntry, AdtJournal, AdtPicture, Keys } from '../ports.ts';
import type { Writer } from './connection.ts';
import { realDisk, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { ADT_JOURNAL, openBook } from './ledger-file.ts';
import { SCHEMA_FOLDER } from './schema.ts';

/** How long things are kept besides the present census. */
export interface AdtKeeping {
  /** Messages may arrive in any order within so many hours; what is older is folded together. */
  disorderHours: number;
  /** Stays that ended are remembered so many days, so that a late message can't bring them back. */
  endedDays: number;
  /** Malformed messages are kept so many days, and never more than so many. */
  malformedDays: number;
  malformed: number;
}

const KEEPING: AdtKeeping = { disorderHours: 48, endedDays: 14, malformedDays: 30, malformed: 1000 };

/** So many messages are folded before others have their turn: acknowledging, and whatever else this process does. */
const STEP = 500;
/** So many malformed messages are listed. */
const LISTED = 200;
/** What a checkpoint takes in or makes superfluous. */
const SETTLED = `at <= :upTo and (message is not null or at <= :malformedBefore
  or position not in (select position from message where message is null order by position desc limit :malformed))`;

/**
 * Opens the store's ADT journal, making one only where none was ever made. Its faults: `ledger-missing` (a file of it is gone: never a
 * silent fresh start), `wrong-key`, `no-key`, `damaged`, `newer-version`, and those of the disk. Several processes may have it open.
 */
export function openAdtJournal(options: {
  folder: string;
  keys: Keys;
  keeping?: Partial<AdtKeeping>;
  disk?: Disk;
  schemaFolder?: string;
}): Result<AdtJournal, StoreFault> {
  const { folder, keys, disk = realDisk(), schemaFolder = SCHEMA_FOLDER } = options;
  try {
    const db = openBook({ folder, keys, disk, schemaFolder, book: ADT_JOURNAL });
    return db.ok ? ok(journalOn(db.value, { ...KEEPING, ...options.keeping })) : db;
  } catch (error) {
    return faultOf(error, `The ADT journal in ${folder}`, 'What was recorded before is untouched.');
  }
}

interface Checkpoint {
  /** Null before the first. */
  position: number | null;
  state: AdtState;
  counts: Record<string, number>;
  last_received: string | null;
}

function journalOn(db: Writer, keeping: AdtKeeping): AdtJournal {
  const kept = db.prepare('select 1 from message where digest = ?').pluck();
  const insert = db.prepare(
    'insert into message (received_at, at, sender, control_id, kind, digest, raw, message, why) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const newestCheckpoint = db.prepare('select * from checkpoint order by position desc limit 1');
  const allMessages = db.prepare('select message from message where message is not null order by position').pluck();
  const messagesBetween = db
    .prepare(
      'select message from message where message is not null and at > :from and at <= :to and position <= :last order by position',
    )
    .pluck();
  const stepEnd = db
    .prepare('select at from message where at > :from and position <= :last order by at limit 1 offset :step')
    .pluck();
  const changedBy = db.prepare(
    'select (select max(position) from message) as message, (select max(position) from checkpoint) as checkpoint',
  );
  let known: { at: string; picture: AdtPicture } | null = null;

  const add = db.transaction((entries: readonly AdtEntry[]) =>
    entries.map((entry): 'kept' | 'duplicate' => {
      const digest = Buffer.from(entry.digest, 'hex');
      if (kept.get(digest) !== undefined) return 'duplicate';
      const at = entry.message?.at ?? entry.receivedAt;
      const message = entry.message && JSON.stringify(entry.message);
      const { receivedAt, sender, controlId, kind, raw, why } = entry;
      insert.run(receivedAt, at, sender, controlId, kind, digest, raw, message, why);
      return 'kept';
    }),
  );

  const checkpoint = (): Checkpoint => {
    const row = newestCheckpoint.get() as { position: number; state: string; counts: string; last_received: string } | undefined;
    return row
      ? { ...row, state: JSON.parse(row.state) as AdtState, counts: countsFrom(row.counts) }
      : { position: null, state: NOBODY, counts: {}, last_received: null };
  };

  const look = db.transaction((): AdtPicture => {
    const at = JSON.stringify(changedBy.get());
    if (known?.at === at) return known.picture;
    const base = checkpoint();
    const last = db.prepare('select max(received_at) from message').pluck().get() as string | null;
    const rows = db.prepare('select kind, count(*) as n from message group by kind').all() as Counted[];
    const picture: AdtPicture = {
      state: adtCensus(
        (allMessages.all() as string[]).map(text => JSON.parse(text) as AdtMessage),
        base.state,
      ),
      lastReceived: last ?? base.last_received,
      counts: sum(base.counts, rows),
      malformed: db
        .prepare(
          `select control_id as controlId, received_at as receivedAt, why from message where message is null order by position desc limit ?`,
        )
        .all(LISTED) as AdtPicture['malformed'],
    };
    known = { at, picture };
    return picture;
  });

  /** Messages in the order they happened, so many at a time; what happened at one moment stays together. */
  function* inSteps(after: Instant, upTo: Instant, last: number): Generator<AdtMessage[]> {
    for (let from = after; from < upTo;) {
      const to = (stepEnd.get({ from, last, step: STEP }) as string | undefined) ?? upTo;
      const end = to < upTo ? to : upTo;
      yield (messagesBetween.all({ from, to: end, last }) as string[]).map(text => JSON.parse(text) as AdtMessage);
      from = end;
    }
  }

  /** Everything that is slow happens in steps and changes nothing; what is written at the end is refused when the past has changed meanwhile. */
  async function fold(now: Instant): Promise<number> {
    const upTo = plusMinutes(now, -keeping.disorderHours * 60);
    const base = checkpoint();
    if (base.state.upTo !== null && upTo <= base.state.upTo) return 0;
    const last = db.prepare('select max(position) from message').pluck().get() as number | null;
    if (last === null) return 0;
    const before = adtFold(base.state);
    for (const messages of inSteps(BEGINNING_OF_TIME, upTo, last)) {
      before.take(messages);
      await nextTurn();
    }
    const longEnded = plusMinutes(upTo, -keeping.endedDays * 24 * 60);
    const whole = JSON.stringify(settled(before.state(), upTo, BEGINNING_OF_TIME));
    const brief = JSON.stringify(settled(before.state(), upTo, longEnded));
    await nextTurn();
    const after = adtFold(JSON.parse(brief) as AdtState);
    for (const messages of inSteps(upTo, END_OF_TIME, last)) {
      before.take(messages);
      after.take(messages);
      await nextTurn();
    }
    // A message of these days may speak of a stay that ended long ago, and would bring it back if it were forgotten.
    const state = present(before.state()) === present(after.state()) ? brief : whole;
    return settle.immediate({ state, upTo, now, last, base });
  }

  const settle = db.transaction(({ state, upTo, now, last, base }: Settling): number => {
    const late = db.prepare('select 1 from message where position > ? and at <= ?').get(last, upTo);
    const { checkpoint: newest } = changedBy.get() as { checkpoint: number | null };
    if (late !== undefined || newest !== base.position) return 0;
    const bounds = {
      upTo,
      malformedBefore: plusMinutes(now, -keeping.malformedDays * 24 * 60),
      malformed: keeping.malformed,
    };
    const rows = db.prepare(`select kind, count(*) as n from message where ${SETTLED} group by kind`).all(bounds) as Counted[];
    if (rows.length === 0) return 0;
    const lastReceived = db.prepare('select max(received_at) from message').pluck().get() as string;
    db.prepare('insert into checkpoint (last_received, up_to, last, state, counts) values (?, ?, ?, ?, ?)').run(
      lastReceived,
      upTo,
      last,
      state,
      JSON.stringify(sum(base.counts, rows)),
    );
    const { changes } = db.prepare(`delete from message where ${SETTLED}`).run(bounds);
    db.prepare('delete from checkpoint where position < (select max(position) from checkpoint)').run();
    return changes;
  });

  return {
    append(entries) {
      try {
        return ok(add.immediate(entries));
      } catch (error) {
        return faultOf(error, 'This message', 'It is NOT kept; what was kept before is untouched.');
      }
    },
    picture() {
      try {
        return ok(look());
      } catch (error) {
        return faultOf(error, 'The ADT journal', 'What was kept before is untouched.');
      }
    },
    async prune(now) {
      try {
        return ok({ pruned: await fold(now) });
      } catch (error) {
        return faultOf(error, 'The checkpoint of the ADT journal', 'Nothing was pruned.');
      }
    },
    close: () => db.close(),
  };
}

interface Settling {
  /** As it is written. */
  state: string;
  upTo: Instant;
  now: Instant;
  /** The last message that is in `state` or was looked at. */
  last: number;
  base: Checkpoint;
}

interface Counted {
  kind: string;
  n: number;
}

/** Sorts after every moment. */
const END_OF_TIME = '~';
/** Sorts before every moment. */
const BEGINNING_OF_TIME = '';

const countsFrom = (text: string): Record<string, number> => JSON.parse(text) as Record<string, number>;

function sum(counts: Record<string, number>, rows: Counted[]): Record<string, number> {
  const all = { ...counts };
  for (const { kind, n } of rows) all[kind] = (all[kind] ?? 0) + n;
  return all;
}

/** Everybody who is here, with where, independent of order. */
const present = (state: AdtState): string =>
  JSON.stringify(
    state.stays
      .filter(stay => stay.status === 'here')
      .map(stay => JSON.stringify(stay))
      .sort(),
  );
