import { expect, test } from 'vitest';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';

const signed = 'R. Alvarez';
const usual = { reason: 'EHR not answering', signed, drill: false, planned: false, degraded: null, noticedAt: null };

/** Makes one patient's MAR and hands it out. */
async function print(demo: DemoKiosk): Promise<void> {
  const ward = await demo.call.getWard({});
  if (!ward.ok) throw new Error(ward.error.why);
  const patients = [ward.value.rows[0]!.patientId];
  const started = await demo.call.startPack({ patients, forms: ['mar-prn'], from: null, span: 'hours', hours: 24 });
  if (!started.ok) throw new Error(started.error.why);
  for (;;) {
    const progress = await demo.call.getPack(started.value);
    if (progress.ok && progress.value.state === 'done') break;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  const saved = await demo.call.savePack(started.value);
  if (!saved.ok) throw new Error(saved.error.why);
}

test('a week of outages, over a restart: a drill that turns real, a second outage during recovery, a planned one of some systems', async () => {
  const first = await openDemoKiosk();
  await first.kiosk.firstRefresh;
  first.setNow('2026-11-23T09:00:00-05:00');
  await first.call.declareOutage({ ...usual, reason: 'Quarterly drill', drill: true, planned: true });
  first.setNow('2026-11-23T09:20:00-05:00');
  await first.call.declareOutage(usual);
  first.setNow('2026-11-23T09:27:00-05:00');
  await print(first);
  first.setNow('2026-11-23T15:00:00-05:00');
  await first.call.startRecovery({ reason: 'EHR answers', signed });
  first.setNow('2026-11-23T16:00:00-05:00');
  expect(await first.call.declareOutage({ ...usual, drill: true })).toMatchObject({
    ok: false,
    error: { kind: 'out-of-order', why: expect.stringContaining('a drill would hide it') },
  });
  await first.call.declareOutage({ ...usual, reason: 'down again' });
  await first.close();

  const second = await openDemoKiosk({ store: first.store });
  await second.kiosk.firstRefresh;
  expect((await second.call.getStatus({})).outage).toMatchObject({
    state: 'declared',
    reason: 'down again',
    recovering: [{ declaredAt: '2026-11-23T09:20:00-05:00', since: '2026-11-23T15:00:00-05:00' }],
  });
  second.setNow('2026-11-23T17:00:00-05:00');
  for (const reason of ['short one over', 'long one typed back']) await second.call.closeOutage({ reason, signed: 'M. Chen' });
  second.setNow('2026-11-27T01:00:00-05:00');
  await second.call.declareOutage({ ...usual, reason: 'Upgrade', planned: true, degraded: ['Results', 'Laboratory labels'] });

  await second.call.changeExtent({ degraded: null, reason: 'the upgrade took all of it', signed });
  expect(await second.call.changeExtent({ degraded: null, reason: 'said twice', signed })).toMatchObject({
    ok: false,
    error: { kind: 'out-of-order', why: expect.stringContaining('recorded already') },
  });
  await second.call.closeOutage({ reason: 'the wrong button', signed });
  const { id } = (await second.call.getOutages({})).at(-1)!;
  await second.call.reopenOutage({ outage: id, reason: 'still down', signed: 'M. Chen' });
  expect((await second.call.getStatus({})).outage).toMatchObject({ state: 'declared', reason: 'Upgrade', degraded: null });

  const history = await second.call.getOutages({});
  expect(history.at(-1)).toMatchObject({
    extents: [{ degraded: null, reason: 'the upgrade took all of it' }],
    reopened: [{ closed: { reason: 'the wrong button' }, opened: { reason: 'still down', by: 'M. Chen' } }],
  });
  expect(await second.call.reopenOutage({ outage: history[1]!.id, reason: 'an old one', signed })).toMatchObject({
    ok: false,
    error: { kind: 'out-of-order' },
  });
  expect(
    history.map(o => [
      o.declaredAt.slice(8, 16),
      o.reason,
      o.drill,
      o.degraded,
      o.firstSheetAt?.slice(8, 16),
      o.allClear?.reason,
    ]),
  ).toEqual([
    ['23T09:00', 'Quarterly drill', true, null, undefined, 'a real outage began: EHR not answering'],
    ['23T09:20', 'EHR not answering', false, null, '23T09:27', 'long one typed back'],
    ['23T16:00', 'down again', false, null, undefined, 'short one over'],
    ['27T01:00', 'Upgrade', false, ['Results', 'Laboratory labels'], undefined, undefined],
  ]);
  await second.close();
});
