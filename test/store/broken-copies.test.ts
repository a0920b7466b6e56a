import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openBuilder, openReader } from '../../main/store/connection.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { listGenerations, readLatest } from '../../main/store/read-latest.ts';
import { SCHEMA_FOLDER } from '../../main/store/schema.ts';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { emptyStore, folder } from './support/fresh-store.ts';
import { storeIn, ward } from './support/ward.ts';

let store: ReturnType<typeof emptyStore>;
let database: string;
let manifest: string;
let secrets: Buffer[];

beforeEach(() => {
  secrets = [];
  const plain = emptyStore();
  const { keys } = plain;
  store = { ...plain, keys: { ...keys, seal: (s, c) => (secrets.push(Buffer.from(s)), keys.seal(s, c)) } };
  publishGeneration(store, ward(3, 'one'));
  publishGeneration(store, ward(3, 'two'));
  database = join(store.folder, 'gen-00000002.db');
  manifest = join(store.folder, 'gen-00000002.json');
});

/** The second copy is passed over with a reason, the first one is read. */
function expectFirst(why: RegExp, kind = 'damaged'): void {
  const latest = readLatest(store);
  expect(latest).toMatchObject({ ok: true, value: { generation: { number: 1 } } });
  if (!latest.ok) return;
  expect(latest.value.generation.snapshot).toEqual(ward(3, 'one'));
  expect(latest.value.skipped).toEqual([{ file: 'gen-00000002.db', kind, why: expect.stringMatching(why) as string }]);
}

const editManifest = (edit: (m: Record<string, unknown>) => void): void => {
  const value = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  edit(value);
  writeFileSync(manifest, JSON.stringify(value));
};

