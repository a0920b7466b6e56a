import { actSchema } from '../domain/act-schema.ts';
import type { KioskEvent } from '../domain/event.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Keys } from '../ports.ts';
import type { Writer } from './connection.ts';
import { realDisk, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { LEDGER, openBook } from './ledger-file.ts';
import { SCHEMA_FOLDER } from './schema.ts';

/** An event whose act this version doesn't understand: kept, shown as it is, and counted; it changes no state here. */
export interface UnknownEvent extends Omit<KioskEvent, 'act'> {
  kind: string;
  raw: string;
}

/** What people on this ward did, in the order it was recorded. */
export interface Ledger {
  /** Records an act; when it answers, the act survives a power cut. */
  append(entry: Omit<KioskEvent, 'id'>): Result<KioskEvent, StoreFault>;
  /** All events, or those of one unit, oldest first. */
  events(unit?: string): KioskEvent[];
  unknownEvents(unit?: string): UnknownEvent[];
  close(): void;
}

interface Row {
  position: number;
  kiosk: string;
  number: number;
  at: string;
  by: string;
  unit: string;
  kind: string;
  act: string;
}

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
  try {
    const db = openBook({ folder, keys, disk, schemaFolder, book: LEDGER });
    return db.ok ? ok(ledgerOn(db.value, kiosk)) : db;
  } catch (error) {
    return faultOf(error, `The ledger in ${folder}`, 'What was recorded before is untouched.');
  }
}

function ledgerOn(db: Writer, kiosk: string): Ledger {
  const known: KioskEvent[] = [];
  const unknown: UnknownEvent[] = [];
  let seen = 0;
  const since = db.prepare('select * from event where position > ? order by position');
  const last = db.prepare('select coalesce(max(number), 0) from event where kiosk = ?').pluck();
  const insert = db.prepare('insert into event (kiosk, number, at, by, unit, kind, act) values (?, ?, ?, ?, ?, ?, ?)');

  /** Events never change, so only those recorded since (by any process) are read. */
  const catchUp = (): void => {
    for (const row of since.all(seen) as Row[]) {
      seen = row.position;
      const { at, by, unit } = row;
      const common = { id: `${row.kiosk}:${row.number}`, at, by, unit };
      const act = actSchema.safeParse(JSON.parse(row.act));
      if (act.success) known.push({ ...common, act: act.data });
      else unknown.push({ ...common, kind: row.kind, raw: row.act });
    }
  };
  const add = db.transaction((entry: Omit<KioskEvent, 'id'>): KioskEvent => {
    const number = (last.get(kiosk) as number) + 1;
    insert.run(kiosk, number, entry.at, entry.by, entry.unit, entry.act.kind, JSON.stringify(entry.act));
    return { id: `${kiosk}:${number}`, ...entry };
  });

  return {
    append(entry) {
      try {
        return ok(add.immediate(entry));
      } catch (error) {
        return faultOf(error, 'This act', 'It is NOT recorded; what was recorded before is untouched.');
      }
    },
    events(unit) {
      catchUp();
      return known.filter(event => unit === undefined || event.unit === unit);
    },
    unknownEvents(unit) {
      catchUp();
      return unknown.filter(event => unit === undefined || event.unit === unit);
    },
    close: () => db.close(),
  };
}
