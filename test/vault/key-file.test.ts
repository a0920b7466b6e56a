import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureKeyFile, keyFile, keyFileWeaknesses } from '../../main/vault/key-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-'));
  path = join(folder, 'vault', 'key');
});
afterEach(() => rmSync(folder, { recursive: true }));

const secret = Buffer.alloc(32, 7);
function sealedNow(context = '4 West|1|abc'): string {
  const sealed = keyFile(path).seal(secret, context);
  if (!sealed.ok) throw new Error(sealed.error.why);
  return sealed.value;
}

describe('the key file', () => {
  test('is made once, for its owner only, and leaves no temporary file', () => {
    expect(ensureKeyFile(path)).toEqual({ ok: true, value: 'created' });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'vault'))).toEqual(['key']);
  });

  test('is never replaced, whatever is in it', () => {
    ensureKeyFile(path);
    const before = readFileSync(path);
    expect(ensureKeyFile(path)).toEqual({ ok: true, value: 'present' });
    expect(readFileSync(path)).toEqual(before);
    writeFileSync(path, 'rubbish');
    expect(ensureKeyFile(path)).toEqual({ ok: true, value: 'present' });
    expect(readFileSync(path, 'utf8')).toBe('rubbish');
  });

  test('that cannot be made is a fault in words', () => {
    writeFileSync(join(folder, 'vault'), 'a file where the folder should be');
    const made = ensureKeyFile(path);
    expect(made.ok ? null : made.error.kind).toBe('no-key');
  });
});

describe('sealing', () => {
  test('what was sealed opens again, and no two seals look alike', () => {
    ensureKeyFile(path);
    const sealed = sealedNow();
    expect(keyFile(path).open(sealed, '4 West|1|abc')).toEqual({ ok: true, value: secret });
    expect(sealedNow()).not.toBe(sealed);
    expect(sealed).toMatch(/^k1\.[\w-]+$/);
  });

  test('a sealed key moved to another unit, generation or content does not open', () => {
    ensureKeyFile(path);
    const sealed = sealedNow();
    for (const other of ['4 East|1|abc', '4 West|2|abc', '4 West|1|abd', '']) {
      const opened = keyFile(path).open(sealed, other);
      expect(opened.ok ? null : opened.error.kind).toBe('wrong-key');
    }
  });

  test('no altered text opens', () => {
    ensureKeyFile(path);
    const sealed = sealedNow();
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'AQgw5_.~'), (at, letter) => {
        const altered = sealed.slice(0, at) + letter + sealed.slice(at + 1);
        const sameBytes = Buffer.from(altered.slice(3), 'base64url').equals(Buffer.from(sealed.slice(3), 'base64url'));
        fc.pre(altered.startsWith('k1.') ? !sameBytes : true);
        const opened = keyFile(path).open(altered, '4 West|1|abc');
        expect(opened.ok ? null : opened.error.kind).toBe('wrong-key');
      }),
    );
    for (const stub of ['', 'k1.', 'k1.AAAA']) expect(keyFile(path).open(stub, '').ok).toBe(false);
  });

  test('another key says so and changes nothing', () => {
    ensureKeyFile(path);
    const sealed = sealedNow();
    const other = join(folder, 'other');
    ensureKeyFile(other);
    const before = readFileSync(other);
    const opened = keyFile(other).open(sealed, '4 West|1|abc');
    expect(opened.ok ? null : opened.error.kind).toBe('wrong-key');
    expect(readFileSync(other)).toEqual(before);
  });

  test('a missing or mangled key file is "no key", and none is made', () => {
    ensureKeyFile(path);
    const sealed = sealedNow();
    const good = readFileSync(path, 'utf8');
    for (const mangled of ['', good.slice(0, 40), good.replace(/.(?=\S* )/, 'Z'), good.toUpperCase(), 'x'.repeat(32)]) {
      writeFileSync(path, mangled);
      const opened = keyFile(path).open(sealed, '4 West|1|abc');
      expect(opened.ok ? null : opened.error.kind).toBe('no-key');
    }
    rmSync(path);
    for (const answer of [keyFile(path).open(sealed, ''), keyFile(path).seal(secret, '')]) {
      expect(answer.ok ? null : answer.error.kind).toBe('no-key');
    }
    expect(existsSync(path)).toBe(false);
  });
});

describe('weaknesses', () => {
  test('a key in a file is always said to be one', () => {
    ensureKeyFile(path);
    expect(keyFileWeaknesses(path)[0]).toContain('whoever can read');
    expect(keyFileWeaknesses(path, 'linux')).toHaveLength(1);
    expect(keyFileWeaknesses(path, 'win32')[1]).toContain('Windows');
  });

  test.skipIf(process.platform === 'win32')(
    'rights that are too wide are named, and the key still works at 3 in the morning',
    () => {
      ensureKeyFile(path);
      const sealed = sealedNow();
      chmodSync(path, 0o644);
      expect(keyFileWeaknesses(path).join(' ')).toContain('0644');
      expect(keyFile(path).open(sealed, '4 West|1|abc').ok).toBe(true);
    },
  );
});

describe('signing', () => {
  const signedNow = (text: string): string => {
    const signed = keyFile(path).sign(text);
    if (!signed.ok) throw new Error(signed.error.why);
    return signed.value;
  };

  test('this kiosk knows its own signature, and no other text under it', () => {
    ensureKeyFile(path);
    const signature = signedNow('generation 7 of 4 West');
    expect(keyFile(path).check('generation 7 of 4 West', signature)).toEqual({ ok: true, value: null });
    for (const [text, said] of [
      ['generation 8 of 4 West', signature],
      ['generation 7 of 4 West', ''],
      ['generation 7 of 4 West', signature.slice(0, -1)],
      ['generation 7 of 4 West', signature.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))],
    ] as const) {
      const checked = keyFile(path).check(text, said);
      expect(checked.ok ? null : checked.error.kind).toBe('not-ours');
    }
  });

  test('another kiosk’s signature is not ours', () => {
    ensureKeyFile(path);
    const signature = signedNow('generation 7 of 4 West');
    const other = join(folder, 'other', 'key');
    ensureKeyFile(other);
    const checked = keyFile(other).check('generation 7 of 4 West', signature);
    expect(checked.ok ? null : checked.error.kind).toBe('not-ours');
  });
});
