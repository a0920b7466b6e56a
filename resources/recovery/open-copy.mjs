#!/usr/bin/env node
// Opens what a Downtime Kiosk wrote with the hospital's recovery key, without the kiosk's program: plain Node 20 or newer, nothing to install.
// How and when: docs/recovery-of-data.md. What it relies on: RFC 9180 (HPKE), SQLCipher 4's file format, SQLite's file and WAL formats.
//
//   node open-copy.mjs --key recovery.pem gen-00000012.json              says the SQLCipher key, and how to use it
//   node open-copy.mjs --key recovery.pem gen-00000012.json --out x.db   also writes a plain SQLite file, READABLE BY ANYBODY
import { Buffer } from 'node:buffer';
import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  pbkdf2Sync,
  timingSafeEqual,
} from 'node:crypto';
import { existsSync, openSync, readdirSync, readFileSync, writeSync, fsyncSync, closeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const PAGE = 4096;
/** At each page's end: 16 bytes of initialisation vector and 64 of HMAC-SHA512. */
const RESERVE = 80;

try {
  main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, site: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (values.help || !file || !values.key || positionals.length > 1) {
    process.stdout.write(
      'node open-copy.mjs --key RECOVERY_KEY.pem FILE.json [--out PLAIN.db] [--site HOSPITAL]\n' +
        'FILE.json is a manifest (gen-….json, backup-….manifest.json) or the sidecar of a ledger (ledger.json); its .db lies beside it.\n' +
        'The hospital is read from the vault in the same store; if that is lost, say it with --site, as institution in site.yml.\n',
    );
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const path = resolve(file);
  const { said, database, sha256 } = lookedAt(path, JSON.parse(readFileSync(path, 'utf8')));
  const site = values.site ?? siteOf(path);
  const key = dataKeyOf(said, site, contextOf(said, path), privateKeyIn(values.key));
  if (sha256) checkHash(database, sha256);
  const hex = key.toString('hex');
  process.stdout.write(
    [
      `${database}`,
      said.unit
        ? `Copy ${said.generation} of ${said.unit}, ${site}, as of ${said.asOf}: the file is whole (SHA-256 agrees).`
        : `${basename(path)} of ${site}.`,
      `SQLCipher 4 raw key: ${hex}`,
      '',
      'With SQLCipher’s own tool (sqlcipher.net):',
      `  sqlcipher "${database}"`,
      `  PRAGMA key = "x'${hex}'"; PRAGMA cipher_compatibility = 4;`,
      '  SELECT body FROM chart;                (a copy)     SELECT at, by, act FROM event;      (a ledger)',
      'With DB Browser for SQLite (sqlitebrowser.org): open the file, choose “Raw key” and “SQLCipher 4 defaults”, and enter',
      `  0x${hex}`,
      '',
    ].join('\n'),
  );
  if (values.out === undefined) return;
  const { pages, fromLog } = writePlain(database, key, resolve(values.out));
  process.stdout.write(
    `${values.out}: ${pages} pages, each with its HMAC verified${fromLog ? `, ${fromLog} of them newer ones from the -wal file` : ''}.\n` +
      'IT IS NOT ENCRYPTED: remove it when it is not needed any more.\n',
  );
}

/** The database of a manifest or sidecar; a backup's manifest has the ledger's sidecar within itself. */
function lookedAt(path, said) {
  if (said.backup === undefined) return { said, database: path.replace(/\.json$/, '.db'), sha256: said.sha256 };
  const { sha256 } = said.files.find(({ name }) => name === 'ledger.db');
  return {
    said: { ...JSON.parse(said.keyFile), book: 'ledger' },
    database: path.replace(/manifest\.json$/, 'ledger.db'),
    sha256,
  };
}

/** What a key is sealed for, besides the hospital. */
function contextOf(said, path) {
  if (typeof said.sealedKey !== 'string')
    throw new Error(`${path} has no sealed key: give a manifest or the sidecar of a ledger.`);
  if (said.generation !== undefined) return `${said.unit}|${said.generation}|${said.sha256}`;
  return `${said.book ?? basename(path, '.json')}|${said.ledger}`;
}

/** The hospital, from the newest vault file of the store that the file lies in. */
function siteOf(path) {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const vault = join(folder, 'vault');
    if (!existsSync(vault)) continue;
    for (const name of readdirSync(vault)
      .filter(each => /^vault-\d+(\.copy)?\.json$/.test(each))
      .sort()
      .reverse()) {
      try {
        return JSON.parse(readFileSync(join(vault, name), 'utf8').split('\n')[0]).site;
      } catch {
        // A damaged one: an older or its twin says it, too.
      }
    }
  }
  throw new Error('No vault is near this file, so say the hospital with --site, as institution in its site.yml.');
}

function privateKeyIn(path) {
  const key = createPrivateKey(readFileSync(path));
  if (key.asymmetricKeyType !== 'x25519') throw new Error(`${path} is no recovery key.`);
  return key;
}

function dataKeyOf({ sealedKey }, site, context, recovery) {
  if (sealedKey.startsWith('k1.'))
    throw new Error('This was sealed with the kiosk’s key file, before it had a vault: the recovery key does not open it.');
  if (!sealedKey.startsWith('v1.'))
    throw new Error(`This was sealed in a way that this script does not know (${sealedKey.slice(0, 3)}): take the newer script.`);
  const box = Buffer.from(sealedKey.slice(3).split('.')[1] ?? '', 'base64url');
  const key = openBox(recovery, box, 'downtime-kiosk data key to recovery 1', `${site}|${context}`);
  if (key === null)
    throw new Error(
      `This recovery key does not open it: it is another hospital's key, the hospital is not called “${site}” (--site), or the file was altered.`,
    );
  return key;
}

/** RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message. */
function openBox(recipient, box, info, aad) {
  const none = Buffer.alloc(0);
  const kem = Buffer.from('KEM\x00\x20', 'latin1');
  const suite = Buffer.from('HPKE\x00\x20\x00\x01\x00\x02', 'latin1');
  const hmac = (key, ...parts) =>
    createHmac('sha256', key)
      .update(Buffer.concat(parts.map(part => Buffer.from(part))))
      .digest();
  const extract = (id, salt, label, material) => hmac(salt, 'HPKE-v1', id, label, material);
  const expand = (id, key, label, context, length) =>
    hmac(key, Buffer.from([0, length]), 'HPKE-v1', id, label, context, Buffer.from([1])).subarray(0, length);
  const raw = key => key.export({ format: 'der', type: 'spki' }).subarray(-32);
  try {
    const enc = box.subarray(0, 32);
    const spki = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), enc]);
    const shared = diffieHellman({
      privateKey: recipient,
      publicKey: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    });
    const secret = expand(
      kem,
      extract(kem, none, 'eae_prk', shared),
      'shared_secret',
      Buffer.concat([enc, raw(createPublicKey(recipient))]),
      32,
    );
    const context = Buffer.concat([
      Buffer.from([0]),
      extract(suite, none, 'psk_id_hash', none),
      extract(suite, none, 'info_hash', info),
    ]);
    const main = extract(suite, secret, 'secret', none);
    const opener = createDecipheriv(
      'aes-256-gcm',
      expand(suite, main, 'key', context, 32),
      expand(suite, main, 'base_nonce', context, 12),
    );
    opener.setAAD(Buffer.from(aad)).setAuthTag(box.subarray(-16));
    return Buffer.concat([opener.update(box.subarray(32, -16)), opener.final()]);
  } catch {
    return null;
  }
}

