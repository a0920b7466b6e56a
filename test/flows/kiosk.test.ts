import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { PackProgress, Selection, Topic } from '../../main/contract.ts';
import { START_FORMS } from '../../main/domain/form.ts';
import { DEMO_NOW, openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';

const everything: Selection = {
  patients: 'all',
  forms: ['mar-scheduled', 'mar-prn', 'summary'],
  from: null,
  span: 'hours' as const,
  hours: 24,
};

/** A value that must be there, or the reason why it isn't. */
function must<T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
}

async function finished(demo: DemoKiosk, pack: number): Promise<PackProgress> {
  for (;;) {
    const progress = must(await demo.call.getPack({ pack }));
    if (progress.state !== 'rendering') return progress;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

describe('a ward’s first hours of downtime, through the door', () => {
  let demo: DemoKiosk;
  const told: Topic[] = [];
  beforeAll(async () => {
    demo = await openDemoKiosk();
    demo.kiosk.subscribe(topic => told.push(topic));
    await demo.kiosk.firstRefresh;
  });
  afterAll(() => demo.close());

  test('standing by: the copy, its age, the EHR, and who is here', async () => {
    const status = await demo.call.getStatus({});
    expect(status).toMatchObject({
      unit: '4 West',
      copy: { generation: 1, patients: 32, freshness: { state: 'fresh' } },
      ehr: { state: 'reachable' },
      outage: { state: 'normal' },
      refresh: { running: false, lastFault: null, everyMinutes: 15 },
    });
    expect(status.weaknesses.join()).toContain('key');
    expect(told).toContain('ward');
  });

  test('the ward by bed, and a patient with what is due and when it was last given', async () => {
    const { rows, unread } = must(await demo.call.getWard({}));
    expect(rows).toHaveLength(32);
    expect(unread).toEqual([]);
    expect(rows.map(r => r.bed)).toEqual([...rows.map(r => r.bed)].sort((a, b) => a!.localeCompare(b!, 'en', { numeric: true })));
    const view = must(await demo.call.getPatient({ patientId: rows[3]!.patientId }));
    expect(view.orders.some(o => o.nextDue !== null && o.lastGiven !== null)).toBe(true);
    expect(await demo.call.getPatient({ patientId: 'nobody' })).toMatchObject({ ok: false, error: { kind: 'patient-unknown' } });
  });

  test('before anything happens everybody’s paper lies ready', async () => {
    await vi.waitUntil(async () => (await demo.call.getStatus({})).paper.at !== null, 60_000);
    const { paper } = await demo.call.getStatus({});
    expect(paper).toEqual({ ready: 32, of: 32, at: DEMO_NOW, making: false, refused: [], why: null });
    const start: Selection = { ...everything, forms: START_FORMS };
    const planned = must(await demo.call.planPrint(start));
    const { pack } = must(await demo.call.startPack(start));
    const { files, refused } = await finished(demo, pack);
    expect({ patients: files.length, sheets: files.flatMap(f => f.sheets).length }).toEqual(planned);
    expect(refused).toEqual([]);
    // Ready paper is numbered by the clock.
    expect(new Set(files.flatMap(f => f.sheets).map(s => s.id.split('-')[2]))).toEqual(
      new Set([`${Date.parse(DEMO_NOW) / 1000}`]),
    );
  });

  test('the EHR stops answering: the copy stays, its age grows, an outage is suspected and not declared', async () => {
    demo.breakEhr(() => ({ reset: true }));
    demo.setNow('2026-11-22T15:30:00-05:00');
    for (let i = 0; i < 2; i++) expect(await demo.call.refresh({})).toMatchObject({ ok: false });
    const status = await demo.call.getStatus({});
    expect(status).toMatchObject({
      ehr: { state: 'unreachable' },
      outage: { state: 'suspected' },
      copy: { generation: 1, freshness: { state: 'ageing', minutes: 38 } },
    });
    expect(status.refresh.lastFault).toMatch(/.{20,}/);
  });

  test('declaring says who and why; what does not fit is refused in words', async () => {
    expect(await demo.call.startRecovery({ reason: 'EHR is back', signed: 'R. Alvarez' })).toMatchObject({
      ok: false,
      error: { kind: 'out-of-order' },
    });
    const outage = must(
      await demo.call.declareOutage({
        reason: 'EHR not answering',
        signed: 'R. Alvarez',
        drill: false,
        planned: false,
        degraded: null,
        noticedAt: null,
      }),
    );
    expect(outage).toMatchObject({ state: 'declared', by: 'R. Alvarez', drill: false });
    await expect(
      demo.call.declareOutage({ reason: '', signed: '', drill: false, planned: false, degraded: null, noticedAt: null }),
    ).rejects.toMatchObject({ fault: 'bad-input' });
  });

  test('print the ward: said before, every sheet released, previewed, saved, and known to the patient’s page afterwards', async () => {
    expect(must(await demo.call.planPrint(everything))).toEqual({ patients: 32, sheets: 96 });
    const { pack } = must(await demo.call.startPack(everything));
    expect(await demo.call.startPack(everything)).toMatchObject({ ok: false, error: { kind: 'busy' } });
    const progress = await finished(demo, pack);
    expect(progress).toMatchObject({ state: 'done', done: 32, total: 32, refused: [] });
    expect(progress.files.flatMap(f => f.sheets)).toHaveLength(96);
    const patientId = progress.files[0]!.patientId!;
    const { base64 } = must(await demo.call.getPackPdf({ pack, patientId }));
    expect(Buffer.from(base64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(must(await demo.call.getPatient({ patientId })).sheets).toEqual([]);
    const saved = must(await demo.call.savePack({ pack }));
    expect(readdirSync(saved.folder)).toHaveLength(32);
    expect(
      must(await demo.call.getPatient({ patientId }))
        .sheets.slice(0, 3)
        .map(s => s.form)
        .sort(),
    ).toEqual(['mar-prn', 'mar-scheduled', 'summary']);
  });

  test('a pack that was only looked at takes the place of no sheet; a PDF that is downloaded does, once', async () => {
    const { patientId } = must(await demo.call.getWard({})).rows[0]!;
    const sheets = async () => must(await demo.call.getPatient({ patientId })).sheets.filter(s => s.form === 'mar-prn');
    const again: Selection = { patients: [patientId], forms: ['mar-prn'], from: null, span: 'hours', hours: 24 };
    const { pack } = must(await demo.call.startPack(again));
    await finished(demo, pack);
    must(await demo.call.getPackPdf({ pack, patientId }));
    expect((await sheets()).map(({ replacedBy }) => replacedBy)).toEqual([[]]);
    for (let i = 0; i < 2; i++) must(await demo.call.takePackPdf({ pack, patientId }));
    const [newer, older] = await sheets();
    expect(older!.replacedBy).toEqual([newer!.id]);
    expect(await sheets()).toHaveLength(2);
  });

  test('one patient, one form, another window; and a pack can be cancelled', async () => {
    const { rows } = must(await demo.call.getWard({}));
    const one: Selection = {
      patients: [rows[0]!.patientId],
      forms: ['mar-prn'],
      from: '2026-11-23T07:00:00-05:00',
      span: 'hours' as const,
      hours: 12,
    };
    const progress = await finished(demo, must(await demo.call.startPack(one)).pack);
    expect(progress.files.map(f => f.sheets.map(s => s.form))).toEqual([['mar-prn']]);
    const { pack } = must(await demo.call.startPack(everything));
    await demo.call.cancelPack({ pack });
    expect((await finished(demo, pack)).state).toBe('cancelled');
  });

  test('the EHR is back: the next copy, then recovery, then the end', async () => {
    demo.breakEhr(null);
    expect(must(await demo.call.refresh({})).generation).toBe(2);
    expect((await demo.call.getStatus({})).outage.state).toBe('declared');
    expect(must(await demo.call.startRecovery({ reason: 'EHR is back', signed: 'R. Alvarez' })).state).toBe('recovery');
    expect(must(await demo.call.closeOutage({ reason: 'all clear', signed: 'R. Alvarez' })).state).toBe('normal');
  });
});

test('a restart in the middle of an outage: the outage, the copy and the pack numbers go on', async () => {
  const first = await openDemoKiosk();
  await first.kiosk.firstRefresh;
  await first.call.declareOutage({
    reason: 'EHR not answering',
    signed: 'R. Alvarez',
    drill: true,
    planned: false,
    degraded: null,
    noticedAt: null,
  });
  const one: Selection = { ...everything, patients: [must(await first.call.getWard({})).rows[0]!.patientId] };
  const before = must(await first.call.startPack(one)).pack;
  await finished(first, before);
  await first.close();

  const second = await openDemoKiosk({ store: first.store });
  second.breakEhr(() => ({ reset: true }));
  expect(await second.call.getStatus({})).toMatchObject({ outage: { state: 'declared', drill: true }, copy: { patients: 32 } });
  expect(must(await second.call.startPack(one)).pack).toBeGreaterThan(before);
  await second.kiosk.firstRefresh;
  await second.close();
});