describe('the newest copy is passed over, with the reason, when', () => {
  test('any bit of it flipped', () => {
    const good = readFileSync(database);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
        const bad = Buffer.from(good);
        bad[at]! ^= 1 << bit;
        writeFileSync(database, bad);
        expectFirst(/altered or damaged/);
      }),
      { numRuns: 200 },
    );
  });

  test('it was cut short, at any length', () => {
    const good = readFileSync(database);
    for (const length of [0, 1, 4096, good.length - 4096, good.length - 1]) {
      truncateSync(database, length);
      expectFirst(/bytes instead of/);
      writeFileSync(database, good);
    }
  });

  test('something was appended', () => {
    writeFileSync(database, Buffer.alloc(4096), { flag: 'a' });
    expectFirst(/bytes instead of/);
  });

  test('another file lies in its place', () => {
    rmSync(database);
    const foreign = new Database(database);
    foreign.exec('create table chart (patient_id text)');
    foreign.close();
    expectFirst(/bytes instead of/);
  });

  test('an older copy lies in its place', () => {
    copyFileSync(join(store.folder, 'gen-00000001.db'), database);
    expectFirst(/bytes instead of|altered/);
  });

  test('one page was rolled back, which SQLite and its cipher accept', () => {
    const before = readFileSync(database);
    const key = secrets[1]!;
    const writer = openBuilder(database, key);
    if (!writer.ok) throw new Error(writer.error.why);
    writer.value.exec(`update chart set name = upper(name) where position = 1`);
    writer.value.close();
    const after = readFileSync(database);
    const page = (file: Buffer, start: number): Buffer => file.subarray(start, start + 4096);
    const starts = Array.from({ length: after.length / 4096 }, (_, i) => i * 4096);
    const changed = starts.filter(start => !page(after, start).equals(page(before, start)));
    const rolled = Buffer.from(after);
    page(before, changed.at(-1)!).copy(rolled, changed.at(-1)!);
    writeFileSync(database, rolled);
    const reader = openReader(database, key);
    if (!reader.ok) throw new Error(reader.error.why);
    expect(reader.value.prepare('pragma integrity_check').pluck().all()).toEqual(['ok']);
    reader.value.close();
    expectFirst(/altered or damaged/);
  });

  test('its manifest is gone', () => {
    rmSync(manifest);
    expectFirst(/manifest is missing/, 'unfinished');
  });

  test('its database is gone', () => {
    rmSync(database);
    expectFirst(/database file is missing/);
  });

  test('its manifest is not whole', () => {
    for (const text of ['', '{', 'null', '[]', '{"format":1}', readFileSync(manifest, 'utf8').slice(0, -9)]) {
      writeFileSync(manifest, text);
      expectFirst(/manifest/);
    }
  });

  test('any word of its manifest was changed', () => {
    const good = readFileSync(manifest, 'utf8');
    const edits: [(m: Record<string, unknown>) => void, RegExp, string][] = [
      [m => (m['asOf'] = '2026-11-22T23:00:00-05:00'), /or it was altered/, 'not-ours'],
      [m => (m['source'] = 'https://evil.example'), /or it was altered/, 'not-ours'],
      [m => ((m['counts'] as { patients: number }).patients = 1), /or it was altered/, 'not-ours'],
      [m => (m['acceptedDrop'] = { from: 9, to: 3, reason: 'I say so' }), /or it was altered/, 'not-ours'],
      [m => (m['carriesFrom'] = { generation: 1, goneHours: 48 }), /or it was altered/, 'not-ours'],
      [m => (m['more'] = 'a field that this version does not know'), /or it was altered/, 'not-ours'],
      [m => delete (m['counts'] as { orders?: number }).orders, /damaged/, 'damaged'],
      [m => (m['generation'] = 7), /belongs to generation 7/, 'damaged'],
      [m => (m['unit'] = '4 west'), /another key, or altered/, 'wrong-key'],
      [m => (m['unit'] = '5 East'), /another key, or altered/, 'wrong-key'],
      [m => (m['sealedKey'] = 'k1.AAAA'), /another key, or altered/, 'wrong-key'],
      [m => (m['sha256'] = '0'.repeat(64)), /another key, or altered/, 'wrong-key'],
      [m => (m['format'] = 2), /newer version/, 'newer-version'],
      [m => (m['format'] = 0), /damaged/, 'damaged'],
    ];
    for (const [edit, why, kind] of edits) {
      editManifest(edit);
      expectFirst(why, kind);
      writeFileSync(manifest, good);
    }
  });

  test('its hash was forged to fit an altered file', () => {
    const good = readFileSync(manifest, 'utf8');
    copyFileSync(join(store.folder, 'gen-00000001.db'), database);
    const first = JSON.parse(readFileSync(join(store.folder, 'gen-00000001.json'), 'utf8')) as { size: number; sha256: string };
    editManifest(m => Object.assign(m, { size: first.size, sha256: first.sha256 }));
    expectFirst(/another key, or altered/, 'wrong-key');
    writeFileSync(manifest, good);
    writeFileSync(manifest, JSON.stringify({ ...first, generation: 2 }));
    expectFirst(/another key, or altered/, 'wrong-key');
  });

  test("it is another unit's, laid in whole", () => {
    const other = storeIn(store.root, { unit: '5 East' });
    for (let i = 0; i < 2; i++) publishGeneration(other, { ...ward(3), unit: '5 East' });
    for (const name of ['gen-00000002.db', 'gen-00000002.json']) copyFileSync(join(other.folder, name), join(store.folder, name));
    expectFirst(/belongs to unit 5 East/, 'wrong-unit');
  });

  test("it is another kiosk's, laid in whole", () => {
    const other = emptyStore();
    for (let i = 0; i < 2; i++) publishGeneration(other, ward(3, 'elsewhere'));
    for (const name of ['gen-00000002.db', 'gen-00000002.json']) copyFileSync(join(other.folder, name), join(store.folder, name));
    expectFirst(/another key, or altered/, 'wrong-key');
  });

  test('a newer app wrote its database', () => {
    const schema = join(folder(), 'schema');
    mkdirSync(join(schema, 'snapshot'), { recursive: true });
    copyFileSync(join(SCHEMA_FOLDER, 'snapshot/001-initial.sql'), join(schema, 'snapshot/001-initial.sql'));
    writeFileSync(join(schema, 'snapshot/002-more.sql'), 'alter table chart add column more text;');
    publishGeneration({ ...store, schemaFolder: schema }, ward(3, 'three'));
    expect(readLatest(store)).toMatchObject({
      value: { generation: { number: 2 }, skipped: [{ file: 'gen-00000003.db', kind: 'newer-version' }] },
    });
    rmSync(join(store.folder, 'gen-00000001.json'));
    rmSync(join(store.folder, 'gen-00000002.json'));
    expect(readLatest(store)).toMatchObject({ ok: false, error: { kind: 'newer-version' } });
  });
});

