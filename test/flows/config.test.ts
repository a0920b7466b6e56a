import { globSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../main/config/problem.ts';
import type { SiteConfiguration } from '../../main/config/site-configuration.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import type { Chart } from '../../main/domain/chart.ts';
import { fileLog, readLog } from '../../main/host/file-log.ts';
import type { SupportBundle } from '../../main/services/support.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { keyFile } from '../../main/vault/key-file.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW, DEMO_ZONE, openDemoKiosk } from '../support/demo-kiosk.ts';

const SECRET = 'kF9-very-secret-of-the-client';
const FAR_AHEAD = '2026-11-22T17:30:00-05:00';

/** Every word about a patient that must not leave the encrypted copy. */
function patientWords(charts: readonly Chart[]): string[] {
  const words = charts.flatMap(({ identity, encounter, sections }) => [
    identity.name,
    ...identity.name.split(/[\s,]+/).filter(part => part.length > 3),
    identity.mrn,
    identity.birthDate,
    identity.id,
    encounter.id,
    encounter.visit,
    ...sections.orders.items
      .filter(order => !order.drug.name.startsWith('NAME NOT RESOLVED'))
      .flatMap(order => [order.id, order.drug.name, order.drug.name.split(' ')[0]!]),
    ...sections.allergies.items.map(allergy => allergy.id),
  ]);
  return [...new Set(words.filter(word => word !== null && word.length > 2 && word !== 'NAME'))] as string[];
}
const saidIn = (text: string, words: string[]): string[] =>
  words.filter(word =>
    new RegExp(`(?<![\\p{L}\\d])${word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\p{L}\\d])`, 'iu').test(text),
  );

function chartsIn(store: string): Chart[] {
  const latest = readLatest(openSnapshotStore({ folder: store, unit: DEMO_UNIT, keys: keyFile(join(store, 'kiosk.key')) }));
  if (!latest.ok) throw new Error(latest.error.why);
  return latest.value.generation.snapshot.charts;
}

