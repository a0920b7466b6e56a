import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Act, KioskEvent } from '../../main/domain/event.ts';
import { outageOf } from '../../main/domain/outage.ts';
import { openLive, type Writer } from '../../main/store/connection.ts';
import { realDisk } from '../../main/store/disk.ts';
import { LEDGER, openBook } from '../../main/store/ledger-file.ts';
import { openLedger, type Ledger } from '../../main/store/ledger.ts';
import { SCHEMA_FOLDER } from '../../main/store/schema.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from './support/fresh-store.ts';

let root: string;
let secrets: Buffer[];
beforeEach(() => {
  root = folder();
  secrets = [];
  ensureKeyFile(join(root, 'key'));
});

const keys = () => {
  const real = keyFile(join(root, 'key'));
  return { ...real, seal: (s: Buffer, c: string) => (secrets.push(Buffer.from(s)), real.seal(s, c)) };
};
const open = (kiosk = '4W-K1', schemaFolder = SCHEMA_FOLDER) => openLedger({ folder: root, keys: keys(), kiosk, schemaFolder });
const ledger = (kiosk?: string): Ledger => {
  const opened = open(kiosk);
  if (!opened.ok) throw new Error(opened.error.why);
  return opened.value;
};
const faultOf = (): string | null => {
  const opened = open();
  if (opened.ok) opened.value.close();
  return opened.ok ? null : opened.error.kind;
};
const entry = (act: Act, unit = '4 West') => ({ at: '2026-11-22T19:00:00.000Z', by: 'R. Lee RN', unit, act });
const declared: Act = {
  kind: 'outage-declared',
  reason: 'EHR is down',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
};
const record = (book: Ledger, act: Act, unit?: string): KioskEvent => {
  const event = book.append(entry(act, unit));
  if (!event.ok) throw new Error(event.error.why);
  return event.value;
};
/** What is inserted behind the ledger's back. */
const COLUMNS = 'kiosk, run, number, clock_ms, clock_counter, at, by, unit, kind, act';
/** A connection behind the ledger's back. */
const raw = (): Writer => {
  const db = openLive(join(root, 'ledger.db'), secrets[0]!, false);
  if (!db.ok) throw new Error(db.error.why);
  return db.value;
};

