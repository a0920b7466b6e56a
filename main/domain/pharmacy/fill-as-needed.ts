import { dosesWithin } from '../dose-limit.ts';
import { limitsOf, minimumInterval } from '../earliest-next.ts';
import type { Dosage } from '../order.ts';
import type { OrderView, PatientView } from '../view.ts';
import { activeHours } from './active-hours.ts';
import { doseQuantity } from './dose-quantity.ts';
import type { Fill } from './fill.ts';
import { needed } from './fill-timed.ts';
import { numberWords } from './quantity.ts';

/** As needed: the greatest possible by the order's own least interval and greatest doses; without either it is not computed. */
export function fillAsNeeded(view: OrderView, window: PatientView['window']): Fill {
  const not = (why: string): Fill => ({ kind: 'not-computed', why: `as needed: ${why}` });
  const dose = doseQuantity(view.order);
  if (!dose.ok) return not(dose.error.why);
  const hours = activeHours(view, window);
  if (hours === 0) return { kind: 'nothing', why: 'as needed, not active in this period' };
  const dosage = view.order.dosages[0]!;
  const [least] = [...byInterval(dosage, hours), ...byLimits(dosage, hours, dose.value.most)].sort((a, b) => a.doses - b.doses);
  if (!least) return not('the order says no least interval and no greatest dose that can be computed with');
  const counted = `${least.doses} ${least.doses === 1 ? 'dose' : 'doses'} AT MOST (${least.why})`;
  return needed(dose.value, least.doses, counted, true);
}

/** Not more doses than this, and by which rule of the order. */
interface Most {
  doses: number;
  why: string;
}

function byInterval(dosage: Dosage, hours: number): Most[] {
  const interval = minimumInterval(dosage);
  if (interval === null) return [];
  return [{ doses: Math.ceil((hours * 60) / interval.minutes), why: `${interval.words}, ${numberWords(hours)} h` }];
}

/** Of doses that vary only limits that count doses: a limit of 10 mg is two of 4 mg but five of 2 mg. One dose is always possible. */
function byLimits(dosage: Dosage, hours: number, varies: boolean): Most[] {
  return limitsOf(dosage).flatMap((limit): Most[] => {
    const doses = dosesWithin(limit, varies ? null : (dosage.doseAmount ?? null));
    if (doses === null || limit.hours === null) return [];
    const periods = Math.ceil(hours / limit.hours);
    return [{ doses: Math.max(1, doses) * periods, why: `not more than ${limit.words}, ${numberWords(hours)} h` }];
  });
}
