import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act, KioskEvent } from '../../../main/domain/event.ts';
import { foldPatient } from '../../../main/domain/fold.ts';
import { marWindow } from '../../../main/domain/medication-day.ts';
import { notices } from '../../../main/domain/notices.ts';
import type { MedicationOrder } from '../../../main/domain/order.ts';
import { missing, received } from '../../../main/domain/section.ts';
import { epochMs, marTime, plusMinutes, type Instant } from '../../../main/domain/time.ts';
import { unconfirmedDoses } from '../../../main/domain/unconfirmed.ts';
import type { GivenDose, PatientView } from '../../../main/domain/view.ts';
import type { DoseAct } from '../../../main/domain/ward/ward-act.ts';
import { wardRows } from '../../../main/domain/ward-rows.ts';
import { AS_OF, chart, given, orders } from '../../support/charts.ts';
import { order } from '../../support/orders.ts';
import { site } from '../../support/site.ts';

/** The copy is of 14:45 on November 22; it is the evening of the next day. */
const DAY_TWO = '2026-11-24T01:20:00Z';
const declared: KioskEvent = {
  id: 'K1:1',
  at: AS_OF,
  by: 'R. Alvarez',
  unit: '4 West',
  act: { kind: 'outage-declared', reason: 'EHR down', drill: false, planned: false, degraded: null, noticedAt: null },
};
const dose = (part: Partial<DoseAct> = {}): DoseAct => ({
  kind: 'dose-charted',
  outage: 'K1:1',
  patient: 'p1',
  after: [],
  happenedAt: '2026-11-24T00:00:00Z',
  order: 'order-1',
  drug: 'metoprolol tartrate 50 mg tablet',
  outcome: 'given',
  dose: '50 mg',
  doseAmount: { value: 50, unit: 'mg' },
  reason: null,
  givenBy: 'TO',
  ...part,
});
let count = 1;
const event = (act: Act, by = 'T. Ortiz'): KioskEvent => ({ id: `K1:${++count}`, at: DAY_TWO, by, unit: '4 West', act });
const corrects = (of: KioskEvent, becomes: DoseAct | null, after: string[] = [], by = 'A. Nurse'): KioskEvent =>
  event({ kind: 'act-corrected', event: of.id, after, becomes, reason: 'typed wrong' }, by);

const bid = order({ start: '2026-11-18T03:00:00-05:00' }, {}, { code: 'BID' });
const prn = order({}, { asNeeded: true, doseAmount: { value: 50, unit: 'mg' } }, { frequency: 1, period: 4, periodUnit: 'h' });

function view(o: MedicationOrder, events: KioskEvent[], part: Partial<Parameters<typeof chart>[0]> = {}): PatientView {
  const sections = { ...orders(o), administrations: received(AS_OF, [given()]), ...part };
  return foldPatient(chart(sections), {
    generation: 1,
    events: [declared, ...events],
    now: DAY_TWO,
    window: marWindow(DAY_TWO, 24, site.zone),
    site,
  });
}
const first = (o: MedicationOrder, events: KioskEvent[], part = {}) => view(o, events, part).orders[0]!;
const asked = (o: MedicationOrder, events: KioskEvent[], part = {}) =>
  unconfirmedDoses(first(o, events, part), DAY_TWO).map(d => marTime(d.at, site.zone));

