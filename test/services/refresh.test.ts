import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EhrLook } from '../../main/domain/ehr-health.ts';
import { err, ok, type Result } from '../../main/domain/result.ts';
import { startRefresh, type Refresh, type RefreshFault } from '../../main/services/refresh.ts';
import type { SyncReport } from '../../main/services/sync.ts';

const LOOK_SECONDS = 60;
const report: SyncReport = {
  generation: 1,
  asOf: '2026-11-22T12:00:00Z',
  unit: '4 West',
  patients: 1,
  orders: 0,
  gone: 0,
  notes: [],
  unread: [],
  counts: { requests: 1, resources: 1, bytes: 1, unmapped: 0 },
};
const well: EhrLook[] = [
  { at: 'metadata', milliseconds: 20, fault: null },
  { at: 'read', milliseconds: 30, fault: null },
];
const sick = (kind: string): EhrLook[] => well.map(look => ({ ...look, fault: { kind, why: `the reason is ${kind}` } }));
const slow: EhrLook[] = well.map(look => ({ ...look, milliseconds: 8_000 }));

/** Null: the looks go on and on. */
let answer: EhrLook[] | null;
let looked: number;
let reading: Result<SyncReport, RefreshFault>;
let acts: string[];
let refresh: Refresh;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12) });
  answer = well;
  looked = 0;
  reading = ok(report);
  acts = [];
  refresh = startRefresh({
    sync: () => Promise.resolve(reading),
    ehr: { probe: () => (looked++, answer === null ? new Promise<EhrLook[]>(() => undefined) : Promise.resolve(answer)) },
    clock: { now: () => new Date().toISOString() },
    everyMinutes: 600,
    probeSeconds: LOOK_SECONDS,
    changed: () => undefined,
    published: () => acts.push('published'),
    suspect: reason => acts.push(`suspect: ${reason}`),
    clear: () => acts.push('clear'),
  });
});
afterEach(() => {
  refresh.close();
  vi.useRealTimers();
});

const minutes = (n: number): Promise<unknown> => vi.advanceTimersByTimeAsync(n * LOOK_SECONDS * 1000);

test('the EHR goes away: after two looks it is unreachable since the first, an outage is suggested, and nothing is declared', async () => {
  await refresh.now();
  expect(refresh.reach()).toEqual({ state: 'reachable', since: '2026-11-22T12:00:00.000Z', reason: null });
  answer = sick('timeout');
  await minutes(1);
  expect(refresh.reach()).toMatchObject({ state: 'reachable', reason: 'The last look went wrong: the reason is timeout' });
  expect(acts.filter(act => act.startsWith('suspect'))).toEqual([]);
  await minutes(1);
  expect(refresh.reach()).toEqual({ state: 'unreachable', since: '2026-11-22T12:01:00.000Z', reason: 'the reason is timeout' });
  expect(acts.at(-1)).toBe('suspect: the reason is timeout');
});

test('an EHR that comes and goes is not reported back again and again', async () => {
  await refresh.now();
  const states = new Set<string>();
  for (let n = 0; n < 40; n++) {
    answer = n % 2 ? well : sick('unreachable');
    await minutes(1);
    if (n > 3) states.add(refresh.reach().state);
  }
  expect([...states]).toEqual(['unreachable']);
});

test('a slow EHR is slow, one that refuses the kiosk is partial, and neither is an outage', async () => {
  await refresh.now();
  answer = slow;
  await minutes(2);
  expect(refresh.reach()).toMatchObject({ state: 'slow', reason: 'The EHR takes 8.0 s for a small question' });
  await refresh.now();
  expect(refresh.reach().state).toBe('slow');
  answer = sick('unauthorised');
  await minutes(2);
  expect(refresh.reach()).toMatchObject({ state: 'partial' });
  expect(acts.filter(act => act.startsWith('suspect'))).toEqual([]);
});

test('a kiosk that starts while the EHR is away says so at once, and suggests an outage at the second failure', async () => {
  reading = err({ kind: 'unreachable', why: 'nothing answers' });
  await refresh.now();
  expect(refresh.reach()).toMatchObject({ state: 'unreachable', reason: 'nothing answers' });
  expect(acts).toEqual([]);
  answer = sick('unreachable');
  await minutes(1);
  expect(acts).toEqual(['suspect: the reason is unreachable']);
});

test('a whole reading clears the suspicion at once; looks alone need three', async () => {
  await refresh.now();
  answer = sick('unreachable');
  await minutes(3);
  answer = well;
  await minutes(2);
  expect(refresh.reach().state).toBe('unreachable');
  await refresh.now();
  expect(refresh.reach()).toMatchObject({ state: 'reachable' });
  expect(acts.slice(-2)).toEqual(['clear', 'published']);
});

test('a fault of our own disk, or of the configuration, says nothing about the EHR', async () => {
  reading = err({ kind: 'not-configured', why: 'no EHR' } as RefreshFault);
  answer = sick('not-configured');
  await refresh.now();
  await minutes(5);
  expect(refresh.reach()).toEqual({ state: 'never-asked', since: null, reason: null });
  expect(refresh.state().lastFault).toBe('no EHR');
});

test('looks that take longer than their interval do not pile up', async () => {
  answer = null;
  await minutes(5);
  expect(looked).toBe(1);
});
