import { expect, test } from 'vitest';
import { START_FORMS } from '../../main/domain/form.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import { err, ok } from '../../main/domain/result.ts';
import type { Copy } from '../../main/services/charts.ts';
import { packNumber, packPatients, pdfName, sheetCount, stepCount, type Broke, type PackStep } from '../../main/services/pack.ts';
import type { Selection } from '../../main/contract.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { copyOf } from '../support/copy.ts';
import { timing } from '../support/orders.ts';
import { chartOf, order, paperPatient, type PaperPatient } from '../support/paper-patient.ts';

/** These patients on the unit, each with an id of their own. */
const unitOf = (patients: PaperPatient[]): Copy =>
  copyOf(
    patients.map((patient, i) => {
      const chart = chartOf(patient);
      return { ...chart, identity: { ...chart.identity, id: `pat-${i}` } };
    }),
    patients[0]!.asOf,
  );

const NOW = paperPatient().now;
const chosen = (part: Partial<Selection>): Selection => ({
  patients: 'all',
  forms: ['mar-scheduled', 'mar-prn'],
  from: null,
  span: 'hours',
  hours: 24,
  ...part,
});

async function stepsOf(copy: Copy, selection: Selection, broke?: Broke): Promise<PackStep[]> {
  const steps: PackStep[] = [];
  const job = { copy, selection, outage: { state: 'normal' as const }, now: NOW, by: 'test', run: '7F3QXH', pack: 1 };
  for await (const step of packPatients(job, undefined, broke)) steps.push(step);
  expect(steps).toHaveLength(stepCount(job));
  return steps;
}

/** A pack of one patient with a scheduled and a PRN order, and a name of so many words. */
async function packOf(words: number, forms: Selection['forms'] = ['mar-scheduled', 'summary']): Promise<PackStep> {
  const patient = paperPatient({
    name: `SCHMIDT, ${'Ana Maria '.repeat(words)}`,
    orders: [
      order('metoprolol', { dose: '1 mg', timing: timing({ timeOfDay: ['18:00'] }) }),
      order('ondansetron', { dose: '2 mg', asNeeded: true }),
    ],
  });
  const [step] = await stepsOf(unitOf([patient]), chosen({ forms }));
  return step!;
}

test('a form that is needed twice comes twice, each sheet with an id of its own', async () => {
  const [step] = await stepsOf(unitOf([paperPatient()]), chosen({ forms: ['lab-requisition'] }));
  expect(step!.refused).toEqual([]);
  expect(step!.file!.sheets.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^K1-7F3QXH-0001-01[A-Z]+$/),
    expect.stringMatching(/^K1-7F3QXH-0001-01[A-Z]+2$/),
  ]);
});

test('the worksheet of several patients is one file of the unit, beside the files of each', async () => {
  const copy = unitOf([paperPatient(), paperPatient({ name: 'NOWAK, Żaneta', mrn: 'E99999999' })]);
  const selection = chosen({ forms: ['mar-prn', 'worksheet'] });
  const steps = await stepsOf(copy, selection);
  expect(steps.flatMap(s => s.refused)).toEqual([]);
  expect(steps.map(s => [s.file!.patientId, s.file!.name, ...s.file!.sheets.map(sheet => sheet.id)])).toEqual([
    ['pat-1', 'NOWAK, Żaneta', 'K1-7F3QXH-0001-01P'],
    ['pat-0', 'SCHMIDT, Ana', 'K1-7F3QXH-0001-02P'],
    [null, '5 West', 'K1-7F3QXH-0001-00W'],
  ]);
  expect(sheetCount({ copy, selection, now: NOW })).toBe(3);
  expect(pdfName(3, steps[2]!.file!)).toBe('003-unit.pdf');
});

test('sets of blank forms are one file about nobody, each sheet with its own id', async () => {
  const selection = chosen({ patients: { blank: 2 }, forms: ['mar-blank', 'pca-blank', 'summary'] });
  const [step, ...others] = await stepsOf(unitOf([paperPatient()]), selection);
  expect(others).toEqual([]);
  expect(step!.refused).toEqual([]);
  expect(step!.file).toMatchObject({ patientId: null, bed: null });
  expect(step!.file!.sheets.map(s => s.id)).toEqual([
    'K1-7F3QXH-0001-01B',
    'K1-7F3QXH-0001-01D',
    'K1-7F3QXH-0001-02B',
    'K1-7F3QXH-0001-02D',
  ]);
  expect((await readBack(step!.pdf!)).map(pageText).join('')).not.toContain('SCHMIDT');
});

