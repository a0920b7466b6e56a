import { beforeEach, describe, expect, test } from 'vitest';
import type { Chart } from '../../main/domain/chart.ts';
import { received } from '../../main/domain/section.ts';
import type { SaidDose } from '../../main/domain/ward/dose-checks.ts';
import { viewOf, type Copy } from '../../main/services/charts.ts';
import { doseCharting, type DoseCharting } from '../../main/services/dose-charting.ts';
import { wardActs, type WardActs } from '../../main/services/ward-acts.ts';
import { openLedger, type Ledger } from '../../main/store/ledger.ts';
import { emptyStore } from '../store/support/fresh-store.ts';
import { AS_OF, chart, given } from '../support/charts.ts';
import { copyOf } from '../support/copy.ts';
import { order } from '../support/orders.ts';

/** The copy is of 14:45; it is 18:20 on the same day. */
const NOW = '2026-11-22T23:20:00Z';
const UNIT = '5 West';
const bid = order(
  { id: 'bid', number: '1001', start: '2026-11-18T03:00:00-05:00' },
  { doseAmount: { value: 50, unit: 'mg' } },
  { code: 'BID' },
);
const prn = order(
  { id: 'prn', number: '1002', drug: { name: 'oxyCODONE 5 mg tablet', resolved: true, codes: [], ingredients: [] } },
  { asNeeded: true, dose: '5 mg', doseAmount: { value: 5, unit: 'mg' } },
  { frequency: 1, period: 4, periodUnit: 'h' },
);
const held = order({ id: 'held', number: '1003', status: 'on-hold' }, {}, { code: 'BID' });
const tomorrow = order({ id: 'tomorrow', number: '1004', start: '2026-11-23T08:00:00-05:00' }, {}, { code: 'BID' });
const patient = (): Chart =>
  chart({
    orders: received(AS_OF, [bid, prn, held, tomorrow]),
    administrations: received(AS_OF, [given({ orderId: 'prn', drug: 'oxyCODONE 5 mg tablet', at: '2026-11-22T19:00:00Z' })]),
  });
const dose = (part: Partial<SaidDose> = {}): SaidDose => ({
  order: 'bid',
  drug: null,
  outcome: 'given',
  at: '2026-11-22T22:05:00Z',
  dose: null,
  reason: null,
  givenBy: 'TO',
  ...part,
});

let ledger: Ledger;
let acts: WardActs;
let charting: DoseCharting;
let rules: Partial<Copy['rules']>;
const copy = (): Copy => {
  const plain = copyOf([patient()], AS_OF);
  return { ...plain, rules: { ...plain.rules, ...rules }, events: ledger.events(UNIT) };
};
const declare = (): void => {
  const said = { reason: 'EHR down', drill: false, planned: false, degraded: null, noticedAt: null };
  const declared = ledger.append({ at: AS_OF, by: 'R. Alvarez', unit: UNIT, act: { kind: 'outage-declared', ...said } });
  if (!declared.ok) throw new Error(declared.error.why);
};
beforeEach(() => {
  const { folder, keys } = emptyStore();
  const opened = openLedger({ folder, keys, kiosk: 'K1' });
  if (!opened.ok) throw new Error(opened.error.why);
  ledger = opened.value;
  rules = {};
  const clock = { now: () => NOW };
  acts = wardActs({ ledger, clock, unit: UNIT, zone: 'America/New_York', changed: () => undefined });
  charting = doseCharting({ acts, copy: () => ({ ok: true, value: copy() }), clock });
});
const type = (doses: SaidDose[], confirmed: string[] = []) => charting.chart({ patientId: 'p1', doses, confirmed }, 'T. Ortiz');
const shown = (id: string) => viewOf(copy(), copy().snapshot.charts[0]!, NOW).orders.find(o => o.order.id === id)!;
const doses = (): number => ledger.events(UNIT).filter(e => e.act.kind === 'dose-charted').length;