function checkHash(database, wanted) {
  const found = createHash('sha256').update(readFileSync(database)).digest('hex');
  if (found !== wanted)
    throw new Error(
      `${database} is not the file that its manifest names: it was altered or damaged (SHA-256 ${found}, not ${wanted}).`,
    );
}

/** SQLCipher 4 with a raw key: AES-256-CBC, and HMAC-SHA512 over ciphertext, vector and page number, under a key of its own. */
function writePlain(database, key, out) {
  const cipher = readFileSync(database);
  if (cipher.length === 0 || cipher.length % PAGE !== 0)
    throw new Error(`${database} is no SQLCipher 4 file of ${PAGE}-byte pages.`);
  const salt = cipher.subarray(0, 16);
  const macKey = pbkdf2Sync(key, Buffer.from(salt.map(byte => byte ^ 0x3a)), 2, 32, 'sha512');
  const { newer, count } = newerPages(`${database}-wal`, cipher.length / PAGE);
  const file = openSync(out, 'wx', 0o600);
  try {
    for (let number = 1; number <= count; number++) {
      const page = newer.get(number) ?? cipher.subarray((number - 1) * PAGE, number * PAGE);
      writeSync(file, plainPage(page, number, key, macKey, database));
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { pages: count, fromLog: newer.size };
}

function plainPage(page, number, key, macKey, database) {
  // The first page begins with the salt, where SQLite has its name.
  const begin = number === 1 ? 16 : 0;
  const end = PAGE - RESERVE;
  const vector = page.subarray(end, end + 16);
  const counted = Buffer.alloc(4);
  counted.writeUInt32LE(number);
  const mac = createHmac('sha512', macKey)
    .update(page.subarray(begin, end + 16))
    .update(counted)
    .digest();
  if (!timingSafeEqual(mac, page.subarray(end + 16, end + RESERVE)))
    throw new Error(
      `Page ${number} of ${database} was altered or damaged: its HMAC does not agree. What was written so far is not to be used.`,
    );
  const decipher = createDecipheriv('aes-256-cbc', key, vector).setAutoPadding(false);
  const content = Buffer.concat([decipher.update(page.subarray(begin, end)), decipher.final()]);
  const name = number === 1 ? Buffer.from('SQLite format 3\0', 'latin1') : Buffer.alloc(0);
  const plain = Buffer.concat([name, content, Buffer.alloc(RESERVE)]);
  // Written anew as a file without a write-ahead log (SQLite's file format, 1.3.3).
  if (number === 1) plain.fill(1, 18, 20);
  return plain;
}

/** The pages that a killed kiosk had committed to the write-ahead log only (SQLite's WAL format, 4.1 to 4.4). */
function newerPages(path, pages) {
  const nothing = { newer: new Map(), count: pages };
  const log = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  if (log.length < 32) return nothing;
  const magic = log.readUInt32BE(0);
  if ((magic & 0xfffffffe) >>> 0 !== 0x377f0682 || log.readUInt32BE(8) !== PAGE)
    throw new Error(`${path} is no write-ahead log of this database.`);
  const read = (magic & 1) === 1 ? (bytes, at) => bytes.readUInt32BE(at) : (bytes, at) => bytes.readUInt32LE(at);
  const sum = (bytes, [first, second]) => {
    for (let at = 0; at < bytes.length; at += 8) {
      first = (first + read(bytes, at) + second) >>> 0;
      second = (second + read(bytes, at + 4) + first) >>> 0;
    }
    return [first, second];
  };
  let sums = sum(log.subarray(0, 24), [0, 0]);
  if (sums[0] !== log.readUInt32BE(24) || sums[1] !== log.readUInt32BE(28)) return nothing;
  const newer = new Map();
  let count = pages;
  let pending = new Map();
  for (let at = 32; at + 24 + PAGE <= log.length; at += 24 + PAGE) {
    const head = log.subarray(at, at + 24);
    const page = log.subarray(at + 24, at + 24 + PAGE);
    if (!head.subarray(8, 16).equals(log.subarray(16, 24))) break;
    sums = sum(page, sum(head.subarray(0, 8), sums));
    if (sums[0] !== head.readUInt32BE(16) || sums[1] !== head.readUInt32BE(20)) break;
    pending.set(head.readUInt32BE(0), page);
    const after = head.readUInt32BE(4);
    if (after === 0) continue;
    for (const [number, content] of pending) newer.set(number, content);
    pending = new Map();
    count = after;
  }
  return { newer, count };
}
