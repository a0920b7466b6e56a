import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act, KioskEvent } from '../../main/domain/event.ts';
import { outageOf } from '../../main/domain/outage.ts';
import {
  aheadPrints,
  BY_ITSELF,
  announcedDowntimes,
  dueOccasions,
  goneSince,
  QUIET_MINUTES,
  type AheadRules,
} from '../../main/domain/paper-ahead.ts';
import { plusMinutes } from '../../main/domain/time.ts';

const ZONE = 'America/New_York';
const NOON = '2026-11-22T17:00:00.000Z';
const rules = (more: Partial<AheadRules> = {}): AheadRules => ({
  kiosk: 'K1',
  forms: ['mar-scheduled'],
  times: [],
  beforeMinutes: null,
  downMinutes: null,
  ...more,
});

let count = 0;
const event = (at: string, act: Act, kiosk = 'K1'): KioskEvent => ({
  id: `${kiosk}:7F3QXH:${++count}`,
  at,
  by: 'kiosk',
  unit: '4 West',
  act,
});
const keys = (of: AheadRules, now: string, events: KioskEvent[] = []): string[] =>
  dueOccasions(of, { now, zone: ZONE, outage: outageOf([...events]), events }).map(({ key }) => key);
/** What a kiosk records when it prints for an occasion. */
const printed = (key: string, at: string, { kiosk = 'K1', pack = ++count } = {}): KioskEvent[] => [
  event(at, { kind: 'paper-ahead', occasion: key, why: 'it is time', pack }, kiosk),
  event(
    at,
    { kind: 'print-queued', print: `${kiosk}-7F3QXH-${pack}-1`, pack, unit: null, printer: 'PRN-1', documents: [] },
    kiosk,
  ),
];

describe('paper at a time of day', () => {
  const morning = rules({ times: ['05:30'] });
  const at = (wall: string): string => new Date(`2026-11-22T${wall}:00-05:00`).toISOString();

  test('is due from then on for an hour, and not when the kiosk is switched on at noon', () => {
    expect([at('05:29'), at('05:30'), at('06:29'), at('06:30'), NOON].map(now => keys(morning, now))).toEqual([
      [],
      ['at 2026-11-22 05:30'],
      ['at 2026-11-22 05:30'],
      [],
      [],
    ]);
  });

  test('is printed once a day, also by another kiosk, after a restart, and when the clock is put back over it', () => {
    const events = printed('at 2026-11-22 05:30', at('05:31'), { kiosk: 'K2' });
    for (const now of ['05:31', '05:30', '06:15']) expect(keys(morning, at(now), events)).toEqual([]);
    expect(keys(morning, plusMinutes(at('05:30'), 24 * 60), events)).toEqual(['at 2026-11-23 05:30']);
  });

  test('begun and never given to a printer it is tried again, three times in all', () => {
    const begun = (n: number): KioskEvent[] =>
      Array.from({ length: n }, () =>
        event(at('05:31'), { kind: 'paper-ahead', occasion: 'at 2026-11-22 05:30', why: 'x', pack: ++count }),
      );
    expect([1, 2, 3].map(n => keys(morning, at('05:40'), begun(n)).length)).toEqual([1, 1, 0]);
  });

  test('just before midnight it is due after midnight still, as of the day before', () =>
    expect(keys(rules({ times: ['23:50'] }), at('23:55').replace('T04', 'T05').replace(':55:', ':20:'))).toEqual([
      'at 2026-11-22 23:50',
    ]));

  test('comes once on the days when the clocks change, also a time that is skipped and one that comes twice', () => {
    const night = rules({ times: ['02:30', '01:30'] });
    const everyMinute = (day: string): string[] => {
      const events: KioskEvent[] = [];
      for (let minute = 0; minute < 26 * 60; minute += 5) {
        const now = plusMinutes(day, minute);
        for (const key of keys(night, now, events)) events.push(...printed(key, now));
      }
      return aheadPrints(events).map(({ key, at }) => `${key} ${at}`);
    };
    expect(everyMinute('2026-03-08T04:00:00Z')).toEqual([
      'at 2026-03-08 01:30 2026-03-08T06:30:00.000Z',
      'at 2026-03-08 02:30 2026-03-08T07:30:00.000Z',
      'at 2026-03-09 01:30 2026-03-09T05:30:00.000Z',
    ]);
    expect(everyMinute('2026-11-01T04:00:00Z')).toEqual([
      'at 2026-11-01 01:30 2026-11-01T05:30:00.000Z',
      'at 2026-11-01 02:30 2026-11-01T07:30:00.000Z',
    ]);
  });
});

