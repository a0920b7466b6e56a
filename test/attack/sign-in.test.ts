import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { medianOf } from '../bench/measured.ts';
import type { SignInRefusal } from '../../main/contract.ts';
import { WAITS } from '../../main/vault/attempts.ts';
import { PIN_WORK } from '../../main/vault/pin-slot.ts';
import { badgeOf, openGuarded, PIN, SLIP_PIN, type GuardedKiosk, type KioskWindow } from '../support/guarded-kiosk.ts';

const { tried } = vi.hoisted(() => ({ tried: [] as { memorySize: number; iterations: number; parallelism: number }[] }));
vi.mock('hash-wasm', async importOriginal => {
  const real = await importOriginal<typeof import('hash-wasm')>();
  return {
    ...real,
    argon2id: (options: Parameters<typeof real.argon2id>[0]) => {
      const { memorySize, iterations, parallelism } = options;
      tried.push({ memorySize, iterations, parallelism });
      return real.argon2id(options);
    },
  };
});

let guarded: GuardedKiosk;
let window: KioskWindow;
beforeAll(async () => {
  guarded = await openGuarded();
});
afterAll(() => guarded.close());
beforeEach(async () => {
  // Whoever had to wait has waited, and their next right PIN forgets the wrong ones.
  guarded.pass(60);
  window = await guarded.window();
});

const WRONG = '271828';
const enter = (user: string, pin: string) => window.call.signIn({ user, pin, newPin: null });
async function refusalOf(user: string, pin: string): Promise<SignInRefusal> {
  const result = await enter(user, pin);
  return result.ok ? expect.fail(`${user} was let in`) : result.error;
}
/** What a sign-in costs in work, and what it says. */
async function workOf(user: string, pin: string) {
  tried.length = 0;
  const result = await enter(user, pin);
  return { work: [...tried], result };
}

describe('who tries names learns none', () => {
  test('a name that nobody has is told the same as a wrong PIN, after the same work', async () => {
    const known = await workOf('clerk', WRONG);
    const unknown = await workOf('nobody-here', WRONG);
    expect(known.work).toHaveLength(1);
    expect(unknown).toEqual(known);
    expect(unknown.result).toEqual({ ok: false, error: { kind: 'wrong', why: 'User name or PIN is wrong.' } });
    const right = await workOf('clerk', PIN);
    expect(right.result.ok).toBe(true);
    expect(right.work).toEqual(known.work);
  });

  test.each(['', ' ', '__proto__', 'constructor', 'unknown', 'a'.repeat(100), 'clerk\u0000', badgeOf('clerk').slice(0, -1)])(
    'the name %j costs the same work as any other, or is no name at all',
    async user => {
      guarded.pass(60);
      tried.length = 0;
      const reply = await window.send('signIn', { user, pin: WRONG, newPin: null });
      if ('value' in reply) expect([reply.value, tried.length]).toMatchObject([{ ok: false, error: { kind: 'wrong' } }, 1]);
      else expect([reply.fault, tried.length, user.trim()]).toEqual(['bad-input', 0, '']);
    },
  );

  test('while one has to wait nothing is tried, not even the right PIN, for a known name as for an unknown', async () => {
    for (const user of ['pharmacist', 'somebody-else']) {
      // Other tests used up what unknown names are let try, together.
      for (let i = 0; i < 6; i++) {
        guarded.pass(60);
        await enter(user, WRONG);
      }
      const waiting = await workOf(user, PIN);
      expect(waiting.work).toEqual([]);
      expect(waiting.result).toEqual({
        ok: false,
        error: { kind: 'wait', seconds: 60, why: 'Too many wrong PINs: try again in 60 seconds.' },
      });
    }
  });

  test('the slip’s PIN is said to be right only to whoever has it', async () => {
    expect(await refusalOf('newcomer', WRONG)).toEqual(await refusalOf('nobody-here', WRONG));
    expect(await refusalOf('newcomer', SLIP_PIN)).toMatchObject({ kind: 'must-change' });
  });
});

