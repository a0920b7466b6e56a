import { expect, test } from 'vitest';
import { packPatients } from '../../main/services/pack.ts';
import { copyOf } from '../support/copy.ts';
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
