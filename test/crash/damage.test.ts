import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KioskEvent } from '../../main/domain/event.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import type { SnapshotStore } from '../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from '../store/support/fresh-store.ts';
import { killAtRandom } from '../store/support/kill.ts';
import { storeIn, ward } from '../store/support/ward.ts';
import { figures, LONG } from './support/figures.ts';
import { eventsIn } from './support/ward-disk.ts';

const { note } = figures('damage');
const FLIPS = LONG ? 300 : 100;

/** So many bits spread over a file, the first and last bytes among them. */
function bitsOf(path: string, count: number): { at: number; bit: number }[] {
  const { size } = statSync(path);
  return Array.from({ length: Math.min(count, size) }, (_, i) => ({
    at: Math.round((i * (size - 1)) / Math.max(1, Math.min(count, size) - 1)),
    bit: i % 8,
  }));
}

function flip(path: string, { at, bit }: { at: number; bit: number }): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1 << bit;
  writeFileSync(path, bytes);
}

/** The second copy is read or, when it is passed over and that is said, the first; word for word. */
function wrongCopy(store: SnapshotStore): string | null {
  const latest = readLatest(store);
  if (!latest.ok) return latest.error.why;
  const { generation, skipped } = latest.value;
  const expected =
    generation.number === 2 && skipped.length === 0 ? 'two' : generation.number === 1 && skipped.length === 1 ? 'one' : null;
  if (expected === null) return `copy ${generation.number} is read, ${skipped.length} were passed over`;
  return JSON.stringify(generation.snapshot) === JSON.stringify(ward(6, expected))
    ? null
    : `copy ${generation.number} is read with other words`;
}

describe('of the copies, with any one bit flipped', () => {
  let root: string;
  beforeAll(() => {
    root = folder();
    for (const tag of ['one', 'two']) publishGeneration(storeIn(root), ward(6, tag));
  });

  test.each(['db', 'json'])(
    "in the newest one's %s: the newest or the one before is read, word for word, and what was passed over is said",
    suffix => {
      const store = storeIn(root);
      const path = join(store.folder, `gen-00000002.${suffix}`);
      const wrong: string[] = [];
      for (const bit of bitsOf(path, FLIPS)) {
        flip(path, bit);
        const fault = wrongCopy(store);
        note(`flips in a copy's ${suffix}`, fault);
        if (fault) wrong.push(`bit ${bit.bit} of byte ${bit.at}: ${fault}`);
        flip(path, bit);
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('of a ledger that a killed kiosk left', () => {
  let left: string;
  let all: readonly KioskEvent[];
  let acknowledged = 0;
  beforeAll(async () => {
    while (acknowledged < 15 || !existsSync(join(left, 'ledger.db-wal'))) {
      left = folder();
      acknowledged = await killAtRandom('recorder.ts', left, 300);
    }
    const read = eventsIn(copyOf(left));
    if (typeof read === 'string') throw new Error(read);
    all = read;
  });

  test.each(['ledger.db', 'ledger.db-wal', 'ledger.json'])(
    'with any one bit of its %s flipped: all that was acknowledged is read, or it says that it is damaged',
    name => {
      const wrong: string[] = [];
      for (const bit of bitsOf(join(left, name), FLIPS)) {
        const root = copyOf(left);
        flip(join(root, name), bit);
        const fault = wrongRead(root, all, acknowledged);
        note(`flips in ${name}`, fault);
        if (fault) wrong.push(`bit ${bit.bit} of byte ${bit.at}: ${fault}`);
        rmSync(root, { recursive: true });
      }
      expect(wrong).toEqual([]);
    },
  );
});

test('of a ledger with any one page put back as it was earlier, all that was acknowledged is read, or it says that it is damaged', () => {
  const root = folder();
  ensureKeyFile(join(root, 'key'));
  const before = recordMore(root, 300);
  const after = recordMore(root, 300);
  const read = eventsIn(copyOf(root));
  const pages = Array.from({ length: before.length / PAGE }, (_, i) => i * PAGE);
  const page = (file: Buffer, at: number): Buffer => file.subarray(at, at + PAGE);
  const changed = pages.filter(at => !page(before, at).equals(page(after, at)));
  expect(changed.length).toBeGreaterThan(2);
  if (typeof read === 'string') throw new Error(read);
  const wrong: string[] = [];
  for (const at of changed) {
    const rolled = Buffer.from(after);
    page(before, at).copy(rolled, at);
    const bent = copyOf(root);
    writeFileSync(join(bent, 'ledger.db'), rolled);
    const fault = wrongRead(bent, read);
    note('pages of the ledger put back', fault);
    if (fault) wrong.push(`page ${at / PAGE + 1}: ${fault}`);
  }
  expect(wrong).toEqual([]);
});

const PAGE = 4096;

/** Records so many acts more and says the database's bytes once it is closed. */
function recordMore(root: string, acts: number): Buffer {
  const opened = openLedger({ folder: root, keys: keyFile(join(root, 'key')), kiosk: '4W-K1' });
  if (!opened.ok) throw new Error(opened.error.why);
  for (let i = 0; i < acts; i++) {
    const act = { kind: 'outage-suspected' as const, reason: 'EHR did not answer' };
    const done = opened.value.append({ at: '2026-11-22T14:00:00Z', by: 'kiosk', unit: '4 West', act });
    if (!done.ok) throw new Error(done.error.why);
  }
  opened.value.close();
  return readFileSync(join(root, 'ledger.db'));
}

/** Opening changes the files, so each look is at a fresh copy. */
function copyOf(from: string): string {
  const to = folder();
  for (const name of readdirSync(from).filter(file => !file.endsWith('-shm'))) copyFileSync(join(from, name), join(to, name));
  return to;
}

/** What is read is everything, but for what was never acknowledged, or nothing. */
function wrongRead(root: string, all: readonly KioskEvent[], acknowledged = all.length): string | null {
  const read = eventsIn(root);
  if (typeof read === 'string') return null;
  const whole = read.length >= acknowledged && JSON.stringify(read) === JSON.stringify(all.slice(0, read.length));
  return whole ? null : `${read.length} events are read, as if those were all of ${acknowledged}`;
}
