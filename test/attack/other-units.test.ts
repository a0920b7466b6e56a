import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskSite } from '../support/desk-site.ts';
import { openGuarded, type GuardedKiosk } from '../support/guarded-kiosk.ts';

let guarded: GuardedKiosk;
beforeAll(async () => {
  guarded = await openGuarded({ siteFile: deskSite(), lockAfterSeconds: 3600 });
}, 300_000);
afterAll(() => guarded.close());

test('a pack that the pharmacy made for another unit is not there for whoever may not see that unit, whatever its number', async () => {
  const { call } = await guarded.signedIn('pharmacist');
  const isRead = async () => (await call.getDesk({})).some(({ unit, copy }) => unit === '5 East' && copy !== null);
  await expect.poll(isRead, { timeout: 120_000 }).toBe(true);
  const asked = { units: ['4 West', '5 East'], forms: ['summary'], from: null, span: 'hours' as const, hours: 8 };
  const started = await call.startDeskPacks(asked);
  const [own, other] = started.ok ? started.value.packs.map(({ pack }) => pack) : expect.fail(started.error.why);
  const isMade = async (pack: number) => {
    const progress = await call.getPack({ pack });
    return progress.ok && progress.value.state === 'done';
  };
  await expect.poll(() => isMade(other!), { timeout: 120_000 }).toBe(true);
  const files = await call.getPack({ pack: other! });
  const { patientId } = files.ok ? files.value.files[0]! : expect.fail(files.error.why);

  const nurse = await guarded.signedIn('nurse');
  expect(await nurse.call.getPack({ pack: own! })).toMatchObject({ ok: true });
  for (const [name, input] of [
    ['getPack', { pack: other }],
    ['getPackPdf', { pack: other, patientId }],
    ['takePackPdf', { pack: other, patientId }],
    ['savePack', { pack: other }],
    ['startPrint', { pack: other, printer: 'any' }],
  ] as const)
    expect(await nurse.send(name, input), name).toMatchObject({ value: { ok: false, error: { kind: 'pack-unknown' } } });
  expect(await call.getPackPdf({ pack: other!, patientId })).toMatchObject({ ok: true });
});
