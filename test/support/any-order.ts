import fc from 'fast-check';
import type { Administration } from '../../main/domain/administration.ts';
import type { Dosage, MedicationOrder, Timing } from '../../main/domain/order.ts';
import type { AdministrationTimes } from '../../main/domain/site.ts';
import { plusMinutes, type Instant } from '../../main/domain/time.ts';
import { given } from './charts.ts';
import { dosage, order, timing } from './orders.ts';
import { site } from './site.ts';

/** Any hour of 2026 in New York, both clock changes among them. */
export const anyHour = fc.oneof(
  fc.integer({ min: 0, max: 24 * 365 }).map(h => plusMinutes('2026-01-01T05:00:00Z', h * 60)),
  fc
    .record({ change: fc.constantFrom('2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z'), hours: fc.integer({ min: -30, max: 30 }) })
    .map(({ change, hours }) => plusMinutes(change, hours * 60)),
);

/** Rows counted from the start and from the last dose beside the default ones, and a drug with times of its own. */
export const anchoredTable: AdministrationTimes = {
  ...site.administrationTimes,
  rows: [
    { codes: ['Q72H'], frequency: 1, period: 72, periodUnit: 'h', times: [], words: 'every 72 hours', anchor: 'start' },
    { codes: ['Q5H'], frequency: 1, period: 5, periodUnit: 'h', times: [], words: 'every 5 hours', anchor: 'last-given' },
    ...site.administrationTimes.rows,
  ],
  exceptions: [{ drugs: ['levothyroxine'], codes: ['DAILY'], times: ['06:00'] }],
};

const some = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const daysLater = (date: string, days: number): string => plusMinutes(date, days * 1440);

/** Any Timing: every element of FHIR's, alone and against each other. */
export const anyTiming: fc.Arbitrary<Timing> = fc
  .record(
    {
      events: fc.uniqueArray(anyHour, { maxLength: 3 }),
      timeOfDay: fc.uniqueArray(some('00:30', '01:30', '02:30', '03:30', '06:00', '09:00', '14:15', '21:00', '23:59'), {
        maxLength: 4,
      }),
      code: some(
        null,
        'BID',
        'TID',
        'Q6H',
        'Q8H',
        'Q4H',
        'Q2H',
        'DAILY',
        'ASDIR',
        'ONCE',
        'NOW',
        'Q72H',
        'Q5H',
        'INFUSION',
        'QHS',
      ),
      dayOfWeek: fc.subarray(['mon', 'wed', 'sat']),
      when: fc.subarray(['HS', 'ACM', 'PCV', 'XYZ']),
      offsetMinutes: some(null, 30, 240, 1500),
      frequency: some(null, 1, 2, 3, 288),
      frequencyMax: some(null, null, null, 4),
      period: some(null, 0, 0.5, 1, 2, 5, 6, 8, 24, 36, 48, 72),
      periodMax: some(null, null, null, 9),
      periodUnit: some(null, 's', 'min', 'h', 'd', 'wk', 'mo', 'a', 'fortnight'),
      count: some(null, null, 1, 5),
      duration: some(null, null, 1, 72),
      durationUnit: some('h', 'd'),
      boundsLength: some(null, null, { value: 3, unit: 'd' }, { value: 20, unit: 'h' }, { value: 1, unit: 'mo' }),
      boundsStart: fc.option(anyHour, { freq: 2 }),
    },
    { requiredKeys: [] },
  )
  .map(part => timing(part));

const anyLine: fc.Arbitrary<Dosage> = fc
  .record({
    timing: fc.option(anyTiming, { freq: 9 }),
    asNeeded: fc.boolean().map(b => b),
    text: some(null, null, null, '1 tablet twice daily', 'continuous infusion', 'First dose now, then daily', 'as directed'),
    rate: some(null, null, null, '5 mL/h'),
  })
  .map(part => dosage(part));

/** Any order of one to three lines, with or without bounds, active, on hold or of a status nobody knows. */
export const anyOrder: fc.Arbitrary<MedicationOrder> = fc
  .record({
    dosages: fc.oneof({ weight: 5, arbitrary: fc.tuple(anyLine) }, { weight: 1, arbitrary: fc.array(anyLine, { maxLength: 3 }) }),
    prn: fc.integer({ min: 0, max: 4 }),
    start: fc.option(fc.oneof(anyHour, some('2026-03-01', '2026-10-20', '2026'))),
    length: fc.option(fc.integer({ min: 0, max: 40 })),
    status: some('active', 'active', 'active', 'on-hold', 'suspended'),
    drug: some('metoprolol 50 mg', 'levothyroxine 75 mcg', 'morphine'),
    categories: some([], [], ['stat']),
  })
  .map(({ dosages, prn, start, length, status, drug, categories }) =>
    order({
      dosages: dosages.map(d => ({ ...d, asNeeded: prn === 0 && d.asNeeded })),
      start,
      stop: start?.includes('T') && length !== null ? daysLater(start, length) : null,
      status,
      drug: { name: drug, resolved: true, codes: [], ingredients: [] },
      categories,
    }),
  );

/** A charted record of one of some orders, or of none, in the day before a moment; several may be of the same minute. */
export const anyDose = (ids: readonly string[], now: Instant): fc.Arbitrary<Omit<Administration, 'id'>> =>
  fc
    .record({
      orderId: some<string | null>(...ids, null),
      at: fc.integer({ min: 0, max: 24 }).map(hours => plusMinutes(now, -60 * hours)),
      outcome: some<Administration['outcome']>('given', 'given', 'in-progress', 'refused', 'held', 'unknown', 'not-given'),
      drug: some('metoprolol 50 mg', 'morphine'),
    })
    .map(part => given(part));

/** The same elements in another order. */
export const shuffled = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.shuffledSubarray([...values], { minLength: values.length, maxLength: values.length });