describe('who guesses PINs', () => {
  test('waits 0, 0, 0, 2, 5, 15, then 60 seconds, never longer and never for ever, also across a restart', async () => {
    const waited: number[] = [];
    for (let wrong = 0; wrong < 10; wrong++) {
      const first = await refusalOf('prescriber', WRONG);
      waited.push(first.kind === 'wait' ? first.seconds! : 0);
      if (first.kind !== 'wait') continue;
      if (wrong === 5) {
        await guarded.restart();
        window = await guarded.window();
        expect(await refusalOf('prescriber', PIN)).toMatchObject({ kind: 'wait', seconds: first.seconds });
      }
      guarded.pass(first.seconds! - 1);
      expect(await refusalOf('prescriber', PIN)).toMatchObject({ kind: 'wait', seconds: 1 });
      guarded.pass(1);
      expect(await refusalOf('prescriber', WRONG)).toMatchObject({ kind: 'wrong' });
    }
    expect(waited).toEqual([...WAITS, 60, 60, 60]);
    guarded.pass(60);
    expect(await enter('prescriber', PIN)).toMatchObject({ ok: true });
    expect(await refusalOf('prescriber', WRONG)).toMatchObject({ kind: 'wrong' });
  });

  test('gains nothing by many windows at once', async () => {
    const windows = await Promise.all(Array.from({ length: 12 }, () => guarded.window()));
    const results = await Promise.all(windows.map(({ call }) => call.signIn({ user: 'nurse', pin: WRONG, newPin: null })));
    const kinds = results.map(result => (result.ok ? 'in' : result.error.kind));
    expect(kinds.filter(kind => kind === 'wrong')).toHaveLength(3);
    expect(kinds.filter(kind => kind === 'wait')).toHaveLength(9);
  });

  test('gains nothing by badge and user name in turn, capitals or blanks', async () => {
    const kinds: string[] = [];
    for (const user of ['supervisor', badgeOf('supervisor'), ' SUPERVISOR ', badgeOf('supervisor').toLowerCase()])
      kinds.push((await refusalOf(user, WRONG)).kind);
    expect(kinds).toEqual(['wrong', 'wrong', 'wrong', 'wait']);
  });

  test('keeps nobody else out', async () => {
    for (let i = 0; i < 8; i++) await enter('nurse', WRONG);
    expect(await refusalOf('nurse', PIN)).toMatchObject({ kind: 'wait' });
    expect(await enter('administrator', PIN)).toMatchObject({ ok: true });
  });

  test('is in the audit with the name that was tried, never with the PIN', async () => {
    await refusalOf('nobody-here', WRONG);
    const failed = (await guarded.audit()).filter(({ what }) => what === 'sign-in-failed');
    expect(failed[0]!.details).toMatch(/^as nobody-here: (wrong|wait)$/);
    expect(JSON.stringify(failed)).not.toMatch(new RegExp(`${WRONG}|${PIN}|${SLIP_PIN}`));
  });
});

test('the audit says of a PIN that it was changed only when it was', async () => {
  const changes = async () => (await guarded.audit()).filter(({ what }) => what === 'people-changed').length;
  const before = await changes();
  // Whoever has a PIN of their own keeps it, whatever else is sent.
  expect(await window.call.signIn({ user: 'clerk', pin: PIN, newPin: '618033' })).toMatchObject({ ok: true });
  expect(await enter('clerk', PIN)).toMatchObject({ ok: true });
  expect(await changes()).toBe(before);
  expect(await window.call.signIn({ user: 'newcomer', pin: SLIP_PIN, newPin: '618033' })).toMatchObject({ ok: true });
  expect(await changes()).toBe(before + 1);
});

test('with the work that a real PIN costs, the times of a known and an unknown name are told', async () => {
  const real = await openGuarded({ work: PIN_WORK });
  const { call } = await real.window();
  const times: Record<string, number[]> = { 'unknown name': [], 'wrong PIN': [], 'right PIN': [] };
  const tries = [
    ['unknown name', 'nobody-here', WRONG],
    ['wrong PIN', 'nurse', WRONG],
    ['right PIN', 'clerk', PIN],
  ] as const;
  for (let round = 0; round < 3; round++)
    for (const [what, user, pin] of tries) {
      real.pass(60);
      tried.length = 0;
      const start = performance.now();
      await call.signIn({ user, pin, newPin: null });
      times[what]!.push(performance.now() - start);
      expect(tried).toEqual([{ memorySize: PIN_WORK.memory, iterations: PIN_WORK.passes, parallelism: 1 }]);
    }
  for (const [what, measured] of Object.entries(times))
    console.log(`sign-in, ${what}: median ${Math.round(medianOf(measured))} ms`);
  await real.close();
}, 300_000);
