import { randomInt } from 'node:crypto';
import { actSchema } from '../domain/act-schema.ts';
import { ALPHABET } from '../domain/check-character.ts';
import type { KioskEvent } from '../domain/event.ts';
import { contentOf, eventId, type EventRecord } from '../domain/event-record.ts';
import { BEGINNING, tick, type HybridTime } from '../domain/hybrid-clock.ts';
import { ok, type Result } from '../domain/result.ts';
import { epochMs } from '../domain/time.ts';
import { timeline, type Timeline } from '../domain/timeline.ts';
import type { Keys } from '../ports.ts';
import type { Writer } from './connection.ts';
import { realDisk, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { inUseFile, LEDGER, openBook } from './ledger-file.ts';
import { inUse } from './lock.ts';
import { SCHEMA_FOLDER } from './schema.ts';
import { plainName } from './unit-folder.ts';
import { recordOf, wardBook, type WardBook } from './ward-book.ts';

/** An event whose act this version doesn't understand: kept, shown as it is, and counted; it changes no state here. */
export interface UnknownEvent extends Omit<KioskEvent, 'act'> {
  kind: string;
  raw: string;
}

/** What people on this ward did, on this kiosk and on those it heard of. */
export interface Ledger {
  /**
   * Code of this opening of the ledger, part of the keys of all events recorded through it and of the sheets they release. It was drawn when
   * the ledger was opened, so an older ledger brought back, a copied disk or a second kiosk of the same name never gives a key twice.
   */
  readonly run: string;
  /** Records an act; when it answers, the act survives a power cut. `at` is the kiosk's wall clock now: what was said about when stands in the act. */
  append(entry: Omit<KioskEvent, 'id'>): Result<KioskEvent, StoreFault>;
  /**
   * All events, or those of one unit, in the order in which every kiosk of the ward reads them, whenever each arrived. The very same list as
   * before while nothing came.
   */
  events(unit?: string): readonly KioskEvent[];
  unknownEvents(unit?: string): readonly UnknownEvent[];
  /** The other kiosks of the ward, and events as they travel between them. */
  readonly ward: WardBook;
  close(): void;
}

type Row = Parameters<typeof recordOf>[0] & { position: number; variant: number };

/**
 * Opens the store's ledger, making one only where none was ever made. Its faults: `ledger-missing` (a file of it is gone: never a
 * silent fresh start), `wrong-key`, `no-key`, `damaged`, `newer-version`, and those of the disk.
 */
export function openLedger(options: {
  folder: string;
  keys: Keys;
  kiosk: string;
  disk?: Disk;
  schemaFolder?: string;
}): Result<Ledger, StoreFault> {
  const { folder, keys, kiosk, disk = realDisk(), schemaFolder = SCHEMA_FOLDER } = options;
  let use: ReturnType<typeof inUse> | null = null;
  try {
    disk.makeFolder(folder);
    use = inUse(inUseFile(folder));
    const db = openBook({ folder, keys, disk, schemaFolder, book: LEDGER });
    if (db.ok) return ok(ledgerOn(db.value, kiosk, use));
    use.release();
    return db;
  } catch (error) {
    use?.release();
    return faultOf(error, `The ledger in ${folder}`, 'What was recorded before is untouched.');
  }
}

function ledgerOn(db: Writer, kiosk: string, use: { release(): void }): Ledger {
  const run = freshRun(db, kiosk);
  const ward = wardBook(db);
  let known = byUnit<KioskEvent>();
  let unknown = byUnit<UnknownEvent>();
  let seen = 0;
  const since = db.prepare('select * from event where position > ? order by position');
  const lastNumber = db.prepare('select coalesce(max(number), 0) from event where kiosk = ?').pluck();
  const latest = db.prepare(
    'select clock_ms as ms, clock_counter as counter from event order by clock_ms desc, clock_counter desc limit 1',
  );
  const insert = db.prepare(
    `insert into event (kiosk, run, number, clock_ms, clock_counter, at, by, unit, kind, act)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  /** Events never change, so only those that came since (by any process) are read; all of them anew when one came under a key that was taken. */
  const catchUp = (): void => {
    let rows = since.all(seen) as Row[];
    if (rows.some(row => row.variant > 0)) {
      known = byUnit();
      unknown = byUnit();
      rows = since.all(0) as Row[];
    }
    const clashing = new Map(rows.some(row => row.variant > 0) ? ward.clashes().map(all => [eventId(all[0]!), all]) : []);
    for (const row of rows) {
      seen = row.position;
      const record = recordOf(row);
      const { at, by, unit, kind, act: raw } = record;
      const key = eventId(record);
      const nth = clashing.get(key)?.findIndex(other => contentOf(other) === contentOf(record)) ?? 0;
      const common = { id: nth > 0 ? `${key}~${nth + 1}` : key, at, by, unit };
      const act = actSchema.safeParse(JSON.parse(raw));
      if (act.success) known.add(record, { ...common, act: act.data });
      else unknown.add(record, { ...common, kind, raw });
    }
  };
  const add = db.transaction((entry: Omit<KioskEvent, 'id'>): KioskEvent => {
    const number = (lastNumber.get(kiosk) as number) + 1;
    const { ms, counter } = tick((latest.get() as HybridTime | undefined) ?? BEGINNING, epochMs(entry.at));
    const { at, by, unit, act } = entry;
    insert.run(kiosk, run, number, ms, counter, at, by, unit, act.kind, JSON.stringify(act));
    return { id: eventId({ kiosk, run, number }), ...entry };
  });

  return {
    run,
    ward,
    append(entry) {
      try {
        return ok(add.immediate(entry));
      } catch (error) {
        return faultOf(error, 'This act', 'It is NOT recorded; what was recorded before is untouched.');
      }
    },
    events(unit) {
      catchUp();
      return known.of(unit);
    },
    unknownEvents(unit) {
      catchUp();
      return unknown.of(unit);
    },
    close() {
      db.close();
      use.release();
    },
  };
}

/** One timeline of everything and one of each unit. */
function byUnit<T extends { unit: string }>() {
  const all = timeline<T>();
  const units = new Map<string, Timeline<T>>();
  const none: readonly T[] = [];
  return {
    add(record: EventRecord, event: T): void {
      const name = plainName(event.unit);
      const own = units.get(name) ?? timeline<T>();
      units.set(name, own);
      for (const line of [all, own]) line.add(record, event);
    },
    of: (unit?: string): readonly T[] => (unit === undefined ? all : units.get(plainName(unit)))?.list() ?? none,
  };
}

const RUN_LENGTH = 6;

/** A code that no run of this kiosk has that the ledger knows of: one of a thousand million. */
function freshRun(db: Writer, kiosk: string): string {
  const taken = db.prepare('select 1 from event where kiosk = ? and run = ? limit 1');
  for (;;) {
    const run = Array.from({ length: RUN_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]!).join('');
    if (taken.get(kiosk, run) === undefined) return run;
  }
}
