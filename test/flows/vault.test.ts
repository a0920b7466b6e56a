import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import type { Person } from '../../main/domain/staff.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';

let root: string;
let ehr: Awaited<ReturnType<typeof serveFhir>>;
const at = (name: string): string => join(root, name);
const store = (): string[] => ['--site', at('site.yml'), '--store', at('store')];
const zone = 'America/New_York';

/** Runs `kiosk …` on the store, with a PIN where one is asked for. */
async function on(command: string, ...more: string[]) {
  return kiosk(...command.split(' '), ...store(), ...more);
}
const sync = () => on('sync', '--fhir', ehr.url, '--unit', DEMO_UNIT, '--zone', zone);

beforeAll(async () => {
  root = folder();
  ehr = await serveFhir(demoWard({ seed: 1, now: new Date().toISOString(), zone }));
  writeFileSync(at('site.yml'), `institution: General Hospital\nstore: ${JSON.stringify(at('store'))}\n`);
  process.env['KIOSK_PIN'] = '482913';
  process.env['KIOSK_NEW_PIN'] = '482913';
});
afterAll(async () => {
  delete process.env['KIOSK_PIN'];
  delete process.env['KIOSK_NEW_PIN'];
  await ehr.close();
  rmSync(root, { recursive: true, force: true });
});