test('a patient without infusions has no infusion sheet, and is told so by the plan', async () => {
  const copy = unitOf([
    paperPatient({ orders: [order('metoprolol', { dose: '1 mg', timing: timing({ code: 'BID' }) })], given: [] }),
  ]);
  const selection = chosen({ forms: ['mar-scheduled', 'infusion', 'insulin', 'pca'] });
  const [step] = await stepsOf(copy, selection);
  expect(step!.file!.sheets.map(s => s.form)).toEqual(['mar-scheduled']);
  expect(sheetCount({ copy, selection, now: NOW })).toBe(1);
});

test.each(['shifts', '3-days', '7-days'] as const)('a pack by %s is released with every order on it', async span => {
  const [step] = await stepsOf(unitOf([paperPatient()]), chosen({ span, forms: [...START_FORMS] }));
  expect(step!.refused).toEqual([]);
  expect(step!.orders).toEqual({ active: 20, onPaper: 20, verified: 20 });
});

test('a sheet whose head leaves no room is refused by name, and the patient’s other sheet is released', async () => {
  let words = 10;
  let step = await packOf(words);
  while (step.refused.length === 0) step = await packOf((words += 2));
  expect(step.refused).toEqual([
    {
      patient: expect.stringContaining('SCHMIDT, Ana'),
      sheet: expect.stringContaining('SCHEDULED AND CONTINUOUS'),
      why: expect.stringContaining('leave no room'),
    },
  ]);
  expect(step.file?.sheets.map(s => s.form)).toEqual(['summary']);
  expect((await readBack(step.pdf!)).map(pageText).join('')).toContain(folded('metoprolol'));
});

test('when it is so on every sheet no paper is released, and each sheet says why', async () => {
  const { refused, file, pdf, orders } = await packOf(200, ['mar-scheduled', 'mar-prn']);
  expect(refused.map(r => r.why)).toEqual([expect.stringContaining('SCHEDULED'), expect.stringContaining('ONE-TIME AND PRN')]);
  expect({ file, pdf, verified: orders.verified }).toEqual({ file: null, pdf: null, verified: 0 });
});

test('without one both sheets are released', async () => {
  const { refused, file } = await packOf(1);
  expect(refused).toEqual([]);
  expect(file?.sheets).toHaveLength(2);
});

test('a patient with whom the kiosk itself fails is named, and everybody else has their paper', async () => {
  const copy = unitOf([paperPatient(), paperPatient({ name: 'LEE, Kai' }), paperPatient({ name: 'OKAFOR, Ada' })]);
  const charts = copy.snapshot.charts.map((chart, i) => (i === 1 ? { ...chart, sections: null as never } : chart));
  const told: unknown[] = [];
  const unit = { ...copy, snapshot: { ...copy.snapshot, charts } };
  const steps = await stepsOf(unit, chosen({ forms: ['mar-scheduled', 'worksheet'] }), cause => told.push(cause));
  expect(told).toEqual([expect.any(TypeError), expect.any(TypeError)]);
  expect(sheetCount({ copy: unit, selection: chosen({ forms: ['mar-scheduled', 'worksheet'] }), now: NOW })).toBe(2);
  expect(steps.map(step => step.file?.name ?? null)).toEqual([null, 'OKAFOR, Ada', 'SCHMIDT, Ana', null]);
  expect(steps.flatMap(step => step.refused).map(({ patient, why }) => [patient, why])).toEqual([
    ['LEE, Kai', expect.stringMatching(/^the kiosk itself failed: tell IT/)],
    ['5 West', expect.stringContaining('the kiosk itself failed')],
  ]);
});

test('paper that cannot be taken from those that lie ready is made', async () => {
  const told: unknown[] = [];
  const job = { copy: unitOf([paperPatient()]), selection: chosen({}), outage: { state: 'normal' as const }, now: NOW };
  const steps = packPatients(
    { ...job, by: 'test', run: '7F3QXH', pack: 1 },
    () => Promise.reject(new Error('the shelf is damaged')),
    cause => told.push(cause),
  );
  for await (const { file, refused } of steps) {
    expect(refused).toEqual([]);
    expect(file?.sheets).toHaveLength(2);
  }
  expect(told).toEqual([expect.any(Error)]);
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
