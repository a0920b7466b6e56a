import { join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import { realDisk, type Disk } from '../store/disk.ts';
import { faultOf } from '../store/fault.ts';
import { whileLocked } from '../store/lock.ts';
import type { SignInClock } from './attempts.ts';
import type { DeviceLock } from './device-lock.ts';
import { PIN_WORK, type PinWork } from './pin-slot.ts';
import type { Secret } from './secret.ts';
import { unitKey } from './unit-keys.ts';
import {
  openInside,
  readVault,
  vaultFolder,
  writeVault,
  type Draft,
  type Inside,
  type VaultBody,
  type VaultFault,
} from './vault-file.ts';
import type { KeyHandle, SessionHandle } from './vault-keys.ts';

/** Where a vault is and with what it works. */
export interface Place {
  store: string;
  device: DeviceLock;
  clock: SignInClock;
  disk: Disk;
  /** For PINs that are set from now on. */
  work: PinWork;
}

export interface VaultOptions {
  /** The store's folder. */
  folder: string;
  device: DeviceLock;
  /** The hospital as site.yml names it, where that is known: a vault of another one is refused. */
  site?: string;
  disk?: Disk;
  clock?: SignInClock;
  /** What a PIN that is set from now on costs to try. */
  work?: PinWork;
}

const CLOCK: SignInClock = { now: () => new Date().toISOString(), ticks: () => performance.now() };
/** Where and with what, as it is usually. */
export const placeOf = ({ folder, device, disk = realDisk(), clock = CLOCK, work = PIN_WORK }: VaultOptions): Place => ({
  ...{ store: folder, device, disk, clock, work },
});

/** The vault's newest file with all that is in it. */
export interface Current {
  body: VaultBody;
  inside: Inside;
  /** The unit's present private key. */
  unit: Secret;
}

/** A session that may change the vault. */
export interface Editor extends Place {
  handle: KeyHandle & { session: SessionHandle };
}

const PATIENCE_MS = 5000;

/** Runs a step on the newest vault and wipes what was opened for it. */
export function withCurrent<T, F>(
  { store, device, handle }: Editor,
  step: (now: Current) => Result<T, F & Fault>,
): Result<T, (F & Fault) | VaultFault> {
  const body = readVault(store, handle.signer);
  if (!body.ok) return body;
  const inside = openInside(body.value, device.keys);
  if (!inside.ok) return inside;
  const { opener, secret } = handle.session;
  const unit = unitKey(store, body.value, inside.value.people, opener, Buffer.from(secret));
  if (!unit.ok) return err({ kind: 'locked', why: `${unit.error.why} Sign in again.` });
  try {
    return step({ body: body.value, inside: inside.value, unit: unit.value });
  } finally {
    for (const bytes of [inside.value.signing, unit.value]) bytes.fill(0);
  }
}
type Fault = { kind: string; why: string };

/** Reads, changes and commits alone among all processes: the old vault or the new one, whole. A null draft leaves the vault as it is. */
export function changeVault<T, F extends Fault = never>(
  editor: Editor,
  step: (now: Current) => Result<{ draft: Draft | null; value: T }, F>,
): Result<T, F | VaultFault> {
  const { store, clock, device, disk } = editor;
  try {
    disk.makeFolder(vaultFolder(store));
    return whileLocked(join(vaultFolder(store), 'vault.lock'), PATIENCE_MS, () =>
      withCurrent<T, F | VaultFault>(editor, now => {
        const changed = step(now);
        if (!changed.ok) return changed;
        const { draft, value } = changed.value;
        const written = draft ? writeVault(store, draft, clock.now(), now.inside.signing, device.keys, disk) : ok(null);
        return written.ok ? ok(value) : written;
      }),
    );
  } catch (error) {
    return faultOf(error, 'The vault', 'It is as it was.');
  }
}

/** The vault as it is, with these people. */
export function draftOf({ body, inside }: Current, people = inside.people): Draft {
  const { site, id, key, sealed, former, recovery, signer } = body;
  return { site, id, key, sealed, former, recovery, signer, people };
}
