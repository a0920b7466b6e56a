import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWardKey } from '../../main/vault/ward-key.ts';
import { labelSimulator, type LabelSimulator } from '../support/label-printer.ts';
import { needs } from '../support/needs.ts';
import { rendererFolder } from '../support/small-kiosk.ts';
import { filesLeft, type LeftFile } from './support/files.ts';
import { ADMINISTRATOR, guardedWard, PEOPLE, PIN, type GuardedWard, type RunningKiosk } from './support/guarded-ward.ts';
import { counter, MARK } from './support/marks.ts';
import { must } from './support/must.ts';
import { readTrace, tracedInto, type Target, type Traced } from './support/trace.ts';
import { downtime, paperReady } from './support/ward-day.ts';

const [nora, paul] = PEOPLE.map(({ user }) => user) as [string, string];

describe.skipIf(needs.strace.missing)('a day of a guarded ward whose patients are marked', { timeout: 600_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'kiosk-leak-'));
  const traces = mkdtempSync(join(tmpdir(), 'kiosk-trace-'));
  const at = (...names: string[]): string => join(root, ...names);
  let ward: GuardedWard;
  let labels: LabelSimulator;
  let traced: Traced;
  let left: LeftFile[];
  let said = '';
  let kiosk: RunningKiosk | null = null;

  const through = (): string[] => tracedInto(join(traces, `${readdirSync(traces).length}`));
  const start = async (): Promise<RunningKiosk> => (kiosk = await ward.start({ through: through() }));
  const signIn = async ({ call }: RunningKiosk, user: string): Promise<void> =>
    void must(await call.signIn({ user, pin: PIN, newPin: null }));
  const run = async (...args: string[]): Promise<void> => {
    const ended = await ward.run(args, through());
    said += ended.output;
    done(ended);
  };
  const done = ({ code, output }: { code: number; output: string }): void => expect(code, output).toBe(0);
  const packsOnStick = (): string[] => readdirSync(at('stick')).filter(name => name.endsWith('.pdf'));

  beforeAll(async () => {
    labels = await labelSimulator('LABELS-1');
    for (const name of ['stick', 'meeting', 'exports']) mkdirSync(at(name));
    must(makeWardKey(at('ward.key'), 'General Hospital', '4 West'));
    ward = await guardedWard(root, rendererFolder(), {
      more: [
        `standingPack: { folders: [${at('stick')}] }`,
        `exchange: { key: ${at('ward.key')}, folder: ${at('meeting')}, everyMinutes: 60 }`,
        `printers: [{ name: LABELS-1, uri: '${labels.place.uri}', label: { prints: labels, widthMm: 57, heightMm: 32, dpi: 203 } }]`,
      ],
    });
    const numbers = await ward.run(['numbers', 'status', '--user', nora]);
    const claim = /K1:\w+/.exec(numbers.output)?.[0];
    if (claim === undefined) throw new Error(numbers.output);
    const book = ['--site-name', 'General Hospital', '--out', at('book.json'), '--begin'];
    done(await ward.runAlone(['numbers', 'make-blocks', '--kiosks', claim, ...book]));
    done(await ward.run(['numbers', 'import', at('book.json'), '--user', nora]));

    const first = await start();
    expect(await first.call.signIn({ user: nora, pin: '111999', newPin: null })).toMatchObject({ ok: false });
    await signIn(first, nora);
    await paperReady(first.call);
    await downtime(first.call, 'LABELS-1');
    while (packsOnStick().length === 0 || labels.labels().length < 3) await wait(300);
    must(await first.call.refresh({}));
    await first.call.signOut({});
    await wait(2000);
    expect(await first.call.getDoor({})).toMatchObject({ caller: null });
    await signIn(first, paul);
    must(await first.call.startRecovery({ reason: `back, ${MARK}`, signed: 'Paul Okafor' }));
    must(await first.call.closeOutage({ reason: 'all clear', signed: 'Paul Okafor' }));
    said += first.output();
    expect(await first.end()).toBe(0);

    await run('sync', '--fhir', ward.ehr, '--zone', 'America/New_York');
    await run('exchange', 'export', '--out', at('meeting'), '--everything', '--user', nora);
    await run('ledger', 'backup', '--user', nora);
    await run('support', '--out', at('support.gz'));
    await run('vault', 'rotate', '--user', ADMINISTRATOR.user);
    for (const [format, name] of [
      ['ndjson', 'audit.ndjson'],
      ['pdf', 'audit.pdf'],
    ] as const)
      await run('audit', 'export', '--format', format, '--out', at('exports', name), '--user', ADMINISTRATOR.user);

    const second = await start();
    const code = { code: ward.envelope, name: 'Agency Nurse', role: 'nurse', reason: `nobody here, ${MARK}` } as const;
    must(await second.call.breakGlass(code));
    await paperReady(second.call);
    process.kill(second.pid, 'SIGKILL');
    await second.ended;
    said += second.output();

    const marksIn = counter(MARK, PIN, ward.envelope);
    traced = { targets: new Map(), past: [] };
    for (const trace of readdirSync(traces)) await readTrace(join(traces, trace), marksIn, traced);
    left = filesLeft(root, marksIn);
  }, 600_000);

  afterAll(async () => {
    await kiosk?.end();
    await labels.kill();
    await ward.close();
    for (const folder of [root, traces]) rmSync(folder, { recursive: true, force: true });
  });

  /** Where the product says that it puts what people can read. */
  const isReadable = (path: string): boolean => [at('print'), at('exports')].some(folder => path.startsWith(folder));
  const unread = (): Target[] => [...traced.targets.values()].filter(({ path }) => !isReadable(path));

  test('not one of them can be read in any byte that was written: to files, also those removed at once, to stdout, stderr and pipes', () => {
    const all = unread();
    const sum = (of: (target: Target) => number): number => all.reduce((total, target) => total + of(target), 0);
    console.log(
      `Written: ${sum(t => t.bytes)} bytes in ${sum(t => t.calls)} calls to ${all.length} files and pipes; marks found: ${sum(t => t.marks)}`,
    );
    expect(all.some(({ path }) => path.endsWith('ledger.db-wal'))).toBe(true);
    expect(all.some(({ path }) => path.startsWith(at('stick')))).toBe(true);
    expect(all.filter(({ marks }) => marks > 0)).toEqual([]);
  });

  test('no PDF but the standing pack, and no database, was written so that others could open it', () => {
    expect(unread().filter(({ path, pdfs }) => pdfs > 0 && !path.startsWith(at('stick')))).toEqual([]);
    expect(unread().filter(({ plainDatabases }) => plainDatabases > 0)).toEqual([]);
  });

  test('nothing was written past this look: only indexes of the databases’ logs are mapped, which hold no content', () => {
    expect([...new Set(traced.past)].filter(path => !path.endsWith('-shm'))).toEqual([]);
  });

  test('and the look would have found them: they are in what people export, and in what a program writes and removes', async () => {
    const exported = [...traced.targets.values()].filter(({ path }) => path.startsWith(at('exports')));
    expect(exported.find(({ path }) => path.endsWith('audit.ndjson'))!.marks).toBeGreaterThan(0);
    const trace = join(traces, 'careless');
    const file = at('careless.tmp');
    const careless = `const { writeFileSync, rmSync } = require('node:fs'); writeFileSync(process.argv[1], Buffer.from('xMr. zqxmarkx').toString('base64')); rmSync(process.argv[1])`;
    const [program, ...args] = [...tracedInto(trace), process.execPath, '-e', careless, file];
    execFileSync(program!, args);
    await wait(500);
    expect(existsSync(file)).toBe(false);
    expect((await readTrace(trace, counter(MARK))).targets.get(file)).toMatchObject({ marks: 1 });
  });

  test('nor in any file that was left, in the middle of a pack and with the plug pulled', () => {
    const looked = left.filter(({ path }) => !isReadable(at(path)));
    const bytes = looked.reduce((sum, file) => sum + file.bytes, 0);
    console.log(
      `Left: ${looked.length} files, ${bytes} bytes; marks found: ${looked.reduce((sum, file) => sum + file.marks, 0)}`,
    );
    expect(looked.filter(({ marks, isPlainDatabase }) => marks > 0 || isPlainDatabase)).toEqual([]);
    expect(left.some(({ path }) => /(^|\/)(core|report\.)|\.(dmp|heapsnapshot|cpuprofile)$/.test(path))).toBe(false);
    expect(counter(MARK, PIN)(Buffer.from(said))).toBe(0);
  });
});
