import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { folder } from '../store/support/fresh-store.ts';
import { needs } from '../support/needs.ts';
import { faultLibrary } from './support/fault-library.ts';
import { figures, LONG } from './support/figures.ts';
import { rounds } from './support/rounds.ts';
import { wrongCopies, wrongLedger } from './support/ward-disk.ts';

const TRIES = LONG ? 72 : 20;
const { note } = figures('faults of the disk');

describe.skipIf(needs.compiler.missing)('a kiosk that publishes and records', () => {
  let library: ReturnType<typeof faultLibrary>;
  let calls: number;

  async function wardBefore(): Promise<string> {
    const root = folder();
    ensureKeyFile(join(root, 'key'));
    const first = await rounds(root, 1);
    expect(first).toMatchObject({ copy: 1, act: 2, faults: [], complaint: '' });
    return root;
  }
  beforeAll(async () => {
    library = faultLibrary(folder());
    const root = await wardBefore();
    const { complaint } = await rounds(root, 1, library({ under: root, kind: 'EIO' }));
    calls = Number(/^calls (\d+)$/m.exec(complaint)?.[1]);
    expect(calls).toBeGreaterThan(40);
  });

  test.each(['EIO', 'ENOSPC', 'KILL'] as const)(
    '%s at any one of its calls: what was acknowledged is there and whole, and it goes on',
    async kind => {
      const wrong: string[] = [];
      for (let i = 0; i < TRIES; i++) {
        const at = 1 + Math.round((i * (calls - 1)) / (TRIES - 1));
        const root = await wardBefore();
        const hit = await rounds(root, 1, library({ under: root, at, kind }));
        const thrown = hit.complaint.replace(/^calls \d+\n/m, '');
        const faults = [
          hit.killed === (kind === 'KILL') ? null : 'the call was not reached',
          thrown === '' ? null : `it threw: ${thrown}`,
          wrongCopies(root, Math.max(1, hit.copy)),
          wrongLedger(root, Math.max(2, hit.act)),
        ];
        const after = await rounds(root, 1);
        faults.push(
          after.copy > Math.max(1, hit.copy) && after.act > hit.act && after.complaint === ''
            ? null
            : `it does not go on: ${JSON.stringify(after)}`,
        );
        const fault = faults.find(found => found !== null) ?? null;
        note(kind, fault);
        if (fault !== null) wrong.push(`call ${at} of ${calls}: ${fault}`);
      }
      expect(wrong).toEqual([]);
    },
  );
});
