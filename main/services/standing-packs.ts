import type { NoCopy, StandingShown } from '../contract.ts';
import type { Snapshot } from '../domain/chart.ts';
import type { Outage } from '../domain/outage.ts';
import { err, type Result } from '../domain/result.ts';
import { envelopePrinted, packPrefix, placeState, type Envelope, type PlaceShown } from '../domain/standing-pack.ts';
import { minutesBetween, type Instant } from '../domain/time.ts';
import type { Clock, Log } from '../ports.ts';
import type { Ledger } from '../store/ledger.ts';
import { secondPlace } from '../store/second-place.ts';
import { passwordsOf, type StandingPhrase, type StandingPhrases } from '../store/standing-phrase.ts';
import type { Copy } from './charts.ts';
import type { Laid } from './lay-standing-pack.ts';
import { packNumber } from './pack.ts';
import type { StandingJob } from './standing-pack.ts';

type Fault = { kind: string; why: string };

/** A copy; without its snapshot where nobody is signed in, and only whoever fetched it knows it. */
export type StandingCopy = Omit<Copy, 'snapshot'> & { snapshot: Snapshot | null };

/** What is handed to whoever makes packs. */
export type Standing = Omit<StandingJob, 'copy'> & { copy: StandingCopy; folders: string[]; prefix: string; phrase: number };
export type Stands = { patients: number; pages: number; refused: StandingShown['refused']; laid: Laid[] };

export interface StandingPacksOptions {
  folders: string[];
  phrases: StandingPhrases;
  stand(job: Standing, signal: AbortSignal): Promise<Result<Stands, Fault> | null>;
  copy(): Result<StandingCopy, NoCopy>;
  outage(): Outage;
  ledger: Pick<Ledger, 'append' | 'events'> & { run(): string };
  clock: Clock;
  log: Log;
  unit: string;
  kiosk: string;
  refreshMinutes: number;
  staleMinutes: number;
  /** What the foot says of the audit; null while it has no entry. */
  auditHead?(): string | null;
  /** A pack lies in these folders. */
  laid?(pack: number, folders: string[]): void;
  changed(): void;
}