describe('paper before a downtime that was announced', () => {
  const before = rules({ beforeMinutes: 60 });
  const announced = event(NOON, { kind: 'downtime-announced', start: plusMinutes(NOON, 300), reason: 'upgrade' });
  const at = (minutes: number) => plusMinutes(NOON, 300 + minutes);

  test('is due from an hour before it until an hour after its start', () =>
    expect([-61, -60, 0, 59, 60].map(minutes => keys(before, at(minutes), [announced]).length)).toEqual([0, 1, 1, 1, 0]));

  test('is not due once it was withdrawn', () => {
    const withdrawn = event(NOON, { kind: 'announcement-withdrawn', announcement: announced.id, reason: 'put off' });
    expect(keys(before, at(-30), [announced, withdrawn])).toEqual([]);
    expect(announcedDowntimes([announced, withdrawn])).toEqual([]);
  });

  test('is printed for each of two announcements once', () => {
    const other = event(NOON, { kind: 'downtime-announced', start: plusMinutes(NOON, 310), reason: 'network' });
    const [first] = keys(before, at(-30), [announced, other]);
    expect(keys(before, at(-30), [announced, other, ...printed(first!, at(-30))])).toEqual([`planned ${other.id}`]);
  });
});

describe('paper when the EHR is gone', () => {
  const gone = rules({ downMinutes: 30 });
  const suspected = event(NOON, { kind: 'outage-suspected', reason: 'no answer' });
  const declaration = { reason: 'login fails', planned: false, degraded: null, noticedAt: null };
  const at = (minutes: number) => plusMinutes(NOON, minutes);

  test('is due after so many minutes, suspected or declared, and counted from when it was noticed', () => {
    expect([29, 30, 500].map(minutes => keys(gone, at(minutes), [suspected]).length)).toEqual([0, 1, 1]);
    const declared = event(at(10), { kind: 'outage-declared', drill: false, ...declaration, noticedAt: NOON });
    expect(keys(gone, at(30), [suspected, declared])).toEqual([`gone ${NOON}`]);
  });

  test('is not due in a drill, when only a part fails, or when the EHR answers again', () => {
    const drill = event(NOON, { kind: 'outage-declared', drill: true, ...declaration });
    const part = event(NOON, { kind: 'outage-declared', drill: false, ...declaration, degraded: ['Results'] });
    const back = event(at(20), { kind: 'suspicion-cleared', reason: 'answers' });
    for (const events of [[drill], [part], [suspected, back]]) {
      expect(keys(gone, at(90), events)).toEqual([]);
      expect(goneSince(outageOf(events))).toBeNull();
    }
  });

  test('is not due once somebody has printed since, in earnest, what it would print: two MARs of a patient divide what is charted', () => {
    const released = (form: string, minutes: number, more: { drill?: boolean; by?: string } = {}): KioskEvent => ({
      ...event(at(minutes), {
        kind: 'sheets-released',
        pack: 3,
        generation: 1,
        drill: more.drill ?? false,
        sheets: [{ id: 'K1-A-3-1', form, patientId: 'p1', pages: 2, period: null, says: null }],
      }),
      by: more.by ?? 'R. Alvarez',
    });
    const due = (sheet: KioskEvent): boolean => keys(gone, at(40), [suspected, sheet]).length > 0;
    expect(due(released('mar-scheduled', 10))).toBe(false);
    expect(due(released('mar-scheduled', -10))).toBe(true);
    expect(due(released('phone-list', 10))).toBe(true);
    expect(due(released('mar-scheduled', 10, { drill: true }))).toBe(true);
    expect(due(released('mar-scheduled', 10, { by: BY_ITSELF }))).toBe(true);
  });

  test('an EHR that comes and goes all night doesn’t empty the tray', () => {
    const events: KioskEvent[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 40) {
      events.push(event(at(minute), { kind: 'outage-suspected', reason: 'no answer' }));
      for (const key of keys(gone, at(minute + 35), events)) events.push(...printed(key, at(minute + 35)));
      events.push(event(at(minute + 36), { kind: 'suspicion-cleared', reason: 'answers' }));
    }
    expect(aheadPrints(events).length).toBeLessThanOrEqual(Math.ceil((24 * 60) / QUIET_MINUTES));
    expect(aheadPrints(events).length).toBeGreaterThan(3);
  });

  test('paper that was printed before an announced downtime is enough for its first hours', () => {
    const events = printed('planned K1:7F3QXH:1', at(-50));
    expect(keys(gone, at(40), [...events, suspected])).toEqual([]);
    expect(keys(gone, at(QUIET_MINUTES), [...events, suspected])).toHaveLength(1);
  });
});

test('whatever the clocks say, in whatever order: no occasion is printed for twice', () => {
  const all = rules({ times: ['05:30', '17:30'], beforeMinutes: 60, downMinutes: 30 });
  const base = [
    event(NOON, { kind: 'downtime-announced', start: plusMinutes(NOON, 600), reason: 'upgrade' }),
    event(plusMinutes(NOON, 620), { kind: 'outage-suspected', reason: 'no answer' }),
  ];
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 60 }), minutes => {
      const events = [...base];
      for (const minute of minutes) {
        const now = plusMinutes(NOON, minute);
        for (const key of keys(all, now, events)) events.push(...printed(key, now));
      }
      const done = aheadPrints(events).map(({ key }) => key);
      expect(new Set(done).size).toBe(done.length);
    }),
  );
});
