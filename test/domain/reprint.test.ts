import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KioskEvent, ReleasedSheet } from '../../main/domain/event.ts';
import { formOf } from '../../main/domain/form.ts';
import { carries, comingOf, patientSheet } from '../../main/domain/forms.ts';
import { countsUntil, printedSheet, printedSheets } from '../../main/domain/printed-sheets.ts';
import { changeWords, reprintOf } from '../../main/domain/reprint.ts';
import { sheetSays } from '../../main/domain/sheet-says.ts';
import { plusMinutes, type Instant } from '../../main/domain/time.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { allergy, order, paperPatient, printingOf, site, usualOrders, viewOf } from '../support/paper-patient.ts';
import { printedSheet as sheetOf } from '../support/sheets.ts';

const MAR = formOf(site.forms, 'mar-scheduled');

const T0 = '2026-11-22T20:00:00Z';
const hour = (h: number): Instant => plusMinutes(T0, h * 60);
let count = 0;
const released = (at: Instant, sheets: Partial<ReleasedSheet>[], drill = false): KioskEvent => ({
  id: `K1:${++count}`,
  at,
  by: 'R. Alvarez',
  unit: '5 West',
  act: {
    kind: 'sheets-released',
    pack: count,
    generation: 17,
    drill,
    sheets: sheets.map(part => ({
      id: 'x',
      form: 'mar-scheduled',
      patientId: 'p1',
      pages: 1,
      period: { from: hour(0), to: hour(24) },
      says: null,
      ...part,
    })),
  },
});
const period = (from: number, to: number) => ({ from: hour(from), to: hour(to) });
const replacedBy = (events: KioskEvent[], id: string) => printedSheet(events, id)?.replacedBy;

describe('a sheet of the same patient, form and hours', () => {
  const old = released(hour(0), [{ id: 'A' }]);
  test('takes the place of the older one; what the older one said is not kept', () => {
    const events = [old, released(hour(3), [{ id: 'B', period: period(3, 27) }])];
    expect(replacedBy(events, 'a')).toEqual(['B']);
    expect(printedSheets(events, 'p1').map(s => s.id)).toEqual(['B', 'A']);
  });
  test.each<[string, Partial<ReleasedSheet>]>([
    ['another patient', { patientId: 'p2' }],
    ['another form', { form: 'mar-prn' }],
    ['hours that only touch', { period: period(24, 32) }],
  ])('does not when it is of %s', (_, part) => {
    expect(replacedBy([old, released(hour(3), [{ id: 'B', ...part }])], 'A')).toEqual([]);
  });
  test('does not take the place of a blank form, a label or a list', () => {
    const events = [
      released(hour(0), [{ id: 'A', form: 'mar-blank', period: null }]),
      released(hour(1), [{ id: 'B', form: 'mar-blank', period: null }]),
    ];
    expect(replacedBy(events, 'A')).toEqual([]);
  });
  test('in a drill is no sheet of the real outage, nor the other way round', () => {
    expect(replacedBy([old, released(hour(1), [{ id: 'B' }], true)], 'A')).toEqual([]);
  });
  test('still counts until the one in its place begins', () => {
    const events = [old, released(hour(3), [{ id: 'B', period: period(8, 16) }])];
    const instead = [printedSheet(events, 'B')!];
    expect([countsUntil(instead, hour(4)), countsUntil(instead, hour(8)), countsUntil([], hour(4))]).toEqual([
      hour(8),
      null,
      null,
    ]);
  });
  test('names what counts now: the last of a row, or both that share its hours', () => {
    const row = [old, released(hour(3), [{ id: 'B' }]), released(hour(6), [{ id: 'C' }])];
    expect(replacedBy(row, 'A')).toEqual(['C']);
    const shared = [
      old,
      released(hour(3), [{ id: 'B', period: period(4, 12) }]),
      released(hour(6), [{ id: 'C', period: period(12, 24) }]),
    ];
    expect(replacedBy(shared, 'A')).toEqual(['B', 'C']);
  });
  test('of a ledger that did not say its hours is taken for a day', () => {
    const events = [released(hour(0), [{ id: 'A', period: null }]), released(hour(23), [{ id: 'B', period: period(23, 40) }])];
    expect(replacedBy(events, 'A')).toEqual(['B']);
    expect(replacedBy([events[0]!, released(hour(25), [{ id: 'B', period: period(25, 40) }])], 'A')).toEqual([]);
  });
  test('whatever was printed: what replaces a sheet counts itself, and covers some of its hours or follows what did', () => {
    const sheet = fc.record({
      from: fc.integer({ min: 0, max: 40 }),
      hours: fc.integer({ min: 1, max: 24 }),
      form: fc.constantFrom('mar-scheduled' as const, 'mar-prn' as const),
    });
    fc.assert(
      fc.property(fc.array(sheet, { maxLength: 10 }), all => {
        const events = all.map((s, i) =>
          released(hour(i), [{ id: `S${i}`, form: s.form, period: period(s.from, s.from + s.hours) }]),
        );
        for (const [i] of all.entries()) {
          const by = replacedBy(events, `S${i}`)!;
          expect(by).not.toContain(`S${i}`);
          for (const id of by) expect(replacedBy(events, id)).toEqual([]);
          const overlaps = all.some(
            (s, j) =>
              j > i && s.form === all[i]!.form && s.from < all[i]!.from + all[i]!.hours && all[i]!.from < s.from + s.hours,
          );
          expect(by.length > 0).toBe(overlaps);
        }
      }),
    );
  });
});

