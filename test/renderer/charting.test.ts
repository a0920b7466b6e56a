import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainedDoses } from '../../main/domain/unconfirmed.ts';
import { epochMs } from '../../main/domain/time.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { needs } from '../support/needs.ts';
import { openScreen } from './support/screen.ts';
import { openScreens, settled } from './support/screens.ts';

/** Three hours and a half after the copy. */
const NOW = '2026-11-22T18:20:00-05:00';
const screens = openScreens();
let demo: DemoScreen;

beforeAll(async () => {
  if (needs.chromium.missing) return;
  demo = await serveDemoKiosk(screens.folder());
  const said = { reason: 'EHR down', signed: 'R. Alvarez', drill: false, planned: false, degraded: null, noticedAt: null };
  await demo.call.declareOutage(said);
  demo.setNow(NOW);
  // Paper that is being made beside it would only make every step slow.
  while ((await demo.call.getStatus({})).paper.making) await new Promise(resolve => setTimeout(resolve, 200));
});
afterAll(async () => demo?.close());

async function views(): Promise<PatientView[]> {
  const ward = await demo.call.getWard({});
  if (!ward.ok) throw new Error(ward.error.why);
  const all = await Promise.all(ward.value.rows.map(row => demo.call.getPatient({ patientId: row.patientId })));
  return all.flatMap(view => (view.ok ? [view.value] : []));
}
const viewOf = async (patientId: string): Promise<PatientView> => {
  const view = await demo.call.getPatient({ patientId });
  if (!view.ok) throw new Error(view.error.why);
  return view.value;
};
/** Due since the copy and not charted. */
const open = (view: PatientView) =>
  view.orders.flatMap(order =>
    explainedDoses(order)
      .filter(({ due, charted }) => !charted && epochMs(due.at) > epochMs(view.asOf) && epochMs(due.at) < epochMs(NOW))
      .map(({ due }) => ({ order, due })),
  );
const busiest = async (least: number): Promise<PatientView> => (await views()).find(view => open(view).length >= least)!;

async function on(act: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints } = await openScreen(screens.context(), demo.link());
  try {
    page.setDefaultTimeout(60_000);
    await settled(page);
    await act(page);
    expect(complaints).toEqual([]);
  } finally {
    await page.close();
  }
}
const goTo = async (page: Page, hash: string): Promise<void> => {
  await page.evaluate(h => (window.location.hash = h), hash);
  await settled(page);
};
const lines = (page: Page) => page.locator('.charting-order:not(:last-child) .entry-field');

