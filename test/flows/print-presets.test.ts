import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PackProgress, Status } from '../../main/contract.ts';
import { START_FORMS } from '../../main/domain/form.ts';
import type { PaperNeeded } from '../../main/domain/paper-needed.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import { selectionOf, startOf, type Choice, type Preset } from '../../renderer/print/selection.ts';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { FORM_IDS, formsAbout } from '../support/site.ts';

let demo: DemoKiosk;
let status: Status;
let patients: string[];

beforeAll(async () => {
  demo = await openDemoKiosk();
  await demo.kiosk.firstRefresh;
  status = await demo.call.getStatus({});
  const ward = await demo.call.getWard({});
  if (!ward.ok) throw new Error(ward.error.why);
  patients = ward.value.rows.slice(0, 4).map(row => row.patientId);
});
afterAll(() => demo.close());

interface Made {
  said: { patients: number; sheets: number };
  paper: PaperNeeded[];
  pack: PackProgress;
}

/** Chooses as the print page does, hears what the button says, and makes it. */
async function make(preset: Preset, more: Partial<Choice> = {}): Promise<Made> {
  const choice: Choice = {
    ...startOf(preset),
    patients,
    forms: START_FORMS,
    blanks: formsAbout('whoever'),
    wards: formsAbout('ward'),
    identity: 'empty',
    sets: 3,
    ...more,
  };
  const selection = selectionOf(choice, status);
  if (!selection) throw new Error('nothing is chosen');
  const plan = await demo.call.planPrint(selection);
  const paper = await demo.call.countPaper(selection);
  const started = await demo.call.startPack(selection);
  if (!plan.ok || !paper.ok || !started.ok) throw new Error('no copy, or busy');
  for (;;) {
    const pack = await demo.call.getPack(started.value);
    if (!pack.ok) throw new Error(pack.error.why);
    if (pack.value.state !== 'rendering') return { said: plan.value, paper: paper.value, pack: pack.value };
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

const sheetsOf = ({ pack }: Made) => pack.files.flatMap(file => file.sheets);
const formsOf = (made: Made): FormKind[] => FORM_IDS.filter(form => sheetsOf(made).some(sheet => sheet.form === form));
const namedOf = ({ pack }: Made): number => pack.files.filter(file => file.patientId !== null).length;

/** What the button said is what lies there, whole, under ids that are used once; so often it is printed in 8 hours. */
function expectAsSaid(made: Made, timesIn8Hours = 1): void {
  expect(made.pack.refused).toEqual([]);
  expect(sheetsOf(made)).toHaveLength(made.said.sheets);
  const pages = made.pack.files.reduce((sum, file) => sum + file.pages, 0);
  expect(made.paper[0]!.pages).toBe(timesIn8Hours * pages);
  expect(namedOf(made)).toBe(made.pack.files.some(f => f.patientId !== null) ? made.said.patients : 0);
  expect(new Set(sheetsOf(made).map(sheet => sheet.id)).size).toBe(made.said.sheets);
}

test.each([
  ['everything', START_FORMS],
  ['mars', ['mar-scheduled', 'mar-prn']],
  ['next-shift', START_FORMS.filter(form => form !== 'summary')],
  ['days', ['mar-scheduled', 'mar-prn']],
] as const)('%s: the whole ward gets what the button said, special records only who has such orders', async (preset, forms) => {
  const made = await make(preset);
  expectAsSaid(made);
  expect(made.said.patients).toBe(32);
  expect(formsOf(made)).toEqual(forms);
  if (forms.includes('infusion' as never)) expect(made.said.sheets).toBeLessThan(32 * forms.length);
});

test('seven days and a day by shifts are whole, too', async () => {
  expectAsSaid(await make('days', { reach: '7-days' }));
  expectAsSaid(await make('mars', { reach: 'shifts' }));
});

test('medications due: one list of no single patient, under the unit’s name', async () => {
  const made = await make('due');
  expectAsSaid(made, 8);
  expect(made.said).toEqual({ patients: 4, sheets: 1 });
  expect(made.pack.files).toMatchObject([{ patientId: null, name: status.unit, sheets: [{ form: 'worksheet' }] }]);
});

test('blank forms: three sets in one file without a name, each sheet with an id of its own', async () => {
  const made = await make('blank');
  expectAsSaid(made);
  expect(made.pack.files).toMatchObject([{ patientId: null, bed: null }]);
  const inASet = status.forms.reduce((sum, { about, copies }) => sum + (about === 'whoever' ? copies : 0), 0);
  expect(sheetsOf(made)).toHaveLength(3 * inASet);
});

test('blank forms with a name: a set for each patient that was picked', async () => {
  const made = await make('blank', { identity: 'patients' });
  expectAsSaid(made);
  expect(made.pack.files.map(f => f.patientId).sort()).toEqual([...patients].sort());
});

test('the ward’s own forms: one file of no patient; an all clear only once there is something to give it for', async () => {
  const made = await make('ward');
  expectAsSaid(made);
  expect(made.said.patients).toBe(0);
  expect(made.pack.files).toMatchObject([{ patientId: null, name: status.unit }]);
  expect(formsOf(made)).toEqual(formsAbout('ward').filter(form => form !== 'all-clear' && form !== 'standing-envelope'));
});

test('everything chosen by hand comes in one pack: each patient’s sheets and the list of all', async () => {
  const made = await make('choose', { forms: [...FORM_IDS] });
  expectAsSaid(made);
  expect(made.pack.files.map(f => f.patientId)).toHaveLength(5);
  expect(made.pack.files.filter(f => f.patientId === null)).toHaveLength(1);
});
