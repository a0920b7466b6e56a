import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { realDisk, type Disk } from '../../main/store/disk.ts';
import { whileLocked } from '../../main/store/lock.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { listGenerations, readLatest } from '../../main/store/read-latest.ts';
import { emptyStore } from './support/fresh-store.ts';
import { ward } from './support/ward.ts';

test('a published ward reads back word for word', () => {
  const store = emptyStore();
  const snapshot = { ...ward(36), unread: [{ patient: 'Bed 12', why: 'HTTP 500' }] };
  const published = publishGeneration(store, snapshot);
  expect(published).toMatchObject({ ok: true, value: { generation: 1, unreadable: [] } });
  const latest = readLatest(store);
  expect(latest).toMatchObject({ ok: true, value: { generation: { number: 1, snapshot }, skipped: [] } });
  if (!latest.ok) return;
  expect(latest.value.generation.snapshot).toEqual(snapshot);
  expect(latest.value.manifest).toMatchObject({
    unit: '4 West',
    generation: 1,
    asOf: snapshot.asOf,
    source: snapshot.source,
    counts: { patients: 36, unread: 1, unmapped: 36, orders: 144, administrations: 576 },
    acceptedDrop: null,
  });
});

test('names that no keyboard types survive: Han, Arabic, emoji, a NUL, half a surrogate pair', () => {
  const store = emptyStore();
  const snapshot = ward(1, '李雷 محمد 👩🏽‍⚕️ \u0000 \ud800');
  publishGeneration(store, snapshot);
  const latest = readLatest(store);
  expect(latest.ok && latest.value.generation.snapshot).toEqual(snapshot);
});

test('neither file nor manifest shows a patient, and only their owner may read them', () => {
  const store = emptyStore();
  publishGeneration(store, ward(5, 'Xylophone'));
  for (const name of readdirSync(store.folder)) {
    const content = readFileSync(join(store.folder, name)).toString('latin1');
    expect(content).not.toMatch(/Xylophone|MRN1|SQLite format/);
  }
  if (process.platform === 'win32') return;
  expect(statSync(store.folder).mode & 0o077).toBe(0);
  expect(statSync(join(store.folder, 'gen-00000001.db')).mode & 0o077).toBe(0);
});

test('every generation has a key of its own', () => {
  const secrets: string[] = [];
  const store = emptyStore();
  const { keys } = store;
  const watched = {
    ...store,
    keys: { ...keys, seal: (s: Buffer, c: string) => (secrets.push(s.toString('hex')), keys.seal(s, c)) },
  };
  publishGeneration(watched, ward(2));
  publishGeneration(watched, ward(2));
  expect(new Set(secrets).size).toBe(2);
  expect(secrets[0]).toMatch(/^(?!0+$)[0-9a-f]{64}$/);
});

test('nothing is visible before it is durable, and the manifest comes last', () => {
  const steps: string[] = [];
  publishGeneration(emptyStore({ disk: watched(steps) }), ward(2));
  expect(steps.filter(step => !/remove|makeFolder|publish\.lock/.test(step))).toEqual([
    'create gen-00000001.db.tmp',
    'flush gen-00000001.db.tmp',
    'rename gen-00000001.db.tmp gen-00000001.db',
    expect.stringMatching(/^flushFolder 4-west/),
    'create gen-00000001.json.tmp',
    'rename gen-00000001.json.tmp gen-00000001.json',
    expect.stringMatching(/^flushFolder 4-west/),
  ]);
});

test('the newest three that verify are kept, numbers never come back', () => {
  const store = emptyStore();
  for (let i = 1; i <= 5; i++) publishGeneration(store, ward(3, `g${i}`));
  expect(numbers(store)).toEqual([5, 4, 3]);
  expect(readdirSync(store.folder).sort()).toEqual(
    ['publish.lock', ...[3, 4, 5].flatMap(n => [`gen-0000000${n}.db`, `gen-0000000${n}.json`])].sort(),
  );
});

test('a damaged copy does not count among the three, and is removed once newer ones are whole', () => {
  const store = emptyStore();
  for (let i = 1; i <= 3; i++) publishGeneration(store, ward(3));
  writeFileSync(join(store.folder, 'gen-00000003.db'), 'damaged');
  publishGeneration(store, ward(3));
  expect(numbers(store)).toEqual([4, 2, 1]);
});