describe('on the second day, a dose that was typed in from paper', () => {
  const at0910 = event(dose({ happenedAt: '2026-11-23T14:10:00Z' }));
  test('is the last given, with its source', () => {
    expect(first(bid, [at0910]).lastGiven).toMatchObject({
      at: '2026-11-23T14:10:00Z',
      by: 'TO',
      onPaper: { event: at0910.id, typedBy: 'T. Ortiz', corrected: null },
    });
  });
  test('answers for its due time; the times that no charted dose explains are still asked for', () => {
    expect(asked(bid, [])).toEqual(['2100', '0900']);
    expect(asked(bid, [at0910])).toEqual(['2100']);
    expect(asked(bid, [at0910, event(dose({ happenedAt: '2026-11-23T02:00:00Z', outcome: 'refused' }))])).toEqual([]);
  });
  test('that was refused answers for its time and is no last dose', () => {
    const refused = event(dose({ happenedAt: '2026-11-23T14:00:00Z', outcome: 'refused', dose: null, doseAmount: null }));
    expect(first(bid, [refused])).toMatchObject({ lastGiven: { at: given().at }, lastNotGiven: { outcome: 'refused' } });
  });
  test('moves the earliest next time of a PRN order', () => {
    expect(first(prn, []).earliestNext).toBe('2026-11-22T18:05:00.000Z');
    expect(first(prn, [event(dose())]).earliestNext).toBe('2026-11-24T04:00:00.000Z');
  });
  test('ends a one-time order', () => {
    const once = order({}, {}, { code: 'ONCE', events: ['2026-11-24T02:00:00Z'] });
    expect(first(once, [], { administrations: received(AS_OF, []) }).nextDue).not.toBeNull();
    expect(first(once, [event(dose())], { administrations: received(AS_OF, []) })).toMatchObject({ nextDue: null, due: [] });
  });
  test('without an order stands among those without one, and puts the earliest next time in doubt', () => {
    const loose = view(prn, [event(dose({ order: null }))]);
    expect(loose.unlinkedDoses).toMatchObject([{ drug: 'metoprolol tartrate 50 mg tablet', onPaper: {} }]);
    expect(loose.orders[0]).toMatchObject({ earliestNext: null, unlinkedSameDrug: [{ by: 'TO' }] });
  });
  test('is no longer due on the ward list', () => {
    const due = (events: KioskEvent[]) => wardRows([view(bid, events)], site)[0]!.dueNextHour;
    const soon = {
      ...bid,
      dosages: bid.dosages.map(d => ({ ...d, timing: { ...d.timing!, code: null, timeOfDay: ['21:00'] } })),
    };
    const rows = (events: KioskEvent[]) => wardRows([view(soon, events)], site)[0]!.dueNextHour;
    expect([rows([]), rows([event(dose({ happenedAt: '2026-11-24T01:15:00Z' }))])]).toEqual([1, 0]);
    expect(due([])).toBe(1);
  });
  test('counts only as long as its downtime is open', () => {
    const closed = event({ kind: 'outage-closed', reason: 'all typed back' });
    expect(first(bid, [at0910, closed]).lastGiven).toMatchObject({ at: given().at });
  });
  test('says on every sheet how many there are, and that there may be more on paper', () => {
    const words = (events: KioskEvent[]) => JSON.stringify(notices(view(bid, events), site.zone));
    expect(words([at0910])).toContain('1 record was typed in here from paper, the last of 09:10; there may be more on paper');
    for (const events of [[], [at0910]]) expect(words(events)).toContain('that were not typed in are not counted');
  });
});

describe('an order of which doses are rare', () => {
  const patch = order(
    { drug: { name: 'fentanyl 25 mcg/h patch', resolved: true, codes: [], ingredients: [] }, start: '2026-11-17T09:00:00-05:00' },
    {},
    { frequency: 1, period: 3, periodUnit: 'd', timeOfDay: ['09:00'] },
  );
  const later = '2026-11-25T13:30:00Z';
  const at = (events: KioskEvent[]) => {
    const v = foldPatient(chart({ ...orders(patch), administrations: received(AS_OF, [given()]) }), {
      generation: 1,
      events: [declared, ...events],
      now: later,
      window: marWindow(later, 24, site.zone),
      site,
    });
    return unconfirmedDoses(v.orders[0]!, later).map(d => d.at);
  };
  test('is asked for until somebody types it in, longer than a day after it was due', () => {
    expect(at([])).toEqual(['2026-11-23T14:00:00.000Z']);
    expect(at([event(dose({ happenedAt: '2026-11-23T14:20:00Z' }))])).toEqual([]);
  });
  test('knows the doses of a longer limit once they go back far enough', () => {
    const weekly = order({}, { asNeeded: true, limits: [{ amount: { value: 1, unit: null }, hours: 72, words: '1 dose/72 h' }] });
    expect(first(weekly, [event(dose({ happenedAt: '2026-11-22T23:00:00Z' }))])).toMatchObject({
      earliestNext: '2026-11-25T23:00:00.000Z',
    });
  });
});

