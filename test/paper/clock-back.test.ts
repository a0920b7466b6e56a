import { expect, test } from 'vitest';
import { packPatients } from '../../main/services/pack.ts';
import { copyOf } from '../support/copy.ts';
import { paperPatient, sheetsOf, viewOf } from '../support/paper-patient.ts';
import { drawn, findingsIn, pagesOf } from '../support/read-paper.ts';
import { demoCharts, WARD_NOW } from '../support/ward-charts.ts';
import { plusMinutes } from '../../main/domain/time.ts';

test('a kiosk whose clock was set back still gives the ward its MARs, marked as of unknown age', async () => {
  const charts = (await demoCharts()).slice(0, 3);
  const copy = copyOf(charts, WARD_NOW);
  const selection = {
    patients: 'all' as const,
    forms: ['mar-scheduled' as const, 'mar-prn' as const],
    from: null,
    span: 'hours' as const,
    hours: 24,
  };
  for (const back of [6, 60, 3 * 1440]) {
    const job = {
      copy,
      selection,
      outage: { state: 'normal' as const },
      now: plusMinutes(WARD_NOW, -back),
      by: 'R. Lee RN',
      run: '7F3QXH',
      pack: 1,
    };
    for await (const step of packPatients(job)) expect(step.refused, `${back} min back`).toEqual([]);
  }
});

test('a sheet of unknown age that lost the reason and the order to verify is caught, although its head says AGE UNKNOWN', async () => {
  const patient = paperPatient();
  const view = viewOf({ ...patient, now: plusMinutes(patient.asOf, -60) });
  const sheets = sheetsOf(view);
  expect(await findingsIn(drawn(pagesOf(sheets)), sheets, view)).toEqual([]);
  const pages = pagesOf(sheets);
  for (const page of pages) page.frame.texts = page.frame.texts.filter(({ text }) => !text.includes('VERIFY EVERY ORDER'));
  const found = await findingsIn(drawn(pages), sheets, view);
  expect(found.map(({ what }) => what)).toContain('the warning that the age is unknown is missing');
});
