/** One line of the bench. `ratio` compares with `against`, measured in the same run; `aim` is the ratio we want. */
export interface Measured {
  name: string;
  value: number;
  unit: string;
  ratio: number | null;
  against: string | null;
  aim: number | null;
  better: 'higher' | 'lower';
}

/** The middle of several runs: machines are noisy. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
