import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishGeneration } from '../../main/store/publish.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { needs } from '../support/needs.ts';
import { emptyStore, folder } from './support/fresh-store.ts';
import { ward } from './support/ward.ts';

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
