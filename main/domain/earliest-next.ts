import type { Administration } from './administration.ts';
import { nextWithin } from './dose-limit.ts';
import type { Dosage, DoseLimit, MedicationOrder } from './order.ts';
import type { Schedule } from './schedule.ts';
import { epochMs, plusMinutes, type Instant } from './time.ts';
import { hoursOf, normalCode, periodOf } from './times-row.ts';

/** When the next dose of a PRN order may be given at the earliest, and by which rules of the order; or null and why that can't be said. */
export interface EarliestNext {
  at: Instant | null;
  why: string;
}

/** What is known of the doses of one order. */
export interface KnownDoses {
  /** Really given, youngest first. */
  given: readonly Administration[];
  /** Records that may have been a dose of it: unknown outcome, or the same drug without an order. */
  doubtful: readonly Administration[];
  /** Why there is no last dose, when there is none. */
  silence: string;
  /** Were all doses of the time read received? */
  complete: boolean;
  /** How many hours back from now doses are known. */
  hours: number;
}

/**
 * Earliest next time of a PRN order: the later of the last dose plus the order's own minimum interval, and the moment from which its greatest
 * dose over time allows one more, by the doses really given. A rule that can't be computed is named beside the time, never passed over.
 */
export function earliestNext(
  order: MedicationOrder,
  schedule: Schedule,
  { given, doubtful, silence, complete, hours }: KnownDoses,
): EarliestNext {
  const not = (why: string): EarliestNext => ({ at: null, why: `not known, ${why}` });
  const [dosage, ...more] = order.dosages;
  if (!dosage) return not('no dosage received');
  if (more.length > 0) return not(`${order.dosages.length} dosage lines: read each of them`);
  if (order.status !== 'active')
    return not(order.status === 'on-hold' ? 'the order is on hold' : `the EHR calls the order "${order.status}"`);
  if (schedule.contradictions.length > 0) return not('its text, code and structure contradict each other');
  const interval = minimumInterval(dosage);
  const limits = limitsOf(dosage);
  if (interval === null && limits.length === 0)
    return not(
      dosage.maxPerPeriod === null ? 'the order says no minimum interval' : 'the order’s limits could not be computed with',
    );
  const [last] = given;
  if (!last) return not(silence);
  const since = plusMinutes(last.at, -60 * Math.max(0, ...limits.map(l => l.hours ?? 0)));
  const maybe = doubtful.find(dose => epochMs(dose.at) > epochMs(limits.length > 0 ? since : last.at));
  if (maybe) return not('a charted record may have been another dose of it');

  const rules = limits.map(limit => ({
    limit,
    verdict: complete
      ? nextWithin(limit, given, dosage.doseAmount ?? null, hours)
      : { kind: 'not-known' as const, why: 'not all doses were received' },
  }));
  const times = [
    ...(interval === null ? [] : [{ at: plusMinutes(last.at, interval.minutes), why: interval.words }]),
    ...rules.flatMap(({ limit, verdict }) =>
      verdict.kind === 'not-before' ? [{ at: verdict.at, why: `not more than ${limit.words}` }] : [],
    ),
    ...rules.flatMap(({ limit, verdict }) =>
      verdict.kind === 'not-known' && verdict.atLeast
        ? [{ at: verdict.atLeast, why: `not more than ${limit.words}, by the doses whose amount is known` }]
        : [],
    ),
  ];
  const open = rules.flatMap(({ limit, verdict }) =>
    verdict.kind === 'not-known' ? [`NOT CHECKED: not more than ${limit.words} (${verdict.why})`] : [],
  );
  const kept = rules.flatMap(({ limit, verdict }) =>
    verdict.kind === 'free' ? [`not more than ${limit.words}: not reached by this order’s doses`] : [],
  );
  const [latest] = times.sort((a, b) => epochMs(b.at) - epochMs(a.at));
  return { at: latest?.at ?? null, why: [latest?.why, ...open, ...(latest ? [] : kept)].filter(Boolean).join('; ') };
}

/** The order's own minimum interval: "every 4 (to 6) hours" of one dose each, by its structure, else by a code that says just that. */
export function minimumInterval({ timing }: Dosage): { minutes: number; words: string } | null {
  if (!timing) return null;
  const single = (timing.frequency ?? 1) === 1 && timing.frequencyMax === null;
  const period = periodOf(timing);
  if (period !== null && period.unit !== 'mo' && single) return everyHours(hoursOf(period));
  if (period !== null) return null;
  const coded = /^(?:Q|EVERY)(\d{1,2})(H|HR|HRS|HOURS?|MIN|MINUTES?)(:?PRN)?$/.exec(normalCode(timing.code ?? timing.codeText));
  return coded ? everyHours(Number(coded[1]) / (coded[2]!.startsWith('M') ? 60 : 1)) : null;
}

const everyHours = (hours: number): { minutes: number; words: string } => ({
  minutes: hours * 60,
  words: `at least ${hours < 1 ? `${hours * 60} min` : `${hours} h`} apart`,
});

/** Every limit over time that an order says as numbers, by its frequency too. */
export const limitsOf = (dosage: Dosage): DoseLimit[] => [...(dosage.limits ?? []), ...limitOfFrequency(dosage)];

/** "Up to 3 times a day as needed" is a limit, no interval. */
function limitOfFrequency({ timing }: Dosage): DoseLimit[] {
  const most = timing?.frequencyMax ?? timing?.frequency ?? 1;
  const period = timing ? periodOf(timing) : null;
  if (most <= 1 || period === null || period.unit === 'mo') return [];
  const hours = hoursOf(period);
  return [{ amount: { value: most, unit: null }, hours, words: `${most} doses in ${hours} h` }];
}
