import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskSite, SILENT_PRINTER } from '../support/desk-site.ts';
import { openGuarded, type GuardedKiosk } from '../support/guarded-kiosk.ts';

let guarded: GuardedKiosk;
beforeAll(async () => {
  guarded = await openGuarded({ siteFile: deskSite(), lockAfterSeconds: 3600 });
}, 300_000);
afterAll(() => guarded.close());

/** Packs that the pharmacist has made of two units: of the kiosk's own, and of another. */
async function packsOf({ call }: Awaited<ReturnType<GuardedKiosk['signedIn']>>): Promise<[own: number, other: number]> {
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
  return [own!, other!];
}

test('a pack that the pharmacy made for another unit is not there for whoever may not see that unit, whatever its number', async () => {
  const pharmacist = await guarded.signedIn('pharmacist');
  const { call } = pharmacist;
  const [own, other] = await packsOf(pharmacist);
  const files = await call.getPack({ pack: other });
  const { patientId } = files.ok ? files.value.files[0]! : expect.fail(files.error.why);

  const nurse = await guarded.signedIn('nurse');
  expect(await nurse.call.getPack({ pack: own })).toMatchObject({ ok: true });
  for (const [name, input] of [
    ['getPack', { pack: other }],
    ['getPackPdf', { pack: other, patientId }],
    ['takePackPdf', { pack: other, patientId }],
    ['savePack', { pack: other }],
    ['startPrint', { pack: other, printer: 'any' }],
  ] as const)
    expect(await nurse.send(name, input), name).toMatchObject({ value: { ok: false, error: { kind: 'pack-unknown' } } });
  expect(await call.getPackPdf({ pack: other, patientId })).toMatchObject({ ok: true });
});

test('nor is what was printed of it, in the list or by its number', async () => {
  const pharmacist = await guarded.signedIn('pharmacist');
  const { call } = pharmacist;
  const [own, other] = await packsOf(pharmacist);
  const printed = await Promise.all([own, other].map(pack => call.startPrint({ pack, printer: SILENT_PRINTER })));
  const [mine, theirs] = printed.map(each => (each.ok ? each.value.print : expect.fail(each.error.why)));
  expect((await call.getPrints({})).map(({ id }) => id)).toEqual(expect.arrayContaining([mine, theirs]));

  const nurse = await guarded.signedIn('nurse');
  const seen = (await nurse.call.getPrints({})).map(({ id }) => id);
  expect(seen).toContain(mine);
  expect(seen).not.toContain(theirs);
  for (const [name, input] of [
    ['cancelPrint', { print: theirs }],
    ['settlePrint', { print: theirs }],
    ['movePrint', { print: theirs, printer: SILENT_PRINTER, anyway: true }],
    ['printPageAgain', { print: theirs, document: 1, page: 1, printer: SILENT_PRINTER }],
  ] as const)
    expect(await nurse.send(name, input), name).toMatchObject({ value: { ok: false, error: { kind: 'print-unknown' } } });
  expect(await nurse.call.cancelPrint({ print: mine! })).toMatchObject({ ok: true });
  expect(await call.cancelPrint({ print: theirs! })).toMatchObject({ ok: true });
});
