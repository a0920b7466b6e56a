import { argon2id } from 'hash-wasm';
import { createCipheriv, createHash, createHmac, hkdfSync, randomFillSync, sign } from 'node:crypto';
import { err, ok, type Result } from '../domain/result.ts';
import { privateKey, publicOf } from './curve.ts';
import { openBox, sealTo } from './hpke.ts';
import { isSigned, signed } from './signed-file.ts';

export interface SelfTestFault {
  kind: 'self-test';
  why: string;
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** A primitive with an answer that is known from its standard. */
interface Check {
  what: string;
  answer(): Uint8Array | Promise<Uint8Array>;
  known: string;
}

/** RFC 9180, A.1.1, and RFC 8032, 7.1 test 1. */
const HPKE_SECRET = hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8');
const HPKE_BOX = hex(
  '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
);
const SIGNING = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');

/** What the vault is made of. Sources: FIPS 180-4 (SHA-256), RFC 4231 (HMAC), RFC 5869 (HKDF), McGrew and Viega's case 14 (AES-256-GCM), the reference program (argon2id). */
export const CHECKS: readonly Check[] = [
  {
    what: 'SHA-256',
    answer: () => createHash('sha256').update('abc').digest(),
    known: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  },
  {
    what: 'HMAC-SHA256',
    answer: () => createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest(),
    known: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    what: 'HKDF-SHA256',
    answer: () =>
      Buffer.from(hkdfSync('sha256', Buffer.alloc(22, 11), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42)),
    known: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  },
  {
    what: 'AES-256-GCM',
    answer: () => {
      const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12));
      return Buffer.concat([cipher.update(Buffer.alloc(16)), cipher.final(), cipher.getAuthTag()]);
    },
    known: 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    what: 'X25519 in HPKE',
    answer: () =>
      openBox(
        HPKE_SECRET,
        HPKE_BOX,
        { info: hex('4f6465206f6e2061204772656369616e2055726e'), aad: 'Count-0' },
        { aeadKeyBytes: 16 },
      ) ?? Buffer.of(),
    known: Buffer.from('Beauty is truth, truth beauty').toString('hex'),
  },
  {
    what: 'Ed25519',
    answer: () => sign(null, Buffer.of(), privateKey('ed25519', SIGNING)),
    known:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    what: 'argon2id',
    answer: () =>
      argon2id({
        password: 'password',
        salt: 'somesalt',
        memorySize: 256,
        iterations: 2,
        parallelism: 1,
        hashLength: 32,
        outputType: 'binary',
      }),
    known: '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe',
  },
  {
    what: 'sealing and opening with HPKE',
    answer: () => openBox(HPKE_SECRET, sealTo(publicOf('x25519', HPKE_SECRET), Buffer.from('ward'), ABOUT), ABOUT) ?? Buffer.of(),
    known: Buffer.from('ward').toString('hex'),
  },
  {
    what: 'signing and checking',
    answer: () => {
      const signature = signed('ward', SIGNING);
      const signer = publicOf('ed25519', SIGNING);
      return Buffer.of(Number(isSigned('ward', signature, signer)), Number(isSigned('wars', signature, signer)));
    },
    known: '0100',
  },
  {
    what: 'random numbers',
    answer: () => Buffer.of(new Set(randomFillSync(Buffer.alloc(64))).size > 16 ? 1 : 0),
    known: '01',
  },
];
const ABOUT = { info: 'self-test', aad: 'self-test' };

/** Asks every primitive for a known answer: a host whose crypto differs must not seal a ward's data. Run at the start of each host. */
export async function selfTest(checks: readonly Check[] = CHECKS): Promise<Result<null, SelfTestFault>> {
  const wrong: string[] = [];
  for (const { what, answer, known } of checks) {
    try {
      if (Buffer.from(await answer()).toString('hex') !== known) wrong.push(`${what} gives a wrong answer`);
    } catch (error) {
      wrong.push(`${what} does not work (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  if (wrong.length === 0) return ok(null);
  return err({
    kind: 'self-test',
    why: `The encryption of this computer's program failed its self-test: ${wrong.join('; ')}. Nothing was opened or written. Install the app anew, or use another kiosk.`,
  });
}
