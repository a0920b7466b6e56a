import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { backUpLedger } from '../../main/store/back-up-ledger.ts';
import { openLive } from '../../main/store/connection.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { ward } from '../store/support/ward.ts';
import { unitStore } from '../vault/support/filled-store.ts';
import { must } from '../vault/support/must.ts';
import { folder, wardVault, type WardVault } from '../vault/support/ward-vault.ts';

const SCRIPT = join(import.meta.dirname, '../../resources/recovery/open-copy.mjs');
const WARD = ward(40, 'recovered', 12);
let home: WardVault;
let manifest: string;
/** The kiosk was killed: its newest acts are in the ledger's write-ahead log only. */
let killed: string;

/** The script alone, as IT runs it on any computer: it is copied to where nothing of the project is. */
function recover(...args: string[]) {
  const script = join(folder(), 'open-copy.mjs');
  copyFileSync(SCRIPT, script);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: {} });
  return { status, stdout, stderr };
}
const plain = (): string => join(folder(), 'plain.db');

beforeAll(async () => {
  home = await wardVault();
  const unit = unitStore(home.store, home.vault.locked);
  const published = must(publishGeneration(unit, WARD));
  manifest = join(unit.folder, `gen-${String(published.generation).padStart(8, '0')}.json`);
  const { keys } = await home.signIn();
  killed = folder();
  const ledger = must(openLedger({ folder: home.store, keys, kiosk: 'K1' }));
  for (let i = 1; i <= 30; i++)
    must(
      ledger.append({
        at: '2026-11-26T08:00:00Z',
        by: `Nora ${i}`,
        unit: '4 West',
        act: { kind: 'note', text: `${i}` } as never,
      }),
    );
  ledger.close();
  leaveInLog(killed);
});

/** A ledger's files as a kill leaves them when nothing was moved from the write-ahead log into the database yet. */
function leaveInLog(to: string): void {
  const from = folder();
  const key = randomBytes(32);
  const db = must(openLive(join(from, 'ledger.db'), key, true));
  db.exec('pragma wal_autocheckpoint = 0; create table event (position integer primary key, by text)');
  for (let i = 1; i <= 30; i++) db.prepare('insert into event (by) values (?)').run(`Nora ${i}`);
  const sealedKey = must(home.vault.locked.seal(key, 'ledger|killed'));
  writeFileSync(join(to, 'ledger.json'), JSON.stringify({ format: 1, ledger: 'killed', sealedKey }));
  for (const name of ['ledger.db', 'ledger.db-wal']) copyFileSync(join(from, name), join(to, name));
  db.close();
}

