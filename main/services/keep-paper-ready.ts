import type { PaperReady } from '../contract.ts';
import type { Clock, Log } from '../ports.ts';
import type { ReadyStep } from './ready-paper.ts';

/**
 * So often it is made sure again, in minutes after the full hour: what a sheet says changes when a dose becomes due, and its hours with the
 * clock. Nothing is made again that would be the same.
 */
export const AGAIN_MINUTES = 5;
const LOOK_MS = 20_000;

export interface PaperKeeperOptions {
  /** One pass over all patients; fails in words when there is no shelf or no copy. Stops between two patients when told to. */
  prepare(signal: AbortSignal, step: (step: ReadyStep) => void): Promise<{ ok: true } | { ok: false; error: { why: string } }>;
  patients(): number;
  clock: Clock;
  log: Log;
  changed(): void;
}

/** Paper that lies ready before it is needed. */
export interface PaperKeeper {
  state(): PaperReady;
  /** Something on the sheets may have changed. */
  again(): void;
  /** Does work that paper must not be made beside, and makes sure of it afterwards. */
  whileAside<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Keeps the paper of the unit ready: after each new copy, after it was handed out, and as the clock moves on. */
export function keepPaperReady(options: PaperKeeperOptions): PaperKeeper {
  const { clock, log, changed } = options;
  let state: PaperReady = { ready: 0, of: 0, at: null, making: false, refused: [], why: null };
  let running: { abort: AbortController; ended: Promise<void> } | null = null;
  let wanted = false;
  let aside = 0;
  let closed = false;

  const say = (next: Partial<PaperReady>): void => {
    state = { ...state, ...next };
    changed();
  };

  async function pass(signal: AbortSignal): Promise<void> {
    const steps: ReadyStep[] = [];
    say({ making: true, of: options.patients() });
    const result = await options
      .prepare(signal, step => {
        steps.push(step);
        if (step.made) say({ ready: Math.max(state.ready, count(steps)) });
      })
      .catch((cause: unknown) => {
        log.write('error', 'making paper in advance broke', { error: cause instanceof Error ? cause.name : typeof cause });
        return {
          ok: false as const,
          error: { why: 'Making paper in advance broke inside the kiosk: it is made when asked for.' },
        };
      });
    if (!result.ok) say({ making: false, ready: 0, refused: [], why: result.error.why });
    else if (signal.aborted) say({ making: false });
    else
      say({
        making: false,
        ready: count(steps),
        of: steps.length,
        at: clock.now(),
        refused: steps.flatMap(step => step.refused),
        why: null,
      });
  }

  function next(): void {
    if (closed || running || aside > 0 || !wanted) return;
    wanted = false;
    const abort = new AbortController();
    const ended = pass(abort.signal).finally(() => {
      running = null;
      next();
    });
    running = { abort, ended };
  }

  const slot = (): number => Math.floor(Date.parse(clock.now()) / (AGAIN_MINUTES * 60_000));
  let last = slot();
  const timer = setInterval(() => {
    if (slot() === last) return;
    last = slot();
    again();
  }, LOOK_MS);
  timer.unref();

  function again(): void {
    wanted = true;
    next();
  }

  return {
    state: () => state,
    again,
    async whileAside(work) {
      aside++;
      running?.abort.abort();
      try {
        return await work();
      } finally {
        aside--;
        again();
      }
    },
    async close() {
      closed = true;
      clearInterval(timer);
      running?.abort.abort();
      await running?.ended;
    },
  };
}

const count = (steps: readonly ReadyStep[]): number => steps.filter(step => step.ready).length;
