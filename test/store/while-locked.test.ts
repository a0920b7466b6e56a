import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Chart, Generation, Snapshot } from '../../main/domain/chart.ts';
import { ok } from '../../main/domain/result.ts';
import { missing, received, type Section } from '../../main/domain/section.ts';
import { plusMinutes, type Instant } from '../../main/domain/time.ts';
import { syncUnit, type Incomplete } from '../../main/services/sync.ts';
import { generationNumbers } from '../../main/store/generation-name.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { listGenerations, readLatest } from '../../main/store/read-latest.ts';
import { emptyStore } from './support/fresh-store.ts';
import { lockable } from './support/lockable.ts';
import { chart, ward } from './support/ward.ts';

const BEGIN = '2026-11-22T19:00:00.000Z';

function lockableStore() {
  const store = emptyStore();
  const keys = lockable(store.keys);
  return { ...store, keys };
}

/** What the EHR says at one refresh. */
type Answer = Pick<Snapshot, 'charts' | 'unread'>;

interface Kiosk {
  store: ReturnType<typeof lockableStore>;
  /** What the process keeps in memory. */
  remembered: Map<string, Generation>;
  incomplete: Map<string, Incomplete[]>;
}
const newMemory = () => ({ remembered: new Map<string, Generation>(), incomplete: new Map<string, Incomplete[]>() });
const newKiosk = (): Kiosk => ({ ...newMemory(), store: lockableStore() });
const restart = ({ remembered, incomplete }: Kiosk): void => [remembered, incomplete].forEach(memory => memory.clear());

async function refresh({ store, remembered, incomplete }: Kiosk, answer: Answer, at: Instant, goneHours = 48): Promise<void> {
  const ehr = {
    fetchUnit: () =>
      Promise.resolve(
        ok({
          ...{ institution: 'General Hospital', unit: '4 West', source: 'https://ehr.example/fhir', ...structuredClone(answer) },
          counts: { requests: 0, resources: 0, bytes: 0, unmapped: 0 },
        }),
      ),
    probe: () => Promise.resolve([]),
  };
  const result = await syncUnit({
    ...{ ehr, store, remembered, incomplete, goneHours, clock: { now: () => at }, unit: '4 West', zone: 'America/New_York' },
    ...{ signal: new AbortController().signal, progress: () => undefined, acceptDrop: 'patients come and go in this test' },
  });
  if (!result.ok) throw new Error(result.error.why);
}

/** What somebody who signs in now reads. */
function readBy({ store }: Kiosk): Generation {
  const { locked } = store.keys;
  store.keys.locked = false;
  const latest = readLatest(store);
  store.keys.locked = locked;
  if (!latest.ok) throw new Error(latest.error.why);
  expect(latest.value.skipped).toEqual([]);
  return latest.value.generation;
}

const answered = (items: number): ((at: Instant) => Section<never>) => {
  const { orders } = chart(0, 'order', items).sections;
  return at => received(at, orders.items) as Section<never>;
};
const PARTS = fc.constantFrom<(at: Instant) => Section<never>>(
  answered(4),
  answered(3),
  answered(1),
  answered(0),
  at => ({ ...answered(2)(at), status: 'partial', reason: 'page 2 did not come' }),
  at => ({ ...answered(0)(at), status: 'partial', reason: 'page 1 did not come' }),
  () => missing('failed', 'HTTP 500'),
  () => missing('unauthorised', 'HTTP 403'),
  () => missing('not-supported', 'no such resource'),
);

/** A patient at one refresh: on the unit and read, not read, not understood by this app, or not in the census. Stays change; records merge. */
const PATIENT = fc.record({
  how: fc.constantFrom('read', 'read', 'read', 'unread', 'unread by number', 'garbled', 'absent'),
  stay: fc.constantFrom('', '', '', ' again', ' of another'),
  orders: PARTS,
  homeMedicines: PARTS,
});
const STEP = fc.record({
  locked: fc.boolean(),
  by: fc.constantFrom('the kiosk', 'the kiosk', 'the kiosk, restarted', 'the command line'),
  minutes: fc.constantFrom(5, 5, 60, 49 * 60, -90),
  goneHours: fc.constantFrom(48, 48, 1, 0),
  patients: fc.tuple(PATIENT, PATIENT, PATIENT),
});