describe('a dose that was charted more than once', () => {
  const twice = [
    event(dose({ happenedAt: '2026-11-23T14:05:00Z', givenBy: 'TO' })),
    event(dose({ happenedAt: '2026-11-23T14:10:00Z', givenBy: 'AN' }), 'A. Nurse'),
  ];
  test('is shown with both sides, and both count', () => {
    const o = first(bid, twice);
    expect(o.warnings.join()).toContain('CHARTED 2 TIMES FOR THE DOSE DUE 0900: GIVEN 0905 by TO; GIVEN 0910 by AN');
    expect(o.charted).toHaveLength(3);
  });
  test('without due times, when the records are close together', () => {
    expect(first(prn, twice).warnings.join()).toContain('CHARTED TWICE WITHIN 30 MIN: GIVEN 0905 by TO; GIVEN 0910 by AN');
    const apart = [twice[0]!, event(dose({ happenedAt: '2026-11-23T18:10:00Z' }))];
    expect(first(prn, apart).warnings).toEqual([]);
  });
  test('by two who say different things about one time', () => {
    const refused = event(dose({ happenedAt: '2026-11-23T14:00:00Z', outcome: 'refused', givenBy: 'AN' }));
    expect(first(bid, [twice[0]!, refused]).warnings.join()).toContain('REFUSED 0900 by AN; GIVEN 0905 by TO');
  });
  test('by somebody whose initials are an abbreviation elsewhere: they stay initials', () => {
    const initials = [twice[0]!, event(dose({ happenedAt: '2026-11-23T14:10:00Z', givenBy: 'MS' }))];
    expect(first(bid, initials).warnings.join()).toContain('GIVEN 0910 by MS. Verify');
  });
  test('is one again when one record is withdrawn', () => {
    expect(first(bid, [...twice, corrects(twice[1]!, null)]).warnings).toEqual([]);
  });
});

test('two corrections that do not know of each other are both said, also when the last one withdraws the dose', () => {
  const typed = event(dose({ happenedAt: '2026-11-23T14:05:00Z' }));
  const other = dose({ happenedAt: '2026-11-23T15:05:00Z' });
  const both = view(bid, [typed, corrects(typed, other, [], 'B. Nurse'), corrects(typed, null, [], 'C. Nurse')]);
  expect(both.warnings.join()).toMatch(
    /CORRECTED IN DIFFERENT WAYS.*B\. Nurse: given, 11\/23\/2026 10:05.*C\. Nurse: never happened/,
  );
  expect(view(bid, [typed, corrects(typed, other)]).warnings).toEqual([]);
});

describe('where the EHR sends no given doses', () => {
  const none = { administrations: missing('not-supported', 'this EHR does not send them') };
  test('what was typed in is the last given, and nothing is counted from it', () => {
    expect(first(prn, [event(dose())], none)).toMatchObject({
      lastGiven: { by: 'TO' },
      earliestNext: '2026-11-24T04:00:00.000Z',
    });
    const limited = order(
      {},
      { asNeeded: true, limits: [{ amount: { value: 1, unit: null }, hours: 24, words: '1 dose/24 h' }] },
    );
    expect(first(limited, [event(dose())], none).earliestNextWhy).toContain('not all doses were received');
  });
  test('of an order that was written here all doses can be known', () => {
    const content = {
      drug: { name: 'x', codes: [] },
      dose: '1 mg',
      route: 'PO',
      frequency: null,
      once: false,
      prn: { reason: 'pain', minimumHours: null, mostPerDay: 1 },
      rate: null,
    };
    const written = event({
      kind: 'order-written',
      outage: 'K1:1',
      patient: 'p1',
      after: [],
      happenedAt: '2026-11-23T12:00:00Z',
      order: 'order-1',
      content: { ...content, start: AS_OF, stop: null, indication: null, instructions: null, prescriber: 'R. Alvarez' },
      readBack: true,
    });
    expect(first(prn, [written], none).lastGivenSilence).toContain('none typed in from paper');
    expect(first(prn, [written, event(dose())], none).earliestNext).toBe('2026-11-25T00:00:00.000Z');
  });
});