/** The unit's standing packs in their second places. */
export interface StandingPacks {
  /** Null where the site names no places. */
  shown(): StandingShown | null;
  /** What goes into the envelope; null where there are no places, or the phrase can't be had. */
  envelope(): Envelope | null;
  /** Writes a new pack when one is due: a new copy, a refresh's time later, or a place that is there again. */
  look(): Promise<void>;
  /** Does work that a pack must not be made beside. */
  whileAside<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Keeps a pack in each second place; what fails is said, tried again, and stops nothing else. */
export function standingPacks(options: StandingPacksOptions): StandingPacks {
  const { folders, phrases, clock, log, unit, kiosk } = options;
  const prefix = packPrefix(unit, kiosk);
  const places = new Map(folders.map(folder => [folder, { at: null, file: null, pages: null, why: null } as Known]));
  let phraseWhy: string | null = null;
  let why: string | null = null;
  let refused: StandingShown['refused'] = [];
  let last: { generation: number; at: Instant; phrase: number } | null = null;
  let running: { abort: AbortController; ended: Promise<void> } | null = null;
  let again = false;
  let aside = 0;
  let closed = false;

  let held: StandingPhrase | null = null;
  /** Read anew each time, since another process may have made another. */
  const phrase = (): StandingPhrase | null => {
    if (folders.length === 0) return null;
    const found = phrases.current(clock.now());
    phraseWhy = found.ok ? null : found.error.why;
    return (held = found.ok ? found.value : null);
  };
  phrase();

  /** What lies there from before this kiosk was started. */
  async function remember(folder: string): Promise<void> {
    const lying = await secondPlace(folder, prefix).packs();
    const known = places.get(folder)!;
    const newest = lying.ok ? lying.value[0] : undefined;
    if (known.at !== null || closed) return;
    places.set(folder, { ...known, at: newest?.at ?? null, file: newest?.name ?? null, why: lying.ok ? null : lying.error.why });
    options.changed();
  }
  for (const folder of folders) void remember(folder);

  async function isDue(copy: StandingCopy, { number }: StandingPhrase): Promise<boolean> {
    if (last === null || last.generation !== copy.generation || last.phrase !== number) return true;
    const age = minutesBetween(last.at, clock.now());
    if (age >= options.refreshMinutes || age < 0) return true;
    for (const folder of folders) {
      if (places.get(folder)?.fault !== 'not-there') continue;
      if ((await secondPlace(folder, prefix).packs()).ok) return true;
    }
    return false;
  }

  async function write(signal: AbortSignal): Promise<void> {
    const copy = options.copy();
    const opens = phrase();
    if (!copy.ok || opens === null || !(await isDue(copy.value, opens)) || signal.aborted) return;
    const now = clock.now();
    const { generation } = copy.value;
    const started = options.ledger.append({
      at: now,
      by: 'kiosk',
      unit,
      act: { kind: 'standing-pack-started', generation, folders },
    });
    if (!started.ok) log.write('error', 'a standing pack could not be recorded in the ledger', { kind: started.error.kind });
    const pack = packNumber(started, now);
    const stood = await options
      .stand(
        {
          copy: copy.value,
          outage: options.outage(),
          now,
          run: options.ledger.run(),
          pack,
          auditHead: options.auditHead?.() ?? null,
          passwords: passwordsOf(opens),
          folders,
          prefix,
          phrase: opens.number,
        },
        signal,
      )
      .catch((cause: unknown) => {
        if (closed) return null;
        log.write('error', 'making a standing pack broke', { error: cause instanceof Error ? cause.name : typeof cause });
        return err({
          kind: 'broken',
          why: 'Making the standing pack broke inside the kiosk; the packs before it lie where they were.',
        });
      });
    if (stood === null || closed) return;
    why = stood.ok ? null : stood.error.why;
    last = { generation, at: now, phrase: opens.number };
    if (!stood.ok) return;
    refused = stood.value.refused;
    const lying = stood.value.laid.flatMap(({ folder, result }) => (result.ok ? [folder] : []));
    if (lying.length > 0) options.laid?.(pack, lying);
    for (const { folder, result } of stood.value.laid) {
      if (result.ok) places.set(folder, { at: result.value.at, file: result.value.name, pages: stood.value.pages, why: null });
      else {
        log.write('warn', 'a standing pack could not be laid into its place', { kind: result.error.kind });
        places.set(folder, { ...places.get(folder)!, why: result.error.why, fault: result.error.kind });
      }
    }
  }

  const look: StandingPacks['look'] = () => {
    if (closed || folders.length === 0 || aside > 0) return Promise.resolve();
    if (running) {
      again = true;
      return running.ended;
    }
    again = false;
    const abort = new AbortController();
    const ended = write(abort.signal).finally(() => {
      running = null;
      if (!closed) options.changed();
      // What came meanwhile is not in it.
      if (again) void look();
    });
    running = { abort, ended };
    options.changed();
    return ended;
  };

  return {
    look,
    envelope() {
      const opens = phrase();
      return opens && { ...opens, folders };
    },
    shown() {
      if (folders.length === 0) return null;
      const now = clock.now();
      const limits = { refreshMinutes: options.refreshMinutes, staleMinutes: options.staleMinutes };
      return {
        making: running !== null,
        why: phraseWhy ?? why,
        refused,
        phrase: held && {
          number: held.number,
          since: held.since,
          printed: envelopePrinted(options.ledger.events(unit), held.since),
        },
        places: [...places].map(([folder, known]): PlaceShown => {
          const { at, file, pages, why } = known;
          return { folder, state: placeState(known, now, limits), at, file, pages, why };
        }),
      };
    },
    async whileAside(work) {
      aside++;
      running?.abort.abort();
      try {
        return await work();
      } finally {
        aside--;
      }
    },
    close() {
      closed = true;
      running?.abort.abort();
    },
  };
}

type Known = Pick<PlaceShown, 'at' | 'file' | 'pages' | 'why'> & { fault?: string };
