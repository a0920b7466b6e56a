import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFhir, type Fault, type Faults } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW, DEMO_ZONE } from '../support/demo-kiosk.ts';

/** Every file of a store, but for the lock and the technical log, with its content's hash. */
function contents(store: string): string[] {
  return readdirSync(store, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(join(store, name)).isFile() && !name.endsWith('.lock') && !name.startsWith('log'))
    .map(
      name =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(store, name)))
          .digest('hex')}`,
    )
    .sort();
}

describe('a broken EHR on the command line: one clear sentence, exit 1, the last good copy untouched', () => {
  const store = folder();
  let faults: Faults | null = null;
  let server: Awaited<ReturnType<typeof serveFhir>>;
  const sync = () =>
    kioskJson<{ error?: { kind: string; why: string } }>(
      'sync',
      '--fhir',
      server.url,
      '--unit',
      DEMO_UNIT,
      '--store',
      store,
      '--now',
      DEMO_NOW,
      '--zone',
      DEMO_ZONE,
    );
  beforeAll(async () => {
    server = await serveFhir(demoWard({ seed: 1, now: DEMO_NOW, zone: DEMO_ZONE }), {
      faults: request => faults?.(request) ?? null,
    });
    expect((await sync()).code).toBe(0);
  });
  afterAll(() => server.close());

  const html = { 'content-type': 'text/html' };
  test.each<[string, string, Fault]>([
    ['401 to everything', 'unauthorised', { status: 401, headers: {}, body: '' }],
    ['a 404 page of HTML', 'not-fhir', { status: 404, headers: html, body: '<html><h1>Not here</h1></html>' }],
    ['a login page with 200', 'not-fhir', { status: 200, headers: html, body: '<html><form>Sign in</form></html>' }],
    ['429 without end', 'busy', { status: 429, headers: { 'retry-after': '1' }, body: '' }],
    [
      'JSON that is none',
      'malformed',
      { status: 200, headers: { 'content-type': 'application/fhir+json' }, body: '{"resourceType":"Bundle",' },
    ],
    ['a body cut off in the middle', 'malformed', { truncateAfter: 200 }],
    ['a connection that is reset', 'unreachable', { reset: true }],
    ['500 to everything', 'server-error', { status: 500, headers: {}, body: 'boom' }],
  ])('%s', async (_, kind, fault) => {
    const before = contents(store);
    faults = ({ path }) => (path.includes('metadata') ? null : fault);
    const result = await sync();
    faults = null;
    expect([result.code, result.value.error?.kind]).toEqual([1, kind]);
    expect(result.stderr.trim()).toBe(result.value.error!.why);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(contents(store)).toEqual(before);
  });

  test('a copy that was tampered with is skipped with its reason, and the one before it is used', async () => {
    expect((await sync()).code).toBe(0);
    const unit = join(store, 'units', readdirSync(join(store, 'units'))[0]!);
    const newest = readdirSync(unit)
      .filter(name => name.endsWith('.db'))
      .sort()
      .at(-1)!;
    const bytes = readFileSync(join(unit, newest));
    bytes[5000]! ^= 1;
    writeFileSync(join(unit, newest), bytes);
    const status = await kioskJson<{ copies: { whole: boolean; why: string | null }[] }>(
      'status',
      '--store',
      store,
      '--now',
      DEMO_NOW,
    );
    expect(status.value.copies.map(c => c.whole)).toEqual([false, true]);
    const packed = await kiosk('pack', '--store', store, '--out', folder(), '--now', DEMO_NOW);
    expect(packed).toMatchObject({ code: 0, stdout: expect.stringContaining(`A newer copy was skipped: ${newest}`) });
  });
});
