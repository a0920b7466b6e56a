import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { rendererFolder } from '../support/small-kiosk.ts';
import { filesLeft } from './support/files.ts';
import { guardedWard, PEOPLE, PIN, type GuardedWard } from './support/guarded-ward.ts';
import { counter, MARK } from './support/marks.ts';
import { must } from './support/must.ts';

const PROJECT = join(import.meta.dirname, '../..');

describe.skipIf(needs.signals.missing)('a bug that nothing catches, at a ward of marked patients', { timeout: 120_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'kiosk-leak-'));
  let ward: GuardedWard;
  const marks = counter(MARK, PIN);
  const logged = (): string => readFileSync(join(root, 'log/kiosk.log'), 'utf8');

  beforeAll(async () => {
    ward = await guardedWard(root, rendererFolder());
  });
  afterAll(async () => {
    await ward.close();
    rmSync(root, { recursive: true, force: true });
  });

  test.each([
    ['thrown', 'SIGUSR2'],
    ['a rejection', 'SIGHUP'],
  ] as const)('%s: the kiosk ends and says where it was, and nobody’s name', async (_, signal) => {
    const kiosk = await ward.start({ preload: join(import.meta.dirname, 'support/bug-on-signal.ts') });
    must(await kiosk.call.signIn({ user: PEOPLE[0]!.user, pin: PIN, newPin: null }));
    must(await kiosk.call.getWard({}));
    process.kill(kiosk.pid, signal);
    expect(await kiosk.ended).toBe(1);
    expect(kiosk.output()).toContain('The kiosk broke and has ended. Start it again');
    expect(kiosk.output()).toMatch(/"error":"TypeError","where":"at [^"]*bug-on-signal/);
    expect(logged()).toContain('the kiosk broke and ended');
    expect(marks(Buffer.from(kiosk.output()))).toBe(0);
    expect(filesLeft(root, marks).filter(file => file.marks > 0)).toEqual([]);
  });

  test('killed outright by a fault of the machine, where core files are off as IT is told, it leaves nothing', async () => {
    const kiosk = await ward.start({ through: ['/bin/sh', '-c', 'ulimit -c 0; exec "$@"', 'sh'] });
    must(await kiosk.call.signIn({ user: PEOPLE[0]!.user, pin: PIN, newPin: null }));
    must(await kiosk.call.getWard({}));
    process.kill(kiosk.pid, 'SIGSEGV');
    await kiosk.ended;
    expect(marks(Buffer.from(kiosk.output()))).toBe(0);
    const files = filesLeft(root, marks);
    expect(files.filter(file => file.marks > 0)).toEqual([]);
    expect(files.filter(({ path }) => /(^|\/)(core|report\.)|\.(dmp|heapsnapshot|cpuprofile)$/.test(path))).toEqual([]);
  });
});

test('nothing in the program turns on what writes memory to the disk: crash reports, heap snapshots, diagnostic reports', () => {
  const files = readdirSync(join(PROJECT, 'main'), { recursive: true, encoding: 'utf8' }).filter(name => /\.m?[tj]s$/.test(name));
  const found = files.filter(name =>
    /crashReporter|HeapSnapshot|process\.report|--report-|--abort-on|--heapsnapshot|--inspect|new Session\(|contentTracing|netLog/.test(
      readFileSync(join(PROJECT, 'main', name), 'utf8'),
    ),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