describe('with the recovery key and Node alone', () => {
  test('the key that is said for SQLCipher’s tools is the one that opens the copy', () => {
    const { stdout } = recover('--key', home.recoveryFile, manifest);
    const key = /^SQLCipher 4 raw key: ([0-9a-f]{64})$/m.exec(stdout)![1]!;
    const db = new Database(manifest.replace('.json', '.db'), { readonly: true });
    db.pragma("cipher = 'sqlcipher'");
    db.pragma('legacy = 4');
    db.pragma(`key = "x'${key}'"`);
    expect(db.prepare('select count(*) from chart').pluck().get()).toBe(40);
    db.close();
  });

  test('a copy becomes a plain SQLite file that has every chart word for word', () => {
    const out = plain();
    const { status, stdout, stderr } = recover('--key', home.recoveryFile, manifest, '--out', out);
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('General Hospital');
    expect(stdout).toContain('NOT ENCRYPTED');
    const db = new Database(out, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const bodies = db.prepare('select body from chart order by position').pluck().all() as string[];
    expect(bodies.map(body => JSON.parse(body) as unknown)).toEqual(
      WARD.charts.map(chart => JSON.parse(JSON.stringify(chart)) as unknown),
    );
    db.close();
  });

  test('a ledger becomes one with every act, those in the write-ahead log of a killed kiosk too', () => {
    expect(existsSync(join(killed, 'ledger.db-wal'))).toBe(true);
    for (const [sidecar, site] of [
      [join(home.store, 'ledger.json'), []],
      [join(killed, 'ledger.json'), ['--site', 'General Hospital']],
    ] as const) {
      const out = plain();
      const { status, stderr } = recover('--key', home.recoveryFile, sidecar, '--out', out, ...site);
      expect(status, stderr).toBe(0);
      const db = new Database(out, { readonly: true });
      expect(db.prepare('select by from event order by position').pluck().all()).toEqual(
        Array.from({ length: 30 }, (_, i) => `Nora ${i + 1}`),
      );
      db.close();
    }
  });

  test('a backup of the ledger opens like the ledger', async () => {
    const { keys } = await home.signIn();
    const made = must(backUpLedger({ folder: home.store, keys, made: '2026-11-26T08:00:00Z' }));
    const number = made.kind === 'made' ? made.manifest.backup : 0;
    const sidecar = join(home.store, 'backups', `backup-${String(number).padStart(8, '0')}.manifest.json`);
    const out = plain();
    const { status, stderr } = recover('--key', home.recoveryFile, sidecar, '--out', out);
    expect(status, stderr).toBe(0);
    const db = new Database(out, { readonly: true });
    expect(db.prepare('select count(*) from event').pluck().get()).toBe(30);
    db.close();
  });

  test('a cut-off write-ahead log gives what was committed before, and nothing half', () => {
    const cut = folder();
    for (const name of ['ledger.json', 'ledger.db']) copyFileSync(join(killed, name), join(cut, name));
    const log = readFileSync(join(killed, 'ledger.db-wal'));
    writeFileSync(join(cut, 'ledger.db-wal'), log.subarray(0, log.length - 5000));
    const out = plain();
    expect(recover('--key', home.recoveryFile, join(cut, 'ledger.json'), '--out', out, '--site', 'General Hospital').status).toBe(
      0,
    );
    const db = new Database(out, { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const kept = db.prepare('select count(*) from event').pluck().get() as number;
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(30);
    db.close();
  });

  test('an altered page, an altered manifest, another key and another hospital are told apart in words', async () => {
    const altered = folder();
    mkdirSync(altered, { recursive: true });
    const database = manifest.replace('.json', '.db');
    const bytes = readFileSync(database);
    bytes[5 * 4096 + 100]! ^= 1;
    writeFileSync(join(altered, 'gen-00000001.db'), bytes);
    const said = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
    writeFileSync(join(altered, 'gen-00000001.json'), JSON.stringify(said));
    const site = ['--site', 'General Hospital'];
    const at = join(altered, 'gen-00000001.json');
    expect(recover('--key', home.recoveryFile, at, ...site).stderr).toContain('altered or damaged (SHA-256');
    const { sha256: _, ...unhashed } = said;
    writeFileSync(at, JSON.stringify(unhashed));
    expect(recover('--key', home.recoveryFile, at, ...site).stderr).toContain('does not open it');
    expect(recover('--key', home.recoveryFile, manifest, '--site', 'Mercy').stderr).toContain('Mercy');
    const other = await wardVault();
    expect(recover('--key', other.recoveryFile, manifest).stderr).toContain('does not open it');
    expect(recover('--key', `${home.recoveryFile}.pub`, manifest).status).toBe(1);
    const ledger = folder();
    for (const name of ['ledger.json', 'ledger.db']) copyFileSync(join(home.store, name), join(ledger, name));
    const pages = readFileSync(join(ledger, 'ledger.db'));
    pages[2 * 4096 + 10]! ^= 1;
    writeFileSync(join(ledger, 'ledger.db'), pages);
    expect(recover('--key', home.recoveryFile, join(ledger, 'ledger.json'), '--out', plain(), ...site).stderr).toContain(
      'Page 3',
    );
  });

  test('a plain file never takes the place of another', () => {
    const out = plain();
    writeFileSync(out, 'mine');
    expect(recover('--key', home.recoveryFile, manifest, '--out', out).status).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });
});
