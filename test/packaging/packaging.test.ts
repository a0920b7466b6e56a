import { execFile, execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FuseState } from '@electron/fuses/dist/constants.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { createClient } from '../../renderer/client.ts';
import { openLink, overHttp } from '../support/browser-session.ts';
import { needs } from '../support/needs.ts';
import { stubElectronDist } from '../support/stub-electron-dist.ts';

// Installers need downloads; what they would install does not: it is packed here for real, around a stub of Electron's program.
const root = resolve(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'kiosk-packaging-'));
const unpacked = join(work, 'packages', 'linux-unpacked');
const asar = join(unpacked, 'resources', 'app.asar');
const extracted = join(work, 'extracted');
const modules = (path: string) => join(root, 'node_modules', path);
let listed: string[];

function run(script: string, args: string[], env: NodeJS.ProcessEnv = {}): string {
  const options = { cwd: root, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, ...env } } as const;
  return execFileSync(process.execPath, [script, ...args], options);
}

/** The link that the kiosk prints when it is ready. */
function printedLink(kiosk: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((done, fail) => {
    let said = '';
    kiosk.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      const link = /http:\/\/127\.0\.0\.1:\d+\/\?start=\S+/.exec(said);
      if (link) done(link[0]);
    });
    kiosk.stderr.on('data', (part: Buffer) => (said += part.toString()));
    kiosk.on('exit', code => fail(new Error(`the kiosk ended with ${code}: ${said}`)));
  });
}

