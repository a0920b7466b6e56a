import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyIdOf, makeWardKey, readWardKey } from '../../main/vault/ward-key.ts';
import { folder } from '../store/support/fresh-store.ts';

const made = (path: string) => {
  const key = makeWardKey(path, 'Lakeside General Hospital', '4 West');
  if (!key.ok) throw new Error(key.error.why);
  return key.value;
};
const why = (path: string): string => {
  const read = readWardKey(path);
  if (read.ok) throw new Error('this is no key');
  return read.error.why;
};

test('a ward’s key is read as it was made, by its owner only, and each is another', () => {
  const path = join(folder(), 'ward.key');
  const key = made(path);
  expect(readWardKey(path)).toEqual({ ok: true, value: key });
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(keyIdOf(made(join(folder(), 'ward.key')))).not.toBe(keyIdOf(key));
  expect(readFileSync(path, 'utf8')).not.toContain(keyIdOf(key));
});

test('a key that is there is not made anew', () => {
  const path = join(folder(), 'ward.key');
  const key = made(path);
  expect(makeWardKey(path, 'Lakeside General Hospital', '4 West')).toMatchObject({ ok: false, error: { kind: 'key-there' } });
  expect(readWardKey(path)).toEqual({ ok: true, value: key });
});

test('what is not a whole key says so in one sentence', () => {
  const path = join(folder(), 'ward.key');
  expect(why(path)).toContain('is missing: bring it from IT');
  made(path);
  const text = readFileSync(path, 'utf8');
  for (const bad of [
    '',
    '{',
    'null',
    '[1]',
    text.slice(0, 90),
    text.replace('4 West', '5 East'),
    text.replace(/"secret": ".../, '"secret": "AAA'),
  ]) {
    writeFileSync(path, bad);
    expect(why(path), bad).toContain("is not a whole ward's key: bring it from IT once more.");
  }
  writeFileSync(path, text.replace('"version": 1', '"version": 2'));
  expect(why(path)).toContain('newer version of this app');
  truncateSync(path, 0);
  expect(why(path)).toContain('not a whole');
});
