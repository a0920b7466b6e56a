import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../main/domain/chart.ts';
import { openBuilder } from '../../main/store/connection.ts';
import { realDisk, type Disk } from '../../main/store/disk.ts';
import { faultOf } from '../../main/store/fault.ts';
import { buildGeneration, readBack } from '../../main/store/generation-file.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { listGenerations, readLatest } from '../../main/store/read-latest.ts';
import { emptyStore, folder } from './support/fresh-store.ts';
import { ward } from './support/ward.ts';

class Crash extends Error {}

/** A disk whose calls numbered in `when` fail: with an error code before acting, or by the process dying before or after the act. */
function faultyDisk(when: (call: number) => string | null): { disk: Disk; calls: () => number } {
  let call = 0;
  let dead = false;
  const wrap =
    (act: (...args: never[]) => void) =>
    (...args: never[]) => {
      if (dead) throw new Crash();
      const fault = when(++call);
      if (fault === 'dies after') act(...args);
      if (fault?.startsWith('dies')) {
        dead = true;
        throw new Crash();
      }
      if (fault) throw Object.assign(new Error(fault), { code: fault });
      act(...args);
    };
  const disk = Object.fromEntries(Object.entries(realDisk()).map(([name, act]) => [name, wrap(act as never)]));
  return { disk: disk as unknown as Disk, calls: () => call };
}

/** A store with two generations, and how many disk calls the third publication makes. */
function twoPublished() {
  const store = emptyStore();
  publishGeneration(store, ward(2, 'one'));
  publishGeneration(store, ward(2, 'two'));
  return store;
}
const counting = faultyDisk(() => null);
publishGeneration({ ...twoPublished(), disk: counting.disk }, ward(2, 'three'));
const calls = Array.from({ length: counting.calls() }, (_, i) => i + 1);

test('a publication makes enough disk calls for what follows to mean something', () => {
  expect(calls.length).toBeGreaterThan(9);
});

describe.each(['dies before', 'dies after'])('a process that %s any one of its disk calls', how => {
  test.each(calls)('call %i: the old copy or the new one is whole, and publishing goes on', at => {
    const store = twoPublished();
    const { disk } = faultyDisk(call => (call === at ? how : null));
    try {
      publishGeneration({ ...store, disk }, ward(2, 'three'));
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    const latest = readLatest(store);
    if (!latest.ok) throw new Error(latest.error.why);
    const { number, snapshot } = latest.value.generation;
    expect([2, 3]).toContain(number);
    expect(snapshot).toEqual(ward(2, number === 2 ? 'two' : 'three'));
    expect(publishGeneration(store, ward(2, 'four'))).toMatchObject({ ok: true });
    expect(readLatest(store)).toMatchObject({ ok: true, value: { generation: { snapshot: ward(2, 'four') }, skipped: [] } });
  });
});

describe.each(['EIO', 'ENOSPC'])('%s', code => {
  test.each(calls)(
    'at call %i once: published at the second try, or a fault with the old copy whole; nothing is left over',
    at => {
      const store = twoPublished();
      const { disk } = faultyDisk(call => (call === at ? code : null));
      const published = publishGeneration({ ...store, disk }, ward(2, 'three'));
      const latest = readLatest(store);
      if (!latest.ok) throw new Error(latest.error.why);
      expect(latest.value.generation.snapshot).toEqual(ward(2, published.ok ? 'three' : 'two'));
      publishGeneration(store, ward(2, 'four'));
      expect(readdirSync(store.folder).filter(name => name.endsWith('.tmp'))).toEqual([]);
    },
  );

  test('for good: one clear sentence, the last copy stays', () => {
    const store = twoPublished();
    const { disk } = faultyDisk(call => (call > 1 ? code : null));
    const published = publishGeneration({ ...store, disk }, ward(2, 'three'));
    expect(published).toMatchObject({ ok: false, error: { kind: code === 'EIO' ? 'unwritable' : 'disk-full' } });
    expect(published.ok ? '' : published.error.why).toContain('The last good copy is untouched');
    expect(readLatest(store)).toMatchObject({ ok: true, value: { generation: { number: 2, snapshot: ward(2, 'two') } } });
  });
});

test('a full disk makes room from older copies down to the newest whole one, and tries again', () => {
  const store = twoPublished();
  publishGeneration(store, ward(2, 'three'));
  const flushes = { n: 0 };
  const real = realDisk();
  const disk: Disk = {
    ...real,
    flush(path) {
      if (path.endsWith('.db.tmp') && readdirSync(store.folder).filter(f => /^gen-\d+\.db$/.test(f)).length > 1) {
        flushes.n++;
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      }
      real.flush(path);
    },
  };
  expect(publishGeneration({ ...store, disk }, ward(2, 'four'))).toMatchObject({ ok: true });
  expect(flushes.n).toBe(1);
  const list = listGenerations(store);
  expect(list.ok && list.value.map(copy => copy.number)).toEqual([4, 3]);
});

test('a full disk costs no file while no copy verifies: they may still be worth something to somebody', () => {
  const store = twoPublished();
  for (const number of [1, 2]) appendFileSync(join(store.folder, `gen-0000000${number}.db`), 'bent');
  const before = readdirSync(store.folder).sort();
  const full: Disk = {
    ...realDisk(),
    flush() {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    },
  };
  let published = publishGeneration({ ...store, disk: full }, ward(2, 'three'));
  expect(published).toMatchObject({ ok: false, error: { kind: 'disk-full' } });
  expect(readdirSync(store.folder).sort()).toEqual(before);
  published = publishGeneration(store, ward(2, 'three'));
  expect(published).toMatchObject({ ok: true, value: { generation: 3 } });
});

test('a file that reads back as other charts than were written is not whole', () => {
  const store = emptyStore();
  const build = {
    path: join(store.root, 'built.db'),
    key: Buffer.alloc(32, 1),
    number: 1,
    acceptedDrop: null,
    schemaFolder: store.schemaFolder,
  };
  store.disk.create(build.path, '');
  buildGeneration({ ...build, snapshot: ward(3, 'one') });
  const textsOf = ({ charts }: Snapshot): string[] => charts.map(chart => JSON.stringify(chart));
  const same = ward(3, 'one');
  expect(readBack({ ...build, snapshot: same }, textsOf(same))).toMatchObject({ ok: true });
  const changed = ward(3, 'one');
  changed.charts[2]!.sections.orders.items[0]!.dosages[0]!.dose = '50000 units';
  for (const other of [
    changed,
    ward(4, 'one'),
    ward(2, 'one'),
    { ...ward(3, 'one'), unread: [{ patient: 'Bed 9', why: 'HTTP 500' }] },
  ]) {
    expect(readBack({ ...build, snapshot: other }, textsOf(other))).toMatchObject({ ok: false, error: { kind: 'not-whole' } });
  }
});

test("SQLite's own words for a full disk are understood", () => {
  const path = `${folder()}/full.db`;
  realDisk().create(path, '');
  const db = openBuilder(path, Buffer.alloc(32, 1));
  if (!db.ok) throw new Error(db.error.why);
  db.value.exec('pragma max_page_count = 3; create table t (x text)');
  const fill = (): unknown => db.value.prepare('insert into t values (hex(zeroblob(100000)))').run();
  let error: unknown;
  try {
    fill();
  } catch (thrown) {
    error = thrown;
  }
  db.value.close();
  expect(faultOf(error, 'The new copy', '').error.kind).toBe('disk-full');
});

test('what is no fault of the disk is a bug and is thrown', () => {
  expect(() => faultOf(new TypeError('x'), 'The new copy', '')).toThrow('x');
});
