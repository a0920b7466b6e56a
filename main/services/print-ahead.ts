import { setTimeout as wait } from 'node:timers/promises';
import type { AheadShown, PrinterShown, Selection } from '../contract.ts';
import {
  aheadPrints,
  announcedDowntimes,
  BY_ITSELF,
  dueOccasions,
  type AheadRules,
  type Occasion,
  printsAhead,
} from '../domain/paper-ahead.ts';
import type { Outage } from '../domain/outage.ts';
import { epochMs, minutesBetween, type Zone } from '../domain/time.ts';
import type { Clock, Log } from '../ports.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Packs } from './packs.ts';
import type { PrintQueue } from './print-queue.ts';

/** So long it is said on the ward's screen that and why it printed, in minutes. */
const SAID_MINUTES = 8 * 60;

export interface PrintAheadOptions {
  /** Null where the site doesn't want it. */
  rules: AheadRules | null;
  kiosk: string;
  packs: Pick<Packs, 'start' | 'progress'>;
  queue: Pick<PrintQueue, 'start' | 'printers'>;
  outage(): Outage;
  ledger: Ledger;
  clock: Clock;
  log: Log;
  unit: string;
  zone: Zone;
  /** A print went to a printer, and why. */
  printed?(print: string, why: string): void;
  changed(): void;
  /** Milliseconds between two looks, and between two questions whether a pack is made. */
  times?: { lookMs: number; packMs: number };
}

/** Prints what the site wants printed before anybody asks for it: once for each occasion, on one kiosk of the ward, and says so. */
export interface PrintAhead {
  shown(): AheadShown | null;
  /** Prints what is due; when nothing is left to do it resolves. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/** Looks every half minute whether an occasion has come. What the ledger says was printed is not printed again, by whichever kiosk it was. */
export function printAhead(options: PrintAheadOptions): PrintAhead {
  const { rules, kiosk, packs, queue, ledger, clock, log, unit, zone } = options;
  const { lookMs, packMs } = options.times ?? { lookMs: 30_000, packMs: 250 };
  const mine = printsAhead(rules, kiosk);
  const stop = new AbortController();
  /** Given up by a person, who cancelled the pack. */
  const dropped = new Set<string>();
  let running: Promise<void> | null = null;
  let fault: string | null = null;

  const say = (why: string | null): void => {
    if (fault === why) return;
    fault = why;
    options.changed();
  };

  /** True when it went to a printer, or is not wanted: then the next may follow. */
  async function print(forms: AheadRules['forms'], { key, why }: Occasion): Promise<boolean> {
    const selection: Selection = { patients: 'all', forms, from: null, span: 'hours', hours: 24 };
    const printer = bestOf(queue.printers());
    if (printer === null) return (say(`Paper was to be printed because ${why}, but this unit has no printer.`), false);
    const begun = packs.start(selection, { name: BY_ITSELF });
    if (!begun.ok) {
      if (begun.error.kind !== 'busy') say(`Paper was to be printed because ${why}, but: ${begun.error.why}`);
      return false;
    }
    const { pack } = begun.value;
    const recorded = ledger.append({
      at: clock.now(),
      by: 'kiosk',
      unit,
      act: { kind: 'paper-ahead', occasion: key, why, pack },
    });
    if (!recorded.ok) {
      // What isn't in the ledger would be printed again and again.
      log.write('error', 'paper by itself could not be recorded in the ledger', { kind: recorded.error.kind });
      dropped.add(key);
    }
    options.changed();
    for (;;) {
      const progress = packs.progress(pack);
      if (!progress.ok) return (say(`Paper was to be printed because ${why}, but: ${progress.error.why}`), false);
      if (progress.value.state === 'cancelled') return (dropped.add(key), true);
      if (progress.value.state === 'done') break;
      await wait(packMs, null, { signal: stop.signal, ref: false });
    }
    const queued = queue.start(pack, printer, BY_ITSELF);
    if (queued.ok) options.printed?.(queued.value.print, why);
    say(queued.ok ? null : `Paper was to be printed because ${why}, but: ${queued.error.why}`);
    options.changed();
    return queued.ok;
  }

  async function run(wanted: AheadRules): Promise<void> {
    for (;;) {
      const events = ledger.events(unit);
      const due = dueOccasions(wanted, { now: clock.now(), zone, outage: options.outage(), events });
      const next = due.find(({ key }) => !dropped.has(key));
      if (!next || stop.signal.aborted || !(await print(wanted.forms, next))) return;
    }
  }

  const look: PrintAhead['look'] = () => {
    if (!mine || stop.signal.aborted) return Promise.resolve();
    return (running ??= run(rules)
      .catch((cause: unknown) => {
        if (stop.signal.aborted) return;
        log.write('error', 'printing by itself broke', { error: cause instanceof Error ? cause.name : typeof cause });
        say('Printing by itself broke inside the kiosk: print what is needed by hand.');
      })
      .finally(() => (running = null)));
  };

  const timer = mine ? setInterval(() => void look(), lookMs) : undefined;
  timer?.unref();

  return {
    look,
    shown() {
      if (rules === null) return null;
      const events = ledger.events(unit);
      const now = clock.now();
      return {
        rules,
        mine,
        fault,
        announced: announcedDowntimes(events).filter(({ start }) => epochMs(start) > epochMs(now)),
        printed: aheadPrints(events)
          .filter(({ at }) => Math.abs(minutesBetween(at, now)) < SAID_MINUTES)
          .toReversed(),
      };
    },
    async close() {
      stop.abort();
      clearInterval(timer);
      await running;
    },
  };
}

/** The first printer of pages of the unit that would print, else the first: what waits there is said, and a person can move it. */
function bestOf(all: readonly PrinterShown[]): string | null {
  const printers = all.filter(({ stock }) => stock === null);
  const well = printers.find(({ state }) => state?.state === 'ready' || state?.state === 'printing');
  return (well ?? printers[0])?.name ?? null;
}
