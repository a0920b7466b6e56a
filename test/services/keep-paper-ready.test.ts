import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepPaperReady, type PaperKeeper } from '../../main/services/keep-paper-ready.ts';
import type { ReadyStep } from '../../main/services/ready-paper.ts';

const ward = (made: boolean): ReadyStep[] => [
  { made, ready: true, refused: [] },
  { made, ready: true, refused: [{ patient: 'SCHMIDT, Ana', sheet: 'SUMMARY', why: 'head and foot leave no room' }] },
  { made, ready: false, refused: [{ patient: 'LEE, Kai', sheet: 'MAR', why: 'the drug is missing' }] },
];

let passes: number;
let begun: AbortSignal[];
/** What a pass waits for before its end. */
let gate: Promise<void>;
let broken: 'not' | 'fault' | 'bug';
let keeper: PaperKeeper;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 12, 2) });
  passes = 0;
  begun = [];
  gate = Promise.resolve();
  broken = 'not';
  keeper = keepPaperReady({
    async prepare(signal, step) {
      passes++;
      begun.push(signal);
      if (broken === 'fault') return { ok: false, error: { why: 'The key is missing.' } };
      if (broken === 'bug') throw new TypeError('x');
      ward(passes === 1).forEach(step);
      await gate;
      return { ok: true };
    },
    patients: () => 3,
    clock: { now: () => new Date().toISOString() },
    log: { write: () => undefined },
    changed: () => undefined,
  });
});
afterEach(async () => {
  await keeper.close();
  vi.useRealTimers();
});
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

test('says how many patients’ paper is ready, of how many, since when, and which sheets could not be made', async () => {
  expect(keeper.state()).toMatchObject({ ready: 0, at: null, making: false });
  keeper.again();
  expect(keeper.state()).toMatchObject({ making: true, of: 3 });
  await settle();
  expect(keeper.state()).toEqual({
    ready: 2,
    of: 3,
    at: '2026-11-22T12:02:00.000Z',
    making: false,
    refused: [
      { patient: 'SCHMIDT, Ana', sheet: 'SUMMARY', why: 'head and foot leave no room' },
      { patient: 'LEE, Kai', sheet: 'MAR', why: 'the drug is missing' },
    ],
    why: null,
  });
});

test('makes sure again when the hour turns and every five minutes between', async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  expect(passes).toBe(0);
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(passes).toBe(12);
});

test('news during a pass makes one more, not one for each', async () => {
  let open = (): void => undefined;
  gate = new Promise(resolve => (open = resolve));
  for (let i = 0; i < 5; i++) keeper.again();
  await settle();
  expect(passes).toBe(1);
  open();
  await settle();
  expect(passes).toBe(2);
});

test('steps aside for who prints: a pass stops, none begins, and it is made sure afterwards', async () => {
  let open = (): void => undefined;
  gate = new Promise(resolve => (open = resolve));
  keeper.again();
  let printed = (): void => undefined;
  const printing = keeper.whileAside(() => new Promise<string>(resolve => (printed = () => resolve('done'))));
  expect(begun[0]!.aborted).toBe(true);
  open();
  keeper.again();
  await settle();
  expect(passes).toBe(1);
  printed();
  expect(await printing).toBe('done');
  await settle();
  expect(passes).toBe(2);
});

test.each([
  ['fault', 'The key is missing.'],
  ['bug', 'broke inside the kiosk'],
] as const)('after a %s says why there is none, and tries again', async (kind, why) => {
  keeper.again();
  await settle();
  broken = kind;
  keeper.again();
  await settle();
  expect(keeper.state()).toMatchObject({ ready: 0, making: false, why: expect.stringContaining(why) });
  broken = 'not';
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(keeper.state()).toMatchObject({ ready: 2, why: null });
});

test('after it was closed it makes nothing more', async () => {
  await keeper.close();
  keeper.again();
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(passes).toBe(0);
});
