import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { gateOf } from '../../main/gate.ts';
import { createKiosk, type Kiosk } from '../../main/kiosk.ts';
import { createVault } from '../../main/vault/create-vault.ts';
import { keyFileLock } from '../../main/vault/device-lock.ts';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { makeRecoveryKey, readRecoveryPublic } from '../../main/vault/recovery-key.ts';
import { callsOf } from '../support/calls-of.ts';
import { folder } from '../support/command-line.ts';
import { DEMO_NOW, DEMO_ZONE } from '../support/demo-kiosk.ts';
import { pageTexts } from '../support/pdf-text.ts';

const WORK = { memory: 64, passes: 1 };
const [SLIP, PIN, ADMIN_PIN] = ['904627', '739164', '518203'];
const must = <T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T => {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
};

/** A store with a vault in which a nurse, a clerk and an administrator are enrolled; gives the envelope's code. */
async function vaulted(store: string): Promise<{ code: string }> {
  const key = join(store, 'kiosk.key');
  must(ensureKeyFile(key));
  const pem = join(folder(), 'recovery.pem');
  must(makeRecoveryKey(pem, 'Lakeside', DEMO_NOW));
  const device = keyFileLock(key);
  const first = { user: 'it', name: 'Ian Torres', badge: null };
  const options = { folder: store, device, site: 'Lakeside', work: WORK };
  const vault = must(await createVault({ ...options, recovery: must(readRecoveryPublic(`${pem}.pub`)), first, pin: ADMIN_PIN }));
  const it = must(await vault.unlock('it', ADMIN_PIN));
  must(await it.enrol({ user: 'nora', name: 'Nora Nguyen RN', role: 'nurse', badge: '4711-0815' }, SLIP));
  must(await it.enrol({ user: 'clara', name: 'Clara Jensen', role: 'clerk', badge: null }, SLIP));
  must(await vault.unlock('nora', SLIP, PIN));
  const code = must(it.newEnvelope());
  it.wipe();
  return { code };
}

