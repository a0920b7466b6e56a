import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, kioskJson } from '../support/command-line.ts';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';

describe('the ward’s steps, through the door', () => {
  let demo: DemoKiosk;
  const stateOf = async (id: string) =>
    (await demo.call.getProcedures({ role: 'nurse' })).steps.find(({ step }) => step.id === id);
  const declare = async (drill: boolean): Promise<string> => {
    await demo.call.declareOutage({
      reason: 'EHR not answering',
      signed: 'R. Alvarez',
      drill,
      planned: false,
      degraded: null,
      noticedAt: null,
    });
    return (await demo.call.getProcedures({ role: 'nurse' })).outage!.id;
  };
  const tick = (outage: string, step: string, done = true, signed: string | null = null) =>
    demo.call.tickStep({ outage, step, done, signed });
  beforeAll(async () => {
    demo = await openDemoKiosk();
    await demo.kiosk.firstRefresh;
  });
  afterAll(() => demo.close());

  test('standing by they are read, and none is ticked', async () => {
    const { outage, steps, phones } = await demo.call.getProcedures({ role: 'nurse' });
    expect(outage).toBeNull();
    expect(new Set(steps.map(s => s.state))).toEqual(new Set(['to-read']));
    expect(phones).toEqual([]);
    expect(await tick('K1:1', 'print-ward')).toMatchObject({ ok: false, error: { kind: 'no-such-outage' } });
  });

  test('a tick in a drill says who and when, and whoever ticks again changes nothing', async () => {
    demo.setNow('2026-11-22T15:05:00-05:00');
    const drill = await declare(true);
    demo.setNow('2026-11-22T15:12:00-05:00');
    expect(await tick(drill, 'print-ward', true, 'M. Chen')).toEqual({ ok: true, value: null });
    demo.setNow('2026-11-22T15:20:00-05:00');
    expect(await tick(drill, 'print-ward', true, 'Somebody else')).toEqual({ ok: true, value: null });
    expect(await stateOf('print-ward')).toMatchObject({
      state: 'done',
      tick: { done: true, at: '2026-11-22T15:12:00-05:00', by: 'M. Chen' },
    });
    expect(await tick(drill, 'make-coffee')).toMatchObject({ ok: false, error: { kind: 'no-such-step' } });
  });

  test('taken back, it stands under the caller’s name when nobody signed; hours later it is overdue', async () => {
    const { outage } = await demo.call.getProcedures({ role: 'nurse' });
    await tick(outage!.id, 'print-ward', false);
    expect(await stateOf('print-ward')).toMatchObject({ state: 'now', tick: { done: false, by: 'ward staff (not signed in)' } });
    demo.setNow('2026-11-22T18:00:00-05:00');
    expect(await stateOf('print-ward')).toMatchObject({ state: 'overdue' });
  });

  test('a screen that still shows the drill cannot tick the real downtime that followed it', async () => {
    const { outage } = await demo.call.getProcedures({ role: 'nurse' });
    await demo.call.closeOutage({ reason: 'end of the drill', signed: 'R. Alvarez' });
    demo.setNow('2026-11-22T18:10:00-05:00');
    const real = await declare(false);
    expect(await tick(outage!.id, 'print-ward')).toMatchObject({ ok: false, error: { kind: 'no-such-outage' } });
    expect((await stateOf('print-ward'))!.tick).toBeNull();
    expect(await tick(real, 'print-ward')).toEqual({ ok: true, value: null });
  });
});

test('ticks survive a restart', async () => {
  const first = await openDemoKiosk();
  await first.kiosk.firstRefresh;
  await first.call.declareOutage({
    reason: 'EHR not answering',
    signed: 'R. Alvarez',
    drill: false,
    planned: false,
    degraded: null,
    noticedAt: null,
  });
  const { outage } = await first.call.getProcedures({ role: 'clerk' });
  await first.call.tickStep({ outage: outage!.id, step: 'bed-list', done: true, signed: 'J. Park' });
  const before = await first.call.getProcedures({ role: 'clerk' });
  await first.close();
  const second = await openDemoKiosk({ store: first.store });
  expect(await second.call.getProcedures({ role: 'clerk' })).toEqual(before);
  expect(before.steps.find(({ step }) => step.id === 'bed-list')).toMatchObject({ state: 'done', tick: { by: 'J. Park' } });
  await second.kiosk.firstRefresh;
  await second.close();
});

test('a kiosk whose own steps have a mistake opens all the same, shows the usual ones and says what is wrong', async () => {
  const place = folder();
  writeFileSync(join(place, 'site.yml'), 'institution: Lakeside\nprocedures: gone\n');
  const demo = await openDemoKiosk({ siteFile: join(place, 'site.yml') });
  await demo.kiosk.firstRefresh;
  const { steps, notOwn } = await demo.call.getProcedures({ role: 'nurse' });
  expect(notOwn).toBe(true);
  expect(steps.length).toBeGreaterThan(5);
  expect((await demo.call.getStatus({})).weaknesses.join()).toMatch(
    /own steps cannot be used: .*site\.yml:2: procedures: the folder/,
  );
  await demo.close();
});

test('config check names a mistake in a site’s procedures with its file, line and field', async () => {
  const place = folder();
  mkdirSync(join(place, 'steps'));
  const steps = join(place, 'steps', 'ours.yml');
  writeFileSync(steps, 'phase: first-hour\nsteps:\n  - { id: print, roles: [nurze], text: Print., why: It lasts. }\n');
  writeFileSync(join(place, 'site.yml'), 'institution: Lakeside\nprocedures: steps\n');
  const checked = await kioskJson<{ error: { problems: object[] } }>('config', 'check', '--site', join(place, 'site.yml'));
  expect(checked.code).toBe(1);
  expect(checked.value.error.problems).toMatchObject([{ file: steps, line: 3, field: 'steps[1].roles[1]' }]);
  expect(checked.stderr).toContain(`${steps}:3: steps[1].roles[1]: "nurze" is not known here`);
});
