import type { Printing } from '../domain/band.ts';
import { BANDS, CHART_LABELS, SPECIMEN_LABELS } from '../domain/band-and-labels.ts';
import type { LabelKind } from '../domain/label.ts';
import type { PatientView } from '../domain/view.ts';
import { code128 } from './codes.ts';
import { CUT, LABEL_CODE_HEIGHT } from './labels.ts';
import { MARGIN } from './page.ts';
import type { ReadPage, ReadRect } from './read-back.ts';
import { barsSay } from './read-bars.ts';
import { inOrder, joined } from './read-text.ts';
import { STYLES } from './type-sizes.ts';
import { wordsOn } from './verify-label-words.ts';
import type { OrderFault } from './verify-orders.ts';

type Pages = { page: number; read: ReadPage }[];

/** What stands between the rules that a label is cut along. */
interface ReadLabel {
  page: number;
  text: string;
  heading: string;
  bars: ReadRect[];
}

/** Every band and label to cut out says all that its kind must say, and has the bar code of the number; none is missing. */
export function labelFaults(pages: Pages, view: PatientView, { site: { zone }, outage }: Printing): OrderFault[] {
  const labels = labelsOf(pages);
  const wanted = (kind: LabelKind): string[] => wordsOn(kind, view, zone, outage);
  return [
    ...kindFaults(labels, 'WRISTBAND', BANDS, wanted('band'), view),
    ...kindFaults(labels, 'CHARTLABELS', CHART_LABELS, wanted('chart'), view),
    ...kindFaults(labels, 'SPECIMENLABELS', SPECIMEN_LABELS, wanted('specimen'), view),
  ];
}

function kindFaults(labels: ReadLabel[], kind: string, count: number, wanted: string[], view: PatientView): OrderFault[] {
  const own = labels.filter(label => label.heading.startsWith(kind));
  const name = kind.replace('LABELS', ' LABELS').toLowerCase();
  const fault = (page: number, what: string): OrderFault => ({ page, order: null, what });
  return [
    ...(own.length === count ? [] : [fault(own[0]?.page ?? 0, `${own.length} of ${name} where ${count} are due`)]),
    ...own.flatMap(({ page, text, bars }) => [
      ...(inOrder(text, wanted)
        ? []
        : [fault(page, `one of ${name} does not say the patient's identity, allergies or lines to fill in`)]),
      ...(barsAreRight(bars, view.identity.mrn)
        ? []
        : [fault(page, `the bar code on one of ${name} is not the patient's number`)]),
    ]),
  ];
}

function labelsOf(pages: Pages): ReadLabel[] {
  let heading = '';
  return pages.flatMap(({ page, read }) => {
    const wide = (s: ReadPage['strokes'][number]): boolean =>
      s.y1 === s.y2 && Math.min(s.x1, s.x2) < MARGIN + 1 && Math.max(s.x1, s.x2) > read.width - MARGIN - 1;
    const cuts = read.strokes.filter(s => Math.abs(s.weight - CUT) < 0.01);
    const rules = [...new Set(cuts.filter(wide).map(s => rounded(s.y1)))].sort((a, b) => a - b);
    const headings = read.texts.filter(t => Math.abs(t.size - STYLES.heading.size) < 0.05).sort((a, b) => a.y - b.y);
    return rules.slice(1).flatMap((bottom, i): ReadLabel[] => {
      const top = rules[i]!;
      heading = joined(headings.filter(t => t.y <= top).slice(-1)) || heading;
      const edges = [
        ...new Set(
          cuts
            .filter(s => s.x1 === s.x2 && Math.min(s.y1, s.y2) <= top + 0.2 && Math.max(s.y1, s.y2) >= bottom - 0.2)
            .map(s => rounded(s.x1)),
        ),
      ].sort((a, b) => a - b);
      return edges.slice(1).map((right, k) => {
        const within = (x: number, y: number): boolean => x >= edges[k]! - 0.2 && x < right && y > top && y <= bottom;
        return {
          page,
          heading,
          text: joined(read.texts.filter(t => within(t.x, t.y) && !headings.includes(t))),
          bars: read.black.filter(r => Math.abs(r.height - LABEL_CODE_HEIGHT) < 0.5 && within(r.x, r.y + r.height)),
        };
      });
    });
  });
}

const rounded = (points: number): number => Math.round(points * 10) / 10;

/** The bars are those of the number. Without a number, or with one that is no Code 128, there are none. */
function barsAreRight(bars: ReadRect[], mrn: string | null): boolean {
  const wanted = mrn === null ? null : code128(mrn, 0, 0, Infinity, LABEL_CODE_HEIGHT);
  if (wanted === null) return bars.length === 0;
  return barsSay(
    bars.toSorted((a, b) => a.x - b.x),
    wanted,
  );
}
