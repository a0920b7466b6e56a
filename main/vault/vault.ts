import { err, ok, type Result } from '../domain/result.ts';
import { staffMember, type Person } from '../domain/staff.ts';
import type { Instant } from '../domain/time.ts';
import type { Keys } from '../ports.ts';
import { attemptsIn } from './attempts.ts';
import { publicOf } from './curve.ts';
import { codeOf, keyOfCode } from './envelope-code.ts';
import { envelopeUsed, markEnvelopeUsed, readEnvelope } from './envelope-file.ts';
import { slotContext } from './member.ts';
import { nobodysSlot, openSlot } from './pin-slot.ts';
import { fingerprintOf, readRecoveryPrivate } from './recovery-key.ts';
import { isDue } from './rotation.ts';
import { sharedCopy, type Secret } from './secret.ts';
import { unitKey, type Opener } from './unit-keys.ts';
import { unlockedWith, type Unlocked } from './unlocked.ts';
import { placeOf, type Editor, type Place, type VaultOptions } from './vault-change.ts';
import { keysOf, type KeyHandle } from './vault-keys.ts';
import { openInside, personOf, readVault, vaultFolder, type Inside, type VaultBody, type VaultFault } from './vault-file.ts';

export type { VaultFault } from './vault-file.ts';
export type { Unlocked } from './unlocked.ts';
export type { Rotated } from './rotation.ts';
export type { PeopleFault } from './member.ts';
export { keysOf, type KeyHandle } from './vault-keys.ts';

/** Why somebody is not let in. */
export type SignInFault =
  | { kind: 'wait'; seconds: number; why: string }
  | {
      kind:
        | 'wrong' // unknown user or wrong PIN: the same words, the same work
        | 'must-change' // the PIN is right, and was given by somebody else: call again with a new one
        | 'bad-pin'
        | 'mistyped' // the break-glass code, before anything is tried
        | 'no-recovery-key'
        | VaultFault['kind'];
      why: string;
    };

/** How the vault is, without a secret. */
export interface VaultStatus {
  site: string;
  keyNumber: number;
  since: Instant;
  /** The key is to be changed, or a change is to be finished: the next who signs in does it. */
  due: boolean;
  /** Null where the device lock is lost, and nobody can say. */
  people: number | null;
  envelope: { made: Instant; used: Instant | null } | null;
  /** Fingerprint of the hospital's recovery key. */
  recovery: string;
  /** What is weak, and what must be done, in plain sentences. */
  weaknesses: string[];
  /** Why nobody can sign in with a PIN; null when people can. */
  trouble: string | null;
}

export interface Vault {
  status(): VaultStatus;
  /** Seals and signs; opens nothing. */
  locked: Keys;
  /** For what must work while nobody is signed in. */
  device: Keys;
  /** Everybody enrolled; none where the device lock is lost. */
  people(): readonly Person[];
  /** For a worker thread, see `keysOf`. */
  handle(unlocked?: Unlocked): KeyHandle;
  /** Signs somebody in by user name or scanned badge. A PIN that somebody else gave opens nothing until it is replaced by `newPin`. */
  unlock(user: string, pin: string, newPin?: string): Promise<Result<Unlocked, SignInFault>>;
  /** Break-glass: notes that the code was used before it opens anything. */
  unlockByEnvelope(code: string): Result<Unlocked, SignInFault>;
  /** For IT, with the file from the safe. */
  unlockByRecoveryKey(file: string): Result<Unlocked, SignInFault>;
}

/** Opens a store's vault, still locked. Where only the device lock is lost it opens, too: with the break-glass code or the recovery key alone. */
export function openVault(options: VaultOptions): Promise<Result<Vault, VaultFault>> {
  const place = placeOf(options);
  const body = readVault(place.store);
  if (!body.ok) return Promise.resolve(body);
  if (options.site !== undefined && options.site !== body.value.site) {
    const why = `The vault in ${vaultFolder(place.store)} is of ${body.value.site}, but this kiosk is set up for ${options.site}. Nothing was changed: correct institution in site.yml, or bring the right store back.`;
    return Promise.resolve(err({ kind: 'other-site', why }));
  }
  return Promise.resolve(ok(vaultIn(place, body.value, openInside(body.value, place.device.keys))));
}