describe('IT sets a kiosk up, step by step', () => {
  test('a copy from before there was a vault is the key file’s', async () => {
    expect((await sync()).code).toBe(0);
    expect((await on('vault status')).stderr).toContain('vault init');
    expect((await on('status')).stdout).toContain('whole');
  });

  test('the recovery key goes to the safe, its public half to the kiosk', async () => {
    const made = await kiosk('vault', 'recovery-key', '--out', at('recovery.pem'), '--hospital', 'General Hospital');
    expect(made.code, made.stderr).toBe(0);
    if (process.platform !== 'win32') expect(statSync(at('recovery.pem')).mode & 0o777).toBe(0o600);
    expect(readFileSync(at('recovery.pem.pub'), 'utf8')).not.toContain('PRIVATE KEY');
    const again = await kiosk('vault', 'recovery-key', '--out', at('recovery.pem'), '--hospital', 'General Hospital');
    expect(again.code).toBe(1);
  });

  test('the vault is made, and from then on the copy opens only for who signs in', async () => {
    const init = [
      '--user',
      'avery',
      '--name',
      'Avery Stone',
      '--recovery',
      at('recovery.pem.pub'),
      '--envelope',
      at('sheet.txt'),
    ];
    const made = await on('vault init', ...init);
    expect(made.code, made.stderr).toBe(0);
    const fingerprint = /fingerprint: (.+)/.exec(readFileSync(at('recovery.pem.pub'), 'utf8'))![1]!;
    expect(made.stdout).toContain(fingerprint);
    expect((await on('vault init', ...init)).stderr).toContain('already');
    const locked = await on('inspect', '--patient', 'nobody');
    expect(locked.stderr).toContain('--user NAME');
    expect((await on('inspect', '--patient', 'nobody', '--user', 'avery')).stderr).toContain('No patient with this MRN');
    expect((await on('inspect', '--patient', 'nobody', '--recovery-key', at('recovery.pem'))).stderr).toContain('No patient');
    process.env['KIOSK_PIN'] = '000111';
    expect((await on('inspect', '--patient', 'nobody', '--user', 'avery')).stderr).toContain('is wrong');
    process.env['KIOSK_PIN'] = '482913';
  });

  test('while nobody is signed in, copies still come', async () => {
    const synced = await sync();
    expect(synced.code, synced.stderr).toBe(0);
    expect((await on('status', '--user', 'avery')).stdout.match(/whole/g)).toHaveLength(2);
  });

  test('the roster is taken over, and each slip lets its person choose a PIN', async () => {
    writeFileSync(at('roster.csv'), '\uFEFFRole;User;Name;Badge\nnurse;njones;"Jones; Nora";B-1\nclerk;ckent;Clark Kent;\n');
    const taken = await on('vault roster', at('roster.csv'), '--slips', at('slips.csv'), '--user', 'avery');
    expect(taken.code, taken.stderr).toBe(0);
    expect(taken.stdout).toContain('not in the roster');
    const pin = /"njones","Jones; Nora","(\d{6})"/.exec(readFileSync(at('slips.csv'), 'utf8'))![1]!;
    process.env['KIOSK_PIN'] = pin;
    process.env['KIOSK_NEW_PIN'] = '558204';
    expect((await on('inspect', '--patient', 'nobody', '--user', 'njones')).stderr).toContain('No patient');
    process.env['KIOSK_PIN'] = '558204';
    expect((await on('vault rotate', '--user', 'njones')).stderr).toContain('administrator');
    process.env['KIOSK_PIN'] = '482913';
    const people = await kioskJson<{ people: Person[] }>('vault', 'people', ...store());
    expect(people.value.people.map(({ user, pinIsInitial }) => [user, pinIsInitial])).toEqual([
      ['avery', false],
      ['njones', false],
      ['ckent', true],
    ]);
  });

  test('a roster with a bad line changes nobody and makes no slips', async () => {
    writeFileSync(at('bad.csv'), 'user,name,role\nnew,New Person,nurse\nold,Old Person,boss\n');
    const taken = await on('vault roster', at('bad.csv'), '--slips', at('bad-slips.csv'), '--user', 'avery');
    expect(taken.code).toBe(1);
    expect(taken.stderr).toContain('line 3');
    expect(existsSync(at('bad-slips.csv'))).toBe(false);
    expect((await on('vault people')).stdout).not.toContain('New Person');
  });

  test('who left the roster is taken out when IT says so, and the key is changed', async () => {
    writeFileSync(
      at('roster.csv'),
      'user,name,role,badge\navery,Avery Stone,administrator,\nnjones,Nora Jones-Lee,supervisor,B-2\n',
    );
    const args = ['--slips', at('none.csv'), '--user', 'avery', '--remove-missing'];
    const taken = await on('vault roster', at('roster.csv'), ...args);
    expect(taken.stdout).toContain('0 enrolled, 1 changed, 1 removed');
    expect((await on('vault status')).stdout).toContain('key 2 since');
    expect((await on('status', '--user', 'avery')).stdout.match(/whole/g)).toHaveLength(2);
  });

  test('a forgotten PIN, a new person, a new envelope and a new key', async () => {
    expect((await on('vault reset-pin njones', '--user', 'avery')).stdout).toMatch(/\d{6}/);
    expect((await on('vault enrol mpatel', '--name', 'M Patel', '--role', 'pharmacist', '--user', 'avery')).code).toBe(0);
    const sheet = await on('vault break-glass', '--recovery-key', at('recovery.pem'), '--out', at('sheet-2.txt'));
    expect(sheet.code, sheet.stderr).toBe(0);
    expect(readFileSync(at('sheet-2.txt'), 'utf8').match(/\d [0-9A-Z]{5}\b/g)).toHaveLength(8);
    expect((await on('vault rotate', '--user', 'avery')).stdout).toContain('key 3');
    expect((await on('vault status')).code).toBe(0);
  });

  test('the audit has all of it, under whom, and no PIN or code', async () => {
    const out = at('audit.ndjson');
    const exported = await on('audit export', '--format', 'ndjson', '--out', out, '--recovery-key', at('recovery.pem'));
    expect(exported.code, exported.stderr).toBe(0);
    const text = readFileSync(out, 'utf8');
    for (const said of [
      'first administrator',
      'enrolled njones, ckent',
      'taken out ckent',
      'PIN of njones reset',
      'mpatel enrolled',
      'key 3',
    ])
      expect(text, said).toContain(said);
    expect(text).toContain('Avery Stone');
    for (const [, code] of readFileSync(at('sheet-2.txt'), 'utf8').matchAll(/\d ([0-9A-Z]{5})\b/g))
      expect(text).not.toContain(code);
    expect(text).not.toContain('558204');
  });
});
