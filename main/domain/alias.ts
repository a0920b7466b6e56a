import { blockCount, writtenNumber, type DowntimeNumber } from './downtime-number.ts';

/** So many words farther on each block begins, so that two kiosks of a ward rarely call two patients by the same word on one day. */
const STRIDE = 7;

/** What an unknown patient is called: a word, in turn, and the number, which alone makes it unique: "Lighthouse DA-07Q-0042-8". */
export function aliasOf(number: DowntimeNumber, words: readonly string[]): string {
  const turn = blockCount(number.block) * STRIDE + number.running - 1;
  return `${words[turn % words.length]!} ${writtenNumber(number)}`;
}
