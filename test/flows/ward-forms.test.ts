import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PackManifest } from '../../main/host/commands/pack.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { folder, kioskJson } from '../support/command-line.ts';
import { openDemoKiosk } from '../support/demo-kiosk.ts';

const signed = 'R. Alvarez RN';
const down = { reason: 'EHR not answering', signed, drill: false, planned: false, degraded: null, noticedAt: null };

test('the ward’s own forms through a downtime: the card shows what is ticked, the notice comes when the EHR is back, and both from the command line', async () => {
  const demo = await openDemoKiosk();
  await demo.kiosk.firstRefresh;
  const printed = async (form: 'card-nurse' | 'all-clear'): Promise<string> => {
    const started = await demo.call.startPack({ patients: 'none', forms: [form], from: null, span: 'hours', hours: 24 });
    if (!started.ok) throw new Error(started.error.why);
    for (;;) {
      const progress = await demo.call.getPack(started.value);
      if (!progress.ok) throw new Error(progress.error.why);
      if (progress.value.state === 'rendering') {
        await new Promise(resolve => setTimeout(resolve, 50));
        continue;
      }
      expect(progress.value.refused).toEqual([]);
      if (progress.value.files.length === 0) return '';
      const pdf = await demo.call.getPackPdf({ ...started.value, patientId: null });
      if (!pdf.ok) throw new Error(pdf.error.why);
      return (await readBack(Buffer.from(pdf.value.base64, 'base64'))).map(pageText).join('');
    }
  };

  demo.setNow('2026-11-22T15:05:00-05:00');
  await demo.call.declareOutage(down);
  const { outage } = await demo.call.getProcedures({ role: 'nurse' });
  demo.setNow('2026-11-22T15:12:00-05:00');
  await demo.call.tickStep({ outage: outage!.id, step: 'print-ward', done: true, signed: 'M. Chen RN' });
  const card = await printed('card-nurse');
  expect(card).toContain(folded('ROLE CARD: NURSE'));
  expect(card).toMatch(/DONEPrinttheward.*M\.ChenRN11\/22\/202615:12/);
  expect(await printed('all-clear')).toBe('');

  demo.setNow('2026-11-22T18:30:00-05:00');
  await demo.call.startRecovery({ reason: 'all systems answer', signed });
  expect(await printed('all-clear')).toContain(folded('EHR back since 11/22/2026 18:30, R. Alvarez RN: all systems answer'));
  await demo.close();

  const out = folder();
  const { code, value } = await kioskJson<PackManifest>(
    ...['pack', '--store', demo.store, '--out', out, '--now', '2026-11-22T18:40:00-05:00'],
    ...['--forms', 'card-clerk', 'phone-list', 'all-clear'],
  );
  expect(code).toBe(0);
  expect(value).toMatchObject({ patients: 0, sheets: 3, refused: [] });
  expect(value.files[0]!.sheets.map(({ form }) => form)).toEqual(['card-clerk', 'phone-list', 'all-clear']);
  const pdf = readFileSync(join(out, value.files[0]!.file));
  expect((await readBack(pdf)).map(pageText).join('')).toContain(folded('ROLE CARD: CLERK'));
});
