import { aliasOf } from '../domain/alias.ts';
import { NUMBER_KINDS, kindWords, writtenNumber, type NumberKind } from '../domain/downtime-number.ts';
import { blocksToTake, claimWords, type BlockBook, type NumberBlock } from '../domain/number-block.ts';
import { knownBlocks, retiredBlocks, stockOf } from '../domain/number-stock.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Clock } from '../ports.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Mark, NumberMark } from '../store/number-mark.ts';

type Fault = { kind: string; why: string };

/** What a kiosk can still number, and what IT must know to give it more. */
export interface NumbersStatus {
  /** The kiosk and its claim, for which IT makes blocks: "K1:7F3QXH". */
  claim: string;
  kinds: { kind: NumberKind; left: number; few: boolean; next: string | null }[];
  /** Blocks of an earlier claim: never used again. */
  retired: string[];
  /** Plain sentences for the ward and IT. */
  warnings: string[];
}

/** A number that is used from now on. */
export interface IssuedNumber {
  number: string;
  /** What an unknown patient is called with it; null for another kind. */
  alias: string | null;
}

/** Downtime numbers of this kiosk: given by IT in blocks, each issued once. */
export interface Numbers {
  status(): Result<NumbersStatus, Fault>;
  /** Takes this kiosk's blocks out of a hospital's book. */
  take(book: BlockBook, by: string): Result<NumberBlock[], Fault>;
  issue(kind: NumberKind, by: string): Result<IssuedNumber, Fault>;
  /** After a disk image was brought back, which no kiosk can notice: nothing is issued any more from the blocks it has. */
  retire(): Result<NumbersStatus, Fault>;
}

/** Issues numbers from the ledger's blocks. The mark is raised before a number is recorded: a crash in between skips one, none comes twice. */
export function numbersService({
  ledger,
  mark,
  clock,
  unit,
  site,
  words,
  few,
}: {
  ledger: Pick<Ledger, 'append' | 'events'>;
  mark: NumberMark;
  clock: Clock;
  unit: string;
  site: string;
  /** What unknown patients are called, in turn. */
  words: readonly string[];
  /** From so many left of a kind the kiosk warns. */
  few: Record<NumberKind, number>;
}): Numbers {
  const statusOf = ({ claim, issued }: Mark): NumbersStatus => {
    const events = ledger.events();
    const kinds = stockOf(events, claim, issued).map(({ kind, left, next }) => ({
      kind,
      left,
      few: left <= few[kind],
      next: next && writtenNumber(next),
    }));
    const retired = retiredBlocks(events, claim).map(({ block }) => block);
    return { claim: claimWords(claim), kinds, retired, warnings: warningsOf(claimWords(claim), kinds, retired) };
  };

  return {
    status() {
      const read = mark.read();
      return read.ok ? ok(statusOf(read.value)) : read;
    },
    retire() {
      const renewed = mark.renew();
      return renewed.ok ? ok(statusOf(renewed.value)) : renewed;
    },
    take(book, by) {
      const taken = mark.alone(({ claim }) => {
        const blocks = blocksToTake(book, { ...claim, site }, knownBlocks(ledger.events()));
        if (!blocks.ok) return blocks;
        const act = { kind: 'blocks-imported' as const, book: book.book, ...claim, blocks: blocks.value };
        const recorded = ledger.append({ at: clock.now(), by, unit, act });
        return recorded.ok ? blocks : recorded;
      });
      return taken.ok ? taken.value : taken;
    },
    issue(kind, by) {
      const issued = mark.alone(({ claim, issued }, raise): Result<IssuedNumber, Fault> => {
        const next = stockOf(ledger.events(), claim, issued).find(stock => stock.kind === kind)?.next ?? null;
        if (next === null) return err({ kind: 'no-number-left', why: noneLeft([kind], claimWords(claim)) });
        const number = writtenNumber(next);
        const alias = kind === 'alias' ? aliasOf(next, words) : null;
        raise(next.block, next.running);
        const recorded = ledger.append({ at: clock.now(), by, unit, act: { kind: 'number-issued', number, alias } });
        return recorded.ok
          ? ok({ number, alias })
          : err({ kind: 'not-recorded', why: `No number was issued: ${recorded.error.why}` });
      });
      return issued.ok ? issued.value : issued;
    },
  };
}

function warningsOf(claim: string, kinds: NumbersStatus['kinds'], retired: readonly string[]): string[] {
  const none = kinds.filter(({ left }) => left === 0).map(({ kind }) => kind);
  const allGone = none.length === NUMBER_KINDS.length;
  return [
    ...(allGone && retired.length > 0
      ? [
          `The downtime numbers of this kiosk are retired: it was installed anew or restored, and cannot know which of them are in use.`,
        ]
      : []),
    ...(none.length > 0 ? [noneLeft(none, claim)] : []),
    ...kinds
      .filter(({ left, few }) => few && left > 0)
      .map(({ kind, left }) => `Few numbers are left for walk-ins (${kindWords(kind)}: ${left}): IT makes more for ${claim}.`),
  ];
}

const noneLeft = (kinds: readonly NumberKind[], claim: string): string =>
  kinds.length === NUMBER_KINDS.length
    ? `This kiosk has no downtime numbers, so walk-ins cannot be registered here: IT makes some for ${claim} ("kiosk numbers make-blocks").`
    : `This kiosk has no ${kinds.map(kindWords).join(' and no ')} left: IT makes more for ${claim} ("kiosk numbers make-blocks").`;