describe('a ward that is configured by its site file alone', () => {
  const place = folder();
  const site = join(place, 'site.yml');
  const store = join(place, 'store');
  let ehr: Awaited<ReturnType<typeof serveFhir>>;
  const write = (more = '', units = `  - name: ${DEMO_UNIT}\n`) =>
    writeFileSync(
      site,
      `institution: Lakeside\nzone: ${DEMO_ZONE}\nstore: store\nehr:\n  baseUrl: ${ehr.url}\n${more}units:\n${units}`,
    );
  beforeAll(async () => {
    ehr = await serveFhir(demoWard({ seed: 1, now: DEMO_NOW, zone: DEMO_ZONE }));
  });
  afterAll(() => ehr.close());

  test('is checked, synced, packed and looked at without another word', async () => {
    write('', `  - name: ${DEMO_UNIT}\n    administrationTimes: { when: { HS: ['22:30'] } }\n`);
    expect(await kioskJson('config', 'check', '--site', site)).toMatchObject({
      code: 0,
      value: { units: [DEMO_UNIT], missing: [] },
    });
    expect(await kioskJson('sync', '--site', site, '--now', DEMO_NOW)).toMatchObject({
      code: 0,
      value: { generation: 1, patients: 32 },
    });
    expect(await kioskJson('status', '--site', site, '--now', DEMO_NOW)).toMatchObject({
      code: 0,
      value: { copies: [{ whole: true }] },
    });
    const packed = await kioskJson('pack', '--site', site, '--out', join(place, 'out'), '--now', DEMO_NOW);
    expect(packed).toMatchObject({ code: 0, value: { patients: 32, refused: [] } });
    const refreshes = readLog(join(store, 'log'), 100).filter(line => line['message'] === 'refresh ended');
    expect(refreshes).toMatchObject([{ unit: DEMO_UNIT, ok: true, patients: 32, milliseconds: expect.any(Number) }]);
  });

  test('calls beds as the ward does, and doesn’t ask for what it doesn’t want: the section says so', async () => {
    const bed = chartsIn(store)[0]!.encounter.bed!;
    write(
      '  sections: { coverage: not-wanted, lines: not-wanted, pendingTests: not-wanted, flags: not-offered }\n',
      `  - name: ${DEMO_UNIT}\n    bedMap: { ${JSON.stringify(bed)}: Window 1 }\n`,
    );
    expect((await kioskJson('sync', '--site', site, '--now', DEMO_NOW)).code).toBe(0);
    const charts = chartsIn(store);
    expect(charts.filter(chart => chart.encounter.bed === 'Window 1')).toHaveLength(1);
    expect(charts.filter(chart => chart.encounter.bed === bed)).toEqual([]);
    for (const { sections } of charts) {
      for (const name of ['coverage', 'lines', 'pendingTests'] as const)
        expect(sections[name]).toMatchObject({
          status: 'not-supported',
          reason: expect.stringContaining('configuration leaves it out'),
        });
      // The demo server's own statement names Flag: a profile's guess doesn't keep isolation off the screen.
      expect(sections.flags.status).toBe('ok');
    }
  });

  test('with several units syncs each, and one that fails doesn’t keep the others from theirs', async () => {
    write('', `  - name: ${DEMO_UNIT}\n  - name: 9 South\n`);
    const synced = await kioskJson<{ units: { unit: string; report?: object; error?: { kind: string } }[] }>(
      'sync',
      '--site',
      site,
      '--now',
      DEMO_NOW,
    );
    expect(synced.code).toBe(1);
    expect(synced.value.units).toMatchObject([
      { unit: DEMO_UNIT, report: { patients: 32 } },
      { unit: '9 South', error: { kind: 'unit-unknown' } },
    ]);
    expect(await kiosk('serve', '--site', site)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/4 West, 9 South.*--unit/),
    });
  });

  test('with mistakes says all of them with their lines and touches nothing', async () => {
    const before = readdirSync(join(store, 'units'), { recursive: true });
    write('  vendr: epic\n', `  - nam: ${DEMO_UNIT}\n`);
    for (const command of [['config', 'check'], ['sync'], ['status'], ['pack', '--out', join(place, 'other')]]) {
      const said = await kioskJson<{ error: { problems: Problem[] } }>(...command, '--site', site);
      expect(said.code).toBe(1);
      expect(said.value.error.problems.map(p => [p.line, p.field])).toEqual([
        [6, 'ehr.vendr'],
        [8, 'units[1].name'],
        [8, 'units[1].nam'],
      ]);
      expect(said.stderr).toContain(`${site}:6: ehr.vendr: the kiosk knows no such setting here: did you mean vendor?`);
    }
    expect(readdirSync(join(store, 'units'), { recursive: true })).toEqual(before);
  });

  test('shows its configuration, and of a secret only the name of its file', async () => {
    writeFileSync(join(place, 'client.txt'), SECRET, { mode: 0o600 });
    write(`  authentication: { kind: client-secret, clientId: kiosk, scopes: [system/*.read], secretFile: client.txt }\n`);
    const shown = await kioskJson<SiteConfiguration>('config', 'show', '--site', site);
    expect(shown.value.ehr!.authentication).toEqual({
      kind: 'client-secret',
      clientId: 'kiosk',
      scopes: ['system/*.read'],
      secretFile: 'client.txt',
    });
    const { stdout } = await kiosk('config', 'show', '--site', site);
    expect(stdout).toMatch(/secretFile: client\.txt\n/);
    expect(stdout).toMatch(/procedures:\n {2}first-hour: \d+\n {2}first-4-hours: \d+\n/);
    expect(stdout).not.toContain('Print the ward');
    expect(await kioskJson('config', 'check', '--site', site)).toMatchObject({ code: 0, value: { missing: [] } });
  });

  test('names what is missing on this computer', async () => {
    write(`  authentication: { kind: smart-jwt, clientId: kiosk, scopes: [system/*.read], privateKeyFile: none.pem }\n`);
    const checked = await kioskJson<{ missing: string[] }>('config', 'check', '--site', site);
    expect(checked.value.missing).toEqual([
      `ehr.authentication.privateKeyFile: there is no file ${join(place, 'none.pem')}: make it, or correct the name.`,
    ]);
  });

  test('a sign-in that can’t be made keeps the copy and is said in one sentence', async () => {
    const synced = await kiosk('sync', '--site', site, '--now', DEMO_NOW);
    expect(synced.code).toBe(1);
    expect(synced.stderr.trim().split('\n')).toHaveLength(1);
    expect(chartsIn(store)).toHaveLength(32);
  });
});