describe('what changed since the sheet before', () => {
  const patient = paperPatient();
  const before = viewOf(patient);
  const says = (view: PatientView) => sheetSays(view, o => carries(MAR, o), site.zone);
  const printed = sheetOf({
    id: 'K1-AAAAAA-0003-01S',
    period: before.window,
    says: says(before),
    at: plusMinutes(before.now, -60),
  });
  const reprint = (part: Parameters<typeof paperPatient>[0], sheets = [printed]) => {
    const view = { ...viewOf(paperPatient(part)), sheets };
    return reprintOf(view, comingOf(MAR, view), printingOf(view))!;
  };
  const changes = (part: Parameters<typeof paperPatient>[0]): string => changeWords(reprint(part)).join('\n');
  const metoprolol = usualOrders()[0]!;

  test('is nothing, in words, when nothing did', () => {
    expect(reprint({}).changes).toEqual([]);
    expect(changes({})).toContain('Since then no order, allergy, bed or code status has changed.');
  });
  test('is an order that is new, changed or gone', () => {
    const [first, ...rest] = patient.orders;
    expect(changes({ orders: rest })).toContain(
      `STOPPED OR NOT ACTIVE ANY MORE: ${before.orders.find(o => o.order.id === first!.id)!.order.drug.name}`,
    );
    const extra = order(
      'captopril 25 mg tablet',
      { dose: '25 mg', route: 'by mouth', timing: metoprolol.dosages[0]!.timing },
      { id: 'n', number: '77' },
    );
    expect(changes({ orders: [...patient.orders, extra] })).toMatch(
      /^CHANGED SINCE THEN: NEW: captopril 25 mg tablet, dose 25 mg, by mouth/,
    );
    const twice = { ...first!, dosages: first!.dosages.map(d => ({ ...d, dose: '99 mg' })) };
    expect(changes({ orders: [twice, ...rest] })).toMatch(/CHANGED: .*: now dose 99 mg; no longer dose/);
  });
  test('is an allergy, and the bed', () => {
    expect(changes({ allergies: [...patient.allergies, allergy('latex', ['hives'])] })).toContain('ALLERGIES: now latex: hives');
    const moved = { ...before, encounter: { ...before.encounter, bed: '777' }, sheets: [printed] };
    expect(changeWords(reprintOf(moved, comingOf(MAR, moved), printingOf(moved))!).join()).toMatch(
      /MOVED: was in bed .*, is in bed 777/,
    );
  });
  test('is not known of a sheet of an older version, and says so', () => {
    expect(changeWords(reprint({}, [{ ...printed, says: null }]))[0]).toContain('compare every order');
  });
  test('is not a dose that was given meanwhile, nor the passing of time', () => {
    const later = plusMinutes(before.now, 90);
    const view = { ...viewOf(paperPatient({ now: later })), sheets: [printed] };
    expect(reprintOf(view, comingOf(MAR, view), printingOf(view))!.changes).toEqual([]);
  });
  test('is said of a sheet for later hours with the word to go on with the old one until then', () => {
    const from = plusMinutes(before.window.from, 5 * 60);
    const view = { ...before, sheets: [printed], window: { from, to: plusMinutes(from, 8 * 60) } };
    const { words } = reprintOf(view, comingOf(MAR, view), printingOf(view))!.replaces[0]!;
    expect(words).toMatch(/^FROM .* ON REPLACES sheet K1-AAAAAA-0003-01S, printed .*: chart on that one until then/);
    expect(words).toContain('print the next in time');
  });
  test('what is written on is never to be thrown away', () => {
    expect(reprint({}).replaces[0]!.words).toContain(
      'strike it through and keep it if anything is written on it, else destroy it',
    );
  });
  test('stands first on the sheet, and on no sheet that replaces none', () => {
    const view = { ...before, sheets: [printed] };
    const first = (v: PatientView) => JSON.stringify(patientSheet('mar-scheduled', v, printingOf(v), 1)!.blocks[0]);
    expect(first(view)).toContain('REPLACES sheet K1-AAAAAA-0003-01S');
    expect(first(before)).not.toContain('REPLACES');
  });
});
