import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSite, SITE_DEFAULTS, unitOf } from '../../main/config/read-site.ts';
import type { GivenBlock } from '../../main/domain/number-block.ts';
import { DEMO_UNIT } from '../../main/demo/ward.ts';
import { giveDemoNumbers } from '../../main/host/commands/demo-numbers.ts';
import type { NumbersStatus } from '../../main/services/numbers.ts';
import { callsOf } from '../support/calls-of.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { openUnguarded } from '../support/unguarded-kiosk.ts';

const SITE = 'Lakeside General Hospital';

/** A computer's site file with a store of its own. */
function computer(name: string, institution = SITE): string {
  const file = join(folder(), 'site.yml');
  writeFileSync(
    file,
    `institution: ${institution}\nkiosk: ${name}\nstore: ${JSON.stringify(folder())}\nfewNumbers: { mrn: 199 }\nunits: [{ name: 4 West }]\n`,
  );
  return file;
}
const statusOf = (site: string) => kioskJson<NumbersStatus>('numbers', 'status', '--site', site);
async function weaknesses(file: string): Promise<string[]> {
  const site = readSite(file);
  if (!site.ok) throw new Error(site.error.why);
  const unit = unitOf(site.value);
  if (!unit.ok) throw new Error(unit.error.why);
  const log = { write: () => undefined };
  const clock = { now: () => new Date().toISOString() };
  const app = await openUnguarded({ site: site.value, unit: unit.value, host: 'browser', clock, log });
  const status = await callsOf(app).getStatus({});
  await app.close();
  return status.weaknesses;
}

