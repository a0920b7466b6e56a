import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/**
 * A key that is another one after each entry: it can't be computed backwards, so whoever takes a running kiosk's memory reads and alters nothing
 * that was written before. Each is wiped when it was used. Entry and next key are HKDF-SHA-256 of the key, entries AES-256-GCM.
 */
export interface EvolvingKey {
  seal(text: string, context: string): string;
  /** Null when it doesn't open: another key's, moved, or altered. */
  open(sealed: string, context: string): string | null;
  /** The next entry's key takes this one's place. */
  advance(): void;
  /** One of its own that is as this one is now. */
  copy(): EvolvingKey;
  wipe(): void;
}

/** Begins with a segment's key, which it takes over. */
export function evolvingKey(first: Buffer): EvolvingKey {
  let key = first;
  const derived = (what: string): Buffer => Buffer.from(hkdfSync('sha256', key, '', `downtime-kiosk audit ${what}`, 32));
  const withEntryKey = <T>(use: (entryKey: Buffer) => T): T => {
    const entryKey = derived('entry');
    try {
      return use(entryKey);
    } finally {
      entryKey.fill(0);
    }
  };
  return {
    seal: (text, context) =>
      withEntryKey(entryKey => {
        const nonce = randomBytes(NONCE);
        const cipher = createCipheriv('aes-256-gcm', entryKey, nonce).setAAD(Buffer.from(context, 'utf8'));
        return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
      }),
    open: (sealed, context) =>
      withEntryKey(entryKey => {
        const bytes = Buffer.from(sealed, 'base64url');
        if (bytes.length < NONCE + TAG) return null;
        const decipher = createDecipheriv('aes-256-gcm', entryKey, bytes.subarray(0, NONCE), { authTagLength: TAG });
        decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(bytes.subarray(-TAG));
        try {
          return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
        } catch {
          return null;
        }
      }),
    advance() {
      const next = derived('next');
      key.fill(0);
      key = next;
    },
    copy: () => evolvingKey(Buffer.from(key)),
    wipe: () => void key.fill(0),
  };
}

/** What a segment's sealed key belongs to. */
export const segmentContext = (kiosk: string, segment: number): string => `audit|${kiosk}|${segment}`;
/** What an entry belongs to. */
export const entryContext = (kiosk: string, segment: number, number: number): string => `audit|${kiosk}|${segment}|${number}`;
