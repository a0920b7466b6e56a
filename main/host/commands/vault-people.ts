import { randomInt } from 'node:crypto';
import { PIN_DIGITS, pinOf } from '../../domain/pin.ts';
import { ok } from '../../domain/result.ts';
import type { Role } from '../../domain/role.ts';
import type { Person } from '../../domain/staff.ts';
import { columns, fail, say } from '../terminal.ts';
import { vaultOf } from './store-keys.ts';
import { situationOf, type StoreOptions } from './store-options.ts';
import { asAdministrator, NO_VAULT, sayRotated, type Told } from './vault.ts';

/** Lists who is enrolled. */
export async function listPeople(options: StoreOptions): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const vault = await vaultOf(situation.folders);
  if (!vault.ok) return fail(options.json, vault.error);
  if (vault.value === null) return fail(options.json, NO_VAULT);
  const { trouble } = vault.value.status();
  if (trouble !== null) return fail(options.json, { kind: 'other-device', why: trouble });
  const people = vault.value.people();
  const rows = people.map(({ user, name, role, badge, pinIsInitial }) => [
    ...[user, name, role, badge ?? '-'],
    pinIsInitial ? 'not signed in yet' : '',
  ]);
  say(options.json, { people }, columns([['User', 'Name', 'Role', 'Badge', ''], ...rows]));
}

/** Enrols one person, and says the PIN for the first sign-in. */
export const enrolPerson = (
  user: string,
  { name, role, badge, ...options }: StoreOptions & { name: string; role: Role; badge?: string },
): Promise<void> =>
  asAdministrator(options, async unlocked => {
    const person = { user, name, role, badge: badge ?? null };
    const pin = initialPin(person);
    const enrolled = await unlocked.enrol(person, pin);
    if (!enrolled.ok) return enrolled;
    say(options.json, { ...enrolled.value, pin }, `${user} is enrolled. ${handOut(pin)}`);
    return told(`${user} enrolled as ${role}`);
  });

/** Gives somebody who forgot the PIN a new one for one sign-in. */
export const resetPersonsPin = (user: string, options: StoreOptions): Promise<void> =>
  asAdministrator(options, async (unlocked, vault) => {
    const pin = initialPin(vault.people().find(person => person.user === user) ?? { user, badge: null });
    const reset = await unlocked.resetPin(user, pin);
    if (!reset.ok) return reset;

    say(options.json, { user: reset.value.user, pin }, `The old PIN of ${user} opens nothing any more. ${handOut(pin)}`);
    return told(`PIN of ${reset.value.user} reset`);
  });

/** Takes somebody out and changes the unit's key. */
export const removePerson = (user: string, options: StoreOptions): Promise<void> =>
  asAdministrator(options, unlocked => {
    const removed = unlocked.remove(user);
    if (!removed.ok) return removed;
    sayRotated(options, removed.value, [`${user} is taken out.`]);
    return told(`${user} taken out, key ${removed.value.keyNumber}`);
  });

/** A random PIN that the person may use once. */
export function initialPin(person: Pick<Person, 'user' | 'badge'>): string {
  for (;;) {
    const pin = Array.from({ length: PIN_DIGITS.least }, () => randomInt(10)).join('');
    if (pinOf(pin, person).ok) return pin;
  }
}

const told = (details: string): { ok: true; value: Told } => ok({ what: 'people-changed', details });

const handOut = (pin: string): string => `The PIN for the first sign-in is ${pin}; the kiosk asks for an own one then.`;
