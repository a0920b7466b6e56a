import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { openBuilder, openLive, openReader, type Reader } from '../../main/store/connection.ts';
import { realDisk } from '../../main/store/disk.ts';
import { folder } from './support/fresh-store.ts';

const key = Buffer.alloc(32, 9);
let path: string;
beforeEach(() => {
  path = join(folder(), 'a.db');
  realDisk().create(path, '');
  const built = openBuilder(path, key);
  if (!built.ok) throw new Error(built.error.why);
  built.value.exec(`create table chart (name text); insert into chart values ('NGUYỄN')`);
  built.value.close();
});

const opened = (): Reader => {
  const reader = openReader(path, key);
  if (!reader.ok) throw new Error(reader.error.why);
  return reader.value;
};
const pragma = (db: Reader, name: string): unknown => db.prepare(`pragma ${name}`).pluck().get();
const faultKind = (): string | null => {
  const reader = openReader(path, key);
  return reader.ok ? null : reader.error.kind;
};

test('a reader reads and cannot write, even by a statement that slipped in', () => {
  const reader = opened();
  expect(reader.prepare('select name from chart').pluck().get()).toBe('NGUYỄN');
  expect(() => reader.prepare(`insert into chart values ('x')`).run()).toThrow(/readonly/);
  expect([pragma(reader, 'query_only'), pragma(reader, 'trusted_schema'), pragma(reader, 'cell_size_check')]).toEqual([1, 0, 1]);
  expect(pragma(reader, 'temp_store')).toBe(2);
  reader.close();
});

test('a live database is safe against a power cut', () => {
  const live = openLive(path, key, false);
  if (!live.ok) throw new Error(live.error.why);
  expect([pragma(live.value, 'journal_mode'), pragma(live.value, 'synchronous'), pragma(live.value, 'temp_store')]).toEqual([
    'wal',
    2,
    2,
  ]);
  live.value.close();
});

test('the key given stays with its owner to wipe', () => {
  opened().close();
  expect(key.equals(Buffer.alloc(32, 9))).toBe(true);
});

test("it is SQLCipher 4's own format: its documented key syntax opens it", () => {
  const db = new Database(path, { readonly: true });
  db.pragma(`cipher = 'sqlcipher'`);
  db.pragma('legacy = 4');
  db.pragma(`key = "x'${key.toString('hex')}'"`);
  expect(db.prepare('select name from chart').pluck().get()).toBe('NGUYỄN');
  db.close();
});

test('another key, a foreign database, rubbish, a cut and a missing file are told apart', () => {
  const other = openReader(path, Buffer.alloc(32, 8));
  expect(other.ok ? null : other.error.kind).toBe('wrong-key');
  const good = readFileSync(path);
  writeFileSync(path, good.subarray(0, 4000));
  expect(faultKind()).toBe('not-a-database');
  writeFileSync(path, 'rubbish');
  expect(faultKind()).toBe('not-a-database');
  const plain = new Database(join(folder(), 'plain.db'));
  plain.exec('create table t (x)');
  path = plain.name;
  plain.close();
  expect(faultKind()).toBe('not-a-database');
  path = `${path}-not-there`;
  expect(faultKind()).toBe('missing');
});
