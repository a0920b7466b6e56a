import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publicOf } from '../../main/vault/curve.ts';
import { openBox, sealTo } from '../../main/vault/hpke.ts';
import { newSecret } from '../../main/vault/secret.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

// RFC 9180, appendix A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, sequence number 0.
const RFC = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  aad: hex('436f756e742d30'),
  ephemeral: '52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736',
  enc: '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431',
  secret: hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
  public: hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  content: hex('4265617574792069732074727574682c20747275746820626561757479'),
  ciphertext: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
};

describe("the RFC's own vector", () => {
  test('is sealed to the very bytes', () => {
    expect(publicOf('x25519', RFC.secret)).toEqual(RFC.public);
    const box = sealTo(RFC.public, RFC.content, RFC, { ephemeral: hex(RFC.ephemeral), aeadKeyBytes: 16 });
    expect(box.toString('hex')).toBe(RFC.enc + RFC.ciphertext);
  });

  test('opens', () => {
    expect(openBox(RFC.secret, hex(RFC.enc + RFC.ciphertext), RFC, { aeadKeyBytes: 16 })).toEqual(RFC.content);
  });
});

describe('the referee, @hpke/core with AES-256-GCM,', () => {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const bytes = (max = 200) => fc.uint8Array({ maxLength: max });
  const plain = (view: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(view);

  test('opens what we seal, and we open what it seals', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(), bytes(60), bytes(60), async (content, info, aad) => {
        const secret = newSecret();
        const recipient = publicOf('x25519', secret);
        const about = { info: Buffer.from(info), aad: Buffer.from(aad) };
        const box = sealTo(recipient, content, about);
        const recipientKey = await suite.kem.importKey('raw', plain(secret).buffer, false);
        const opened = await suite.open(
          { recipientKey, enc: plain(box.subarray(0, 32)), info: plain(info) },
          plain(box.subarray(32)),
          plain(aad),
        );
        expect(Buffer.from(opened)).toEqual(Buffer.from(content));

        const recipientPublicKey = await suite.kem.importKey('raw', plain(recipient).buffer, true);
        const { enc, ct } = await suite.seal({ recipientPublicKey, info: plain(info) }, plain(content), plain(aad));
        expect(openBox(secret, Buffer.concat([Buffer.from(enc), Buffer.from(ct)]), about)).toEqual(Buffer.from(content));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a box', () => {
  const secret = newSecret();
  const about = { info: 'to the unit', aad: 'General|4 West|1|abc' };
  const box = sealTo(publicOf('x25519', secret), Buffer.alloc(32, 7), about);

  test('opens for its key alone, and only as what it is', () => {
    expect(openBox(secret, box, about)).toEqual(Buffer.alloc(32, 7));
    expect(openBox(newSecret(), box, about)).toBeNull();
    expect(openBox(secret, box, { ...about, aad: 'General|4 West|2|abc' })).toBeNull();
    expect(openBox(secret, box, { ...about, info: 'to recovery' })).toBeNull();
  });

  test('that was altered or cut anywhere does not open', () => {
    fc.assert(
      fc.property(fc.nat(box.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Buffer.from(box);
        altered[at]! ^= flip;
        // The top bit of an X25519 point is ignored (RFC 7748), but the point as written is part of the secret's context.
        expect(openBox(secret, altered, about)).toBeNull();
        expect(openBox(secret, box.subarray(0, at), about)).toBeNull();
      }),
    );
  });

  test('under a point that gives no secret is refused', () => {
    const zeros = Buffer.concat([Buffer.alloc(32), box.subarray(32)]);
    expect(openBox(secret, zeros, about)).toBeNull();
  });

  test('no two are alike', () => {
    expect(sealTo(publicOf('x25519', secret), Buffer.alloc(32, 7), about)).not.toEqual(box);
  });
});
