import { err, ok, type Result } from '../domain/result.ts';
import type { KeyFault, Keys } from '../ports.ts';
import { DEVICE_SEALED, DEVICE_SIGNED } from './device-keys.ts';
import { deviceKeysOf, type DeviceHandle } from './device-lock.ts';
import { openBox, sealTo } from './hpke.ts';
import { isWiped, type Secret } from './secret.ts';
import { isSigned, SIGNED, signed } from './signed-file.ts';
import { allUnitKeys, unitKey, type Opener } from './unit-keys.ts';
import { openInside, readVault, VAULT_SEALED, type VaultBody } from './vault-file.ts';

/**
 * A vault as it can be given to another thread (structured clone). Its secrets are shared memory: wiped here, they are wiped there, too.
 * Without `session` it seals and signs but opens nothing.
 */
export interface KeyHandle {
  /** The store's folder. */
  store: string;
  site: string;
  /** The public key that signs for this kiosk, Base64url. */
  signer: string;
  device: DeviceHandle;
  /** Null where the device lock is lost: then nothing can be signed. */
  signing: SharedArrayBuffer | null;
  session: SessionHandle | null;
}

/** Who has opened the vault, and with what. */
export interface SessionHandle {
  opener: Opener;
  secret: SharedArrayBuffer;
  /** The unit's private key when it was opened, and those that this session made since, the newest first. */
  unit: SharedArrayBuffer[];
}

const DATA_KEY = { unit: 'downtime-kiosk data key to unit 1', recovery: 'downtime-kiosk data key to recovery 1' } as const;
const LOCKED: KeyFault = { kind: 'locked', why: 'Nobody is signed in on this kiosk: sign in to read it.' };

/** The keys of a vault, in any thread. Each seal is to the key that the vault's newest file says, whoever rotated it. */
export function keysOf(handle: KeyHandle): Keys {
  const device = deviceKeysOf(handle.device);
  return {
    seal(secret, context) {
      const read = readVault(handle.store, handle.signer);
      if (!read.ok) return err({ kind: 'no-key', why: read.error.why });
      const { key, recovery } = read.value;
      const box = (publicKey: string, info: string): string =>
        sealTo(Buffer.from(publicKey, 'base64url'), secret, { info, aad: aadOf(handle, context) }).toString('base64url');
      return ok(`${VAULT_SEALED}${box(key.publicKey, DATA_KEY.unit)}.${box(recovery.publicKey, DATA_KEY.recovery)}`);
    },
    open(sealed, context) {
      const { session } = handle;
      if (session === null || isWiped(Buffer.from(session.secret))) return err(LOCKED);
      if (sealed.startsWith(DEVICE_SEALED)) return device.open(sealed, context);
      return openSealed(handle, session, sealed, context);
    },
    sign(text) {
      if (handle.signing === null) return err(NO_SIGNER);
      return ok(signed(text, Buffer.from(handle.signing)));
    },
    check(text, signature) {
      if (signature.startsWith(DEVICE_SIGNED)) return device.check(text, signature);
      const ours = signature.startsWith(SIGNED) && isSigned(text, signature, Buffer.from(handle.signer, 'base64url'));
      return ours
        ? ok(null)
        : err({ kind: 'not-ours', why: 'It was not signed by this kiosk, or it was altered. Nothing was changed.' });
    },
  };
}

const NO_SIGNER: KeyFault = { kind: 'no-key', why: 'This kiosk’s signing key cannot be opened with this computer’s lock.' };
const aadOf = ({ site }: KeyHandle, context: string): string => `${site}|${context}`;

function openSealed(handle: KeyHandle, session: SessionHandle, sealed: string, context: string): Result<Buffer, KeyFault> {
  const [unitBox = ''] = sealed.startsWith(VAULT_SEALED) ? sealed.slice(VAULT_SEALED.length).split('.') : [];
  const box = Buffer.from(unitBox, 'base64url');
  const about = { info: DATA_KEY.unit, aad: aadOf(handle, context) };
  for (const unit of session.unit) {
    const opened = openBox(Buffer.from(unit), box, about);
    if (opened) return ok(opened);
  }
  // A former key sealed it, or somebody, perhaps another process, changed the key since: all are opened anew, and not kept here.
  const body = readVault(handle.store, handle.signer);
  if (!body.ok) return err({ kind: 'no-key', why: body.error.why });
  const present = presentKey(handle, session, body.value);
  if (!present.ok) return present;
  for (const unit of allUnitKeys(body.value, present.value)) {
    const opened = openBox(unit, box, about);
    if (opened) return ok(opened);
  }
  return err({
    kind: 'wrong-key',
    why: 'No key of this kiosk’s vault opens this: it was sealed by another kiosk, or altered. Nothing was changed.',
  });
}

function presentKey(handle: KeyHandle, { opener, secret }: SessionHandle, body: VaultBody): Result<Secret, KeyFault> {
  const inside = opener.kind === 'person' ? openInside(body, deviceKeysOf(handle.device)) : null;
  if (inside && !inside.ok) return err({ kind: 'no-key', why: inside.error.why });
  inside?.value.signing.fill(0);
  const key = unitKey(handle.store, body, inside?.value.people ?? null, opener, Buffer.from(secret));
  return key.ok
    ? key
    : err({ kind: 'locked', why: 'The unit’s key was changed and is not sealed to this person any more: sign in again.' });
}