describe('the ledger', () => {
  test('gives back what was recorded, in order, after a restart', () => {
    const first = ledger();
    const released: Act = {
      kind: 'sheets-released',
      pack: 1,
      generation: 3,
      drill: false,
      sheets: [{ id: 'K1-1-1-S', form: 'mar-scheduled', patientId: 'pat-1', pages: 4, period: null, says: null }],
    };
    const recorded = [record(first, declared), record(first, released), record(first, { kind: 'outage-closed', reason: 'over' })];
    expect(recorded.map(event => event.id)).toEqual([1, 2, 3].map(number => `4W-K1:${first.run}:${number}`));
    expect(first.events()).toEqual(recorded);
    first.close();
    const second = ledger();
    expect(second.events()).toEqual(recorded);
    expect(outageOf(second.events()).state).toBe('normal');
    second.close();
  });

  test('keeps units apart and numbers each kiosk by itself', () => {
    const one = ledger();
    record(one, declared, '4 West');
    record(one, declared, '5 East');
    const two = ledger('4W-K2');
    record(two, declared, '5 East');
    expect(two.events('5 East').map(event => event.id)).toEqual([`4W-K1:${one.run}:2`, `4W-K2:${two.run}:1`]);
    expect(one.events('5 East')).toEqual(two.events('5 East'));
    expect(one.events('6 North')).toEqual([]);
    one.close();
    two.close();
  });

  test('can only be added to, even by a statement that slipped in', () => {
    const book = ledger();
    record(book, declared);
    const db = raw();
    for (const sql of [
      `update event set by = 'nobody'`,
      'delete from event',
      `insert or replace into event select * from event`,
      `insert or replace into event (${COLUMNS}) values ('4W-K1', '${book.run}', 1, 0, 0, '', '', '', '', '{}')`,
      `insert into event (${COLUMNS}) values ('4W-K1', '${book.run}', 1, 0, 0, '', '', '', '', '{}')
       on conflict (kiosk, run, number, variant) do update set by = 'nobody'`,
    ]) {
      expect(() => db.exec(sql), sql).toThrow(/append-only/);
      db.exec('pragma recursive_triggers = off');
      expect(() => db.exec(sql), `${sql} from a careless program`).toThrow(/append-only/);
      db.exec('pragma recursive_triggers = on');
    }
    db.close();
    expect(book.events()).toHaveLength(1);
    book.close();
  });

  test('keeps and counts an act that only another version understands', () => {
    const book = ledger();
    record(book, declared);
    const db = raw();
    const add = db.prepare(`insert into event (${COLUMNS}) values ('K9', '7F3QXH', ?, 0, 0, 't', 'x', '4 West', ?, ?)`);
    add.run(1, 'dose-charted', '{"kind":"dose-charted","drug":"heparin"}');
    add.run(2, 'outage-declared', '{"kind":"outage-declared"}');
    db.close();
    expect(book.events()).toHaveLength(1);
    expect(book.unknownEvents('4 West')).toEqual([
      {
        id: 'K9:7F3QXH:1',
        at: 't',
        by: 'x',
        unit: '4 West',
        kind: 'dose-charted',
        raw: '{"kind":"dose-charted","drug":"heparin"}',
      },
      { id: 'K9:7F3QXH:2', at: 't', by: 'x', unit: '4 West', kind: 'outage-declared', raw: '{"kind":"outage-declared"}' },
    ]);
    expect(book.unknownEvents('5 East')).toEqual([]);
    book.close();
  });

  test('shows no act in its files', () => {
    const book = ledger();
    for (let i = 0; i < 50; i++) record(book, { kind: 'outage-suspected', reason: 'Xylophone' });
    for (const name of readdirSync(root).filter(f => f.startsWith('ledger'))) {
      expect(readFileSync(join(root, name)).toString('latin1')).not.toMatch(/Xylophone|SQLite format/);
    }
    book.close();
  });
});

describe('the order of what was recorded', () => {
  test('is that of the recording, though the clock jumped back and forth', () => {
    const book = ledger();
    const jumping = ['2026-11-22T19:00:00Z', '2019-01-01T00:00:00Z', '2031-05-05T00:00:00Z', '2026-11-22T19:00:01Z', 'no time'];
    const ids = jumping.map(at => {
      const event = book.append({ ...entry(declared), at });
      if (!event.ok) throw new Error(event.error.why);
      return event.value.id;
    });
    expect(book.events().map(event => event.id)).toEqual(ids);
    book.close();
    expect(
      ledger()
        .events()
        .map(event => event.id),
    ).toEqual(ids);
  });

  test('is answered with the very same list while nothing was recorded in the unit, and with another one after', () => {
    const book = ledger();
    record(book, declared, '4 West');
    const [west, all, nobody] = [book.events('4 West'), book.events(), book.events('6 North')];
    expect(book.events('4 West')).toBe(west);
    expect(book.events('6 North')).toBe(nobody);
    record(book, declared, '5 East');
    expect(book.events('4 West')).toBe(west);
    expect(book.events()).not.toBe(all);
    const other = ledger('4W-K2');
    record(other, declared, '4 West');
    expect(book.events('4 West')).toHaveLength(2);
    expect(west).toHaveLength(1);
    other.close();
    book.close();
  });

  test('takes a unit’s name as people write it', () => {
    const book = ledger();
    record(book, declared, '4 West');
    expect(book.events(' 4  WEST')).toHaveLength(1);
    book.close();
  });
});

