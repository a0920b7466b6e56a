import { describe, expect, test } from 'vitest';
import type { KioskEvent } from '../../main/domain/event.ts';
import { outageOf, outagesOf } from '../../main/domain/outage.ts';
import { ok } from '../../main/domain/result.ts';
import type { OutageService } from '../../main/services/outage.ts';
import { suspicionOf } from '../../main/services/suspicion.ts';

/** A ward whose clock and ledger are ours. */
function ward(rules: { declareByItself: boolean; afterMinutes: number }) {
  const events: KioskEvent[] = [];
  let minute = 0;
  const clock = { now: () => `2026-11-22T14:${String(minute).padStart(2, '0')}:00-05:00` };
  const outage: OutageService = {
    current: () => outageOf([...events]),
    history: () => outagesOf([...events]),
    record(act, by) {
      events.push({ id: `K1:${events.length + 1}`, at: clock.now(), by, unit: '4 West', act });
      return ok(outageOf([...events]));
    },
  };
  const { suspect, clear } = suspicionOf(outage, clock, rules);
  return { events, outage, clear, suspectAt: (at: number) => ((minute = at), suspect('The EHR does not answer')) };
}

test('an outage is suspected once, and never declared by the kiosk', () => {
  const { events, outage, suspectAt } = ward({ declareByItself: false, afterMinutes: 10 });
  for (const minute of [0, 5, 30, 59]) suspectAt(minute);
  expect(events).toHaveLength(1);
  expect(outage.current()).toMatchObject({ state: 'suspected' });
});

test('where the site wants so it is declared after the time said, with who, why and since when', () => {
  const { events, outage, suspectAt } = ward({ declareByItself: true, afterMinutes: 10 });
  for (const minute of [0, 5, 9]) suspectAt(minute);
  expect(outage.current().state).toBe('suspected');
  for (const minute of [10, 11, 40]) suspectAt(minute);
  expect(outage.current()).toMatchObject({
    state: 'declared',
    by: 'kiosk',
    drill: false,
    noticedAt: '2026-11-22T14:00:00-05:00',
    reason: expect.stringMatching(/does not answer.*declared by the kiosk after 10 min/),
  });
  expect(events).toHaveLength(2);
});

describe('while an outage is being recovered', () => {
  const declare = (drill: boolean) => ({
    kind: 'outage-declared' as const,
    reason: 'EHR down',
    drill,
    planned: false,
    degraded: null,
    noticedAt: null,
  });
  const recovering = (rules: Parameters<typeof ward>[0], drill = false) => {
    const made = ward(rules);
    made.outage.record(declare(drill), 'R. Alvarez');
    made.outage.record({ kind: 'recovery-started', reason: 'EHR answers' }, 'R. Alvarez');
    return made;
  };
  test('a second failure is suspected once, and cleared when the EHR answers', () => {
    const { events, outage, suspectAt, clear } = recovering({ declareByItself: false, afterMinutes: 10 });
    for (const minute of [20, 25, 50]) suspectAt(minute);
    expect(events).toHaveLength(3);
    expect(outage.current()).toMatchObject({ state: 'recovery', suspicion: { since: '2026-11-22T14:20:00-05:00' } });
    clear();
    expect(outage.current()).toMatchObject({ state: 'recovery', suspicion: null });
  });
  test('it is declared by the kiosk only where the site wants so, and never out of a drill', () => {
    const real = recovering({ declareByItself: true, afterMinutes: 10 });
    const practised = recovering({ declareByItself: true, afterMinutes: 10 }, true);
    for (const minute of [20, 40]) for (const { suspectAt } of [real, practised]) suspectAt(minute);
    expect(real.outage.current()).toMatchObject({ state: 'declared', by: 'kiosk', recovering: [{}] });
    expect(practised.outage.current()).toMatchObject({ state: 'recovery', drill: true, suspicion: {} });
  });
});

test('an EHR that answers again clears a suspicion, and never ends an outage that was declared', () => {
  const cleared = ward({ declareByItself: true, afterMinutes: 10 });
  cleared.suspectAt(0);
  cleared.clear();
  expect(cleared.outage.current().state).toBe('normal');
  cleared.suspectAt(20);
  expect(cleared.outage.current().state).toBe('suspected');
  cleared.suspectAt(30);
  cleared.clear();
  expect(cleared.outage.current().state).toBe('declared');
});
