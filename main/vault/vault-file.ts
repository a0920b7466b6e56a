import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ROLES } from '../domain/role.ts';
import type { Person } from '../domain/staff.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Keys } from '../ports.ts';
import type { Disk } from '../store/disk.ts';
import type { StoreFault } from '../store/fault.ts';
import { isSigned, numbersOf, signed, textsOf, writeNext, type Row } from './signed-file.ts';
import { taken, type Secret } from './secret.ts';

const FORMAT = 1;
const PROGRAM = 'downtime-kiosk-vault';
const bytes = z.string().regex(/^[\w-]+$/);

const bodySchema = z.strictObject({
  format: z.literal(FORMAT),
  program: z.literal(PROGRAM),
  /** The hospital, as `institution` in site.yml. */
  site: z.string(),
  /** Drawn when the vault was made; what is sealed for one vault opens in no other. */
  id: z.string(),
  /** Of this file. */
  number: z.int().positive(),
  at: z.string(),
  /** The unit's present key; its private half is sealed to each person and to the hospital's recovery key. */
  key: z.strictObject({ number: z.int().positive(), since: z.string(), publicKey: bytes }),
  /** The key to which everything in the store is sealed that can be sealed anew; less than the present one's number until that is done. */
  sealed: z.int().min(0),
  /**
   * Former keys, newest first, each sealed to the one that replaced it. Kept for ever: parts of the audit and backups stay sealed to the key of
   * their time.
   */
  former: z.array(z.strictObject({ number: z.int().positive(), publicKey: bytes, box: bytes })),
  recovery: z.strictObject({ publicKey: bytes, box: bytes }),
  /** This kiosk's Ed25519 key: the public half, and the private one under the device lock. */
  signer: z.strictObject({ publicKey: bytes, sealed: z.string() }),
  /** Under the device lock, and bound to everything above. */
  people: z.string(),
});

/** What a vault's file says to anyone. All keys and boxes are Base64url. */
export type VaultBody = z.infer<typeof bodySchema>;

const memberSchema = z.strictObject({
  user: z.string().min(1),
  name: z.string().min(1),
  role: z.enum(ROLES),
  badge: z.string().nullable(),
  pinIsInitial: z.boolean(),
  publicKey: bytes,
  /** The person's private key under the PIN. */
  slot: z.strictObject({ memory: z.int().positive(), passes: z.int().positive(), salt: bytes, sealed: bytes }),
  /** The unit's private key, sealed to the person's. */
  box: bytes,
});

/** A person with what opens the unit's key. */
export type Member = z.infer<typeof memberSchema>;

export const personOf = ({ user, name, role, badge, pinIsInitial }: Member): Person => ({
  user,
  name,
  role,
  badge,
  pinIsInitial,
});

export interface VaultFault {
  kind:
    | 'no-vault'
    | 'vault-there'
    | 'other-site'
    | 'other-device' // the device lock is missing, or another computer's
    | StoreFault['kind'];
  why: string;
}

/** Where a store keeps its vault. */
export const vaultFolder = (store: string): string => join(store, 'vault');
const rowOf = (store: string): Row => ({ folder: vaultFolder(store), name: 'vault' });

/** Has a vault ever been made in this store, whatever became of it? */
export const hasVault = (store: string): boolean => numbersOf(rowOf(store)).length > 0 || isSealedByVault(store);

/** A vault whose folder was taken away must not look like a kiosk that never had one: that would let anybody in. */
function isSealedByVault(store: string): boolean {
  try {
    return readFileSync(join(store, 'ledger.json'), 'utf8').includes(`"${VAULT_SEALED}`);
  } catch {
    return false;
  }
}

/** What a vault sealed begins so: one box for the unit's key, one for the hospital's recovery key. */
export const VAULT_SEALED = 'v1.';

/** The number of the newest file; 0 when there is none. */
const newestNumber = (store: string): number => numbersOf(rowOf(store))[0] ?? 0;

