// Writes patients whose names hold a marker, in one of three ways. Arguments: the store's folder, the way.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openReader } from '../../../main/store/connection.ts';
import { openLedger } from '../../../main/store/ledger.ts';
import { publishGeneration } from '../../../main/store/publish.ts';
import { readLatest } from '../../../main/store/read-latest.ts';
import { storeIn, ward } from './ward.ts';

const MARKER = 'ZYX-MARKED-PATIENT';
/** Enough to sort, with a small cache, that SQLite spills to a temporary file unless told not to. */
const SMALL_CACHE = 'pragma cache_size = -200';
const SORT = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
  select '${MARKER}' || i || hex(randomblob(40)) as t from n order by t`;

const [folder, way] = process.argv.slice(2) as [string, 'store' | 'plain' | 'spilling'];
switch (way) {
  case 'store': {
    const secrets: Buffer[] = [];
    const made = storeIn(folder);
    const { keys } = made;
    const store = { ...made, keys: { ...keys, seal: (s: Buffer, c: string) => (secrets.push(Buffer.from(s)), keys.seal(s, c)) } };
    for (let i = 0; i < 2; i++) check(publishGeneration(store, ward(12, MARKER)));
    check(readLatest(store));
    const reader = openReader(join(store.folder, 'gen-00000001.db'), secrets[0]!);
    if (!reader.ok) throw new Error(reader.error.why);
    reader.value.prepare(SMALL_CACHE).run();
    for (const _ of reader.value.prepare(SORT).iterate()) break;
    reader.value.close();
    const ledger = openLedger({ folder, keys, kiosk: 'K1' });
    if (!ledger.ok) throw new Error(ledger.error.why);
    const act = { kind: 'outage-suspected' as const, reason: MARKER.repeat(50) };
    for (let i = 0; i < 50; i++) check(ledger.value.append({ at: '2026-11-22T14:00:00Z', by: MARKER, unit: '4 West', act }));
    ledger.value.close();
    break;
  }
  case 'plain': {
    const db = new Database(join(folder, 'plain.db'));
    db.exec('create table chart (body text)');
    for (const chart of ward(12, MARKER).charts) db.prepare('insert into chart values (?)').run(JSON.stringify(chart));
    db.close();
    break;
  }
  case 'spilling': {
    const db = new Database(join(folder, 'encrypted.db'));
    db.pragma(`cipher = 'sqlcipher'`);
    db.pragma('legacy = 4');
    (db as Database.Database & { key(key: Buffer): void }).key(Buffer.concat([Buffer.from('raw:'), randomBytes(32)]));
    db.exec('create table chart (body text)');
    db.prepare(SMALL_CACHE).run();
    for (const _ of db.prepare(SORT).iterate()) break;
    db.close();
    break;
  }
}

function check(result: { ok: boolean }): void {
  if (!result.ok) throw new Error(JSON.stringify(result));
}
