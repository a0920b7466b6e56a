import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrderView, PatientView } from '../../main/domain/view.ts';
import type { SaidOrder } from '../../main/domain/ward/order-check.ts';
import type { OrderStepSaid, TypedOrder } from '../../main/domain/ward/typed-order.ts';
import { folder, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW, openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { pageTexts } from '../support/pdf-text.ts';

const WRITER = 'R. Alvarez RN';
const OTHER = 'M. Chen RPh';

function must<T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
}

const said = (part: Partial<SaidOrder> = {}): SaidOrder => ({
  drug: 'doxycycline 100 mg capsule',
  dose: '100 mg',
  route: 'by mouth',
  frequency: 'BID',
  once: false,
  prn: null,
  rate: null,
  start: DEMO_NOW,
  stop: null,
  indication: 'cellulitis',
  instructions: null,
  prescriber: 'Dr. P. Lindqvist',
  ...part,
});

describe('orders on the ward in a downtime, through the door', () => {
  let demo: DemoKiosk;
  let patientId: string;
  const typed = (part: Partial<SaidOrder> = {}, more: Partial<TypedOrder> = {}): TypedOrder => ({
    patientId,
    order: null,
    happenedAt: DEMO_NOW,
    content: said(part),
    readBack: true,
    reason: null,
    ...more,
  });
  const view = async (): Promise<PatientView> => must(await demo.call.getPatient({ patientId }));
  const theOrder = async (number: string): Promise<OrderView> => {
    const found = (await view()).orders.filter(({ order }) => order.number === number);
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  /** Writes an order after looking at its warnings. */
  const write = async (order: TypedOrder, signed = WRITER) => {
    const { warnings } = must(await demo.call.checkOrder(order));
    return must(await demo.call.writeOrder({ typed: order, seen: warnings, signed }));
  };
  const act = (step: OrderStepSaid, signed = WRITER) => demo.call.actOnOrder({ said: step, signed });
  const refused = async (part: Partial<SaidOrder>, more: Partial<TypedOrder> = {}) => {
    const order = typed(part, more);
    const result = await demo.call.writeOrder({
      typed: order,
      seen: must(await demo.call.checkOrder(order)).warnings,
      signed: WRITER,
    });
    return result.ok ? 'recorded' : result.error.why;
  };

  beforeAll(async () => {
    const place = folder();
    writeFileSync(
      join(place, 'drugs.csv'),
      'name,codes,routes,units\ndoxycycline 100 mg capsule,rxnorm|1650143,by mouth,mg\n"vancomycin, IV",,IV,mg;g\n',
    );
    writeFileSync(join(place, 'site.yml'), 'institution: Lakeside\nformulary: drugs.csv\n');
    demo = await openDemoKiosk({ siteFile: join(place, 'site.yml') });
    await demo.kiosk.firstRefresh;
    patientId = must(await demo.call.getWard({})).rows[4]!.patientId;
  });
  afterAll(() => demo.close());

  test('without a downtime nothing is recorded, and the refusal says where it belongs', async () => {
    expect(await refused({})).toContain('this belongs into the EHR');
  });

  test('there are drugs of the formulary and of the ward’s orders, and the codes of the unit’s table', async () => {
    await demo.call.declareOutage({
      reason: 'EHR down',
      signed: WRITER,
      drill: false,
      planned: false,
      degraded: null,
      noticedAt: null,
    });
    const { drugs, routes, frequencies } = must(await demo.call.getOrderChoices({}));
    expect(drugs.find(({ name }) => name === 'vancomycin, IV')).toMatchObject({ from: 'formulary', units: ['mg', 'g'] });
    expect(drugs.filter(({ from }) => from === 'orders').length).toBeGreaterThan(20);
    expect(routes).toContain('by mouth');
    expect(frequencies.map(({ code }) => code)).toContain('BID');
  });

  test('an order that cannot be right is refused in words', async () => {
    const number = (await view()).orders.length;
    expect(await refused({ dose: null })).toContain('no dose and no rate');
    expect(await refused({ dose: '100' })).toContain('has no unit');
    expect(await refused({ drug: '' })).toContain('Write the drug');
    expect(await refused({ frequency: null })).toContain('Say how often');
    expect(await refused({ frequency: 'WHENEVER' })).toContain('"WHENEVER" is not in the unit’s table');
    expect(await refused({ prn: { reason: '', minimumHours: 4, mostPerDay: null } })).toContain('must say for what');
    expect(await refused({ stop: '2026-11-22T10:00:00-05:00' })).toContain('stop before it starts');
    expect(await refused({ start: '2022-11-22T10:00:00-05:00' })).toContain('A start 11/22/2022 10:00 cannot be right');
    expect(await refused({}, { happenedAt: '2026-11-22T19:00:00-05:00' })).toContain('is in the future');
    expect(await refused({}, { order: 'nobody’s' })).toContain('not known here');
    expect((await view()).orders).toHaveLength(number);
  });

  test('what may be wrong has to be seen first: unsafe words, a drug nobody knows, one that is ordered already', async () => {
    const same = (await view()).orders[0]!.order.drug.name;
    const odd = typed({ drug: 'doxyciclin', dose: '.5 mg' });
    const first = await demo.call.writeOrder({ typed: odd, seen: [], signed: WRITER });
    expect(first).toMatchObject({
      ok: false,
      error: {
        kind: 'warnings',
        warnings: ['doxyciclin is not in the formulary: ask pharmacy', '".5 mg" is recorded as "0.5 mg"'],
      },
    });
    expect(must(await demo.call.checkOrder(typed({ drug: same }))).warnings.join()).toContain(`ALREADY ORDERED: ${same}`);
    const { number } = await write(odd);
    expect((await theOrder(number)).order).toMatchObject({
      dosages: [{ dose: '0.5 mg' }],
      notes: ['Not in the formulary: ask pharmacy'],
    });
  });

  test('an order is written although no number is left, verified by another person, and stands on the next MAR', async () => {
    const written = await write(typed());
    expect(written.warning).toContain('no order number left');
    const number = written.number;
    expect((await theOrder(number)).flags).toEqual(expect.arrayContaining(['new-on-ward', 'not-verified']));
    const open = must(await demo.call.getUnverified({})).filter(({ order }) => order.number === number);
    expect(open).toMatchObject([{ patient: { id: patientId }, step: { kind: 'order-written', by: WRITER } }]);
    const { version } = open[0]!.step;
    expect(await demo.call.verifyOrder({ patientId, version, signed: ' r. alvarez RN' })).toMatchObject({
      ok: false,
      error: { kind: 'same-person' },
    });
    expect((await mar()).join('\n')).toContain('NOT VERIFIED BY A SECOND PERSON');
    must(await demo.call.verifyOrder({ patientId, version, signed: OTHER }));
    expect((await theOrder(number)).flags).not.toContain('not-verified');
    expect(await demo.call.verifyOrder({ patientId, version, signed: OTHER })).toMatchObject({ error: { kind: 'not-now' } });
  });

  test('what was written down for the wrong patient is taken back: it leaves the MAR and stays readable; what came after is taken back first', async () => {
    const { number } = await write(typed({ drug: 'gabapentin' }));
    const written = (await theOrder(number)).onWard!.steps[0]!.version;
    const takeBack = (version: string, reason = 'wrong patient') =>
      demo.call.takeBackOrder({ patientId, version, reason, signed: OTHER });
    const id = (await theOrder(number)).order.id;
    must(await act({ kind: 'order-held', patientId, order: id, happenedAt: DEMO_NOW, prescriber: 'Dr. Hale', reason: 'asleep' }));
    const held = (await theOrder(number)).onWard!.steps.find(({ kind }) => kind === 'order-held')!.version;
    expect(await takeBack(written)).toMatchObject({
      error: { kind: 'not-now', why: expect.stringContaining('that back first') },
    });
    must(await takeBack(held, 'held on the wrong patient'));
    expect((await theOrder(number)).flags).not.toContain('on-hold');
    expect((await mar()).join('\n')).toContain('gabapentin');
    must(await takeBack(written));
    const shown = await view();
    expect(shown.orders.filter(({ order }) => order.number === number)).toEqual([]);
    const paper = (await mar()).join('\n');
    expect(paper).toContain('STOPPED OR NOT ACTIVE ANY MORE: gabapentin');
    expect(paper).not.toMatch(/gabapentin\s+DOSE/);
    expect(shown.takenBack).toEqual([
      expect.stringMatching(/^gabapentin, .* written down by .* TAKEN BACK by .* \(wrong patient\)$/),
      expect.stringMatching(/^Hold of gabapentin, .* TAKEN BACK by .* \(held on the wrong patient\)$/),
    ]);
    expect(await takeBack(written)).toMatchObject({ error: { kind: 'order-unknown' } });
    expect(must(await demo.call.getUnverified({})).filter(({ order }) => order.number === number)).toEqual([]);
  });

  test('a change is a new act to verify; its EHR’s version stays beside it; held, resumed and stopped it is each as said', async () => {
    const ehr = (await view()).orders.find(({ group, onWard }) => group === 'scheduled' && onWard === null)!.order;
    const number = ehr.number;
    await write(typed({ drug: ehr.drug.name, dose: '12.5 mg' }, { order: ehr.id, reason: 'renal function' }));
    expect(await theOrder(number)).toMatchObject({ order: { id: ehr.id, dosages: [{ dose: '12.5 mg' }] } });
    expect((await theOrder(number)).flags).toEqual(expect.arrayContaining(['changed-on-ward', 'not-verified']));
    expect((await theOrder(number)).onWard!.was).toContain(ehr.drug.name);

    const about = { patientId, order: ehr.id, happenedAt: DEMO_NOW, prescriber: 'Dr. Hale' };
    expect(await act({ ...about, kind: 'order-resumed', reason: null })).toMatchObject({ error: { kind: 'not-now' } });
    must(await act({ ...about, kind: 'order-held', reason: 'nil by mouth' }));
    expect(await theOrder(number)).toMatchObject({ due: [], nextDue: null });
    expect((await mar()).join('\n')).toContain('ON HOLD ON THE WARD since');
    must(await act({ ...about, kind: 'order-resumed', reason: null }));
    expect((await theOrder(number)).due.length).toBeGreaterThan(0);
    must(await act({ ...about, kind: 'order-stopped', reason: null, stops: DEMO_NOW }));
    expect(await theOrder(number)).toMatchObject({ over: true, due: [] });
    const paper = (await mar()).join('\n');
    expect(paper).toMatch(/STOPPED ON THE WARD 11\/22\/2026 14:52 by order\s+of\s+Dr\. Hale/);
    expect(paper).toContain('STOP NOT VERIFIED');
    expect(await act({ ...about, kind: 'order-held', reason: 'nil by mouth' })).toMatchObject({
      error: { why: expect.stringContaining('stopped') },
    });
  });

  test('a restart forgets none of it', async () => {
    const before = (await view()).orders.map(({ order, onWard }) => ({ order, onWard }));
    await demo.close();
    demo = await openDemoKiosk({ store: demo.store });
    await demo.kiosk.firstRefresh;
    expect((await view()).orders.map(({ order, onWard }) => ({ order, onWard }))).toEqual(before);
  });

  /** The words of the patient's MARs from now on, verified and printed. */
  async function mar(): Promise<string[]> {
    const { pack } = must(
      await demo.call.startPack({
        patients: [patientId],
        forms: ['mar-scheduled', 'mar-prn', 'summary'],
        from: null,
        span: 'hours',
        hours: 24,
      }),
    );
    for (;;) {
      const progress = must(await demo.call.getPack({ pack }));
      if (progress.state !== 'rendering') {
        expect(progress.refused).toEqual([]);
        break;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const { base64 } = must(await demo.call.takePackPdf({ pack, patientId }));
    const file = join(folder(), 'mar.pdf');
    writeFileSync(file, Buffer.from(base64, 'base64'));
    return (await pageTexts(file)).map(page => page.replace(/\s+/g, ' '));
  }
});

describe('the hospital’s formulary', () => {
  test('with a mistake keeps no kiosk from starting, and is named with its line', async () => {
    const place = folder();
    writeFileSync(join(place, 'drugs.csv'), 'name,codes,routes,units\namoxicillin,,by mouth,mg\n,,IV,mg\nAmoxicillin,,,\n');
    writeFileSync(join(place, 'site.yml'), 'institution: Lakeside\nformulary: drugs.csv\n');
    const checked = await kioskJson<{ error: { problems: object[] } }>('config', 'check', '--site', join(place, 'site.yml'));
    expect(checked.value.error.problems).toMatchObject([
      { line: 3, field: 'name', why: 'the drug has no name' },
      { line: 4, field: 'name', why: '"Amoxicillin" is listed twice' },
    ]);
    const demo = await openDemoKiosk({ siteFile: join(place, 'site.yml') });
    await demo.kiosk.firstRefresh;
    expect((await demo.call.getStatus({})).weaknesses.join()).toMatch(/formulary cannot be used: .*drugs\.csv:3: name/);
    await demo.close();
  });
});
