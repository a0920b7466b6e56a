import { setTimeout as wait } from 'node:timers/promises';
import { err, type Result } from '../domain/result.ts';
import type { Instant, Zone } from '../domain/time.ts';
import type { LyingPack, PlaceFault, SecondPlace } from '../store/second-place.ts';
import { packFault, type StandingMade } from './standing-pack.ts';

/** What became of a pack in one place. */
export interface Laid {
  folder: string;
  result: Result<LyingPack, PlaceFault | { kind: 'no-answer'; why: string }>;
}

/** A stick takes seconds for some MB; a share that has not answered for so long is left alone, in milliseconds. */
const PATIENCE_MS = 120_000;

const waitedFor = new Map<string, Promise<unknown>>();

/**
 * Lays a pack into all places side by side: none waits for another, and what fails in one is said and stops nothing. A place that hangs is given up
 * for now, and not begun with again while it still hangs.
 */
export const layInPlaces = (
  made: StandingMade,
  places: readonly SecondPlace[],
  { password, phrase, at, zone }: { password: string; phrase: number; at: Instant; zone: Zone },
  patienceMs = PATIENCE_MS,
): Promise<Laid[]> =>
  Promise.all(
    places.map(async ({ folder, put }): Promise<Laid> => {
      const silent = err({
        kind: 'no-answer' as const,
        why: `${folder} has not answered for ${patienceMs / 1000} s: check the stick or the network. The kiosk goes on without it.`,
      });
      if (waitedFor.has(folder)) return { folder, result: silent };
      const putting = put({ content: made.pdf, phrase, at, zone }, written => packFault(written, password, made.pages)).finally(
        () => waitedFor.delete(folder),
      );
      waitedFor.set(folder, putting);
      const late = new AbortController();
      const result = await Promise.race([
        putting,
        wait(patienceMs, silent, { signal: late.signal, ref: false }).catch(() => silent),
      ]).finally(() => late.abort());
      return { folder, result };
    }),
  );