describe('IT gives numbers to two kiosks by the command line', () => {
  const book = join(folder(), 'blocks.json');
  const [k1, k2] = [computer('K1'), computer('K2')];
  const claims: string[] = [];
  const make = (...more: string[]) => kiosk('numbers', 'make-blocks', '--site-name', SITE, '--out', book, ...more);
  beforeAll(async () => {
    for (const site of [k1, k2]) claims.push((await statusOf(site)).value.claim);
  });

  test('at first there is none, which the command and the System page say', async () => {
    const { code, value } = await statusOf(k1);
    expect(code).toBe(1);
    expect(value.warnings).toEqual([expect.stringContaining(`This kiosk has no downtime numbers`)]);
    expect(await weaknesses(k1)).toContain(value.warnings[0]);
  });

  test('a book is begun only when IT says that it is the first', async () => {
    const kiosks = ['--kiosks', claims.join(',')];
    expect(await make(...kiosks)).toMatchObject({ code: 1, stderr: expect.stringMatching(/There is no book.*--begin/) });
    expect(await make(...kiosks, '--begin', '7')).toMatchObject({ code: 2, stderr: expect.stringContaining('written like 001') });
    expect(await make(...kiosks, '--begin', '--out', join(folder(), 'none', 'book.json'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/There is no folder/),
    });
    const { code, stdout } = await make(...kiosks, '--begin');
    expect(code).toBe(0);
    expect(stdout).toMatch(/001 +K1 +medical record number +200/);
    expect(stdout).toMatch(/007 +K2 +order number +2000/);
    expect(await make(...kiosks, '--begin')).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was made') });
    expect(await make('--kiosks', 'K1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('does not say for which kiosk'),
    });
    expect(await make('--kiosks', `${claims[0]},k1:${claims[0]!.slice(3)}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('named twice'),
    });
    expect(await make('--kiosks', claims[0]!, '--site-name', 'Hillside')).toMatchObject({ code: 1 });
  });

  test('each kiosk takes its own, once, and warns when few are left', async () => {
    const taken = await kiosk('numbers', 'import', book, '--site', k1);
    expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining('Block 001: 200 × medical record number') });
    expect(await kiosk('numbers', 'import', book, '--site', k1)).toMatchObject({
      code: 1,
      stderr: 'The numbers for K1 in this book were imported before. Nothing was imported.\n',
    });
    expect((await kiosk('numbers', 'import', book, '--site', k2)).code).toBe(0);
    expect((await statusOf(k2)).value.kinds.map(({ left }) => left)).toEqual([200, 200, 2000, 50]);

    const issued = await kiosk('numbers', 'issue', 'mrn', '--site', k1, '--by', 'C. Clerk');
    expect(issued).toMatchObject({ code: 0, stdout: expect.stringMatching(/^DM-001-0001-.\n$/) });
    const status = await statusOf(k1);
    expect(status.code).toBe(0);
    expect(status.value.kinds[0]).toMatchObject({ kind: 'mrn', left: 199, few: true });
    expect(await weaknesses(k1)).toContainEqual(expect.stringMatching(/Few numbers are left.*medical record number: 199/));
    const unknown = await kiosk('numbers', 'issue', 'alias', '--site', k2);
    expect(unknown.stdout).toMatch(/^[A-Z][a-z]+ DA-008-0001-.\n$/);
  });

  test('several who ask at once get different numbers', async () => {
    const asked = await Promise.all([1, 2, 3].map(() => kiosk('numbers', 'issue', 'order', '--site', k2)));
    expect(asked.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(asked.map(({ stdout }) => stdout.slice(0, 11)).sort()).toEqual(['DR-007-0001', 'DR-007-0002', 'DR-007-0003']);
  });

  test('a number is checked by anybody: its kind, whose it is, whether it was issued', async () => {
    const number = (await kiosk('numbers', 'issue', 'visit', '--site', k1, '--by', 'C. Clerk')).stdout.trim();
    const check = (written: string, ...more: string[]) => kiosk('numbers', 'check', written, ...more);
    expect((await check(number.toLowerCase(), '--site', k1)).stdout).toMatch(/visit number of K1, issued 20.* by C\. Clerk\.$/m);
    expect((await check(number, '--site', k2)).stdout).toMatch(/visit number, of another kiosk/);
    expect((await check(number, '--book', book)).stdout).toMatch(/visit number of K1\.$/m);
    const wrong = await check(number.replace('0001', '0010'), '--site', k1);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('one character is wrong or two are exchanged') });
  });

  test('no damaged book, and none of another hospital, is imported', async () => {
    const bent = join(folder(), 'bent.json');
    writeFileSync(bent, readFileSync(book, 'utf8').replace('"size": 200', '"size": 900'));
    expect(await kiosk('numbers', 'import', bent, '--site', k1)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not a whole book'),
    });
    expect(await kiosk('numbers', 'import', book, '--site', computer('K1', 'Hillside'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/of Lakeside General Hospital, and this kiosk belongs to Hillside/),
    });
    expect(await kiosk('numbers', 'import', book, '--site', computer('K3'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('are for K1, K2, and this is K3'),
    });
  });

  test('after a disk image was brought back the kiosk gets new numbers, above all others', async () => {
    const retired = await kioskJson<NumbersStatus>('numbers', 'retire', '--site', k1);
    expect(retired.value.kinds.every(({ left }) => left === 0)).toBe(true);
    expect((await kiosk('numbers', 'import', book, '--site', k1)).stderr).toContain(
      `have new ones made for ${retired.value.claim}`,
    );
    const made = await kioskJson<{ given: GivenBlock[] }>(
      ...(['numbers', 'make-blocks', '--site-name', SITE, '--out', book, '--kiosks', retired.value.claim] as const),
    );
    expect(made.value.given.map(({ block, kiosk }) => `${block} ${kiosk}`)).toEqual(['009 K1', '00A K1', '00B K1', '00C K1']);
    expect((await kiosk('numbers', 'import', book, '--site', k1)).code).toBe(0);
    expect((await kiosk('numbers', 'issue', 'mrn', '--site', k1)).stdout).toMatch(/^DM-009-0001-/);
  });
});

test('the demo’s kiosk has numbers from its first start, and more only when those of a kind are used up', async () => {
  const store = folder();
  const demo = {
    site: SITE_DEFAULTS,
    store,
    key: join(store, 'kiosk.key'),
    fhir: 'http://127.0.0.1:9/fhir',
    zone: 'UTC',
    port: 0,
    json: false,
  };
  const given = { ...demo, unit: DEMO_UNIT };
  expect(await giveDemoNumbers(given)).toMatchObject({ ok: true });
  expect(await giveDemoNumbers(given)).toMatchObject({ ok: true });
  const site = join(folder(), 'site.yml');
  writeFileSync(site, `store: ${JSON.stringify(store)}\nkey: ${JSON.stringify(demo.key)}\nunits: [{ name: ${DEMO_UNIT} }]\n`);
  const { code, value } = await statusOf(site);
  expect(code).toBe(0);
  expect(value.kinds.map(({ left }) => left)).toEqual([200, 200, 200, 200]);
});