test('an empty ward is refused and the last copy stays', () => {
  const store = emptyStore();
  publishGeneration(store, ward(4));
  expect(publishGeneration(store, ward(0))).toMatchObject({ ok: false, error: { kind: 'implausible' } });
  expect(publishGeneration(store, ward(0), { acceptDrop: 'ward closed' })).toMatchObject({ error: { kind: 'implausible' } });
  expect(numbers(store)).toEqual([1]);
});

test('fewer than half of the patients needs a reason, which is kept with the copy', () => {
  const store = emptyStore();
  publishGeneration(store, ward(9));
  const refused = publishGeneration(store, ward(4));
  expect(refused).toMatchObject({ ok: false, error: { kind: 'implausible' } });
  expect(refused.ok ? '' : refused.error.why).toMatch(/Only 4 .* has 9.*untouched/);
  expect(publishGeneration(store, ward(5))).toMatchObject({ ok: true });
  expect(publishGeneration(store, ward(2), { acceptDrop: 'half the ward moved to 5 West' })).toMatchObject({
    ok: true,
    value: { manifest: { acceptedDrop: { from: 5, to: 2, reason: 'half the ward moved to 5 West' } } },
  });
  expect(readLatest(store)).toMatchObject({ ok: true, value: { manifest: { acceptedDrop: { from: 5 } } } });
});

test('one patient twice, or another unit, is refused', () => {
  const store = emptyStore();
  const twice = ward(3);
  twice.charts.push(twice.charts[0]!);
  expect(publishGeneration(store, twice)).toMatchObject({ ok: false, error: { kind: 'implausible' } });
  expect(publishGeneration(store, { ...ward(3), unit: '5 East' })).toMatchObject({ ok: false, error: { kind: 'implausible' } });
  expect(publishGeneration(store, { ...ward(3), unit: '4  WEST' })).toMatchObject({ ok: true });
});

test('a chart that does not fit its type is named to the ward, the other patients are published', () => {
  const store = emptyStore();
  const snapshot = ward(3);
  snapshot.charts[1]!.sections.orders.emptied = NaN;
  const published = publishGeneration(store, snapshot);
  expect(published.ok && published.value.unreadable).toHaveLength(1);
  const latest = readLatest(store);
  expect(latest.ok && latest.value.generation.snapshot.charts).toHaveLength(2);
  expect(latest.ok && latest.value.generation.snapshot.unread[0]?.patient).toContain('MRN1001');
});

test('a second publisher is told to wait and leaves the first one alone', () => {
  const store = emptyStore();
  publishGeneration(store, ward(2));
  writeFileSync(join(store.folder, 'gen-00000002.db.tmp'), 'being built by the first');
  whileLocked(join(store.folder, 'publish.lock'), 0, () => {
    expect(publishGeneration(store, ward(2))).toMatchObject({ ok: false, error: { kind: 'busy' } });
  });
  expect(existsSync(join(store.folder, 'gen-00000002.db.tmp'))).toBe(true);
});

test('what a killed publisher left is swept by the next one', () => {
  const store = emptyStore();
  publishGeneration(store, ward(2));
  for (const left of ['gen-00000002.db.tmp', 'gen-00000002.json.tmp', 'gen-00000001.db-journal', 'gen-00000002.db']) {
    writeFileSync(join(store.folder, left), 'left');
  }
  expect(publishGeneration(store, ward(2))).toMatchObject({ ok: true, value: { generation: 3 } });
  expect(numbers(store)).toEqual([3, 1]);
  expect(readdirSync(store.folder)).toHaveLength(5);
});

test('the log tells numbers and kinds, never a patient', () => {
  const write = vi.fn();
  const store = emptyStore({ log: { write } });
  publishGeneration(store, ward(2, 'Xylophone'));
  writeFileSync(join(store.folder, 'gen-00000001.db'), 'x');
  readLatest(store);
  expect(write).toHaveBeenCalled();
  expect(JSON.stringify(write.mock.calls)).not.toContain('Xylophone');
});

function watched(steps: string[]): Disk {
  const disk = realDisk();
  return Object.fromEntries(
    Object.entries(disk).map(([name, act]) => [
      name,
      (...paths: string[]) => {
        steps.push([name, ...paths.filter(p => p.startsWith('/') || /^[A-Z]:/.test(p)).map(p => basename(p))].join(' '));
        return (act as (...a: string[]) => void)(...paths);
      },
    ]),
  ) as unknown as Disk;
}

function numbers(store: ReturnType<typeof emptyStore>): number[] {
  const list = listGenerations(store);
  return list.ok ? list.value.map(copy => copy.number) : [];
}
