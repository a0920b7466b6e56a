import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { makeSigningKey, publicJwk, readSigningKey, type PublicJwk, type SigningAlgorithm } from '../../ehr/smart-key.ts';
import { fail, say } from '../terminal.ts';

/** Makes a private key for signing in to the EHR, readable by its owner only; never over a file that is there. */
export async function makeKey({
  algorithm,
  out,
  json,
}: {
  algorithm: SigningAlgorithm;
  out: string;
  json: boolean;
}): Promise<void> {
  const text = await makeSigningKey(algorithm);
  try {
    const file = openSync(out, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST'
        ? `${out} is there already and was not touched: choose another name for the new key.`
        : `The key could not be written to ${out} (${code ?? 'no reason given'}).`;
    return fail(json, { kind: 'not-written', why });
  }
  const { kid } = JSON.parse(text) as { kid: string };
  const windows = process.platform === 'win32' ? ' Windows does not limit who can read it: do that in its properties.' : '';
  say(
    json,
    { file: out, algorithm, kid },
    `A private key for ${algorithm} is in ${out} (kid ${kid}). Keep it secret.${windows}\nPrint what the EHR must know of it with: kiosk keys jwks ${out}`,
  );
}

/** Prints the public halves of keys as the JWKS that the hospital hosts; several while one replaces another. */
export async function printJwks(files: string[]): Promise<void> {
  const keys: PublicJwk[] = [];
  for (const path of files) {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return fail(false, { kind: 'unreadable', why: `${path} cannot be read (${code ?? 'no reason given'}).` });
    }
    const key = await readSigningKey(text);
    if (!key.ok) return fail(false, { kind: key.error.kind, why: `${path}: ${key.error.why}.` });
    const jwk = publicJwk(key.value);
    const same = keys.find(other => other.kid === jwk.kid);
    if (same && JSON.stringify(same) !== JSON.stringify(jwk))
      return fail(false, { kind: 'bad-key', why: `${path}: another key carries the same kid ${jwk.kid}: name them apart.` });
    if (!same) keys.push(jwk);
  }
  say(true, { keys }, '');
}
