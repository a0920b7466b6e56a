import type { Observation } from './observation.ts';
import { epochMs } from './time.ts';
import type { Measure, Trend } from './view.ts';

const when = (o: Observation): number => (o.at === null ? -Infinity : epochMs(o.at));

/** Results of one kind together, newest first; kinds in the order of their newest result. */
export function trendsOf(observations: readonly Observation[]): Trend[] {
  const groups = new Map<string, Observation[]>();
  for (const o of observations) groups.set(o.code, [...(groups.get(o.code) ?? []), o]);
  return [...groups.values()]
    .map(values => {
      const timed = values.map(o => ({ o, ms: when(o) }));
      const sorted = timed.sort((a, b) => b.ms - a.ms || a.o.id.localeCompare(b.o.id)).map(({ o }) => o);
      const newest = sorted[0]!;
      return { code: newest.code, name: newest.name, unit: newest.unit, values: sorted };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The newest value of a measure, by code first and by name otherwise; a value never changes its unit here. */
export function latest(observations: readonly Observation[], codes: string[], name: RegExp): Measure | null {
  const matching = observations.filter(o => o.value !== null && (codes.includes(o.code) || name.test(o.name)));
  const newest = [...matching].sort((a, b) => when(b) - when(a))[0];
  return newest ? { value: [newest.value, newest.unit].filter(Boolean).join(' '), at: newest.at } : null;
}

/** "120/80 mmHg": a value as it is read out, with its components when it has no value of its own. */
export function valueWords(o: Observation): string {
  if (o.value !== null) return [o.value, o.unit].filter(Boolean).join(' ');
  const parts = o.components.filter(c => c.value !== null);
  if (parts.length > 0) {
    const unit = parts[0]!.unit;
    const same = parts.every(p => p.unit === unit);
    return same
      ? `${parts.map(p => p.value).join('/')}${unit ? ` ${unit}` : ''}`
      : parts.map(p => `${p.name} ${p.value} ${p.unit ?? ''}`.trim()).join(', ');
  }
  return o.absent === null ? 'no value received' : `no value: ${o.absent}`;
}
