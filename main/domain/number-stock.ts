import type { KioskEvent } from './event.ts';
import { NUMBER_KINDS, readNumber, type DowntimeNumber, type NumberKind } from './downtime-number.ts';
import { sameKiosk, type Claim, type KnownBlock } from './number-block.ts';

/** What is surely issued of each block: the highest running number, kept beside the ledger and only ever growing. */
export type HighWater = Readonly<Record<string, number>>;

/** What a kiosk can still issue of one kind. */
export interface Stock {
  kind: NumberKind;
  left: number;
  /** The number that comes next; null when none is left. */
  next: DowntimeNumber | null;
}

/** Every block that the ledger knows of, with whose it is. */
export const knownBlocks = (events: readonly KioskEvent[]): KnownBlock[] =>
  events.flatMap(({ act }) =>
    act.kind === 'blocks-imported'
      ? act.blocks.map(block => ({ ...block, book: act.book, kiosk: act.kiosk, claim: act.claim }))
      : [],
  );

/**
 * What is left of the blocks given to this kiosk and its claim. A block goes on above whatever either the ledger or the high-water mark says
 * was issued: when one of them is older than the other, the higher wins.
 */
export function stockOf(events: readonly KioskEvent[], claim: Claim, mark: HighWater): Stock[] {
  const issued = new Map(Object.entries(mark));
  for (const number of issuedNumbers(events)) issued.set(number.block, Math.max(issued.get(number.block) ?? 0, number.running));
  const own = knownBlocks(events).filter(block => isOf(block, claim));
  return NUMBER_KINDS.map(kind => {
    const open = own
      .filter(block => block.kind === kind)
      .map(block => ({ ...block, running: (issued.get(block.block) ?? 0) + 1 }))
      .filter(({ running, size }) => running <= size);
    const [first] = open;
    return {
      kind,
      left: open.reduce((sum, { size, running }) => sum + size - running + 1, 0),
      next: first ? { kind, block: first.block, running: first.running } : null,
    };
  });
}

/** The kiosk's own blocks of earlier claims: nothing is issued from them any more. */
export const retiredBlocks = (events: readonly KioskEvent[], claim: Claim): KnownBlock[] =>
  knownBlocks(events).filter(block => sameKiosk(block.kiosk, claim.kiosk) && block.claim !== claim.claim);

function issuedNumbers(events: readonly KioskEvent[]): DowntimeNumber[] {
  return events.flatMap(({ act }) => {
    const read = act.kind === 'number-issued' ? readNumber(act.number) : null;
    return read?.ok ? [read.value] : [];
  });
}

const isOf = (block: KnownBlock, { kiosk, claim }: Claim): boolean => sameKiosk(block.kiosk, kiosk) && block.claim === claim;