/** The newest whole file. `signer` is the key that must have signed it, once it is known. */
export function readVault(store: string, signer?: string): Result<VaultBody, VaultFault> {
  const numbers = numbersOf(rowOf(store));
  if (numbers.length === 0 && !isSealedByVault(store)) {
    const why = `There is no vault in ${vaultFolder(store)}: IT makes it with "kiosk vault init".`;
    return err({ kind: 'no-vault', why });
  }
  for (const number of numbers)
    for (const { path, text } of textsOf(rowOf(store), number)) {
      const read = text === null ? null : bodyOf(text);
      if (read === 'newer')
        return err({
          kind: 'newer-version',
          why: `${path} was written by a newer version of this app. It is untouched: install that.`,
        });
      if (read && read.number === number && (signer === undefined || read.signer.publicKey === signer)) return ok(read);
    }
  return err({
    kind: 'damaged',
    why: `The vault in ${vaultFolder(store)} is missing, damaged or was altered. Nothing was changed and no key was made anew: bring the folder back from its backup. The break-glass code and the recovery key still open the copies (docs/recovery-of-data.md).`,
  });
}

/** What a file says, when it is whole: its second line signs the first. */
function bodyOf(text: string): VaultBody | 'newer' | null {
  const [line = '', signature = ''] = text.split('\n');
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > FORMAT) return 'newer';
  const parsed = bodySchema.safeParse(value);
  return parsed.success && isSigned(line, signature, Buffer.from(parsed.data.signer.publicKey, 'base64url')) ? parsed.data : null;
}

/** What only this computer can read in a vault's file. */
export interface Inside {
  signing: Secret;
  people: Member[];
}

/** Opens what lies under the device lock. */
export function openInside(body: VaultBody, device: Keys): Result<Inside, VaultFault> {
  const signing = device.open(body.signer.sealed, signerContext(body.id));
  const people = device.open(body.people, peopleContext(body));
  if (signing.ok && people.ok)
    return ok({ signing: taken(signing.value), people: z.array(memberSchema).parse(JSON.parse(people.value.toString('utf8'))) });
  if (signing.ok) signing.value.fill(0);
  const fault = signing.ok ? people : signing;
  return err({
    kind: 'other-device',
    why: `The vault is locked to another computer, or this one's lock was lost: ${fault.ok ? '' : fault.error.why} The break-glass code and the recovery key still open the copies.`,
  });
}

/** What is in the next file; number, time and signature are put to it. */
export type Draft = Omit<VaultBody, 'format' | 'program' | 'number' | 'at' | 'people'> & { people: Member[] };

/** Seals, signs and commits the next file. Throws what the disk throws. */
export function writeVault(
  store: string,
  { people, ...draft }: Draft,
  at: string,
  signing: Uint8Array,
  device: Keys,
  disk: Disk,
): Result<null, VaultFault> {
  const body = { format: FORMAT, program: PROGRAM, number: newestNumber(store) + 1, at, ...draft } as const;
  const list = device.seal(Buffer.from(JSON.stringify(people), 'utf8'), peopleContext(body));
  if (!list.ok) return err({ kind: 'other-device', why: `The vault could not be changed. ${list.error.why}` });
  const line = JSON.stringify({ ...body, people: list.value } satisfies VaultBody);
  writeNext(rowOf(store), body.number, `${line}\n${signed(line, signing)}\n`, disk);
  return ok(null);
}

/** What the signing key is sealed for. */
export const signerContext = (id: string): string => `vault-signer|${id}`;

/** The people are bound to the keys that they open, so that nobody without the device lock can put his own key beside them. */
const peopleContext = ({ site, id, number, key, sealed, former, recovery, signer }: Omit<VaultBody, 'people'>): string =>
  `vault-people|${createHash('sha256')
    .update(JSON.stringify([site, id, number, key, sealed, former, recovery, signer]))
    .digest('hex')}`;