describe('doses typed in from paper', () => {
  beforeEach(declare);

  test('are in an encrypted ledger, and in the view at once: with the ordered dose where the paper says none', () => {
    expect(type([dose(), dose({ order: 'prn', at: '2026-11-22T23:10:00Z' })])).toEqual({ ok: true, value: { recorded: 2 } });
    expect(shown('bid').lastGiven).toMatchObject({ dose: '50 mg', by: 'TO', onPaper: { typedBy: 'T. Ortiz' } });
    expect(shown('prn').earliestNext).toBe('2026-11-23T03:10:00.000Z');
  });

  test.each<[string, Partial<SaidDose>, RegExp]>([
    ['in the future', { at: '2026-11-22T23:40:00Z' }, /18:40 is in the future: it is 18:20/],
    ['before its order starts', { order: 'tomorrow' }, /The order starts 11\/23\/2026 08:00/],
    ['of an order nobody knows', { order: 'nobody' }, /This order is not known here/],
    ['without an order or a drug', { order: null }, /needs the name of the drug/],
  ])('that are %s are refused in words, and with them all of the page', (_, part, why) => {
    expect(type([dose(), dose(part)])).toMatchObject({
      ok: false,
      error: { kind: 'refused', findings: [{ dose: 1, why: expect.stringMatching(why) as string }] },
    });
    expect(doses()).toBe(0);
  });

  test.each<[string, Partial<SaidDose>, RegExp]>([
    [
      'earlier than the earliest next',
      { order: 'prn' },
      /Earlier than 18:00, the earliest next time then \(at least 4 h apart\)/,
    ],
    ['more than ordered', { dose: '0.1 g' }, /0\.1 g is more than the ordered 50 mg/],
    ['of an order on hold', { order: 'held' }, /The order is on hold/],
    ['of before the copy', { at: '2026-11-22T14:05:00Z' }, /Before the copy of 14:45, which does not have it/],
  ])('that are %s are recorded only after the warning was read', (_, part, why) => {
    const asked = type([dose({ order: 'prn', at: '2026-11-22T23:05:00Z' }), dose(part)]);
    expect(asked).toMatchObject({ ok: false, error: { kind: 'to-confirm' } });
    if (asked.ok || asked.error.kind !== 'to-confirm') throw new Error('no question');
    const said = asked.error.findings.filter(f => f.dose === 1).map(f => f.why);
    expect(said.join()).toMatch(why);
    expect(doses()).toBe(0);
    const all = asked.error.findings.map(f => f.why);
    expect(type([dose({ order: 'prn', at: '2026-11-22T23:05:00Z' }), dose(part)], all)).toEqual({
      ok: true,
      value: { recorded: 2 },
    });
  });

  test('a second time within half an hour are asked about, also on the same page; a confirmation of other words is none', () => {
    expect(type([dose(), dose({ at: '2026-11-22T22:15:00Z' })])).toMatchObject({
      error: { findings: [{ dose: 1, why: 'Charted already: given 17:05 by TO. It is recorded a second time.' }] },
    });
    expect(type([dose()]).ok).toBe(true);
    expect(type([dose({ order: null, drug: 'metoprolol tartrate' })])).toMatchObject({
      ok: false,
      error: { kind: 'to-confirm' },
    });
    expect(type([dose()], ['yes'])).toMatchObject({ ok: false, error: { kind: 'to-confirm' } });
  });

  test('of an older page are judged by what was given before them, not by what was typed in first', () => {
    expect(type([dose({ order: 'prn', at: '2026-11-22T23:15:00Z' })]).ok).toBe(true);
    expect(type([dose({ order: 'prn', at: '2026-11-22T18:30:00Z', outcome: 'refused' })])).toMatchObject({
      error: { kind: 'to-confirm', findings: [{ why: expect.stringContaining('Charted already: given 14:00') as string }] },
    });
  });

  test('are corrected and withdrawn, and everything changes with them', () => {
    type([dose({ order: 'prn', at: '2026-11-22T23:10:00Z' })]);
    const { event } = shown('prn').lastGiven!.onPaper!;
    const correct = (becomes: SaidDose | null) =>
      charting.correct({ patientId: 'p1', event, becomes, reason: 'typed wrong', confirmed: [] }, 'A. Nurse');
    expect(correct(dose({ order: 'prn', at: '2026-11-22T23:00:00Z' })).ok).toBe(true);
    expect(shown('prn')).toMatchObject({
      earliestNext: '2026-11-23T03:00:00.000Z',
      lastGiven: { onPaper: { corrected: { by: 'A. Nurse', reason: 'typed wrong' } } },
    });
    expect(correct(null).ok).toBe(true);
    expect(shown('prn').earliestNext).toBe('2026-11-22T23:00:00.000Z');
    expect(
      charting.correct({ patientId: 'p1', event: 'K1:99', becomes: null, reason: 'x y', confirmed: [] }, 'A. Nurse'),
    ).toMatchObject({
      error: { kind: 'no-such-act' },
    });
  });
});

test('without a downtime they belong into the EHR', () => {
  expect(type([dose()])).toMatchObject({ ok: false, error: { kind: 'no-outage' } });
});

test('are not taken where the hospital does not want them', () => {
  declare();
  rules = { charting: false };
  expect(type([dose()])).toMatchObject({ ok: false, error: { kind: 'charting-off' } });
});

test('of a patient who is not here are refused', () => {
  declare();
  expect(charting.chart({ patientId: 'p9', doses: [dose()], confirmed: [] }, 'T. Ortiz')).toMatchObject({
    error: { kind: 'patient-unknown' },
  });
});
