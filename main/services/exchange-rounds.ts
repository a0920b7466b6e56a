import type { Exchange } from '../contract.ts';
import { durationWords } from '../domain/freshness.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { minutesBetween, type Instant } from '../domain/time.ts';
import type { Clock, Log } from '../ports.ts';
import type { ExchangeFolder } from '../store/exchange-folder.ts';
import type { WardExchange } from './exchange.ts';

type Fault = { kind: string; why: string };

/** A share that has not answered for so long is said not to, in milliseconds; nothing waits for it. */
const PATIENCE_MS = 30_000;

export interface ExchangeRoundsOptions {
  /** Null when the site has set up no exchange; a fault when it can't be had as set up. */
  ward: Result<{ name: string; exchange: WardExchange }, Fault> | null;
  /** Where, by its path; null when only by hand. */
  folder: { path: string; open: ExchangeFolder } | null;
  everyMinutes: number;
  clock: Clock;
  log: Log;
  patienceMs?: number;
  /** Acts came, or the state changed. */
  came(): void;
  changed(): void;
}

/** The exchange as it goes on by itself. */
export interface ExchangeRounds {
  shown(): Exchange;
  now(): Promise<Result<{ brought: number; given: number }, Fault>>;
  close(): void;
}

/** Exchanges through the folder every so many minutes and when asked. What fails is said and tried again; nothing else waits for it. */
export function exchangeRounds(options: ExchangeRoundsOptions): ExchangeRounds {
  const { ward, folder, everyMinutes, clock, log, patienceMs = PATIENCE_MS } = options;
  let running: Promise<Awaited<ReturnType<ExchangeRounds['now']>>> | null = null;
  let closed = false;
  let last: Exchange['last'] = null;
  let refused: string[] = [];
  let fault: string | null = null;

  async function round(exchange: WardExchange, open: ExchangeFolder): Promise<Awaited<ReturnType<ExchangeRounds['now']>>> {
    try {
      const done = await exchange.through(open);
      if (closed) return CLOSED;
      if (!done.ok) {
        log.write('warn', 'the exchange between kiosks failed', { kind: done.error.kind });
        fault = done.error.why;
        return done;
      }
      const { brought, given } = done.value;
      fault = null;
      refused = done.value.refused;
      last = { at: clock.now(), brought, given };
      if (brought > 0) options.came();
      return ok({ brought, given });
    } catch (cause) {
      if (closed) return CLOSED;
      log.write('error', 'the exchange between kiosks broke', { error: cause instanceof Error ? cause.name : typeof cause });
      fault =
        'The exchange between kiosks broke inside this kiosk; what was recorded is untouched. The technical log says where.';
      return err({ kind: 'broken', why: fault });
    } finally {
      running = null;
      if (!closed) options.changed();
    }
  }

  const now: ExchangeRounds['now'] = async () => {
    if (ward === null)
      return err({ kind: 'not-set-up', why: 'This kiosk exchanges with no other: exchange in site.yml sets it up.' });
    if (!ward.ok) return ward;
    if (folder === null)
      return err({
        kind: 'no-folder',
        why: 'No exchange folder is set up: name one in site.yml (exchange: folder), or carry files by hand with "kiosk exchange export" and "import".',
      });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Awaited<ReturnType<ExchangeRounds['now']>>>(resolve => {
      timer = setTimeout(() => {
        fault = `The exchange folder ${folder.path} has not answered for ${patienceMs / 1000} s: check the network or the share. The kiosk goes on without it.`;
        options.changed();
        resolve(err({ kind: 'no-answer', why: fault }));
      }, patienceMs);
    });
    running ??= round(ward.value.exchange, folder.open);
    options.changed();
    return Promise.race([running, late]).finally(() => clearTimeout(timer));
  };

  const automatic = ward?.ok && folder !== null;
  const timer = automatic ? setInterval(() => void now(), everyMinutes * 60_000) : undefined;
  timer?.unref();
  if (automatic) void now();

  return {
    now,
    shown() {
      const setUp = { folder: folder?.path ?? null, everyMinutes, running: running !== null, last, fault };
      if (ward === null) return { ...setUp, ward: null, kiosks: [], clashes: [], troubles: [] };
      if (!ward.ok) return { ...setUp, ward: null, kiosks: [], clashes: [], troubles: [ward.error.why] };
      const { kiosks, clashes, troubles } = ward.value.exchange.shown();
      const silent = folder === null ? [] : silentKiosks(kiosks, clock.now(), everyMinutes);
      return { ...setUp, ward: ward.value.name, kiosks, clashes, troubles: [...refused, ...silent, ...troubles] };
    },
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}

/** Kiosks that meet in the folder and have not been there for long, in words. */
function silentKiosks(kiosks: Exchange['kiosks'], now: Instant, everyMinutes: number): string[] {
  const patience = Math.max(60, 4 * everyMinutes);
  return kiosks.flatMap(({ kiosk, heardAt }) => {
    const minutes = heardAt === null ? 0 : minutesBetween(heardAt, now);
    return minutes > patience
      ? [`${kiosk} was last heard of ${durationWords(minutes)} ago: look whether it runs and reaches the folder.`]
      : [];
  });
}

const CLOSED = err({ kind: 'closed', why: 'The kiosk is closing.' });
