import { expect, test } from 'vitest';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import { err, ok } from '../../main/domain/result.ts';
import type { Copy } from '../../main/services/charts.ts';
import { packNumber, packPatients, type PackStep } from '../../main/services/pack.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { timing } from '../support/orders.ts';
import { chartOf, order, paperPatient } from '../support/paper-patient.ts';

async function packOf(drugs: { scheduled: string; prn: string }): Promise<PackStep> {
  const site = readSite(SITE_DEFAULTS);
  if (!site.ok) throw new Error('no site rules');
  const patient = paperPatient({
    orders: [
      order(drugs.scheduled, { dose: '1 mg', timing: timing({ timeOfDay: ['18:00'] }) }),
      order(drugs.prn, { dose: '2 mg', asNeeded: true }),
    ],
  });
  const chart = chartOf(patient);
  const copy: Copy = {
    generation: 17,
    snapshot: {
      unit: '5 West',
      institution: 'Lakeside',
      zone: 'America/New_York',
      source: 'test',
      asOf: patient.asOf,
      charts: [chart],
      unread: [],
    },
    rules: site.value.rules,
    events: [],
  };
  const steps: PackStep[] = [];
  for await (const step of packPatients({
    copy,
    selection: { patients: 'all', forms: ['mar-scheduled', 'mar-prn'], from: null, span: 'hours' as const, hours: 24 },
    outage: { state: 'normal' },
    now: patient.now,
    by: 'test',
    pack: 1,
  }))
    steps.push(step);
  expect(steps).toHaveLength(1);
  return steps[0]!;
}

test('a character that cannot be printed refuses the sheet it is on, by name, and the patient’s other sheet is released', async () => {
  const { refused, file, pdf } = await packOf({ scheduled: 'metoprolol', prn: 'ondansetron 💊' });
  expect(refused).toEqual([
    { patient: 'SCHMIDT, Ana', sheet: expect.stringContaining('ONE-TIME AND PRN'), why: expect.stringContaining('U+1F48A') },
  ]);
  expect(file?.sheets.map(s => s.form)).toEqual(['mar-scheduled']);
  expect((await readBack(pdf!)).map(pageText).join('')).toContain(folded('metoprolol'));
});

test('when it is on every sheet no paper is released, and each sheet says why', async () => {
  const { refused, file, pdf, orders } = await packOf({ scheduled: 'metoprolol 💊', prn: 'ondansetron 💊' });
  expect(refused.map(r => r.why)).toEqual([expect.stringContaining('metoprolol'), expect.stringContaining('ondansetron')]);
  expect({ file, pdf, verified: orders.verified }).toEqual({ file: null, pdf: null, verified: 0 });
});

test('without one both sheets are released', async () => {
  const { refused, file } = await packOf({ scheduled: 'metoprolol', prn: 'ondansetron' });
  expect(refused).toEqual([]);
  expect(file?.sheets).toHaveLength(2);
});

test('a pack has the running number of its start; when that could not be recorded it has the clock, and paper is made all the same', () => {
  const start: KioskEvent = {
    id: '4W-K1:17',
    at: '2026-11-22T20:00:00Z',
    by: 'R. Alvarez',
    unit: '4 West',
    act: { kind: 'pack-started', generation: 1, patients: 1, forms: ['summary'] },
  };
  expect(packNumber(ok(start), start.at)).toBe(17);
  expect(packNumber(err({ kind: 'disk-full', why: 'full' }), start.at)).toBe(Date.parse(start.at) / 1000);
});
