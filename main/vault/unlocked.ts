import { pinOf, type PinFault } from '../domain/pin.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { plainUser, type Person } from '../domain/staff.ts';
import type { Keys } from '../ports.ts';
import { publicOf } from './curve.ts';
import { keyOfCode, newCode } from './envelope-code.ts';
import { writeEnvelope } from './envelope-file.ts';
import {
  boxOfUnit,
  chosenSlot,
  lastAdministrator,
  memberIn,
  nameFault,
  newSlot,
  slotContext,
  trimmed,
  type PeopleFault,
} from './member.ts';
import { openSlot } from './pin-slot.ts';
import { isDue, rotate, sealToPresent, type Rotated } from './rotation.ts';
import { forget } from './secret.ts';
import { boxAbout, boxFor, TO } from './unit-keys.ts';
import { changeVault, draftOf, withCurrent, type Editor } from './vault-change.ts';
import { keysOf, type SessionHandle } from './vault-keys.ts';
import { personOf, readVault, type Member, type VaultFault } from './vault-file.ts';

/** The vault, opened by somebody. Each change is a new file of the vault, whole or not at all; what can't be done changes nothing. */
export interface Unlocked {
  /** Null when the break-glass code or the recovery key opened it. */
  person: Person | null;
  keys: Keys;
  session: SessionHandle;
  changePin(pin: string, newPin: string): Promise<Result<null, VaultFault | PinFault | PeopleFault>>;
  enrol(person: Omit<Person, 'pinIsInitial'>, initialPin: string): Promise<Result<Person, VaultFault | PinFault | PeopleFault>>;
  /** Gives somebody another name, role or badge. */
  amend(user: string, to: Pick<Person, 'name' | 'role' | 'badge'>): Result<Person, VaultFault | PeopleFault>;
  /** Takes somebody out and changes the unit's key in one step, so that what that person has opens nothing any more. */
  remove(user: string): Result<Rotated, VaultFault | PeopleFault>;
  resetPin(user: string, initialPin: string): Promise<Result<Person, VaultFault | PinFault | PeopleFault>>;
  /** Makes a new key for the unit and seals everything to it. */
  rotate(): Result<Rotated, VaultFault | PeopleFault>;
  /** The same when it is due or wasn't finished; null when neither. */
  rotateIfDue(): Result<Rotated | null, VaultFault | PeopleFault>;
  /** Seals with the vault's keys what was sealed with the device's before there was a vault. */
  sealStore(): Result<Rotated, VaultFault>;
  /** Makes another break-glass code, as it is printed; the one before opens nothing any more. */
  newEnvelope(): Result<string, VaultFault>;
  /** Wipes its secrets, in every thread that has them. */
  wipe(): void;
}

/** A session of whoever's secret opened the vault. */
export function unlockedWith(editor: Editor, person: Person | null): Unlocked {
  const { store, clock, disk, work, handle } = editor;
  const { session } = handle;

  /** Puts another in place of a person, unless that makes trouble. */
  const changeMember = (user: string, to: (member: Member, box: (of: Pick<Member, 'user' | 'publicKey'>) => string) => Member) =>
    changeVault<Person, PeopleFault>(editor, now => {
      const before = memberIn(now.inside.people, user);
      if (!before.ok) return before;
      const { id, key } = now.body;
      const after = to(before.value, of => boxOfUnit(id, key.number, now.unit, of));
      const people = now.inside.people.map(member => (member === before.value ? after : member));
      const others = people.filter(member => member !== after);
      const fault = nameFault(after, others) ?? lastAdministrator(before.value, people);
      return fault ? err(fault) : ok({ draft: draftOf(now, people), value: personOf(after) });
    });
  const known = (user: string): Result<{ id: string; member: Member }, VaultFault | PeopleFault> =>
    withCurrent<{ id: string; member: Member }, PeopleFault>(editor, ({ body, inside }) => {
      const member = memberIn(inside.people, user);
      return member.ok ? ok({ id: body.id, member: member.value }) : member;
    });

  return {
    person,
    session,
    keys: keysOf(handle),
    async changePin(pin, newPin) {
      if (person === null) return err({ kind: 'unknown-user', why: 'Nobody is signed in with a PIN.' });
      const found = known(person.user);
      if (!found.ok) return found;
      const { id, member } = found.value;
      const own = await openSlot(member.slot, pin, slotContext(id, member));
      if (!own) return err({ kind: 'wrong', why: 'This is not the present PIN: nothing was changed.' });
      const slot = await chosenSlot(id, member, own, pin, newPin, work);
      if (!slot.ok) return slot;
      const changed = changeMember(person.user, before => ({ ...before, slot: slot.value, pinIsInitial: false }));
      return changed.ok ? ok(null) : changed;
    },
    async enrol(asked, initialPin) {
      const whom = trimmed(asked);
      const good = pinOf(initialPin, whom);
      if (!good.ok) return good;
      const body = readVault(store, handle.signer);
      if (!body.ok) return body;
      const { publicKey, slot } = await newSlot(body.value.id, whom.user, good.value, work);
      return changeVault<Person, PeopleFault>(editor, now => {
        const fault = nameFault(whom, now.inside.people);
        if (fault) return err(fault);
        const { user, name, role, badge } = whom;
        const box = boxOfUnit(now.body.id, now.body.key.number, now.unit, { user, publicKey });
        const member: Member = { user, name, role, badge, pinIsInitial: true, publicKey, slot, box };
        return ok({ draft: draftOf(now, [...now.inside.people, member]), value: personOf(member) });
      });
    },
    amend: (user, { name, role, badge }) => changeMember(user, member => trimmed({ ...member, name, role, badge })),
    remove: user =>
      person !== null && plainUser(user) === plainUser(person.user)
        ? err({ kind: 'yourself', why: 'Nobody takes himself out: another administrator must do it.' })
        : rotate(editor, user),
    async resetPin(user, initialPin) {
      const found = known(user);
      if (!found.ok) return found;
      const { id, member } = found.value;
      const good = pinOf(initialPin, member);
      if (!good.ok) return good;
      const { publicKey, slot } = await newSlot(id, member.user, good.value, work);
      return changeMember(member.user, (before, boxOf) => ({
        ...before,
        ...{ pinIsInitial: true, publicKey, slot, box: boxOf({ user: before.user, publicKey }) },
      }));
    },
    rotate: () => rotate(editor),
    rotateIfDue() {
      const body = readVault(store, handle.signer);
      if (!body.ok) return body;
      const { key, sealed } = body.value;
      if (isDue(key.since, clock.now())) return rotate(editor);
      return ok(sealed < key.number ? sealToPresent(editor, key.number) : null);
    },
    sealStore() {
      const body = readVault(store, handle.signer);
      return body.ok ? ok(sealToPresent(editor, body.value.key.number)) : body;
    },
    newEnvelope: () =>
      changeVault(editor, ({ body, inside, unit }) => {
        const code = newCode();
        const own = keyOfCode(code, body.id);
        const publicKey = publicOf('x25519', own).toString('base64url');
        own.fill(0);
        const { number, publicKey: of } = body.key;
        const boxes = [{ number, publicKey: of, box: boxFor(publicKey, unit, boxAbout(body.id, number, TO.envelope)) }];
        const made = { id: body.id, made: clock.now(), publicKey, boxes, signer: body.signer.publicKey };
        writeEnvelope(store, made, inside.signing, disk);
        return ok({ draft: null, value: code });
      }),
    wipe() {
      for (const bytes of [session.secret, ...session.unit]) Buffer.from(bytes).fill(0);
      forget();
    },
  };
}
