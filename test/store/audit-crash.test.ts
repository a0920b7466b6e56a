import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkAudit } from '../../main/store/audit-check.ts';
import { keyFile } from '../../main/vault/key-file.ts';
import { needs } from '../support/needs.ts';
import { kioskAudit } from './support/audit.ts';
import { folder } from './support/fresh-store.ts';
import { killAtRandom } from './support/kill.ts';

test(
  'after each of 25 kills while writing, every entry that was acknowledged is there and the audit holds',
  { timeout: 240_000 },
  async () => {
    const root = folder();
    let last = 0;
    for (let kill = 1; kill <= 25; kill++) {
      const acknowledged = await killAtRandom('audit-recorder.ts', root, 100);
      const { findings, entries, notLookedAt, head } = await checkAudit(join(root, 'audit'), keyFile(join(root, 'kiosk.key')));
      expect(findings, `kill ${kill}`).toEqual([]);
      expect(notLookedAt).toBeNull();
      expect(head.number).toBe(entries);
      expect(entries).toBeGreaterThanOrEqual(Math.max(acknowledged, last));
      last = entries;
    }
    expect(last).toBeGreaterThan(25);
  },
);

describe.skipIf(needs.root.missing || process.platform !== 'linux')('on a disk of 1 MB', () => {
  let root: string;
  beforeAll(() => {
    root = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', root]);
  });
  afterAll(() => void execFileSync('umount', [root]));

  test('that is full, entries wait; with room again they are written in their order and the audit holds', async () => {
    const { audit, path, keys } = kioskAudit(root);
    audit.record({ what: 'signed-in' });
    const filler = join(root, 'filler');
    fillUp(filler);
    for (let i = 0; i < 40; i++) audit.record({ what: 'searched', details: `search ${i} ${'x'.repeat(200)}` });
    audit.rotate();
    audit.record({ what: 'signed-out' });
    expect(audit.fault()).toContain('the disk is full');
    const waiting = audit.unwritten().length;
    expect(waiting).toBeGreaterThan(20);
    expect(await checkAudit(path, keys)).toMatchObject({ findings: [], entries: 42 - waiting });
    rmSync(filler);
    audit.record({ what: 'signed-in' });
    expect(audit.fault()).toBeNull();
    expect(await checkAudit(path, keys)).toMatchObject({ findings: [], entries: 43 });
    expect(readdirSync(path).filter(name => name.endsWith('.tmp'))).toEqual([]);
    audit.close();
  });
});

/** Leaves no block for anything more. */
function fillUp(path: string): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(4096), { flag: 'a' });
  } catch {
    return;
  }
}
