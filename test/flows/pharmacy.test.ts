import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeskUnit, PackProgress, UnitPacks } from '../../main/contract.ts';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { deskSite, ICU } from '../support/desk-site.ts';

let demo: DemoKiosk;
beforeAll(async () => {
  demo = await openDemoKiosk({ siteFile: deskSite() });
  await demo.kiosk.firstRefresh;
  await untilRead();
}, 60_000);
afterAll(() => demo.close());

/** Until every unit was tried. */
async function untilRead(): Promise<DeskUnit[]> {
  for (;;) {
    const units = await demo.call.getDesk({});
    if (units.every(({ refresh }) => !refresh.running && refresh.lastAttempt !== null)) return units;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
async function made({ packs }: UnitPacks): Promise<Record<string, PackProgress>> {
  const done: Record<string, PackProgress> = {};
  for (const { unit, pack } of packs)
    for (;;) {
      const progress = await demo.call.getPack({ pack });
      if (!progress.ok) throw new Error(progress.error.why);
      done[unit] = progress.value;
      if (progress.value.state !== 'rendering') break;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  return done;
}
const day = { from: null, hours: 24 as const };

test('each unit has its own copy, age and reason: one that can’t be read keeps no other from its copy', async () => {
  const units = await demo.call.getDesk({});
  expect(units.map(({ unit, own, copy }) => [unit, own, copy?.patients ?? null])).toEqual([
    ['4 West', true, 32],
    ['5 East', false, 4],
    [ICU, false, null],
  ]);
  expect(units[2]!.refresh.lastFault).toMatch(/nobody|no patient|empty/i);
  expect(units[2]!.troubles.join()).toContain(`no copy of unit ${ICU}`);
});

describe('the fill list', () => {
  test('has each unit under its own age, folded with its own rules; the unit without a copy is named with the reason', async () => {
    const { units } = await demo.call.getDeskList({ units: ['4 West', '5 East', ICU], list: 'fill-list', ...day });
    expect(units.map(({ unit, copy }) => [unit, copy !== null])).toEqual([
      ['4 West', true],
      ['5 East', true],
      [ICU, false],
    ]);
    expect(units[2]).toMatchObject({ parts: [], why: expect.stringContaining(`no copy of unit ${ICU}`) as string });
    const needOf = (i: number) => units[i]!.parts.flatMap(part => part.lines).map(line => line.says);
    const twiceADay = 'x 2 doses (~2200, 11/23 ~1000)';
    expect(needOf(1).join()).toContain(twiceADay);
    expect(needOf(0).join()).toContain('x 2 doses (~2100, 11/23 ~0900)');
    expect(needOf(0).join()).not.toContain(twiceADay);
    const counts = units[0]!.parts.map(part => part.lines.length);
    expect(counts.reduce((a, b) => a + b)).toBe(365);
    expect(units[0]!.parts[0]!.lines.find(line => line.drug.startsWith('acetaminophen'))!.marks).toContain('WARD STOCK');
  });

  test('has per drug what the units need together and each of them', async () => {
    const { totals } = await demo.call.getDeskList({ units: ['4 West', '5 East'], list: 'fill-list', ...day });
    const both = totals.find(({ units }) => units.length === 2 && units.every(({ total }) => /^\d+ tablets? for/.test(total)))!;
    const [sum, ...parts] = [both.total, ...both.units.map(({ total }) => total)].map(words => Number(/^\d+/.exec(words)![0]));
    expect(parts.reduce((a, b) => a + b)).toBe(sum);
  });

  test('a unit that this computer does not keep is said so', async () => {
    const { units } = await demo.call.getDeskList({ units: ['7 North'], list: 'iv-list', ...day });
    expect(units).toEqual([
      expect.objectContaining({
        unit: '7 North',
        copy: null,
        why: expect.stringContaining('keeps no copy of 7 North') as string,
      }),
    ]);
  });
});

test('sheets of several units in one action: a pack each, by unit and bed, recorded with the unit, and the unit without a copy named', async () => {
  const sheets = { forms: ['mar-scheduled' as const, 'mar-prn' as const], from: null, span: 'hours' as const, hours: 24 };
  const started = await demo.call.startDeskPacks({ units: ['4 West', '5 East', ICU], ...sheets });
  if (!started.ok) throw new Error(started.error.why);
  expect(started.value.without).toEqual([{ unit: ICU, why: expect.stringContaining(`no copy of unit ${ICU}`) as string }]);
  expect(await demo.call.startDeskPacks({ units: ['4 West'], ...sheets })).toMatchObject({ ok: false, error: { kind: 'busy' } });
  const done = await made(started.value);
  expect(done['4 West']).toMatchObject({ state: 'done', refused: [] });
  expect(done['4 West']!.files.map(file => file.bed).slice(0, 3)).toEqual(['401-A', '401-B', '402-A']);
  expect(done['5 East']!.files).toHaveLength(5);
  expect(done['5 East']!.files.map(file => file.sheets[0]!.form).filter(form => form === 'separator')).toHaveLength(1);
  const ids = Object.values(done).flatMap(({ files }) => files.flatMap(file => file.sheets.map(({ id }) => id)));
  expect(new Set(ids).size).toBe(72 + 2);
  const east = started.value.packs.find(({ unit }) => unit === '5 East')!;
  const saved = await demo.call.savePack({ pack: east.pack });
  if (!saved.ok) throw new Error(saved.error.why);
  expect(readdirSync(saved.value.folder)).toHaveLength(5);
  // What was printed of 5 East is known there: nothing changed since.
  const { units } = await demo.call.getDeskList({ units: ['5 East'], list: 'changes-list', ...day });
  expect(units[0]!.silent.filter(({ why }) => why.includes('no medication sheets'))).toEqual([]);
}, 120_000);

test('a fill list of 72 hours is paper, read back; sheets by the hour for 72 hours are refused', async () => {
  const asked = { units: ['5 East'], from: null, span: 'hours' as const, hours: 72 };
  const started = await demo.call.startDeskPacks({ ...asked, forms: ['fill-list'] });
  if (!started.ok) throw new Error(started.error.why);
  const { '5 East': pack } = await made(started.value);
  expect(pack).toMatchObject({
    state: 'done',
    refused: [],
    files: [{ patientId: null, name: '5 East', sheets: [{ form: 'fill-list' }] }],
  });
  await expect(demo.call.startDeskPacks({ ...asked, forms: ['mar-prn'] })).rejects.toThrow(/a day at most/);
});

test('a unit that is not read anew keeps its copy at its own age, beside one that was', async () => {
  demo.setNow('2026-11-22T15:40:00-05:00');
  await demo.call.refresh({});
  const units = await demo.call.getDesk({});
  expect(units.map(({ copy }) => copy?.asOf ?? null)).toEqual(['2026-11-22T15:40:00-05:00', '2026-11-22T14:52:00-05:00', null]);
  expect(units[1]!.copy!.freshness).toEqual({ state: 'ageing', minutes: 48 });
});

test('without a desk in the site file the pharmacy has the kiosk’s own unit', async () => {
  const alone = await openDemoKiosk();
  try {
    await alone.kiosk.firstRefresh;
    expect((await alone.call.getDesk({})).map(({ unit }) => unit)).toEqual(['4 West']);
  } finally {
    await alone.close();
  }
});