function answerOf(patients: readonly (typeof PATIENT extends fc.Arbitrary<infer P> ? P : never)[], at: Instant): Answer {
  const always = { ...chart(9, 'stays', 1), asOf: at };
  const answer: Answer = { charts: [always], unread: [] };
  patients.forEach(({ how, stay, orders, homeMedicines }, i) => {
    const plain = chart(i, 'patient', 1);
    const encounter = { ...plain.encounter, id: stay === ' of another' ? `enc-${(i + 1) % 3}` : `enc-${i}${stay}` };
    const sections = { ...plain.sections, orders: orders(at), homeMedicines: homeMedicines(at) };
    const read: Chart = { ...plain, encounter, asOf: at, sections };
    if (how === 'read') answer.charts.push(read);
    if (how === 'garbled') answer.charts.push({ ...read, encounter: { ...encounter, attending: 5 } } as unknown as Chart);
    if (how === 'unread') answer.unread.push({ patient: `pat-${i}`, why: 'HTTP 500' });
    if (how === 'unread by number') answer.unread.push({ patient: `MRN ${plain.identity.mrn}`, why: 'timeout' });
  });
  return answer;
}

test('whoever refreshed while nobody was signed in, and whenever the kiosk was restarted meanwhile: the ward reads the same as if somebody had been', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 2, maxLength: 8 }), async steps => {
      const [shut, open] = [newKiosk(), newKiosk()];
      let at = BEGIN;
      for (const { locked, by, minutes, goneHours, patients } of steps) {
        at = plusMinutes(at, minutes);
        const answer = answerOf(patients, at);
        shut.store.keys.locked = locked;
        if (by === 'the kiosk, restarted') restart(shut);
        const process = by === 'the command line' ? { ...newMemory(), store: shut.store } : shut;
        await refresh(process, answer, at, goneHours);
        await refresh(open, answer, at, goneHours);
        expect(readBy(shut)).toEqual(readBy(open));
      }
    }),
    { numRuns: 35 },
  );
});

/** The patients stay, and so does most of what is known of them: what a ward is like at most refreshes. */
const STEADY = fc.record({
  how: fc.constantFrom('read', 'read', 'read', 'read', 'read', 'read', 'read', 'read', 'unread', 'absent'),
  stay: fc.constant(''),
  orders: PARTS,
  homeMedicines: PARTS,
});

