import fc from 'fast-check';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packFileName, packPrefix, placeState, readPackName } from '../../main/domain/standing-pack.ts';
import { passwordsOf, standingPhrases } from '../../main/store/standing-phrase.ts';
import { keyFile, ensureKeyFile } from '../../main/vault/key-file.ts';
import { emptyStore, folder } from './support/fresh-store.ts';

const NOW = '2026-11-22T20:00:00Z';
const fileOf = (path: string): string =>
  join(
    path,
    readdirSync(path).find(name => name.endsWith('.json'))!,
  );

test('the phrase is made once, is the same after a restart, and stands nowhere as it is', () => {
  const store = emptyStore();
  const first = standingPhrases(store).current(NOW);
  if (!first.ok) throw new Error(first.error.why);
  expect(standingPhrases(store).current('2027-01-01T00:00:00Z')).toEqual(first);
  for (const name of readdirSync(store.folder)) {
    const bytes = readFileSync(join(store.folder, name));
    for (const spelt of Object.values(passwordsOf(first.value))) expect(bytes.includes(spelt)).toBe(false);
  }
});

test('three hundred phrases are all different, and use each of the 32 characters', () => {
  const store = emptyStore();
  const seen = new Set<string>();
  for (let i = 0; i < 300; i++) {
    const made = standingPhrases(store).rotate(NOW);
    if (!made.ok) throw new Error(made.error.why);
    seen.add(made.value.phrase);
  }
  expect(seen.size).toBe(300);
  expect(new Set([...seen].join('').replaceAll('-', '')).size).toBe(32);
});

test('another phrase has the next number, and the one before is forgotten', () => {
  const store = emptyStore();
  const phrases = standingPhrases(store);
  phrases.current(NOW);
  expect(phrases.rotate(NOW)).toMatchObject({ value: { number: 2, since: NOW } });
  expect(phrases.current(NOW)).toMatchObject({ value: { number: 2 } });
  expect(readdirSync(store.folder).filter(name => name.endsWith('.json'))).toHaveLength(1);
});

test('a phrase that another key sealed, or that is damaged, is never made anew by itself', () => {
  const store = emptyStore();
  standingPhrases(store).current(NOW);
  const before = readFileSync(fileOf(store.folder), 'utf8');
  const other = join(folder(), 'other.key');
  ensureKeyFile(other);
  expect(standingPhrases({ ...store, keys: keyFile(other) }).current(NOW)).toMatchObject({ error: { kind: 'wrong-key' } });
  writeFileSync(fileOf(store.folder), before.slice(0, 40));
  expect(standingPhrases(store).current(NOW)).toMatchObject({
    error: { kind: 'damaged', why: expect.stringContaining('standing rotate') },
  });
  expect(readFileSync(fileOf(store.folder), 'utf8')).toBe(before.slice(0, 40));
  expect(standingPhrases(store).rotate(NOW)).toMatchObject({ value: { number: 2 } });
});

test('a pack’s name says phrase, count and moment, in any zone and at any time, and is taken for no other unit’s', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 9_999_999 }),
      fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
      fc.constantFrom('America/New_York', 'Asia/Kathmandu', 'UTC', '-05:00', 'Australia/Lord_Howe'),
      fc.string({ minLength: 1 }),
      (phrase, count, date, zone, unit) => {
        const prefix = packPrefix(unit, '4W-K1');
        const minute = Math.floor(date.getTime() / 60_000) * 60_000;
        const name = packFileName(prefix, { phrase, count, at: date.toISOString() }, zone);
        const said = readPackName(prefix, name)!;
        expect({ ...said, at: Date.parse(said.at) }).toEqual({ phrase, count, at: minute });
        expect(name).toMatch(/^[\p{L}\p{N}_+.-]+$/u);
        expect(readPackName(packPrefix(`${unit}x`, '4W-K1'), name)).toBeNull();
        expect(readPackName(prefix, `${name}.tmp`)).toBeNull();
      },
    ),
  );
});

test('a place is late after two missed refreshes and too old when a copy would be stale, or when its time lies ahead', () => {
  const limits = { refreshMinutes: 15, staleMinutes: 120 };
  const after = (minutes: number, why: string | null = null) =>
    placeState({ at: NOW, why }, new Date(Date.parse(NOW) + minutes * 60_000).toISOString(), limits);
  expect([0, 30, 31, 120, 121, -3, -30].map(minutes => after(minutes))).toEqual([
    'good',
    'good',
    'old',
    'old',
    'too-old',
    'good',
    'too-old',
  ]);
  expect([after(16, 'full'), after(121, 'full')]).toEqual(['failed', 'too-old']);
  expect(placeState({ at: null, why: null }, NOW, limits)).toBe('never');
  expect(placeState({ at: null, why: 'not there' }, NOW, limits)).toBe('failed');
});
