import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { folder } from '../store/support/fresh-store.ts';
import { needs } from '../support/needs.ts';
import { figures } from './support/figures.ts';
import { rounds } from './support/rounds.ts';
import { eventsIn, newestCopy, wrongCopies, wrongLedger } from './support/ward-disk.ts';

const { note } = figures('clock jumps');
const JUMPS = ['-2y', '+5y', '-1d'];

describe.skipIf(needs.faketime.missing)("the computer's clock jumps", () => {
  /** The library that faketime loads; as a variable of its own it reaches this process's children alone. */
  const libraryOf = (): string =>
    /LD_PRELOAD=(\S+)/.exec(execFileSync(needs.faketime.path, ['-f', '-1d', 'env'], { encoding: 'utf8' }))![1]!;

  test.each(JUMPS)(
    'by %s and back: the newest copy is the last one published, and acts stay in the order in which they were recorded',
    async jump => {
      const faked = { LD_PRELOAD: libraryOf(), FAKETIME: jump, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
      const root = folder();
      ensureKeyFile(join(root, 'key'));
      let last = { copy: 0, act: 0 };
      for (const environment of [{}, faked, {}]) {
        const done = await rounds(root, 2, environment);
        expect(done).toMatchObject({ faults: [], complaint: '', copy: last.copy + 2, act: last.act + 4 });
        last = done;
        const wrong = wrongCopies(root, done.copy) ?? wrongLedger(root, done.act);
        note(jump, wrong);
        expect(wrong).toBeNull();
        expect(newestCopy(root)).toBe(done.copy);
      }
      const events = eventsIn(root);
      if (typeof events === 'string') throw new Error(events);
      const times = events.map(event => Date.parse(event.at));
      const apart = Math.abs(times[4]! - times[3]!) / 86_400_000;
      expect(apart).toBeGreaterThan(0.9);
    },
  );
});