describe('a kiosk with a vault', { timeout: 400_000 }, () => {
  const store = folder();
  const second = folder();
  let ehr: Awaited<ReturnType<typeof serveFhir>>;
  let kiosk: Kiosk;
  let code: string;
  const call = (seat = 'window') => callsOf(kiosk, seat);
  const auditText = () =>
    readdirSync(join(store, 'audit'))
      .map(name => readFileSync(join(store, 'audit', name), 'latin1'))
      .join('');

  const newestCopy = () =>
    readdirSync(join(store, 'units'))
      .flatMap(unit => readdirSync(join(store, 'units', unit)))
      .filter(name => /^gen-\d+\.json$/.test(name))
      .sort()
      .at(-1)!;

  async function start(): Promise<void> {
    const read = must(readSite(SITE_DEFAULTS, { fhir: ehr.url, unit: DEMO_UNIT, zone: DEMO_ZONE, store, print: folder() }));
    const site = { ...read, probeSeconds: 3600, refreshMinutes: 0.2, standingFolders: [second] };
    const gate = must(await gateOf(site.folders!));
    const options = { site, unit: site.units[0]!, host: 'browser' as const, log: { write: () => undefined }, gate };
    kiosk = must(await createKiosk({ ...options, clock: { now: () => DEMO_NOW } }));
    await kiosk.firstRefresh;
  }

  beforeAll(async () => {
    ehr = await serveFhir(demoWard({ seed: 1, now: DEMO_NOW, zone: DEMO_ZONE }));
    code = (await vaulted(store)).code;
    await start();
  });
  afterAll(async () => {
    await kiosk.close();
    await ehr.close();
  });

  test('fetches copies before anybody has signed in, and says of the ward only how it is', async () => {
    const door = await call().getDoor({});
    expect(door).toMatchObject({
      guarded: true,
      caller: null,
      unit: DEMO_UNIT,
      copy: { asOf: DEMO_NOW },
      envelope: 'sealed',
      trouble: null,
    });
    await expect(call().getWard({})).rejects.toMatchObject({ fault: 'signed-out' });
    await expect(call().getStatus({})).rejects.toMatchObject({ fault: 'signed-out' });
  });

  test('a wrong PIN, and a name that nobody has, are refused in the same words', async () => {
    const wrong = await call().signIn({ user: 'nora', pin: '111333', newPin: null });
    const nobody = await call().signIn({ user: 'nobody', pin: '111333', newPin: null });
    expect(wrong).toMatchObject({ ok: false, error: { kind: 'wrong' } });
    expect(nobody).toEqual(wrong);
  });

  test('a badge is a user name; who signs in sees the ward, and records under the own name whatever is typed', async () => {
    expect(await call().signIn({ user: '4711-0815', pin: PIN, newPin: null })).toEqual({ ok: true, value: null });
    expect(must(await call().getWard({})).rows).toHaveLength(32);
    expect((await call().getStatus({})).caller).toMatchObject({ name: 'Nora Nguyen RN', role: 'nurse', user: 'nora' });
    const said = {
      reason: 'EHR is down',
      signed: 'Somebody Else',
      drill: false,
      planned: false,
      degraded: null,
      noticedAt: null,
    };
    expect(must(await call().declareOutage(said))).toMatchObject({ state: 'declared', by: 'Nora Nguyen RN' });
  });

  test('another window is nobody, until somebody signs in there; rights are by role', async () => {
    await expect(call('other').getWard({})).rejects.toMatchObject({ fault: 'signed-out' });
    expect(await call('other').signIn({ user: 'clara', pin: SLIP, newPin: null })).toMatchObject({
      error: { kind: 'must-change' },
    });
    expect(await call('other').signIn({ user: 'clara', pin: SLIP, newPin: '604815' })).toEqual({ ok: true, value: null });
    const [row] = must(await call('other').getWard({})).rows;
    const doses = { patientId: row!.patientId, doses: [], confirmed: [], signed: 'Clara Jensen' };
    await expect(call('other').chartDoses(doses)).rejects.toMatchObject({ fault: 'forbidden' });
    await call('other').signOut({});
    expect(must(await call().getWard({})).rows).toHaveLength(32);
  });

  test('who is still being let in when the computer is locked is not', async () => {
    const coming = call('late').signIn({ user: 'nora', pin: PIN, newPin: null });
    kiosk.lock('lock screen');
    expect(await coming).toMatchObject({ ok: false, error: { kind: 'locked' } });
    await expect(call('late').getWard({})).rejects.toMatchObject({ fault: 'signed-out' });
    expect(await call().signIn({ user: 'nora', pin: PIN, newPin: null })).toEqual({ ok: true, value: null });
  });

  test('IT signs in to the kiosk and sees no patient', async () => {
    expect(await call('it').signIn({ user: 'it', pin: ADMIN_PIN, newPin: null })).toEqual({ ok: true, value: null });
    await expect(call('it').getWard({})).rejects.toMatchObject({ fault: 'forbidden' });
    expect(await call('it').getStatus({})).toMatchObject({ unit: DEMO_UNIT });
    await call('it').signOut({});
  });

  test('after the last has left the ward is closed, while copies and standing packs go on', async () => {
    await call().signOut({});
    await expect.poll(async () => existsSync(join(store, 'ledger.db-wal')), { timeout: 30_000 }).toBe(false);
    const newest = newestCopy();
    const packs = new Set(readdirSync(second));
    await expect.poll(() => newestCopy() > newest, { timeout: 150_000 }).toBe(true);
    await expect
      .poll(() => readdirSync(second).some(name => name.endsWith('.pdf') && !packs.has(name)), { timeout: 150_000 })
      .toBe(true);
  });

  test('what was recorded is there for who signs in next; the ward says what the EHR said last', async () => {
    expect(await call().signIn({ user: 'nora', pin: PIN, newPin: null })).toEqual({ ok: true, value: null });
    expect((await call().getStatus({})).outage).toMatchObject({ state: 'declared', by: 'Nora Nguyen RN' });
    expect(must(await call().getWard({})).rows).toHaveLength(32);
  });

  test('the sealed envelope opens the ward with keystore and people lost; it is loud, stands on paper, and asks for a new one', async () => {
    await kiosk.close();
    renameSync(join(store, 'kiosk.key'), join(folder(), 'kiosk.key'));
    await start();
    expect((await call().getDoor({})).trouble).not.toBeNull();
    expect(await call().signIn({ user: 'nora', pin: PIN, newPin: null })).toMatchObject({ ok: false });
    const said = { name: 'Rosa Lee RN', role: 'nurse' as const, reason: 'the computer lost its key' };
    expect(await call().breakGlass({ ...said, code: code.replaceAll('-', ' ').toLowerCase() })).toEqual({
      ok: true,
      value: null,
    });
    const door = await call().getDoor({});
    expect(door).toMatchObject({ envelope: 'used', caller: { name: 'Rosa Lee RN (break-glass)', breakGlass: said.reason } });
    const [row] = must(await call().getWard({})).rows;
    const selection = { patients: [row!.patientId], forms: ['summary'], from: null, span: 'hours' as const, hours: 24 };
    const { pack } = must(await call().startPack(selection));
    await expect.poll(async () => must(await call().getPack({ pack })).state, { timeout: 150_000 }).toBe('done');
    const pdf = must(await call().getPackPdf({ pack, patientId: row!.patientId }));
    const file = join(folder(), 'summary.pdf');
    writeFileSync(file, Buffer.from(pdf.base64, 'base64'));
    for (const page of await pageTexts(file)) expect(page).toContain('Rosa Lee RN (break-glass)');
    expect(auditText()).not.toContain('Rosa Lee');
  });
});
