import type { Code } from './page.ts';
import type { ReadRect } from './read-back.ts';

/** Do bars on paper, from left to right, say what a Code 128 says? Its first bar is always two modules wide, which gives the others their measure. */
export function barsSay(bars: readonly ReadRect[], wanted: Code): boolean {
  const [first] = bars;
  return first !== undefined && places(bars, first.width / 2) === places(wanted.bars, 1);
}

const places = (all: readonly { x: number; width: number }[], module: number): string =>
  all.map(b => `${Math.round((b.x - all[0]!.x) / module)}+${Math.round(b.width / module)}`).join(' ');
