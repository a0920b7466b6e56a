import { createLocalJWKSet, jwtVerify, SignJWT, type JSONWebKeySet } from 'jose';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSigningKey, SIGNING_ALGORITHMS } from '../../main/ehr/smart-key.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';

test('keys are made for the owner alone, and their public halves, old and new, printed for the hospital to host', async () => {
  const where = folder();
  const files: string[] = [];
  for (const algorithm of SIGNING_ALGORITHMS) {
    const file = join(where, algorithm);
    const made = await kioskJson<{ kid: string; algorithm: string }>('keys', 'make', '--algorithm', algorithm, '--out', file);
    expect(made).toMatchObject({ code: 0, value: { algorithm } });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    files.push(file);
  }
  const printed = await kiosk('keys', 'jwks', ...files, files[0]!);
  expect(printed.code).toBe(0);
  const jwks = JSON.parse(printed.stdout) as JSONWebKeySet;
  expect(jwks.keys.map(key => key.alg)).toEqual([...SIGNING_ALGORITHMS]);
  for (const key of jwks.keys) for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(part);
  for (const file of files) {
    const read = await readSigningKey(readFileSync(file, 'utf8'));
    if (!read.ok) throw new Error(read.error.why);
    const { algorithm, kid, key } = read.value;
    const signed = await new SignJWT({}).setProtectedHeader({ alg: algorithm, kid }).sign(key);
    await expect(jwtVerify(signed, createLocalJWKSet(jwks))).resolves.toBeDefined();
  }
});

test('a file that is there is never overwritten, and a private key is never printed', async () => {
  const file = join(folder(), 'key');
  writeFileSync(file, 'the only copy');
  const made = await kiosk('keys', 'make', '--out', file);
  expect(made).toMatchObject({ code: 1, stderr: expect.stringContaining('was not touched') as string });
  expect(readFileSync(file, 'utf8')).toBe('the only copy');
  const printed = await kiosk('keys', 'jwks', file);
  expect(printed.code).toBe(1);
  expect(printed.stdout + printed.stderr).not.toContain('the only copy');
});

test('PEM keys are taken too, with the same thumbprint; keys that EHRs refuse are refused in words', async () => {
  const pem = (key: { export(o: object): string | Buffer }, type: string): string =>
    key.export({ format: 'pem', type }).toString();
  const p384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
  const kids = await Promise.all([pem(p384, 'pkcs8'), pem(p384, 'sec1')].map(readSigningKey));
  expect(kids[0]).toMatchObject({ ok: true, value: { algorithm: 'ES384' } });
  expect(kids[0]!.ok && kids[0]!.value.kid).toBe(kids[1]!.ok && kids[1]!.value.kid);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  expect(await readSigningKey(pem(rsa, 'pkcs1'))).toMatchObject({ ok: true, value: { algorithm: 'RS384' } });
  const refused = [
    [pem(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey, 'pkcs8'), 'P-384'],
    [pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, 'pkcs8'), '2048'],
    [pem(generateKeyPairSync('ed25519').privateKey, 'pkcs8'), 'neither RSA'],
    ['{"kty":"oct","k":"c2VjcmV0"}', 'public key'],
  ] as const;
  for (const [text, why] of refused)
    expect(await readSigningKey(text)).toMatchObject({ ok: false, error: { why: expect.stringContaining(why) as string } });
});