describe.skipIf(needs.chromium.missing)('charting from the paper MAR', () => {
  test('by keyboard alone: one Enter a dose that was given when due, another time typed, all saved at once', async () => {
    const before = await busiest(2);
    const { id } = before.identity;
    await on(async page => {
      await goTo(page, `#/patient/${id}`);
      await page.getByRole('link', { name: 'Type in doses from the paper MAR' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Doses from the paper MAR' }).waitFor();
      await page.getByLabel('Initials on the paper').fill('TO');
      await page.getByLabel('Shift').selectOption({ index: 0 });
      const due = page.locator('.entry-field[aria-label*=", due "]');
      const count = await due.count();
      expect(count).toBeGreaterThanOrEqual(2);
      await due.first().focus();
      await page.keyboard.press('Enter');
      await page.keyboard.type('R AB');
      await page.getByText('REFUSED').first().waitFor();
      await page.getByLabel('Typed in by').fill('T. Ortiz RN');
      await page.keyboard.press('Enter');
      await page.getByText('2 doses recorded.').waitFor();
      expect(await page.locator('.charted', { hasText: 'typed in by T. Ortiz RN' }).count()).toBe(2);
    });
    const after = await viewOf(id);
    const typed = after.orders.flatMap(o => o.charted).filter(d => d.onPaper);
    expect(typed.map(d => [d.outcome, d.by]).sort()).toEqual([
      ['given', 'TO'],
      ['refused', 'AB'],
    ]);
    expect(open(after).length).toBe(open(before).length - 2);
  });

  test('asks once more about a doubtful dose, and what was typed wrongly is corrected or withdrawn', async () => {
    const before = (await views()).find(
      v => v.orders.some(o => o.group === 'prn') && v.orders.every(o => o.charted.every(d => !d.onPaper)),
    )!;
    const { id } = before.identity;
    const prn = before.orders.find(o => o.group === 'prn')!;
    await on(async page => {
      await goTo(page, `#/charting/${id}`);
      const order = page.locator('.charting-order', { hasText: `Order ${prn.order.number}` });
      await page.getByLabel('Initials on the paper').fill('TO');
      await order.locator('.entry-field').first().fill('1800');
      await order.locator('.entry-field').nth(1).fill('1810');
      await page.getByLabel('Typed in by').fill('T. Ortiz RN');
      await page.getByRole('button', { name: 'Save 2 doses' }).click();
      await page.getByText('Charted already: given 18:00 by TO').first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('2 doses recorded.').waitFor();
      await order.getByRole('button', { name: 'Correct' }).last().click();
      await page.getByLabel('Why').fill('one dose, typed twice');
      await page.getByRole('button', { name: 'It was never given: withdraw' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await order.locator('.charted', { hasText: '18:10' }).waitFor({ state: 'detached' });
    });
    const typed = (await viewOf(id)).orders.find(o => o.order.id === prn.order.id)!.charted.filter(d => d.onPaper);
    expect(typed).toHaveLength(1);
  });

  test('says what it cannot read and saves nothing; a draft survives a look elsewhere', async () => {
    const { id } = (await busiest(1)).identity;
    await on(async page => {
      await goTo(page, `#/charting/${id}`);
      const first = lines(page).first();
      await first.fill('2575');
      await page.getByText('“2575” is no time.').waitFor();
      expect(await page.getByRole('button', { name: '1 line cannot be read' }).isDisabled()).toBe(true);
      await first.fill('1715 AB');
      await goTo(page, '#/ward');
      await goTo(page, `#/charting/${id}`);
      expect(await lines(page).first().inputValue()).toBe('1715 AB');
    });
  });

  test('refuses the future in words', async () => {
    const { id } = (await busiest(1)).identity;
    await on(async page => {
      await goTo(page, `#/charting/${id}`);
      await lines(page).first().fill('1850 11/22 AB');
      await page.getByLabel('Typed in by').fill('T. Ortiz RN');
      await page.getByRole('button', { name: 'Save 1 dose' }).click();
      await page.getByText('18:50 is in the future').first().waitFor();
    });
  });
});

describe.skipIf(needs.chromium.missing)('a sheet that is printed again', () => {
  async function printed(patientId: string): Promise<string> {
    const started = await demo.call.startPack({
      patients: [patientId],
      forms: ['mar-scheduled'],
      from: null,
      span: 'hours',
      hours: 24,
    });
    if (!started.ok) throw new Error(started.error.why);
    for (;;) {
      const pack = await demo.call.getPack(started.value);
      if (!pack.ok) throw new Error(pack.error.why);
      if (pack.value.state === 'done') {
        await demo.call.takePackPdf({ ...started.value, patientId });
        return pack.value.files[0]!.sheets[0]!.id;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  test('is found by its id in the search, says which one took its place, and opens with its lines', async () => {
    const { id } = (await busiest(1)).identity;
    const [first, second] = [await printed(id), await printed(id)];
    await on(async page => {
      await page.keyboard.press('/');
      await page.keyboard.type(first.toLowerCase());
      await page.getByText(`SUPERSEDED by ${second}`).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: `Sheet ${first}` }).waitFor();
      await page.getByText(`SUPERSEDED by ${second}`).waitFor();
      expect(await page.locator('.entry-field').count()).toBeGreaterThan(0);
      await goTo(page, `#/sheet/${second}`);
      await page.getByText('It counts').waitFor();
      await goTo(page, `#/patient/${id}`);
      await page.locator('#sheets').getByText(`SUPERSEDED by ${second}`).waitFor();
    });
  }, 180_000);

  test('is one of those of whom something changed, each with the reason, until it says the same', async () => {
    const { identity } = (await views())[0]!;
    await printed(identity.id);
    await on(async page => {
      await goTo(page, '#/print');
      await page.locator('.preset', { hasText: 'Changed since last print' }).click();
      await page.locator('.changed-list').waitFor();
      expect(await page.locator('.changed-list > li').first().innerText()).toContain('no MAR was printed yet');
    });
    const changed = await demo.call.getChanged({});
    if (!changed.ok) throw new Error(changed.error.why);
    expect(changed.value.find(c => c.patientId === identity.id)?.reasons).toEqual(['no MAR was printed yet']);
  });
});
