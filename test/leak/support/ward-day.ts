import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client, Selection } from '../../../main/contract.ts';
import { emptyWalkIn } from '../../../main/domain/ward/written-walk-in.ts';
import { MARK } from './marks.ts';
import { ZONE } from './marked-ward.ts';
import { must } from './must.ts';

/** Until everybody’s paper lies ready on the shelf. */
export async function paperReady(call: Client): Promise<void> {
  while ((await call.getStatus({})).paper.at === null) await wait(200);
}

/** Makes a pack of everybody's sheets, and waits for it. */
export async function onPaper(call: Client, more: Partial<Selection> = {}): Promise<number> {
  const all: Selection = {
    patients: 'all',
    forms: ['mar-scheduled', 'mar-prn', 'summary'],
    from: null,
    span: 'hours',
    hours: 12,
  };
  const { pack } = must(await call.startPack({ ...all, ...more }));
  for (;;) {
    const { state, refused } = must(await call.getPack({ pack }));
    if (refused.length > 0) throw new Error(refused.map(({ sheet, why }) => `${sheet}: ${why}`).join('; '));
    if (state !== 'rendering') return pack;
    await wait(200);
  }
}

const signed = 'Nora Nguyen RN';

/** What a ward does in a downtime: declares it, reads, prints, saves, registers, moves, orders, charts, exchanges. Everything that can be typed is marked. */
export async function downtime(call: Client, labelPrinter: string): Promise<void> {
  const now = () => new Date().toISOString();
  const declared = { drill: false, planned: false, degraded: null, noticedAt: null };
  must(await call.declareOutage({ reason: `EHR down, says ${MARK}`, signed, ...declared }));
  const { rows } = must(await call.getWard({}));
  for (const { patientId } of rows) must(await call.getPatient({ patientId }));
  const patientId = rows[0]!.patientId;

  const pack = await onPaper(call);
  must(await call.getPackPdf({ pack, patientId }));
  must(await call.takePackPdf({ pack, patientId }));
  must(await call.savePack({ pack }));
  const labels = { on: { kind: 'printer', name: labelPrinter }, counts: { band: 0, chart: 2, specimen: 1 } } as const;
  const stickers = await onPaper(call, { patients: [patientId], forms: ['band-and-labels'], labels });
  must(await call.startPrint({ pack: stickers, printer: labelPrinter }));

  const written = {
    ...emptyWalkIn(now(), ZONE),
    name: `${MARK}, Chidi`,
    born: '04/03/1971',
    sex: 'male',
    allergies: MARK,
    bed: '499',
  } as const;
  const walkIn = must(await call.registerWalkIn({ form: randomUUID(), written, notSame: [], signed }));
  must(await call.recordPlace({ patientId, said: { kind: 'patient-moved', bed: '498' }, happenedAt: null, signed }));
  const content = {
    ...{
      drug: `${MARK} 100 mg capsule`,
      dose: '100 mg',
      route: 'by mouth',
      frequency: 'BID',
      once: false,
      prn: null,
      rate: null,
    },
    ...{ start: now(), stop: null, indication: MARK, instructions: MARK, prescriber: `Dr. ${MARK}` },
  };
  const typed = { patientId, order: null, happenedAt: now(), content, readBack: true, reason: null };
  const { warnings } = must(await call.checkOrder(typed));
  must(await call.writeOrder({ typed, seen: warnings, signed }));
  const dose = {
    order: null,
    drug: `${MARK} 5 mg tablet`,
    outcome: 'given',
    at: now(),
    dose: '5 mg',
    reason: MARK,
    givenBy: 'NN',
  } as const;
  const charted = await call.chartDoses({ patientId, doses: [dose], confirmed: [], signed });
  if (!charted.ok && charted.error.kind === 'to-confirm')
    must(await call.chartDoses({ patientId, doses: [dose], confirmed: charted.error.findings.map(({ why }) => why), signed }));
  else must(charted);
  await onPaper(call, { patients: [walkIn.patientId, patientId] });
  must(await call.exchangeNow({}));
}
