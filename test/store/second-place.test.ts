import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packFileName, readPackName } from '../../main/domain/standing-pack.ts';
import { layInPlaces } from '../../main/services/lay-standing-pack.ts';
import { packFault, type StandingMade } from '../../main/services/standing-pack.ts';
import { secondPlace } from '../../main/store/second-place.ts';
import { needs } from '../support/needs.ts';
import { pdfOfPages } from '../support/small-pdf.ts';
import { folder } from './support/fresh-store.ts';
import { killAtRandom } from './support/kill.ts';
import { AT, look, PHRASE, PREFIX, smallPack, ZONE } from './support/standing-unit.ts';

let made: StandingMade;
beforeAll(async () => void (made = await smallPack()));
const put = (path: string, phrase = 1, pack = made) =>
  secondPlace(path, PREFIX).put({ content: pack.pdf, phrase, at: AT, zone: ZONE }, look(pack));
const names = (path: string): string[] => readdirSync(path).sort();

describe('a second place', () => {
  test('keeps the last two packs of this unit and kiosk, and touches nothing else', async () => {
    const stick = folder();
    const others = [
      'holiday.jpg',
      '5-West_K2_p1_000009_2026-11-22_1502-0500.pdf',
      '6-West_K1_p1_000009_2026-11-22_1502-0500.pdf',
    ];
    for (const other of others) writeFileSync(join(stick, other), 'theirs');
    for (let i = 0; i < 4; i++) expect(await put(stick)).toMatchObject({ ok: true, value: { count: i + 1 } });
    const own = names(stick).filter(name => name.startsWith(PREFIX));
    expect(own.map(name => readPackName(PREFIX, name)!.count)).toEqual([3, 4]);
    for (const other of others) expect(readFileSync(join(stick, other), 'utf8')).toBe('theirs');
    for (const name of own) expect(await packFault(readFileSync(join(stick, name)), PHRASE, made.pages)).toBeNull();
  });

  test('lets go of what another phrase opens as soon as a new pack lies there', async () => {
    const stick = folder();
    await put(stick, 1);
    await put(stick, 1);
    await put(stick, 2);
    expect(names(stick).map(name => readPackName(PREFIX, name)!.phrase)).toEqual([2]);
  });

  test('counts on whatever the clock says', async () => {
    const stick = folder();
    const late = { content: made.pdf, phrase: 1, at: '2031-01-01T00:00:00Z', zone: ZONE };
    await secondPlace(stick, PREFIX).put(late, look(made));
    expect(await put(stick)).toMatchObject({ value: { count: 2 } });
    expect(await secondPlace(stick, PREFIX).packs()).toMatchObject({ value: [{ count: 2 }, { count: 1 }] });
  });

  test('is never made: a folder that is not there is a stick that is not plugged in', async () => {
    const gone = join(folder(), 'stick');
    expect(await put(gone)).toMatchObject({ error: { kind: 'not-there', why: expect.stringContaining('plug in the stick') } });
    expect(names(join(gone, '..'))).toEqual([]);
  });

  test('a pack that does not come back as it was written never gets its name, and the one before stays', async () => {
    const stick = folder();
    await put(stick);
    const before = names(stick);
    expect(await put(stick, 1, { ...made, pdf: made.pdf.subarray(0, 9000) })).toMatchObject({ error: { kind: 'not-whole' } });
    expect(await put(stick, 1, { ...made, pages: made.pages.slice(1) })).toMatchObject({ error: { kind: 'not-whole' } });
    const other = made.pages.map((id, i) => (i === 3 ? 'K1-OTHER-0001-01S' : id));
    expect(await put(stick, 1, { ...made, pages: other })).toMatchObject({
      error: { why: expect.stringContaining('page 4 is not of its sheet') },
    });
    expect(names(stick)).toEqual(before);
  });

  test('what is found wrong with it as it lies there, before it has its name, keeps it from its name', async () => {
    const stick = folder();
    await put(stick);
    const lies = secondPlace(stick, PREFIX).put({ content: made.pdf, phrase: 1, at: AT, zone: ZONE }, written => {
      expect(written.equals(made.pdf)).toBe(true);
      const half = names(stick).find(name => name.endsWith('.tmp'))!;
      expect(readFileSync(join(stick, half)).equals(made.pdf)).toBe(true);
      return Promise.resolve('page 2 is not of its sheet');
    });
    expect(await lies).toMatchObject({ error: { kind: 'not-whole', why: expect.stringContaining('Try another stick') } });
    expect(names(stick)).toHaveLength(1);
  });

  test('a PDF that opens without the phrase is never laid anywhere', async () => {
    const stick = folder();
    expect(await put(stick, 1, { ...made, pdf: await pdfOfPages(made.pages) })).toMatchObject({
      error: { why: expect.stringContaining('without the phrase') },
    });
    expect(names(stick)).toEqual([]);
  });

  test('what a killed kiosk left half written is cleared away', async () => {
    const stick = folder();
    writeFileSync(join(stick, `${packFileName(PREFIX, { phrase: 1, count: 1, at: AT }, ZONE)}.tmp`), 'half');
    await put(stick);
    expect(names(stick)).toHaveLength(1);
  });

  test('one place’s fault is said and keeps no other from its pack', async () => {
    const good = folder();
    const laid = await layInPlaces(made, [secondPlace(join(good, 'gone'), PREFIX), secondPlace(good, PREFIX)], {
      password: PHRASE,
      phrase: 1,
      at: AT,
      zone: ZONE,
    });
    expect(laid).toMatchObject([{ result: { error: { kind: 'not-there' } } }, { result: { ok: true } }]);
  });

  test('a place that hangs is given up for now, and not begun with again while it does', async () => {
    let answer = (): void => undefined;
    let asked = 0;
    const hangs = {
      ...secondPlace(folder(), PREFIX),
      put: () => {
        asked++;
        return new Promise<never>((_, reject) => (answer = () => reject(new Error('torn off'))));
      },
    };
    const with_ = { password: PHRASE, phrase: 1, at: AT, zone: ZONE };
    const silent = [{ result: { error: { kind: 'no-answer', why: expect.stringContaining('has not answered') } } }];
    expect(await layInPlaces(made, [hangs], with_, 50)).toMatchObject(silent);
    expect(await layInPlaces(made, [hangs], with_, 50)).toMatchObject(silent);
    expect(asked).toBe(1);
    answer();
  });
});

