import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { epochMs, type Instant } from '../domain/time.ts';
import type { Disk } from '../store/disk.ts';
import { vaultFolder } from './vault-file.ts';

/** Seconds to wait before the next attempt after so many wrong ones. Never a permanent lock: the ward may be in an outage. */
export const WAITS = [0, 0, 0, 2, 5, 15, 60] as const;

/** The wall clock, and milliseconds that only ever go up. */
export interface SignInClock {
  now(): Instant;
  ticks(): number;
}

/** Counts wrong PINs by person, and those of unknown names together; across restarts, and whatever happens to the clock. */
export interface Attempts {
  /** Seconds still to wait; 0 when the attempt may be judged, and then it is counted already, so that a crash forgets none. */
  begin(user: string | null): number;
  /** The PIN was right. */
  right(user: string): void;
}

interface Count {
  wrong: number;
  at: Instant;
}
const schema = z.record(z.string(), z.object({ wrong: z.int().min(0), at: z.string() }));

/** The counts of a store's vault. Where they can't be written, on a full disk, they are kept in memory: nobody is kept out by that. */
export function attemptsIn(store: string, vault: string, clock: SignInClock, disk: Disk): Attempts {
  const path = join(vaultFolder(store), 'attempts.json');
  let inMemory: Record<string, Count> | null = null;
  /** When the waiting of a count began, by the clock that nobody sets. */
  const began = new Map<string, { wrong: number; ticks: number }>();

  const read = (): Record<string, Count> => {
    if (inMemory) return inMemory;
    try {
      return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return {};
    }
  };
  const write = (counts: Record<string, Count>): void => {
    inMemory = counts;
    try {
      disk.remove(`${path}.tmp`);
      disk.create(`${path}.tmp`, `${JSON.stringify(counts)}\n`);
      disk.rename(`${path}.tmp`, path);
      disk.flushFolder(vaultFolder(store));
      inMemory = null;
    } catch (error) {
      if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    }
  };
  const nameOf = (user: string | null): string =>
    user === null
      ? 'unknown'
      : createHash('sha256')
          .update(JSON.stringify([vault, user]))
          .digest('hex')
          .slice(0, 16);

  return {
    begin(user) {
      const name = nameOf(user);
      const counts = read();
      const { wrong, at } = counts[name] ?? { wrong: 0, at: clock.now() };
      const wait = WAITS[Math.min(wrong, WAITS.length - 1)]! * 1000;
      const known = began.get(name);
      let since = known?.wrong === wrong ? clock.ticks() - known.ticks : epochMs(clock.now()) - epochMs(at);
      if (!(since >= 0)) {
        // The clock was set back: waiting begins anew, once, instead of lasting until the clock is there again.
        since = 0;
        write({ ...counts, [name]: { wrong, at: clock.now() } });
      }
      if (since < wait) {
        began.set(name, { wrong, ticks: clock.ticks() - since });
        return Math.ceil((wait - since) / 1000);
      }
      write({ ...counts, [name]: { wrong: wrong + 1, at: clock.now() } });
      began.set(name, { wrong: wrong + 1, ticks: clock.ticks() });
      return 0;
    },
    right(user) {
      const name = nameOf(user);
      const { [name]: _, ...others } = read();
      began.delete(name);
      write(others);
    },
  };
}