test('an older ledger brought back gives no key and no run a second time', () => {
  const backup = folder();
  const files = () => readdirSync(root).filter(name => /^ledger\./.test(name));
  const first = ledger();
  record(first, declared);
  first.close();
  for (const name of files()) copyFileSync(join(root, name), join(backup, name));
  const lost = ledger();
  const given = [record(lost, declared), record(lost, declared)].map(event => event.id);
  lost.close();
  for (const name of files()) rmSync(join(root, name));
  for (const name of readdirSync(backup)) copyFileSync(join(backup, name), join(root, name));
  const restored = ledger();
  expect(given).not.toContain(record(restored, declared).id);
  expect(restored.run).not.toBe(lost.run);
  restored.close();
});

describe('a ledger is never begun anew over an old one', () => {
  beforeEach(() => {
    const book = ledger();
    record(book, declared);
    book.close();
  });

  test('when its database is gone', () => {
    rmSync(join(root, 'ledger.db'));
    expect(faultOf()).toBe('ledger-missing');
    expect(existsSync(join(root, 'ledger.db'))).toBe(false);
  });

  test('when its key is gone from beside it', () => {
    rmSync(join(root, 'ledger.json'));
    expect(faultOf()).toBe('ledger-missing');
  });

  test('when it was emptied, cut short, overwritten or bent', () => {
    const path = join(root, 'ledger.db');
    const good = readFileSync(path);
    for (const bad of [
      Buffer.alloc(0),
      good.subarray(0, 4096),
      good.subarray(0, 9000),
      Buffer.alloc(good.length),
      Buffer.from('x'),
    ]) {
      writeFileSync(path, bad);
      expect(faultOf(), `${bad.length} bytes`).toBe('damaged');
      for (const side of ['-wal', '-shm']) rmSync(path + side, { force: true });
    }
    for (let at = 100; at < good.length; at += 1777) {
      const bent = Buffer.from(good);
      bent[at]! ^= 4;
      writeFileSync(path, bent);
      expect(faultOf(), `byte ${at}`).toBe('damaged');
    }
    writeFileSync(path, good);
    expect(ledger().events()).toHaveLength(1);
  });

  test('when the key is another one, or gone', () => {
    const right = readFileSync(join(root, 'key'));
    rmSync(join(root, 'key'));
    expect(faultOf()).toBe('no-key');
    ensureKeyFile(join(root, 'key'));
    expect(faultOf()).toBe('wrong-key');
    writeFileSync(join(root, 'key'), right);
    expect(ledger().events()).toHaveLength(1);
  });

  test('when the file beside it is not whole, or newer', () => {
    truncateSync(join(root, 'ledger.json'), 20);
    expect(faultOf()).toBe('damaged');
    writeFileSync(join(root, 'ledger.json'), '{"format":2}');
    expect(faultOf()).toBe('newer-version');
  });
});

