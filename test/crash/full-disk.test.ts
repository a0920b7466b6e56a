import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishGeneration } from '../../main/store/publish.ts';
import { backUpLedger } from '../../main/store/back-up-ledger.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { needs } from '../support/needs.ts';
import { figures } from './support/figures.ts';
import { eventsIn } from './support/ward-disk.ts';
import { emptyStore, folder } from '../store/support/fresh-store.ts';
import { ward } from '../store/support/ward.ts';

const { note } = figures('full disk');

describe.skipIf(needs.root.missing || process.platform !== 'linux')('on a disk of 2 MB', () => {
  let root: string;
  beforeAll(() => {
    root = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', root]);
  });
  afterAll(() => void execFileSync('umount', [root]));

  test('copies of 0.8 MB go on being published, though three do not fit', () => {
    const store = emptyStore({ folder: root });
    for (let i = 1; i <= 8; i++) {
      expect(publishGeneration(store, ward(36, `g${i}`)), `publication ${i}`).toMatchObject({ ok: true });
      expect(readLatest(store)).toMatchObject({ ok: true, value: { generation: { snapshot: ward(36, `g${i}`) }, skipped: [] } });
      note('copies on a disk for two', null);
    }
  });

  test('when nothing fits any more, the last copy stays readable and the sentence says so', () => {
    const store = emptyStore({ folder: root });
    const filler = join(root, 'filler');
    const last = readLatest(store);
    expect(last.ok).toBe(true);
    fillUp(filler);
    const published = publishGeneration(store, ward(36, 'too much', 6));
    expect(published).toMatchObject({ ok: false, error: { kind: 'disk-full' } });
    expect(published.ok ? '' : published.error.why).toMatch(/disk is full.*last good copy is untouched/i);
    expect(readLatest(store)).toEqual(last);
    expect(readdirSync(store.folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
    rmSync(filler);
    expect(publishGeneration(store, ward(36, 'room again'))).toMatchObject({ ok: true });
  });

  test('an act that finds no room is said not to be recorded, none is lost, and there is room again for the next', () => {
    const store = emptyStore({ folder: root });
    const filler = join(root, 'filler');
    const opened = openLedger({ folder: root, keys: store.keys, kiosk: '4W-K1' });
    if (!opened.ok) throw new Error(opened.error.why);
    const ledger = opened.value;
    const record = (words: number) => {
      const act = { kind: 'outage-suspected' as const, reason: 'x'.repeat(words) };
      return ledger.append({ at: '2026-11-22T14:00:00Z', by: 'kiosk', unit: '4 West', act });
    };
    let recorded = 0;
    while (recorded < 5) if (record(10).ok) recorded++;
    fillUp(filler);
    let refused = 0;
    for (let i = 0; i < 400; i++) {
      const done = record(2000);
      note('acts on a full disk', done.ok || done.error.kind === 'disk-full' ? null : done.error.why);
      if (done.ok) recorded++;
      else {
        refused++;
        expect(done.error).toMatchObject({ kind: 'disk-full', why: expect.stringContaining('NOT recorded') as string });
      }
    }
    expect(refused).toBeGreaterThan(0);
    expect(ledger.events()).toHaveLength(recorded);
    expect(backUpLedger({ folder: root, keys: store.keys, made: '2026-11-22T14:00:00Z' })).toMatchObject({
      ok: false,
      error: { kind: 'disk-full' },
    });
    rmSync(filler);
    expect(record(10).ok).toBe(true);
    expect(backUpLedger({ folder: root, keys: store.keys, made: '2026-11-22T14:00:00Z' })).toMatchObject({
      ok: true,
      value: { kind: 'made' },
    });
    ledger.close();
    expect(eventsIn(root)).toHaveLength(recorded + 1);
  });
});

/** Leaves less room than one copy needs, even after older copies made way. */
function fillUp(path: string): void {
  const block = Buffer.alloc(64 << 10);
  try {
    for (;;) writeFileSync(path, block, { flag: 'a' });
  } catch {
    return;
  }
}
