import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract, type Name } from '../../main/contract.ts';
import { openGuarded, type GuardedKiosk, type KioskWindow } from '../support/guarded-kiosk.ts';
import { ask, faultOf, type Answer } from './support/ask.ts';
import { badInput, goodInput } from './support/inputs.ts';
import { tally } from './support/tally.ts';

const names = Object.keys(contract) as Name[];
const schemaOf = (name: Name): z.ZodType => contract[name].input as z.ZodType;
const tried = tally('Inputs made from the contract');
let guarded: GuardedKiosk;
let window: KioskWindow;

beforeAll(async () => {
  guarded = await openGuarded({ lockAfterSeconds: 3600 });
  window = await guarded.signedIn('supervisor');
});
afterAll(async () => {
  tried.report();
  await guarded.close();
});

const send = (name: Name, body: string): Promise<Answer> => {
  const { origin, cookie } = window;
  return ask({ origin, path: `/api/${name}`, headers: { origin, cookie, 'content-type': 'application/json' }, body });
};

/** Sends samples of an input and says of each whether it was answered as it must be. */
async function all(name: Name, inputs: fc.Arbitrary<unknown>, many: number, held: (answer: Answer) => boolean): Promise<void> {
  const tries: (string | null)[] = [];
  for (const input of fc.sample(inputs, many)) {
    const body = JSON.stringify(input);
    const answer = await send(name, body);
    tries.push(held(answer) ? null : `${body.slice(0, 500)} was answered ${answer.status} ${answer.body.slice(0, 300)}`);
  }
  tried.expectAll(tries);
}

test.each(names)('%s with one thing wrong in its input is refused, in few words', name =>
  all(
    name,
    badInput(schemaOf(name)),
    40,
    answer => answer.status === 400 && faultOf(answer) === 'bad-input' && answer.body.length < 5_000,
  ),
);

test.each(names)('%s with a prototype in its input changes nobody’s prototype', async name => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  const tries: (string | null)[] = [];
  for (const input of fc.sample(goodInput(schemaOf(name)), 3)) {
    const said = JSON.stringify(input).replace(/^\{/, '{"__proto__":{"role":"supervisor","polluted":true},');
    const answer = await send(name, `${said.replace(/,\}$/, '}')}`);
    tries.push(answer.status === 500 ? `${said} was answered ${answer.body}` : null);
    window = await stillIn(name);
  }
  tried.expectAll(tries);
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  expect('polluted' in {}).toBe(false);
});

test.each(names)('%s with whatever it takes answers or says why not, and never breaks', async name => {
  const tries: (string | null)[] = [];
  const bodies = new Set(fc.sample(goodInput(schemaOf(name)), 10).map(input => JSON.stringify(input)));
  for (const body of bodies) {
    const answer = await send(name, body);
    tries.push(
      answer.status === 200 && 'value' in (JSON.parse(answer.body) as object) ? null : `${body} was answered ${answer.body}`,
    );
    window = await stillIn(name);
  }
  tried.expectAll(tries);
});

test('nothing that was sent became a file anywhere but where the kiosk writes', () => {
  const around = readdirSync(join(guarded.printFolder, '..')).filter(name => /passwd|win\.ini|^CON$|evil/.test(name));
  expect(around).toEqual([]);
  const inside = readdirSync(guarded.printFolder, { recursive: true, encoding: 'utf8' });
  expect(inside.filter(name => /\.\.|passwd|win\.ini/.test(name))).toEqual([]);
});

/** The window after a method that may have ended its session. */
async function stillIn(name: Name): Promise<KioskWindow> {
  return ['signOut', 'signIn', 'breakGlass'].includes(name) ? guarded.signedIn('supervisor') : window;
}
