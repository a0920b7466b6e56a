import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const page = readFileSync(resolve(root, 'docs/security.md'), 'utf8');

/** A file that the page names, and what it says that this file shows: the quotations up to the next file. */
const cited = [...page.matchAll(/`((?:test|main)\/[\w./-]+)`((?:[,\s]*“(?:[^“”]|“[^”]*”)+”)*)/g)].map(([, file, quoted]) => ({
  file: file!,
  names: [...quoted!.matchAll(/“((?:[^“”]|“[^”]*”)+)”/g)].map(([, name]) => name!),
}));

test('every file that the security page names is there', () => {
  expect(cited.length).toBeGreaterThan(60);
  expect(cited.map(({ file }) => file).filter(file => !existsSync(resolve(root, file)))).toEqual([]);
});

test('every test that it names is there, in these words', () => {
  const missing = cited.flatMap(({ file, names }) => {
    if (names.length === 0 || !existsSync(resolve(root, file))) return [];
    const text = readFileSync(resolve(root, file), 'utf8');
    return names.filter(name => !text.includes(name)).map(name => `${file}: ${name}`);
  });
  expect(missing).toEqual([]);
  expect(cited.flatMap(({ names }) => names).length).toBeGreaterThan(40);
});