describe('without a site file', () => {
  test.each([
    [['config', 'check', '--site', '/nowhere/site.yml'], 1, '/nowhere/site.yml'],
    [['sync'], 2, '--store'],
    [['sync', '--store', '/nowhere'], 2, '--unit'],
    [['status', '--site', '/nowhere/site.yml', '--store', '/nowhere'], 1, '/nowhere/site.yml'],
  ])('%s ends with %i and says why', async (command, code, word) => {
    expect(await kiosk(...command)).toMatchObject({ code, stderr: expect.stringContaining(word) });
  });
});

describe('what leaves the ward for support names no patient and no secret', () => {
  const logs = folder();
  const place = folder();
  let store: string;
  let words: string[];

  beforeAll(async () => {
    const demo = await openDemoKiosk({ log: fileLog({ folder: join(place, 'log') }) });
    store = demo.store;
    await demo.kiosk.firstRefresh;
    words = patientWords(chartsIn(store));
    const [someone] = chartsIn(store);
    const { call } = demo;
    await call.getWard({});
    await call.getPatient({ patientId: someone!.identity.id });
    await call.getPatient({ patientId: someone!.identity.name });
    await (call as unknown as Record<string, (input: unknown) => Promise<unknown>>)[someone!.identity.name]!({}).catch(
      () => null,
    );
    await call.getPatient({ patientId: someone!.identity.id, name: someone!.identity.name } as never).catch(() => null);
    const started = await call.startPack({ patients: 'all', forms: ['summary'], from: null, span: 'hours' as const, hours: 24 });
    if (!started.ok) throw new Error(started.error.why);
    for (;;) {
      const progress = await call.getPack({ pack: started.value.pack });
      if (!progress.ok || progress.value.state !== 'rendering') break;
      await new Promise(done => setTimeout(done, 50));
    }
    await call.savePack({ pack: started.value.pack });
    await call.declareOutage({
      reason: `EHR down at ${someone!.identity.name}`,
      signed: 'R. Alvarez',
      drill: false,
      planned: false,
      degraded: null,
      noticedAt: null,
    });
    for (const fault of [{ reset: true }, { status: 500 }, { status: 403 }, { truncateAfter: 100 }] as const) {
      demo.breakEhr(({ path }) => (path.includes('metadata') ? null : fault));
      await call.refresh({});
    }
    demo.breakEhr(null);
    await call.refresh({});
    await demo.close();
    mkdirSync(join(store, 'log'), { recursive: true });
    for (const name of readdirSync(join(place, 'log')))
      writeFileSync(join(store, 'log', name), readFileSync(join(place, 'log', name)));
  }, 180_000);

  test('the words looked for are those of the ward, and would be found', () => {
    expect(words.length).toBeGreaterThan(300);
    const [someone] = chartsIn(store);
    expect(saidIn(`{"what":"${someone!.identity.mrn}"}`, words)).toContain(someone!.identity.mrn);
    expect(saidIn(`patient ${someone!.identity.name} read`, words)).not.toEqual([]);
  });

  test('the log of a whole downtime', () => {
    const lines = readLog(join(place, 'log'), 10_000);
    expect(lines.filter(line => line['message'] === 'refresh ended').length).toBeGreaterThanOrEqual(6);
    expect(lines.some(line => line['message'] === 'unit read')).toBe(true);
    expect(lines.some(line => line['message'] === 'EHR request failed')).toBe(true);
    expect(saidIn(lines.map(line => JSON.stringify(line)).join('\n'), words)).toEqual([]);
  });

  test('the support bundle: configuration, versions, timings, states and log, and no word about anybody', async () => {
    writeFileSync(join(logs, 'secret.txt'), SECRET, { mode: 0o600 });
    const site = join(logs, 'site.yml');
    const signIn = 'authentication: { kind: client-secret, clientId: kiosk, scopes: [s], secretFile: secret.txt }';
    writeFileSync(
      site,
      `store: ${JSON.stringify(store)}\nehr: { baseUrl: https://ehr.example.org/r4, ${signIn} }\nunits: [{ name: ${DEMO_UNIT} }]\n` +
        `phones: [{ who: Dr. Quistgaard at home, number: 555-0137 }]\n`,
    );
    const out = join(logs, 'support.json.gz');
    const made = await kioskJson<{ units: number }>('support', '--site', site, '--out', out, '--now', FAR_AHEAD);
    expect(made).toMatchObject({ code: 0, value: { units: 1 } });
    const text = gunzipSync(readFileSync(out)).toString();
    const bundle = JSON.parse(text) as SupportBundle;
    expect(bundle.versions['kiosk']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(bundle.site.configuration!.ehr!.authentication).toMatchObject({ secretFile: 'secret.txt' });
    expect(bundle.units[0]!.generations.length).toBeGreaterThanOrEqual(2);
    expect(bundle.units[0]).toMatchObject({ unit: DEMO_UNIT, unreadable: null, latest: { patients: 32 } });
    expect(bundle.units[0]!.sections.find(s => s.name === 'orders')!.items).toBeGreaterThan(100);
    expect(bundle.refreshes.length).toBeGreaterThanOrEqual(6);
    expect(bundle.refreshes.every(line => typeof line['milliseconds'] === 'number')).toBe(true);
    expect(saidIn(text, words)).toEqual([]);
    expect(bundle.site.configuration).toMatchObject({ phones: 1 });
    expect(text).not.toMatch(/Quistgaard|555-0137/);
    expect(text).not.toContain(SECRET);
    for (const line of readFileSync(join(store, 'kiosk.key'), 'utf8')
      .split('\n')
      .filter(l => l.length > 20))
      expect(text).not.toContain(line);
    for (const manifest of globSync('units/*/*.json', { cwd: store }))
      expect(text).not.toContain((JSON.parse(readFileSync(join(store, manifest), 'utf8')) as { sealedKey: string }).sealedKey);
    if (process.platform !== 'win32') expect(statSync(out).mode & 0o077).toBe(0);
  });

  test('a bundle is made although the configuration is wrong and the key is gone', async () => {
    const site = join(logs, 'broken.yml');
    writeFileSync(site, 'stor: /x\n');
    const out = join(logs, 'broken.json.gz');
    expect((await kiosk('support', '--site', site, '--store', store, '--key', join(logs, 'no.key'), '--out', out)).code).toBe(0);
    const bundle = JSON.parse(gunzipSync(readFileSync(out)).toString()) as SupportBundle;
    expect(bundle.site).toMatchObject({ configuration: null, problems: [{ line: 1, field: 'stor' }] });
    expect(bundle.units).toMatchObject([{ unit: DEMO_UNIT, unreadable: 'no-key' }]);
    expect(bundle.log.length).toBeGreaterThan(5);
    expect(await kiosk('support', '--store', store, '--out', '/nowhere/x.gz')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--out'),
    });
  });
});

test('every message of the log is a constant of the program: what varies is a fact', () => {
  const main = resolve(import.meta.dirname, '../../main');
  const writes = globSync('**/*.ts', { cwd: main }).flatMap(file =>
    [...readFileSync(join(main, file), 'utf8').matchAll(/\blog\.write\(\s*('\w+'|\w+),\s*([^,)\s]+)/g)].map(
      ([, level, message]) => ({
        file,
        level,
        message,
      }),
    ),
  );
  expect(writes.length).toBeGreaterThan(20);
  expect(writes.filter(({ message }) => !/^(['"]|[A-Z_]+$)/.test(message!))).toEqual([]);
});
