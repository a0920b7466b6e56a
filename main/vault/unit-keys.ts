import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { publicOf } from './curve.ts';
import { readEnvelope } from './envelope-file.ts';
import { openBox, sealTo, type About } from './hpke.ts';
import type { Secret } from './secret.ts';
import type { Member, VaultBody } from './vault-file.ts';

/** Whose secret it is that opens the unit's key. */
export type Opener = { kind: 'person'; user: string } | { kind: 'envelope' } | { kind: 'recovery' };

/** What a unit key's box is for. */
export const boxAbout = (vault: string, keyNumber: number, to: string): About => ({
  info: 'downtime-kiosk unit key 1',
  aad: `${vault}|${keyNumber}|${to}`,
});

/** To whom, in a box's own words. */
export const TO = {
  person: (user: string) => `person|${user}`,
  envelope: 'envelope',
  recovery: 'recovery',
  former: 'former',
} as const;

/** Seals a unit key; Base64url. */
export const boxFor = (recipient: string, unitKey: Secret, about: About): string =>
  sealTo(Buffer.from(recipient, 'base64url'), unitKey, about).toString('base64url');

/** Opens the unit's present key with somebody's secret, or says that it is not for it (any more). `members` is null where the device lock is lost. */
export function unitKey(
  store: string,
  body: VaultBody,
  members: readonly Member[] | null,
  opener: Opener,
  secret: Secret,
): Result<Secret, { kind: 'not-for-this'; why: string }> {
  const { id, key } = body;
  const present = boxOf(store, body, members, opener, publicOf('x25519', secret).toString('base64url'));
  const to = opener.kind === 'person' ? TO.person(opener.user) : TO[opener.kind];
  const opened = present === null ? null : openBox(secret, Buffer.from(present, 'base64url'), boxAbout(id, key.number, to));
  if (opened) return ok(opened);
  return err({ kind: 'not-for-this', why: 'The unit’s key is not sealed to this person or key any more.' });
}

/** The present key and the former ones, newest first, each opened with the one that replaced it and wiped when the next is asked for. */
export function* allUnitKeys({ id, former }: VaultBody, present: Secret): Generator<Secret, void> {
  let key = present;
  try {
    yield key;
    for (const { number, box } of former) {
      const opened = openBox(key, Buffer.from(box, 'base64url'), boxAbout(id, number, TO.former));
      if (!opened) return;
      key.fill(0);
      key = opened;
      yield key;
    }
  } finally {
    key.fill(0);
  }
}

function boxOf(store: string, body: VaultBody, members: readonly Member[] | null, opener: Opener, own: string): string | null {
  if (opener.kind === 'recovery') return body.recovery.publicKey === own ? body.recovery.box : null;
  if (opener.kind === 'person') {
    const member = members?.find(({ user, publicKey }) => user === opener.user && publicKey === own);
    return member?.box ?? null;
  }
  const envelope = readEnvelope(store, own);
  if (envelope?.id !== body.id) return null;
  return envelope.boxes.find(({ publicKey }) => publicKey === body.key.publicKey)?.box ?? null;
}
