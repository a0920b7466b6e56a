import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

type Versions = Record<string, string>;
interface Package {
  dependencies?: Versions;
  devDependencies?: Versions;
  optionalDependencies?: Versions;
  overrides?: Versions;
}
const read = (name: string) => JSON.parse(readFileSync(resolve(import.meta.dirname, '..', name), 'utf8')) as unknown;
const manifest = read('package.json') as Package;
const lock = (read('package-lock.json') as { packages: Record<string, Package> }).packages;

/** Where npm looks for `name` from the package at `path`: in its own node_modules, then in every one above. */
const found = (name: string, path: string): boolean =>
  `${path ? `${path}/` : ''}node_modules/${name}` in lock ||
  (path !== '' && found(name, path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1))));

/** What npm ci refuses as "Missing … from lock file": npm leaves out platform binaries that its registry hadn't. */
const absent = (packages: Record<string, Package>) =>
  Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !found(name, path))
      .map(name => `${path || 'package.json'} wants ${name}`),
  );

describe('npm ci', () => {
  test('finds every optional package of every package in the lockfile', () => expect(absent(lock)).toEqual([]));

  test('would not find one that was left out: the check itself', () =>
    expect(absent({ 'node_modules/x': { optionalDependencies: { 'x-linux-nowhere': '1.0.0' } } })).toEqual([
      'node_modules/x wants x-linux-nowhere',
    ]));

  test('brings the versions that were tried: each is exact, and the lockfile’s', () => {
    const said = {
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
      ...manifest.overrides,
    };
    const loose = Object.entries(said).filter(([, version]) => !/^(npm:[\w@/.-]+@)?\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(lock['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
  });

  test('names no registry: the lockfile works wherever the packages come from', () =>
    expect(JSON.stringify(lock)).not.toMatch(/"resolved":"(?!https:\/\/registry\.npmjs\.org\/)/));
});
