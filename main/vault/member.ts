import { pinOf, type PinFault } from '../domain/pin.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { plainUser, type Person } from '../domain/staff.ts';
import { publicOf } from './curve.ts';
import { makeSlot, type PinSlot, type PinWork } from './pin-slot.ts';
import { newSecret, type Secret } from './secret.ts';
import { boxAbout, boxFor, TO } from './unit-keys.ts';
import type { Member } from './vault-file.ts';

export type PeopleFault = {
  kind: 'unknown-user' | 'taken' | 'last-administrator' | 'yourself' | 'bad-name' | 'wrong';
  why: string;
};

/** What a person's slot is sealed for. */
export const slotContext = (vault: string, { user, publicKey }: Pick<Member, 'user' | 'publicKey'>): string =>
  `vault-slot|${vault}|${user}|${publicKey}`;

/** A new key pair of a person under a PIN that must be changed at the first sign-in. */
export async function newSlot(
  vault: string,
  user: string,
  pin: string,
  work: PinWork,
): Promise<{ publicKey: string; slot: PinSlot }> {
  const own = newSecret();
  const publicKey = publicOf('x25519', own).toString('base64url');
  const slot = await makeSlot(pin, own, slotContext(vault, { user, publicKey }), work);
  own.fill(0);
  return { publicKey, slot };
}

/** The same private key under a PIN that the person chose; wipes it. */
export async function chosenSlot(
  vault: string,
  member: Member,
  own: Secret,
  pin: string,
  newPin: string,
  work: PinWork,
): Promise<Result<PinSlot, PinFault>> {
  try {
    const good = pinOf(newPin, member);
    if (!good.ok) return good;
    if (newPin === pin) return err({ kind: 'bad-pin', why: 'The new PIN must be another than the present one.' });
    return ok(await makeSlot(newPin, own, slotContext(vault, member), work));
  } finally {
    own.fill(0);
  }
}

/** The unit's key, sealed to a person. */
export const boxOfUnit = (
  vault: string,
  keyNumber: number,
  unit: Secret,
  { user, publicKey }: Pick<Member, 'user' | 'publicKey'>,
): string => boxFor(publicKey, unit, boxAbout(vault, keyNumber, TO.person(user)));

/** A person as enrolled: without blanks around anything, no badge where it is blank. */
export const trimmed = <P extends Omit<Person, 'pinIsInitial'>>(person: P): P => ({
  ...person,
  user: person.user.trim(),
  name: person.name.trim(),
  badge: person.badge?.trim() || null,
});

/** What is wrong with a person's names beside these others; null when nothing is. */
export function nameFault(
  person: Pick<Person, 'user' | 'name' | 'badge'>,
  others: readonly Pick<Person, 'user' | 'badge'>[],
): PeopleFault | null {
  if (plainUser(person.user) === '' || person.name.trim() === '')
    return { kind: 'bad-name', why: 'A person needs a user name and a name.' };
  const namesOf = ({ user, badge }: Pick<Person, 'user' | 'badge'>) => [user, ...(badge === null ? [] : [badge])].map(plainUser);
  const own = namesOf(person);
  const same = others.find(other => namesOf(other).some(name => own.includes(name)));
  return same ? { kind: 'taken', why: `The user name or badge of ${person.user} is already that of ${same.user}.` } : null;
}

/** Whoever is enrolled under a user name. */
export function memberIn(people: readonly Member[], user: string): Result<Member, PeopleFault> {
  const member = people.find(({ user: other }) => plainUser(other) === plainUser(user));
  return member ? ok(member) : err({ kind: 'unknown-user', why: `Nobody is enrolled as ${user}.` });
}

/** Nobody could let anybody in any more without the recovery key. */
export const lastAdministrator = (before: Member, after: readonly Member[]): PeopleFault | null =>
  before.role === 'administrator' && !after.some(({ role }) => role === 'administrator')
    ? { kind: 'last-administrator', why: `${before.user} is the only administrator: enrol another one first.` }
    : null;