describe('whatever was typed in', () => {
  const minute = fc.integer({ min: 0, max: 36 * 60 }).map((m): Instant => plusMinutes(AS_OF, m - 60));
  const anyDose = fc.record({
    happenedAt: minute,
    outcome: fc.constantFrom('given' as const, 'refused' as const, 'held' as const, 'not-given' as const),
    order: fc.constantFrom('order-1', null),
    doseAmount: fc.constantFrom({ value: 50, unit: 'mg' }, { value: 1, unit: 'tablet' }, null),
    givenBy: fc.constantFrom('TO', 'AN'),
  });
  const limited = order(
    {},
    {
      asNeeded: true,
      doseAmount: { value: 50, unit: 'mg' },
      limits: [{ amount: { value: 150, unit: 'mg' }, hours: 24, words: '150 mg/24 h' }],
    },
    { frequency: 1, period: 4, periodUnit: 'h' },
  );
  const anyOrder = fc.constantFrom(bid, prn, limited);
  const acts = fc.array(anyDose, { maxLength: 8 });

  test('the order in which it was typed changes nothing', () => {
    const shuffled = acts.chain(all => {
      const events = all.map((part, i): KioskEvent => ({ ...event(dose(part)), id: `K1:${i + 100}` }));
      return fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }));
    });
    fc.assert(fc.property(anyOrder, shuffled, (o, [events, other]) => void expect(view(o, other)).toEqual(view(o, events))));
  });

  test('a corrected dose is as if it had been typed right at first', () => {
    fc.assert(
      fc.property(anyOrder, acts, anyDose, anyDose, (o, others, wrong, right) => {
        const rest = others.map(part => event(dose(part)));
        const typed = event(dose(wrong));
        const corrected = view(o, [...rest, typed, corrects(typed, dose(right))]);
        const rightAtFirst = view(o, [...rest, { ...typed, act: dose(right) }]);
        expect(unsigned(corrected)).toEqual(unsigned(rightAtFirst));
      }),
    );
  });

  test('one more dose of an order never makes its earliest next time earlier', () => {
    fc.assert(
      fc.property(fc.constantFrom(prn, limited), acts, anyDose, (o, others, more) => {
        const linked = others.map(part => event(dose({ ...part, order: 'order-1' })));
        const before = first(o, linked).earliestNext;
        const after = first(o, [...linked, event(dose({ ...more, order: 'order-1' }))]).earliestNext;
        if (before !== null) expect(epochMs(after!)).toBeGreaterThanOrEqual(epochMs(before));
      }),
    );
  });

  test('every record can be found again', () => {
    fc.assert(
      fc.property(anyOrder, acts, (o, all) => {
        const {
          orders: [only],
          unlinkedDoses,
        } = view(
          o,
          all.map(part => event(dose(part))),
        );
        const found = [...only!.charted, ...unlinkedDoses].filter(d => d.onPaper);
        expect(found).toHaveLength(all.length);
      }),
    );
  });
});

/** Without who corrected it. */
function unsigned(v: PatientView): unknown {
  const plain = <T extends Pick<GivenDose, 'onPaper'>>({ onPaper: _, ...rest }: T) => rest;
  return JSON.parse(
    JSON.stringify(v, (_, value: unknown) =>
      value !== null && typeof value === 'object' && 'onPaper' in value ? plain(value as GivenDose) : value,
    ),
  );
}
