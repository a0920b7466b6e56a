import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAudit, sheetFault } from '../../main/store/audit-check.ts';
import { entriesOf } from '../../main/store/audit-contents.ts';
import { segmentFile, segmentsIn } from '../../main/store/audit-folder.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { kioskAudit, lockedKeys } from './support/audit.ts';
import { folder } from './support/fresh-store.ts';

type Step = { kind: 'say'; words: string } | { kind: 'lock' } | { kind: 'restart' } | { kind: 'power-cut'; torn: string };
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('say' as const), words: fc.string({ unit: 'grapheme' }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('lock' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('power-cut' as const),
        torn: fc.constantFrom('', 'entry 9 abc', '\0\0\0', 'entry \0\0\0\n', 'segment {"form'),
      }),
    },
  ),
  { minLength: 1, maxLength: 25 },
);

/** Does the steps with the real files; what was said, in order. */
function played(root: string, all: readonly Step[]) {
  let kiosk = kioskAudit(root);
  const said: string[] = [];
  for (const step of all) {
    if (step.kind === 'say') {
      kiosk.audit.record({ what: 'searched', details: step.words });
      said.push(step.words);
    } else if (step.kind === 'lock') kiosk.audit.rotate();
    else if (step.kind === 'restart') {
      kiosk.audit.close();
      kiosk = kioskAudit(root);
    } else {
      const last = segmentsIn(kiosk.path).at(-1);
      const writing = last !== undefined && !/^closed |\0/.test(linesOf(kiosk.path, last).at(-1) ?? '');
      if (writing) appendFileSync(join(kiosk.path, segmentFile(last)), step.torn);
      kiosk = kioskAudit(root);
    }
  }
  return { kiosk, said };
}
const linesOf = (path: string, segment: number) =>
  readFileSync(join(path, segmentFile(segment)), 'latin1')
    .split('\n')
    .slice(0, -1);

test(
  'whatever is said, locked, restarted and cut off: every entry is there in its order, and the audit holds',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const root = folder();
        const { kiosk, said } = played(root, all);
        const { path, keys } = kiosk;
        const checked = await checkAudit(path, keys);
        expect(checked.findings).toEqual([]);
        expect(checked).toMatchObject({ entries: said.length, notLookedAt: null, head: kiosk.audit.head() });
        const entries = segmentsIn(path).flatMap(segment => {
          const opened = entriesOf(path, segment, keys);
          if (!opened.ok) throw new Error(opened.error.why);
          return opened.value.entries;
        });
        expect(entries.map(entry => entry.details)).toEqual(said);
        expect(entries.map(entry => entry.number)).toEqual(said.map((_, i) => i + 1));
      }),
      { numRuns: 40 },
    );
  },
);

const harm = fc.oneof(
  fc.record({ kind: fc.constant('changed' as const), place: fc.nat(), letter: fc.constantFrom('a', 'B', '0', '_', ' ') }),
  fc.record({ kind: fc.constant('cut' as const), place: fc.nat() }),
  fc.record({ kind: fc.constantFrom('removed' as const, 'doubled' as const, 'swapped' as const) }),
);

test('any one line that was changed, cut, removed, doubled or swapped is found where it is', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), fc.nat(), harm, fc.boolean(), async (all, which, where, done, locked) => {
      const { kiosk } = played(folder(), [...all, { kind: 'say', words: 'at least this' }]);
      kiosk.audit.close();
      const { path } = kiosk;
      const segments = segmentsIn(path);
      const segment = segments[which % segments.length]!;
      const text = readFileSync(join(path, segmentFile(segment)), 'latin1');
      const end = text.lastIndexOf('\n') + 1;
      const lines = linesOf(path, segment);
      const i = where % lines.length;
      const line = lines[i]!;
      const harmed = [...lines];
      if (done.kind === 'changed') {
        const place = done.place % line.length;
        harmed[i] = line.slice(0, place) + (line[place] === done.letter ? 'x' : done.letter) + line.slice(place + 1);
      } else if (done.kind === 'cut') harmed[i] = line.slice(0, done.place % line.length);
      else if (done.kind === 'removed') harmed.splice(i, 1);
      else if (done.kind === 'doubled') harmed.splice(i, 0, line);
      else {
        fc.pre(i + 1 < lines.length);
        harmed.splice(i, 2, lines[i + 1]!, line);
      }
      const wasEnd = i === lines.length - 1 && segment === segments.at(-1);
      fc.pre(!(done.kind === 'removed' && wasEnd) && !line.includes('\0'));
      writeFileSync(join(path, segmentFile(segment)), harmed.map(each => `${each}\n`).join('') + text.slice(end), 'latin1');
      const { findings } = await checkAudit(path, locked ? lockedKeys(kiosk.keys) : kiosk.keys);
      expect(findings).toContainEqual(expect.objectContaining({ file: segmentFile(segment) }));
      const lineFound = findings.some(
        one => one.file === segmentFile(segment) && (one.line === null || Math.abs(one.line - 1 - i) <= 1),
      );
      expect(lineFound).toBe(true);
    }),
    { numRuns: 80 },
  );
});