describe.skipIf(needs.linuxX64.missing)('packed for Linux', () => {
  beforeAll(() => {
    const vite = (...args: string[]) =>
      run(modules('vite/bin/vite.js'), ['build', '--logLevel', 'error', ...args], { KIOSK_DIST: work });
    vite('--outDir', join(work, 'renderer'), '--emptyOutDir');
    vite('--config', 'vite.main.config.ts');
    vite('--config', 'vite.main.config.ts', '--mode', 'preload');
    const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8').replaceAll('dist/app', join(work, 'app'));
    const { version } = JSON.parse(readFileSync(modules('electron/package.json'), 'utf8')) as { version: string };
    const config = { ...parse(text), electronDist: stubElectronDist(join(work, 'electron'), version) };
    config.directories.output = join(work, 'packages');
    writeFileSync(join(work, 'electron-builder.json'), JSON.stringify(config));
    run(modules('electron-builder/cli.js'), ['--linux', 'dir', '--x64', '--config', join(work, 'electron-builder.json')]);
    extractAll(asar, extracted);
    listed = listPackage(asar, { isPack: false }).map(path => path.replaceAll('\\', '/'));
  }, 300_000);

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  const matching = (pattern: RegExp) => listed.filter(path => pattern.test(path));

  describe('the packed app', () => {
    test('has the program, the preload, the screen, the resources and the licence', () => {
      expect(listed).toEqual(
        expect.arrayContaining([
          '/package.json',
          '/LICENSE',
          '/dist/preload.cjs',
          '/dist/renderer/index.html',
          '/resources/site-defaults.yml',
        ]),
      );
      expect(listed).toContain('/main/host/electron-entry.js');
      expect(listed).toContain('/main/worker.js');
    });

    test('has every file of the main process, as JavaScript', () => {
      const sources = globSync('main/**/*.ts', { cwd: root, exclude: ['main/host/preload.ts'] });
      expect(sources.length).toBeGreaterThan(100);
      for (const source of sources) expect(listed).toContain(`/${source.replaceAll('\\', '/').replace(/ts$/, 'js')}`);
    });

    test('has all resources and all of the built screen', () => {
      for (const folder of ['resources', 'dist/renderer']) {
        const source = folder === 'resources' ? root : join(work, 'app');
        for (const file of globSync(`${folder}/**/*.*`, { cwd: source }))
          expect(listed).toContain(`/${file.replaceAll('\\', '/')}`);
      }
    });

    test.each([
      ['source maps', /\.map$/],
      ['TypeScript', /\.(ts|tsx|mts|cts)$/],
      ['tests', /(^|\/)(tests?|__tests__|spec)\/|\.(test|spec)\.[cm]?js$/],
      ['secrets', /\.(pem|key|p12|pfx|env|npmrc)$|(^|\/)\.(env|npmrc|git)/],
      ['data', /\.(db|ndjson|log|sqlite)$/],
      [
        'what builds it',
        /node_modules\/(vite|vitest|eslint|typescript|electron|electron-builder|playwright-core)\/|^\/(\.ci|test)\//,
      ],
      ['sources of the database', /better-sqlite3\/(deps|src)\//],
      ['binaries of other platforms', /(darwin|win32|musl|arm64)[^/]*\.node$/],
      ['other native code than the database’s', /(?<!better-sqlite3\/prebuilds\/linux-x64)\.(node|so|dll|dylib|exe)$/],
      ['another Node', /node_modules\/node-(linux|win)/],
      ['fonts nobody draws with', /(Thin|Light|Black|Italic)\.ttf$/],
    ])('has no %s', (_, pattern) => expect(matching(pattern)).toEqual([]));

    test('has the packages of package.json and theirs only', () => {
      const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
      };
      for (const name of Object.keys(dependencies)) expect(listed).toContain(`/node_modules/${name}/package.json`);
      expect(listed).not.toContain('/node_modules/react/package.json');
      expect(listed).not.toContain('/node_modules/electron/package.json');
    });

    test('starts with the Electron program and has no scripts', () => {
      const { main, type, ...rest } = JSON.parse(readFileSync(join(extracted, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      expect([main, type]).toEqual(['main/host/electron-entry.js', 'module']);
      expect(rest).not.toHaveProperty('scripts');
      expect(rest).not.toHaveProperty('devDependencies');
    });

    test('keeps the database’s binary outside the archive, unaltered, because a library can’t be loaded from within', () => {
      const binary = join(
        unpacked,
        'resources',
        'app.asar.unpacked',
        'node_modules',
        'better-sqlite3',
        'prebuilds',
        'linux-x64.node',
      );
      const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
      expect(hash(binary)).toBe(hash(modules('better-sqlite3/prebuilds/linux-x64.node')));
    });
  });

  test('what was packed runs by itself: the demo ward is synced, and every sheet is rendered, read back and released', async () => {
    // Electron's program can't be had here, so the same files run under the browser host; no package of this checkout is within their reach.
    const home = { HOME: join(work, 'home'), USERPROFILE: join(work, 'home') };
    const kiosk = spawn(process.execPath, [join(extracted, 'main', 'host', 'cli.js'), 'start'], {
      env: { ...process.env, ...home },
    });
    try {
      const client = createClient(overHttp(await openLink(await printedLink(kiosk))));
      await expect(client.getStatus({})).rejects.toMatchObject({ fault: 'signed-out' });
      expect(await client.signIn({ user: 'nurse', pin: '739164', newPin: null })).toEqual({ ok: true, value: null });
      expect(await client.getStatus({})).toMatchObject({ host: 'browser', copy: { generation: 1, patients: 32 }, skipped: [] });
      const started = await client.startPack({
        patients: 'all',
        forms: ['mar-scheduled', 'mar-prn', 'summary'],
        from: null,
        span: 'hours' as const,
        hours: 24,
      });
      if (!started.ok) throw new Error(started.error.why);
      const progress = async () => {
        const answer = await client.getPack(started.value);
        return answer.ok ? answer.value : null;
      };
      await expect.poll(progress, { timeout: 120_000 }).toMatchObject({ state: 'done' });
      const pack = await progress();
      expect(pack?.refused).toEqual([]);
      expect(pack?.files).toHaveLength(32);
    } finally {
      const ended = once(kiosk, 'exit');
      kiosk.kill();
      await ended;
    }
  }, 180_000);

  test('what was packed runs as the Electron program: its window, its preload and its answers, with Electron’s part recorded', async () => {
    const zone = 'America/New_York';
    const ehr = await serveFhir(demoWard({ seed: 1, now: new Date().toISOString(), zone }));
    const settings = ['--fhir', ehr.url, '--unit', DEMO_UNIT, '--store', join(work, 'ward'), '--zone', zone];
    const runner = join(root, 'test/support/run-under-stub.ts');
    const program = join(extracted, 'main', 'host', 'electron-entry.js');
    const { stdout } = await promisify(execFile)(process.execPath, [runner, program, ...settings]);
    await ehr.close();
    const said = JSON.parse(stdout) as { asked: unknown[][]; status: unknown; preload: string };
    expect(said.asked.at(-1)).toEqual(['window.loadURL', 'app://kiosk/']);
    expect(said.status).toMatchObject({ value: { host: 'electron', unit: DEMO_UNIT, zone } });
    expect(said.preload).toBe(join(extracted, 'dist', 'preload.cjs'));
    const preload = readFileSync(said.preload, 'utf8');
    expect([...preload.matchAll(/require\("(.*?)"\)/g)].map(([, name]) => name)).toEqual(['electron']);
    expect(preload).not.toMatch(/^(import|export) /m);
  });

  test('Electron’s program does nothing but run this app: no Node mode, no options, no inspector, no other code, no file:// rights', async () => {
    const {
      version: _version,
      resetAdHocDarwinSignature: _reset,
      ...fuses
    } = await getCurrentFuseWire(join(unpacked, 'downtime-kiosk'));
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
    });
  });
});
