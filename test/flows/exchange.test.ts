import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Kiosk } from '../../main/kiosk.ts';
import { readSite, unitOf } from '../../main/config/read-site.ts';
import type { Exchange } from '../../main/contract.ts';
import type { Exchanged } from '../../main/services/exchange.ts';
import { callsOf } from '../support/calls-of.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { openUnguarded } from '../support/unguarded-kiosk.ts';

const SITE = 'Lakeside General Hospital';

/** A computer's site file with a store of its own. */
function computer(kioskName: string, exchange: Record<string, unknown>, institution = SITE): string {
  const file = join(folder(), 'site.yml');
  const site = { institution, kiosk: kioskName, store: folder(), units: [{ name: '4 West' }], exchange };
  writeFileSync(file, JSON.stringify(site));
  return file;
}

async function running<T>(file: string, use: (app: Kiosk) => Promise<T>): Promise<T> {
  const site = readSite(file);
  if (!site.ok) throw new Error(site.error.why);
  const unit = unitOf(site.value);
  if (!unit.ok) throw new Error(unit.error.why);
  const clock = { now: () => new Date().toISOString() };
  const log = { write: () => undefined };
  const app = await openUnguarded({ site: site.value, unit: unit.value, host: 'browser', clock, log });
  return use(app).finally(() => app.close());
}
const declare = (app: Kiosk) =>
  callsOf(app).declareOutage({
    reason: 'EHR is down',
    signed: 'R. Lee RN',
    drill: false,
    planned: false,
    degraded: null,
    noticedAt: null,
  });
const outageAt = async (app: Kiosk): Promise<string> => (await callsOf(app).getStatus({})).outage.state;
const exchangeAt = (app: Kiosk): Promise<Exchange> => callsOf(app).getExchange({});

/** All that the audit of a computer has, as text. */
async function auditOf(site: string): Promise<string> {
  const file = join(folder(), 'audit.ndjson');
  await kiosk('audit', 'export', '--format', 'ndjson', '--out', file, '--site', site);
  return readFileSync(file, 'utf8');
}

describe('two kiosks of a ward', { timeout: 120_000 }, () => {
  const key = join(folder(), 'ward.key');
  beforeAll(async () => {
    const made = await kiosk('exchange', 'make-key', '--site-name', SITE, '--ward', '4 West', '--out', key);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('carry it to each of them yourself') });
  });

  test('meet at a share by themselves: what one declares, the other shows, and says of whom it heard', async () => {
    const share = folder();
    const [one, two] = ['4W-K1', '4W-K2'].map(name => computer(name, { key, folder: share })) as [string, string];
    await running(one, async first => {
      expect(await declare(first)).toMatchObject({ ok: true });
      expect(await callsOf(first).exchangeNow({})).toMatchObject({ ok: true });
      expect(await callsOf(first).exchangeNow({})).toMatchObject({ ok: true, value: { given: 1 } });
      await running(two, async second => {
        await callsOf(second).exchangeNow({});
        expect(await outageAt(second)).toBe('declared');
        expect(await exchangeAt(second)).toMatchObject({
          ward: '4 West',
          folder: share,
          fault: null,
          kiosks: [
            { kiosk: '4W-K2', own: true },
            { kiosk: '4W-K1', events: 1, missing: 0 },
          ],
          troubles: [],
        });
      });
      await callsOf(first).exchangeNow({});
      expect((await exchangeAt(first)).kiosks.map(({ kiosk }) => kiosk)).toEqual(['4W-K1', '4W-K2']);
    });
  });

  test('go on without a share that is not there, and without a key that is not there, and say so', async () => {
    const gone = join(folder(), 'gone');
    await running(computer('4W-K1', { key, folder: gone }), async app => {
      expect(await callsOf(app).exchangeNow({})).toMatchObject({ ok: false });
      expect((await exchangeAt(app)).fault).toContain('cannot be used (ENOENT)');
      expect(await declare(app)).toMatchObject({ ok: true });
    });
    await running(computer('4W-K1', { key: gone, folder: folder() }), async app => {
      expect((await exchangeAt(app)).troubles).toEqual([expect.stringContaining('is missing: bring it from IT')]);
      expect(await outageAt(app)).toBe('normal');
    });
    await running(computer('4W-K1', { key }, 'Hillside Clinic'), async app =>
      expect((await exchangeAt(app)).troubles).toEqual([expect.stringContaining(`is for ${SITE}`)]),
    );
  });

  test('exchange by a stick and the command line, and a file of which nothing can be taken ends with 1', async () => {
    const stick = folder();
    const [one, two] = ['4W-K1', '4W-K2'].map(name => computer(name, { key })) as [string, string];
    await running(one, declare);
    const exported = await kioskJson<Exchanged>('exchange', 'export', '--out', stick, '--site', one);
    expect(exported).toMatchObject({ code: 0, value: { given: 1 } });
    expect(readdirSync(stick)).toEqual([exported.value.file]);
    const file = join(stick, exported.value.file!);
    expect(await kiosk('exchange', 'import', file, '--site', two)).toMatchObject({
      code: 0,
      stdout: '1 act came from 4W-K1 that was not here.\n',
    });
    expect(await kiosk('exchange', 'import', stick, '--site', two)).toMatchObject({
      code: 0,
      stdout: '0 acts came that were not here.\n',
    });
    expect(await running(two, outageAt)).toBe('declared');
    expect(await auditOf(one)).toContain(`for the ward's other kiosks: 1 act to ${stick}`);
    expect(await auditOf(two)).toContain('from 4W-K1: 1 act, in ');
    const { stdout } = await kiosk('exchange', 'status', '--site', two);
    expect(stdout).toMatch(/Ward: 4 West\n.*\n4W-K2 .*this kiosk\n4W-K1 +[0-9a-f]{8} +1 +0 +20/);

    const sign = / ([0-9a-f]{8}) +1 /.exec(stdout)![1]!;
    expect(await kiosk('exchange', 'forget', sign, '--site', two)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`4W-K1 (${sign}) is not waited for any more; its acts stay.`),
    });

    writeFileSync(join(stick, 'K9-00000000-000000-000001.exchange'), '');
    expect(await kiosk('exchange', 'import', stick, '--site', two)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('is cut short'),
    });
    const foreign = join(folder(), 'foreign.key');
    await kiosk('exchange', 'make-key', '--site-name', SITE, '--ward', '5 East', '--out', foreign);
    expect(await kiosk('exchange', 'import', file, '--site', computer('5E-K1', { key: foreign }))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is of another ward, 4 West;.*Nothing of it was taken\.\n$/),
    });
  });

  test('a key that is there is never written over', async () => {
    expect(await kiosk('exchange', 'make-key', '--site-name', SITE, '--ward', '4 West', '--out', key)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('was not touched'),
    });
  });

  test('config check says to name a kiosk that exchanges and that nobody named, and what is missing', async () => {
    const file = computer('K1', { key, folder: join(folder(), 'gone') });
    const { code, stdout } = await kiosk('config', 'check', '--site', file);
    expect(code).toBe(0);
    expect(stdout).toContain('TO DO ON THIS COMPUTER: kiosk: this one is called K1');
    expect(stdout).toContain('exchange.folder: there is no folder');
    const shown = await kiosk('config', 'show', '--site', file);
    expect(shown.stdout).toContain('key: ward.key');
    expect(await kiosk('exchange', 'status', '--site', computer('K2', { key, everyMinutes: 0 }))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('exchange.everyMinutes'),
    });
  });
});