describe('the newest is told by its number alone', () => {
  test('a later file time or source time makes nothing newer', () => {
    publishGeneration(store, { ...ward(3, 'three'), asOf: '1999-01-01T00:00:00Z' });
    writeFileSync(join(store.folder, 'gen-00000001.json'), readFileSync(join(store.folder, 'gen-00000001.json')));
    expect(readLatest(store)).toMatchObject({ value: { generation: { number: 3 } } });
  });

  test('a copy renamed to a higher number is not believed', () => {
    for (const kind of ['db', 'json']) {
      renameSync(join(store.folder, `gen-00000001.${kind}`), join(store.folder, `gen-00000009.${kind}`));
    }
    expect(readLatest(store)).toMatchObject({ value: { generation: { number: 2 }, skipped: [{ file: 'gen-00000009.db' }] } });
  });

  test('temporary and foreign files are not looked at', () => {
    for (const name of ['gen-00000009.db.tmp', 'gen-00000009.json.tmp', 'gen-9.db', 'notes.txt', 'gen-00000009.DB']) {
      writeFileSync(join(store.folder, name), 'x');
    }
    expect(readLatest(store)).toMatchObject({ value: { generation: { number: 2 }, skipped: [] } });
  });
});

describe('when no copy can be read, the sentence says which of these it is', () => {
  const fault = () => {
    const latest = readLatest(store);
    if (latest.ok) throw new Error('read');
    return latest.error;
  };

  test('there never was one', () => {
    store = emptyStore();
    expect(fault().kind).toBe('no-copy');
  });

  test('none is whole', () => {
    writeFileSync(database, 'x');
    rmSync(join(store.folder, 'gen-00000001.db'));
    expect(fault()).toMatchObject({
      kind: 'none-verifies',
      why: expect.stringMatching(/Nothing was deleted.*missing/) as string,
    });
  });

  test('the key is another one, and it opens again when the right one is back', () => {
    const right = readFileSync(store.key);
    rmSync(store.key);
    ensureKeyFile(store.key);
    expect(fault().kind).toBe('wrong-key');
    writeFileSync(store.key, right);
    expect(readLatest(store).ok).toBe(true);
  });

  test('the key is gone, and none is made instead', () => {
    const right = readFileSync(store.key);
    rmSync(store.key);
    expect(fault().kind).toBe('no-key');
    expect(publishGeneration(store, ward(3))).toMatchObject({ ok: false, error: { kind: 'no-key' } });
    writeFileSync(store.key, right);
    expect(readLatest(store)).toMatchObject({ value: { generation: { number: 2 }, skipped: [] } });
  });

  test('the folder cannot be read', () => {
    rmSync(store.folder, { recursive: true });
    writeFileSync(store.folder, 'a file');
    expect(fault().kind).toBe('unreadable');
    expect(publishGeneration(store, ward(3))).toMatchObject({ ok: false, error: { kind: 'unwritable' } });
  });
});

test('copies that only another key opens are kept while new ones are published with this key', () => {
  const right = readFileSync(store.key);
  rmSync(store.key);
  ensureKeyFile(store.key);
  for (let i = 0; i < 5; i++) publishGeneration(store, ward(3, `n${i}`));
  const list = listGenerations(store);
  expect(list.ok && list.value.map(copy => [copy.number, copy.fault?.kind ?? 'whole'])).toEqual([
    [7, 'whole'],
    [6, 'whole'],
    [5, 'whole'],
    [2, 'wrong-key'],
    [1, 'wrong-key'],
  ]);
  writeFileSync(store.key, right);
  expect(readLatest(store)).toMatchObject({ value: { generation: { number: 2 } } });
});