function vaultIn(place: Place, first: VaultBody, opened: Result<Inside, VaultFault>): Vault {
  const { store, device, clock, disk, work } = place;
  const signer = first.signer.publicKey;
  const base = { store, site: first.site, signer, device: device.handle };
  const locked: KeyHandle = { ...base, signing: opened.ok ? sharedCopy(opened.value.signing) : null, session: null };
  if (opened.ok) opened.value.signing.fill(0);
  const attempts = attemptsIn(store, first.id, clock, disk);

  /** The newest file: another process may have changed it. */
  const newest = (): Result<{ body: VaultBody; inside: Result<Omit<Inside, 'signing'>, VaultFault> }, VaultFault> => {
    const body = readVault(store, signer);
    if (!body.ok) return body;
    const inside = openInside(body.value, device.keys);
    if (inside.ok) inside.value.signing.fill(0);
    return ok({ body: body.value, inside });
  };
  const session = (body: VaultBody, people: Inside['people'] | null, opener: Opener, secret: Secret, person: Person | null) => {
    const unit = unitKey(store, body, people, opener, secret);
    if (!unit.ok) return null;
    const shared = [sharedCopy(unit.value)];
    unit.value.fill(0);
    const handle: Editor['handle'] = {
      ...locked,
      session: { opener, secret: sharedCopy(secret), unit: shared },
    };
    return unlockedWith({ ...place, handle }, person);
  };

  return {
    status() {
      const now = newest();
      const { body, inside } = now.ok ? now.value : { body: first, inside: now };
      const envelope = readEnvelope(store);
      const shown = envelope && envelope.id === body.id ? { made: envelope.made, used: envelopeUsed(store, envelope) } : null;
      return {
        ...{ site: body.site, keyNumber: body.key.number, since: body.key.since },
        due: isDue(body.key.since, clock.now()) || body.sealed < body.key.number,
        people: inside.ok ? inside.value.people.length : null,
        envelope: shown,
        recovery: fingerprintOf(Buffer.from(body.recovery.publicKey, 'base64url')),
        weaknesses: [...device.weaknesses(), ...envelopeWords(shown)],
        trouble: inside.ok ? null : inside.error.why,
      };
    },
    locked: keysOf(locked),
    device: device.keys,
    people() {
      const now = newest();
      return now.ok && now.value.inside.ok ? now.value.inside.value.people.map(personOf) : [];
    },
    handle: unlocked => ({ ...locked, session: unlocked?.session ?? null }),
    async unlock(said, pin, newPin) {
      const now = newest();
      if (!now.ok) return now;
      const { body, inside } = now.value;
      if (!inside.ok) return inside;
      const { people } = inside.value;
      const member = staffMember(people, said);
      const seconds = attempts.begin(member?.user ?? null);
      if (seconds > 0) return err({ kind: 'wait', seconds, why: `Too many wrong PINs: try again in ${secondsWords(seconds)}.` });
      const known = member ?? { user: '', publicKey: '', slot: nobodysSlot(people[0]?.slot ?? work) };
      const own = await openSlot(known.slot, pin, slotContext(body.id, known));
      if (!own || !member) return err(WRONG);
      attempts.right(member.user);
      try {
        const opened = session(body, people, { kind: 'person', user: member.user }, own, personOf(member));
        if (opened === null) return err(NOT_SEALED_TO);
        if (!member.pinIsInitial) return ok(opened);
        return await firstSignIn(opened, personOf(member), pin, newPin);
      } finally {
        own.fill(0);
      }
    },
    unlockByEnvelope(typed) {
      const code = codeOf(typed);
      if (!code.ok) return code;
      const now = newest();
      if (!now.ok) return now;
      const own = keyOfCode(code.value, now.value.body.id);
      try {
        const opened = session(now.value.body, null, { kind: 'envelope' }, own, null);
        if (opened === null) return err(NOT_THIS_CODE);
        noteUse();
        return ok(opened);
      } finally {
        own.fill(0);
      }
    },
    unlockByRecoveryKey(file) {
      const own = readRecoveryPrivate(file);
      if (!own.ok) return own;
      const now = newest();
      if (!now.ok) return now;
      const opened = session(now.value.body, null, { kind: 'recovery' }, own.value, null);
      const { publicKey } = now.value.body.recovery;
      const given = fingerprintOf(publicOf('x25519', own.value));
      own.value.fill(0);
      if (opened) return ok(opened);
      const why = `${file} is another recovery key (${given}) than the one of this kiosk (${fingerprintOf(Buffer.from(publicKey, 'base64url'))}).`;
      return err({ kind: 'wrong', why });
    },
  };

  function noteUse(): void {
    const envelope = readEnvelope(store);
    try {
      if (envelope) markEnvelopeUsed(store, envelope, clock.now(), disk);
    } catch (error) {
      // In an outage the ward comes first; the audit has it, too.
      if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    }
  }
}

/** The person's own PIN takes the place of the one that was given. On a full disk that must wait: nobody is kept out by it. */
async function firstSignIn(
  unlocked: Unlocked,
  person: Person,
  pin: string,
  newPin: string | undefined,
): Promise<Result<Unlocked, SignInFault>> {
  const changed = newPin === undefined ? err(MUST_CHANGE) : await unlocked.changePin(pin, newPin);
  if (changed.ok) return ok({ ...unlocked, person: { ...person, pinIsInitial: false } });
  if (changed.error.kind === 'disk-full' || changed.error.kind === 'unwritable') return ok(unlocked);
  unlocked.wipe();
  return err(changed.error as SignInFault);
}

const WRONG = { kind: 'wrong', why: 'User name or PIN is wrong.' } as const;
const MUST_CHANGE = {
  kind: 'must-change',
  why: 'This PIN was given to you by somebody else: choose your own now.',
} as const;
const NOT_SEALED_TO = {
  kind: 'damaged',
  why: 'The PIN is right, but the unit’s key does not open with it: the vault is damaged. Nothing was changed; ask IT to reset the PIN.',
} as const;
const NOT_THIS_CODE = {
  kind: 'wrong',
  why: 'This code does not open this kiosk: it is of another kiosk, or a newer envelope took its place.',
} as const;

const secondsWords = (seconds: number): string => (seconds === 1 ? '1 second' : `${seconds} seconds`);

function envelopeWords(envelope: VaultStatus['envelope']): string[] {
  if (envelope === null) return ['There is no break-glass envelope: make one with "kiosk vault break-glass", and lock it away.'];
  return envelope.used === null
    ? []
    : [
        `The break-glass code was used${envelope.used && ` at ${envelope.used}`}: make a new envelope with "kiosk vault break-glass".`,
      ];
}
