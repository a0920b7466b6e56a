import type { Chart, SectionName, Snapshot } from './chart.ts';
import type { Section } from './section.ts';
import { epochMs } from './time.ts';

/** What was fetched while nobody was signed in, and how long those who left stay readable from then. */
export interface Fetched {
  snapshot: Snapshot;
  goneHours: number;
}

/**
 * Does what is carried over from `middle` to `next` come out the same without `middle`, from `before` alone, whatever lies before that? Then
 * no copy has to be kept for it. True where the same patients in the same stays were read each time, and each part of `middle` is replaced by
 * `next` or changes nothing that `before` hasn't changed already.
 */
export function isSuperfluous(before: Fetched, middle: Fetched, next: Fetched): boolean {
  const all = [before, middle, next];
  const times = all.map(({ snapshot }) => epochMs(snapshot.asOf));
  const inOrder = times.every((time, i) => i === 0 || times[i - 1]! <= time);
  const plain = all.every(({ snapshot, goneHours }) => snapshot.unread.length === 0 && goneHours === next.goneHours);
  if (!inOrder || !plain) return false;
  const [earlier, later] = [chartsById(before), chartsById(next)];
  const { charts } = middle.snapshot;
  if (earlier.size !== charts.length || later.size !== charts.length) return false;
  return charts.every(chart => {
    const [old, fresh] = [earlier.get(chart.identity.id), later.get(chart.identity.id)];
    if (old?.encounter.id !== chart.encounter.id || fresh?.encounter.id !== chart.encounter.id) return false;
    const names = Object.keys(chart.sections) as SectionName[];
    return names.every(name => changesNothing(old.sections[name], chart.sections[name], fresh.sections[name]));
  });
}

const chartsById = ({ snapshot }: Fetched): Map<string, Chart> =>
  new Map(snapshot.charts.map(chart => [chart.identity.id, chart]));

function changesNothing(before: Section<unknown>, middle: Section<unknown>, next: Section<unknown>): boolean {
  const then = answerOf(next);
  if (then === 'items') return true;
  const answer = answerOf(middle);
  if (answer === 'items' || answer !== answerOf(before)) return false;
  // The second empty answer in a row is believed, so it counts where what comes next isn't empty, too.
  return answer !== 'empty' || then === 'empty';
}

/** What an answer means for carrying over, see `carryOver`. */
function answerOf({ status, items }: Section<unknown>): 'items' | 'empty' | 'none' | 'not-supported' {
  if (status === 'ok' || status === 'partial' || status === 'registered-here') return items.length > 0 ? 'items' : 'empty';
  return status === 'not-supported' ? 'not-supported' : 'none';
}