test(
  'killed at any moment while it writes, the last whole pack or the next one lies there and opens',
  { timeout: 240_000 },
  async () => {
    const stick = folder();
    let before = 0;
    for (let kill = 1; kill <= 12; kill++) {
      const acknowledged = await killAtRandom('pack-layer.ts', stick, 400);
      const lying = await secondPlace(stick, PREFIX).packs();
      if (!lying.ok) throw new Error(lying.error.why);
      const newest = lying.value[0];
      expect(newest?.count ?? 0, `kill ${kill}`).toBeGreaterThanOrEqual(Math.max(acknowledged, before));
      for (const { name } of lying.value)
        expect(await packFault(readFileSync(join(stick, name)), PHRASE, made.pages), `${name} after kill ${kill}`).toBeNull();
      for (const name of names(stick)) expect(readFileSync(join(stick, name)).includes('Penicillin')).toBe(false);
      before = newest?.count ?? before;
    }
    expect(before).toBeGreaterThan(5);
    expect(names(stick).length).toBeLessThan(6);
  },
);

describe.skipIf(needs.root.missing || process.platform !== 'linux')('a real stick', () => {
  const mounted: string[] = [];
  const mount = (options: string): string => {
    const path = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
    mounted.push(path);
    return path;
  };
  afterAll(() => mounted.forEach(path => execFileSync('umount', [path])));

  test('that is full says so and keeps its newest pack whole; with room again it gets the next', async () => {
    const stick = mount(`size=${Math.ceil((made.pdf.length * 2.5) / 4096) * 4}k`);
    for (let i = 1; i <= 5; i++) expect(await put(stick), `pack ${i}`).toMatchObject({ ok: true, value: { count: i } });
    const old = names(stick)[0]!;
    rmSync(join(stick, old));
    const filler = join(stick, 'filler');
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(4096), { flag: 'a' });
    } catch {
      // full
    }
    const result = await put(stick);
    expect(result).toMatchObject({ error: { kind: 'disk-full', why: expect.stringContaining('no room left') } });
    const lying = await secondPlace(stick, PREFIX).packs();
    if (!lying.ok) throw new Error(lying.error.why);
    expect(lying.value[0]).toMatchObject({ count: 5 });
    expect(await packFault(readFileSync(join(stick, lying.value[0]!.name)), PHRASE, made.pages)).toBeNull();
    expect(names(stick).filter(name => name.endsWith('.tmp'))).toEqual([]);
    rmSync(filler);
    expect(await put(stick)).toMatchObject({ ok: true, value: { count: 6 } });
  });

  test('that is write-protected says so, and its pack stays', async () => {
    const stick = mount('size=8m');
    await put(stick);
    const before = names(stick);
    execFileSync('mount', ['-o', 'remount,ro', stick]);
    expect(await put(stick)).toMatchObject({ error: { kind: 'read-only', why: expect.stringContaining('write-protected') } });
    expect(names(stick)).toEqual(before);
    execFileSync('mount', ['-o', 'remount,rw', stick]);
    expect(await put(stick)).toMatchObject({ ok: true });
  });

  test('that vanishes in between and comes back gets its pack again', async () => {
    const stick = join(folder(), 'stick');
    mkdirSync(stick);
    await put(stick);
    renameSync(stick, `${stick}-pulled`);
    expect(await put(stick)).toMatchObject({ error: { kind: 'not-there' } });
    renameSync(`${stick}-pulled`, stick);
    expect(await put(stick)).toMatchObject({ ok: true, value: { count: 2 } });
  });
});
