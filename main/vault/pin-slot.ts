import { randomBytes } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { openUnder, sealUnder } from './device-keys.ts';
import { taken, type Secret } from './secret.ts';

/** How much work a PIN costs: memory in KiB, passes over it. Kept with each slot, so that it can be raised. */
export interface PinWork {
  memory: number;
  passes: number;
}

/** RFC 9106's second recommendation (64 MiB, three passes) with one lane: about 250 ms on a ward's computer. */
export const PIN_WORK: PinWork = { memory: 64 * 1024, passes: 3 };

/** A person's private key under the PIN. */
export interface PinSlot extends PinWork {
  /** 16 bytes, Base64url. */
  salt: string;
  /** AES-256-GCM, Base64url. */
  sealed: string;
}

const SALT = 16;

/** Puts a private key under a PIN; `context` says whose it is. */
export async function makeSlot(pin: string, secret: Secret, context: string, work: PinWork): Promise<PinSlot> {
  const salt = randomBytes(SALT);
  const key = await keyOf(pin, salt, work);
  const sealed = sealUnder(key, secret, context).toString('base64url');
  key.fill(0);
  return { ...work, salt: salt.toString('base64url'), sealed };
}

/** The private key in a slot; null when the PIN is another one. */
export async function openSlot(slot: PinSlot, pin: string, context: string): Promise<Secret | null> {
  const key = await keyOf(pin, Buffer.from(slot.salt, 'base64url'), slot);
  const opened = openUnder(key, Buffer.from(slot.sealed, 'base64url'), context);
  key.fill(0);
  return opened;
}

/** A slot that no PIN opens, for people who aren't there: trying it costs as much as a real one. */
export const nobodysSlot = (work: PinWork): PinSlot => ({
  ...work,
  salt: Buffer.alloc(SALT).toString('base64url'),
  sealed: Buffer.alloc(60).toString('base64url'),
});

async function keyOf(pin: string, salt: Uint8Array, { memory, passes }: PinWork): Promise<Secret> {
  const password = Buffer.from(pin, 'utf8');
  const key = await argon2id({
    password,
    salt,
    memorySize: memory,
    iterations: passes,
    parallelism: 1,
    hashLength: 32,
    outputType: 'binary',
  });
  password.fill(0);
  return taken(key);
}