test('the same on a steady ward, where not every copy is kept to carry over from', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(STEADY, STEADY),
      fc.array(fc.tuple(fc.constantFrom(5, 5, 5, -3, 49 * 60), fc.constantFrom(0, 1, 2, 3), STEADY), {
        minLength: 4,
        maxLength: 9,
      }),
      async (first, changes) => {
        const [shut, open] = [newKiosk(), newKiosk()];
        let at = BEGIN;
        let patients = [...first];
        for (const [i, [minutes, which, change]] of changes.entries()) {
          at = plusMinutes(at, minutes);
          patients = patients.map((patient, n) => (n === which ? change : patient));
          const answer = answerOf(patients, at);
          shut.store.keys.locked = i > 0;
          if (i === 1) restart(shut);
          await refresh(shut, answer, at);
          await refresh(open, answer, at);
          expect(readBy(shut)).toEqual(readBy(open));
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('a kiosk that was started while nobody is signed in keeps few copies for what it carries over', async () => {
  const kiosk = newKiosk();
  await refresh(kiosk, ward(3), BEGIN);
  kiosk.store.keys.locked = true;
  restart(kiosk);
  for (let i = 1; i <= 12; i++) await refresh(kiosk, ward(i < 6 ? 2 : 1), plusMinutes(BEGIN, i * 5));
  expect(generationNumbers(kiosk.store.folder)).toEqual([13, 12, 11, 7, 6, 2, 1]);
  const left = readBy(kiosk).snapshot.charts.map(({ identity, gone }) => [identity.id, gone?.since]);
  expect(left).toEqual([
    ['pat-0', undefined],
    ['pat-1', plusMinutes(BEGIN, 30)],
    ['pat-2', plusMinutes(BEGIN, 5)],
  ]);
});

test('a kiosk that nobody signs in to goes on with new copies, and lets go of old ones', async () => {
  const kiosk = newKiosk();
  for (let i = 0; i < 6; i++) {
    kiosk.store.keys.locked = i > 1;
    await refresh(kiosk, ward(3, `g${i}`), plusMinutes(BEGIN, i * 5));
  }
  expect(generationNumbers(kiosk.store.folder)).toEqual([6, 5, 4]);
  const listed = listGenerations(kiosk.store);
  expect(listed.ok && listed.value.map(({ fault, manifest }) => [fault, manifest?.carriesFrom])).toEqual(
    [6, 5, 4].map(() => [null, undefined]),
  );
  expect(readLatest(kiosk.store)).toMatchObject({ ok: false, error: { kind: 'locked' } });
  expect(readBy(kiosk).snapshot.charts[0]!.identity.name).toContain('g5');
});

test('copies that later ones carry over from are kept until somebody signs in and the next copy is whole', async () => {
  const kiosk = newKiosk();
  await refresh(kiosk, ward(3), BEGIN);
  kiosk.store.keys.locked = true;
  for (let i = 1; i <= 5; i++) {
    restart(kiosk);
    await refresh(kiosk, ward(2), plusMinutes(BEGIN, i * 5));
  }
  expect(generationNumbers(kiosk.store.folder)).toEqual([6, 5, 4, 3, 2, 1]);
  const [, , left] = readBy(kiosk).snapshot.charts;
  expect(left).toMatchObject({ identity: { id: 'pat-2' }, gone: { since: plusMinutes(BEGIN, 5) } });
  kiosk.store.keys.locked = false;
  for (let i = 6; i <= 8; i++) await refresh(kiosk, ward(2), plusMinutes(BEGIN, i * 5));
  expect(generationNumbers(kiosk.store.folder)).toEqual([9, 8, 7]);
  expect(readBy(kiosk).snapshot.charts[2]).toEqual(left);
});

test('what a copy carries over from is damaged: the newer copy is read with what the next older one had, and it is said', async () => {
  const kiosk = newKiosk();
  await refresh(kiosk, ward(3), BEGIN);
  await refresh(kiosk, ward(3), plusMinutes(BEGIN, 5));
  kiosk.store.keys.locked = true;
  restart(kiosk);
  await refresh(kiosk, ward(2), plusMinutes(BEGIN, 10));
  const database = join(kiosk.store.folder, 'gen-00000002.db');
  writeFileSync(database, readFileSync(database).fill(0, 5000, 5010));
  kiosk.store.keys.locked = false;
  const latest = readLatest(kiosk.store);
  expect(latest).toMatchObject({
    ok: true,
    value: { generation: { number: 3 }, skipped: [{ file: 'gen-00000002.db', kind: 'damaged' }] },
  });
  expect(latest.ok && latest.value.generation.snapshot.charts).toHaveLength(3);
  for (const name of ['gen-00000001.db', 'gen-00000002.db']) rmSync(join(kiosk.store.folder, name));
  const alone = readLatest(kiosk.store);
  expect(alone.ok && alone.value.generation.snapshot.charts).toHaveLength(2);
  expect(alone.ok && alone.value.skipped.map(s => s.why)).toEqual([
    expect.stringContaining('older parts that only it had are missing'),
    expect.stringContaining('older parts that only it had are missing'),
  ]);
});

test('far fewer patients than last time are refused, signed in or not, and one who could not be read counts', async () => {
  const store = lockableStore();
  publishGeneration(store, ward(10));
  store.keys.locked = true;
  const carriesFrom = { generation: 1, goneHours: 48 };
  const four = ward(4);
  expect(publishGeneration(store, four, { carriesFrom })).toMatchObject({ ok: false, error: { kind: 'implausible' } });
  const unread = [4, 5, 6].map(i => ({ patient: `pat-${i}`, why: 'HTTP 500' }));
  expect(publishGeneration(store, { ...four, unread }, { carriesFrom })).toMatchObject({ ok: true });
  expect(publishGeneration(store, ward(3), { carriesFrom })).toMatchObject({ ok: false, error: { kind: 'implausible' } });
});

test('while nobody is signed in no older copy is read instead of a newer one, even if it would open', () => {
  const store = lockableStore();
  publishGeneration(store, ward(3, 'early'));
  publishGeneration(store, ward(3, 'late'));
  const lockedSince = lockable(store.keys);
  lockedSince.open = (sealed, context) => {
    store.keys.locked = context.includes('|2|');
    return store.keys.open(sealed, context);
  };
  expect(readLatest({ ...store, keys: lockedSince })).toMatchObject({ ok: false, error: { kind: 'locked' } });
});

test('a manifest of an earlier version, without a signature, is still read; while nobody is signed in it proves nothing', () => {
  const store = lockableStore();
  publishGeneration(store, ward(3));
  const path = join(store.folder, 'gen-00000001.json');
  const { signature, ...early } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  expect(signature).toEqual(expect.any(String));
  writeFileSync(path, JSON.stringify(early));
  expect(readLatest(store)).toMatchObject({ ok: true, value: { generation: { number: 1 } } });
  store.keys.locked = true;
  expect(listGenerations(store)).toMatchObject({ value: [{ number: 1, fault: { kind: 'locked' } }] });
  store.keys.locked = false;
  writeFileSync(path, JSON.stringify({ ...early, sealedKey: `h1.${String(early['sealedKey']).slice(3)}` }));
  expect(readLatest(store)).toMatchObject({ ok: false });
});
