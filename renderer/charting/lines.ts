import { epochMs, plusMinutes, type Instant } from '../../main/domain/time.ts';
import { recordsOfTimes } from '../../main/domain/unconfirmed.ts';
import type { GivenDose, OrderView, PatientView } from '../../main/domain/view.ts';

/** A line of the paper MAR: a due time, or room for a dose at any time, with what is charted of it. */
export interface Line {
  /** Where its text is kept while it is typed. */
  key: string;
  due: Instant | null;
  charted: GivenDose[];
}

/** A dose may be typed in as soon as it could have been given for its time. */
const EARLY_MINUTES = 60;

/** The lines of an order in the hours shown: its due times that have come, else its records; and one more for a dose at another time. */
export function linesOf(order: OrderView, view: PatientView): Line[] {
  const { window, now } = view;
  const within = (at: Instant): boolean => epochMs(at) >= epochMs(window.from) && epochMs(at) < epochMs(window.to);
  const { id } = order.order;
  const times = recordsOfTimes(order).filter(
    ({ due }) => within(due.at) && epochMs(due.at) <= epochMs(plusMinutes(now, EARLY_MINUTES)),
  );
  const explained = new Set(times.flatMap(({ own }) => own));
  const rest = order.charted.filter(dose => !explained.has(dose) && within(dose.at));
  const lines = times.map(({ due, own }): Line => ({ key: `${id} ${due.at}`, due: due.at, charted: own }));
  return lines.length > 0 && rest.length === 0 ? lines : [...lines, { key: `${id} other`, due: null, charted: rest }];
}
