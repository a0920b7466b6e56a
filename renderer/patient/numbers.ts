import { epochMs, isInstant, startOf } from '../../main/domain/time.ts';
import type { Observation } from '../../main/domain/observation.ts';

/** A point of a curve: when, and how much. */
export interface Point {
  at: number;
  value: number;
}

const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** What can be drawn of a value; "≥ 60" or "NO GROWTH" cannot, and stands in the table as text. */
const drawable = (value: string | null): number | null =>
  value !== null && PLAIN_NUMBER.test(value.trim()) ? Number(value) : null;

/** The curves of a line of results: one, or one for each component ("120/80"). Oldest first. */
export function curvesOf(values: readonly Observation[], zone: string): Point[][] {
  const dated = values
    .map(value => ({ value, at: timeOf(value.at, zone) }))
    .filter((v): v is { value: Observation; at: number } => v.at !== null)
    .toSorted((a, b) => a.at - b.at);
  const curve = (number: (o: Observation) => string | null): Point[] =>
    dated.flatMap(({ value, at }) => {
      const drawn = drawable(number(value));
      return drawn === null ? [] : [{ at, value: drawn }];
    });
  const names = [...new Set(values.flatMap(v => v.components.map(c => c.name)))];
  const curves =
    names.length > 0
      ? names.map(name => curve(o => o.components.find(c => c.name === name)?.value ?? null))
      : [curve(o => o.value)];
  return curves.filter(c => c.length > 0);
}

function timeOf(at: string | null, zone: string): number | null {
  if (at === null) return null;
  const start = isInstant(at) ? at : startOf(at, zone);
  return start === null ? null : epochMs(start);
}

/** What is written for a value: as sent, with its unit; else why there is none. */
export function valueWords(o: Observation, absentWords: string): string {
  const unit = o.unit ? ` ${o.unit}` : '';
  if (o.value !== null) return `${o.value}${unit}`;
  if (o.components.length > 0) {
    const same = o.components.every(c => c.unit === o.components[0]?.unit);
    const parts = o.components.map(c => `${c.value ?? '–'}${same || !c.unit ? '' : ` ${c.unit}`}`);
    return `${parts.join('/')}${same && o.components[0]?.unit ? ` ${o.components[0].unit}` : unit}`;
  }
  return o.absent ?? absentWords;
}
