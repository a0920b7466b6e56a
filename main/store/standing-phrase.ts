import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ALPHABET } from '../domain/check-character.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { KeyFault } from '../ports.ts';
import { namesIn, type Disk } from './disk.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { whileLocked } from './lock.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** What opens a unit's standing packs; a new one has the next number. */
export interface StandingPhrase {
  phrase: string;
  /** From 1. */
  number: number;
  since: Instant;
}

export type PhraseFault = KeyFault | StoreFault | { kind: 'damaged'; why: string };

/** The unit's pass phrase, sealed by the kiosk's key in the unit's folder. It is never made anew because it doesn't open. */
export interface StandingPhrases {
  /** The one that holds; the first is made when there is none. */
  current(now: Instant): Result<StandingPhrase, PhraseFault>;
  /** Makes another, which holds from now on. */
  rotate(now: Instant): Result<StandingPhrase, PhraseFault>;
}

/** Twenty-four characters out of 32 are 120 bits. */
const GROUPS = 6;
const IN_GROUP = 4;

const written = z.strictObject({ format: z.literal(1), number: z.int().positive(), since: z.string(), sealed: z.string() });
const NAME = /^standing-phrase-(\d{4,})\.json$/;
const nameOf = (number: number): string => `standing-phrase-${String(number).padStart(4, '0')}.json`;
const PATIENCE_MS = 5000;
const SAFE = 'Packs that were written already still open with their phrase.';

/** The pass phrases of a unit's store. */
export function standingPhrases({
  folder,
  unit,
  keys,
  disk,
}: Pick<SnapshotStore, 'folder' | 'unit' | 'keys' | 'disk'>): StandingPhrases {
  const newest = (): number => Math.max(0, ...namesIn(folder).map(name => Number(NAME.exec(name)?.[1] ?? 0)));
  const context = (number: number): string => `standing-phrase|${unit}|${number}`;

  function read(number: number): Result<StandingPhrase, PhraseFault> {
    const path = join(folder, nameOf(number));
    const parsed = written.safeParse(jsonOf(readFileSync(path, 'utf8')));
    if (!parsed.success || parsed.data.number !== number)
      return err({
        kind: 'damaged',
        why: `The pass phrase of the standing pack cannot be read: ${path} is not whole. ${SAFE} Bring it back, or make another phrase with "kiosk standing rotate".`,
      });
    const opened = keys.open(parsed.data.sealed, context(number));
    if (!opened.ok) return opened;
    return ok({ phrase: opened.value.toString('utf8'), number, since: parsed.data.since });
  }

  function make(number: number, since: Instant): Result<StandingPhrase, PhraseFault> {
    const phrase = newPhrase();
    const sealed = keys.seal(Buffer.from(phrase, 'utf8'), context(number));
    if (!sealed.ok) return sealed;
    writeWhole(disk, folder, nameOf(number), { format: 1, number, since, sealed: sealed.value });
    for (const name of namesIn(folder)) {
      const older = Number(NAME.exec(name)?.[1] ?? number);
      if (older < number) disk.remove(join(folder, name));
    }
    return ok({ phrase, number, since });
  }

  const locked = (step: (number: number) => Result<StandingPhrase, PhraseFault>): Result<StandingPhrase, PhraseFault> => {
    try {
      disk.makeFolder(folder);
      return whileLocked(join(folder, 'standing-phrase.lock'), PATIENCE_MS, () => step(newest()));
    } catch (error) {
      return faultOf(error, 'The pass phrase of the standing pack', SAFE);
    }
  };

  return {
    current: now => locked(number => (number === 0 ? make(1, now) : read(number))),
    rotate: now => locked(number => make(number + 1, now)),
  };
}

const newPhrase = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: IN_GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');

/** Either opens a pack: the phrase as it is printed, or as it is quickest to type on a phone, in small letters without hyphens. */
export const passwordsOf = ({ phrase }: StandingPhrase): { user: string; owner: string } => ({
  user: phrase,
  owner: phrase.replaceAll('-', '').toLowerCase(),
});

function writeWhole(disk: Disk, folder: string, name: string, content: z.infer<typeof written>): void {
  const half = join(folder, `${name}.tmp`);
  disk.remove(half);
  disk.create(half, `${JSON.stringify(content)}\n`);
  disk.rename(half, join(folder, name));
  disk.flushFolder(folder);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
