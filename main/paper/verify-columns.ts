import type { Printing } from '../domain/band.ts';
import { columnStarts, shiftAt } from '../domain/medication-day.ts';
import { epochMs, marTime, paperDate, weekday, type Instant } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { folded } from './read-text.ts';

/** What must stand over the columns of a MAR, folded, and in which of them a moment belongs. */
export interface Columns {
  heads: string[];
  /** Place of the column of a moment; -1 outside the window. */
  of(at: Instant): number;
  /** The date that a time says beside itself because its column doesn't: "11/23". */
  ownDate(at: Instant): string | null;
}

/** Where a column begins is the domain's rule; what is said over it and what falls into it is found here anew. */
export function columnsOf(window: PatientView['window'], { site, span }: Printing): Columns {
  const { zone } = site;
  const starts = columnStarts(span, window, site);
  const of = (at: Instant): number =>
    epochMs(at) >= epochMs(window.to) ? -1 : starts.findLastIndex(start => epochMs(start) <= epochMs(at));
  const head = (start: Instant, i: number): string => {
    const date = paperDate(start, zone);
    const time = marTime(start, zone);
    if (span === 'hours') {
      const day = i === 0 || paperDate(starts[i - 1]!, zone) !== date ? date.slice(0, 5) : '';
      return `${day} ${time.slice(0, 2)}`;
    }
    const day = `${weekday(start, zone)} ${date}`;
    return span === 'shifts'
      ? `${day} ${shiftAt(start, site).name} from ${time}`
      : `${time === '0000' ? '' : `from ${time}`} ${day}`;
  };
  return {
    heads: starts.map((start, i) => folded(head(start, i))),
    of,
    ownDate(at) {
      const date = paperDate(at, zone);
      return span !== 'hours' && date !== paperDate(starts[of(at)] ?? at, zone) ? date.slice(0, 5) : null;
    },
  };
}