describe('versions', () => {
  const later = (sql: string): string => {
    const schema = join(folder(), 'schema');
    mkdirSync(join(schema, 'ledger'), { recursive: true });
    const steps = readdirSync(join(SCHEMA_FOLDER, 'ledger'));
    for (const step of steps) copyFileSync(join(SCHEMA_FOLDER, 'ledger', step), join(schema, 'ledger', step));
    writeFileSync(join(schema, 'ledger/999-more.sql'), sql);
    return schema;
  };
  /** A ledger of the version that knew one kiosk only, with these events. */
  const firstVersion = (rows: [number: number, at: string, kind: string, act: string][]): void => {
    const schema = join(folder(), 'schema');
    mkdirSync(join(schema, 'ledger'), { recursive: true });
    copyFileSync(join(SCHEMA_FOLDER, 'ledger/001-initial.sql'), join(schema, 'ledger/001-initial.sql'));
    ensureKeyFile(join(root, 'key'));
    const made = openBook({ folder: root, keys: keys(), disk: realDisk(), schemaFolder: schema, book: LEDGER });
    if (!made.ok) throw new Error(made.error.why);
    const add = made.value.prepare('insert into event (kiosk, number, at, by, unit, kind, act) values (?, ?, ?, ?, ?, ?, ?)');
    for (const [number, at, kind, act] of rows) add.run('4W-K1', number, at, 'R. Lee RN', '4 West', kind, act);
    made.value.close();
  };
  const upgraded: [number, string, string, string][] = [
    [1, '2026-11-22T19:00:00.250Z', 'outage-declared', JSON.stringify(declared)],
    [2, '2026-11-22T21:00:00+01:00', 'step-ticked', '{"kind":"step-ticked","outage":"4W-K1:1","step":"print","done":true}'],
    [3, '2026-11-22T18:00:00.000Z', 'outage-closed', '{"kind":"outage-closed","reason":"over"}'],
  ];

  test('a ledger of one kiosk keeps its order though its clock had jumped back, and ticks still find their outage', () => {
    firstVersion(upgraded);
    const book = ledger();
    const [outage, ticked, closed] = book.events();
    expect([outage, ticked, closed].map(event => event?.act.kind)).toEqual(['outage-declared', 'step-ticked', 'outage-closed']);
    expect(ticked!.act).toMatchObject({ outage: outage!.id });
    expect(outageOf(book.events()).state).toBe('normal');
    expect(record(book, declared).id).toBe(`4W-K1:${book.run}:4`);
    expect(book.events().map(event => event.id.split(':').pop())).toEqual(['1', '2', '3', '4']);
    book.close();
  });

  test('an old event has the same key in every backup of its ledger and another in another ledger', () => {
    const idsOf = (rows: typeof upgraded): string[] => {
      root = folder();
      firstVersion(rows);
      const book = ledger();
      const ids = book.events().map(event => event.id);
      book.close();
      return ids;
    };
    const all = idsOf(upgraded);
    expect(idsOf(upgraded.slice(0, 2))).toEqual(all.slice(0, 2));
    expect(idsOf([[1, '2026-11-22T19:00:00.251Z', 'outage-declared', JSON.stringify(declared)]])).not.toEqual(all.slice(0, 1));
  });

  test('an older ledger is brought up to date with all its events; then the older app refuses it untouched', () => {
    record(ledger(), declared);
    const updated = open('4W-K1', later('alter table event add column more text;'));
    expect(updated.ok && updated.value.events()).toHaveLength(1);
    if (updated.ok) updated.value.close();
    expect(faultOf()).toBe('newer-version');
  });

  test('a step that fails leaves the ledger as it was', () => {
    const book = ledger();
    record(book, declared);
    book.close();
    expect(() => open('4W-K1', later('create table half (x text); select nonsense;'))).toThrow('nonsense');
    const again = ledger();
    expect(again.events()).toHaveLength(1);
    again.close();
    expect(raw().prepare(`select count(*) from sqlite_schema where name = 'half'`).pluck().get()).toBe(0);
  });
});

test('a crash at any step of making the ledger leaves one that can be made or opened', () => {
  class Crash extends Error {}
  let calls = 99;
  for (let at = 1; at <= calls; at++) {
    root = folder();
    ensureKeyFile(join(root, 'key'));
    let call = 0;
    const disk = Object.fromEntries(
      Object.entries(realDisk()).map(([name, act]) => [
        name,
        (...args: never[]) => {
          if (++call > at) throw new Crash();
          return (act as (...a: never[]) => void)(...args);
        },
      ]),
    ) as unknown as ReturnType<typeof realDisk>;
    try {
      const made = openLedger({ folder: root, keys: keys(), kiosk: 'K1', disk });
      if (made.ok) made.value.close();
      calls = call;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    const book = ledger();
    record(book, declared);
    book.close();
    expect(ledger().events(), `crash after call ${at}`).toHaveLength(1);
  }
  expect(calls).toBeGreaterThan(8);
});

test('a ledger moved here from another kiosk opens only with its own key', () => {
  ledger().close();
  const other = folder();
  ensureKeyFile(join(other, 'key'));
  for (const name of ['ledger.db', 'ledger.json']) renameSync(join(root, name), join(other, name));
  const opened = openLedger({ folder: other, keys: keyFile(join(other, 'key')), kiosk: 'K2' });
  expect(opened.ok ? null : opened.error.kind).toBe('wrong-key');
});