test('a whole segment that is missing, or was exchanged for another, is found', async () => {
  const { kiosk } = played(
    folder(),
    Array.from({ length: 4 }, (_, i) => [{ kind: 'say', words: `${i}` }, { kind: 'lock' }] as Step[]).flat(),
  );
  const { path, keys } = kiosk;
  const at = (segment: number) => join(path, segmentFile(segment));
  renameSync(at(2), `${at(2)}.away`);
  expect((await checkAudit(path, keys)).findings).toMatchObject([
    {
      file: 'audit-000003.log',
      line: null,
      why: expect.stringContaining('audit-000002.log, which came before it, is missing') as string,
    },
  ]);
  renameSync(at(3), at(2));
  renameSync(`${at(2)}.away`, at(3));
  expect((await checkAudit(path, keys)).findings.map(({ why }) => why)).toContainEqual(
    'it says of itself that it is audit-000003.log',
  );
});

test('what was taken away at the very end is found by a sheet in somebody’s hand, and only by it', async () => {
  const { kiosk } = played(folder(), [
    { kind: 'say', words: 'one' },
    { kind: 'say', words: 'two' },
    { kind: 'lock' },
    { kind: 'say', words: 'three' },
  ]);
  const { path, keys } = kiosk;
  const onPaper = kiosk.audit.head();
  expect(sheetFault(path, onPaper)).toBeNull();
  rmSync(join(path, segmentFile(2)));
  expect((await checkAudit(path, keys)).findings).toEqual([]);
  expect(sheetFault(path, onPaper)).toMatch(/ends with entry 2; when the sheet was printed it had entry 3/);
  const again = kioskAudit(join(path, '..'));
  again.audit.record({ what: 'searched', details: 'made up' });
  expect(sheetFault(path, onPaper)).toMatch(/Entry 3 is another one/);
});

test('whoever has not the key can not write an audit that holds, even with the whole chain computed anew', async () => {
  const store = folder();
  const { kiosk } = played(store, [{ kind: 'say', words: 'one' }, { kind: 'restart' }]);
  const forger = folder();
  const other = join(forger, 'other.key');
  ensureKeyFile(other);
  const forged = kioskAudit(forger, { keys: keyFile(other) });
  forged.audit.record({ what: 'searched', details: 'two' });
  forged.audit.close();
  writeFileSync(join(kiosk.path, segmentFile(1)), readFileSync(join(forged.path, segmentFile(1))));
  const { findings } = await checkAudit(kiosk.path, kiosk.keys);
  expect(findings.map(({ line }) => line)).toEqual([1, 3]);
  expect(findings[0]?.why).toContain('its signature does not hold');
});

test('locked keys write, and check the chain and the signatures; they read nothing', async () => {
  const store = folder();
  const open = kioskAudit(store);
  const locked = kioskAudit(store, { keys: lockedKeys(open.keys) });
  locked.audit.record({ what: 'generation-published' });
  locked.audit.close();
  expect(await checkAudit(locked.path, locked.keys)).toMatchObject({
    findings: [],
    entries: 1,
    notLookedAt: 'Nobody is signed in.',
  });
  expect(entriesOf(locked.path, 1, locked.keys)).toMatchObject({ ok: false, error: { kind: 'locked' } });
  expect(entriesOf(locked.path, 1, open.keys)).toMatchObject({
    ok: true,
    value: { entries: [{ what: 'generation-published' }] },
  });
});

test('an unfinished last line is a power cut, not an alteration; the next segment says so for good', async () => {
  const store = folder();
  const { kiosk } = played(store, [
    { kind: 'say', words: 'one' },
    { kind: 'say', words: 'two' },
  ]);
  const { path, keys } = kiosk;
  const file = join(path, segmentFile(1));
  truncateSync(file, readFileSync(file).length - 30);
  const before = await checkAudit(path, keys);
  expect(before).toMatchObject({ findings: [], entries: 1, torn: [{ file: 'audit-000001.log' }] });
  const next = kioskAudit(store);
  next.audit.record({ what: 'searched' });
  expect(next.audit.head().number).toBe(2);
  expect(await checkAudit(path, keys)).toMatchObject({ findings: [], entries: 2, torn: before.torn });
  appendFileSync(file, 'more');
  expect((await checkAudit(path, keys)).findings).toMatchObject([
    { file: 'audit-000001.log', why: expect.stringContaining('bytes') as string },
  ]);
});
