import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Output } from '../../main/contract.ts';
import { START_FORMS } from '../../main/domain/form.ts';
import { buildRenderer, openBrowser, openScreen } from '../renderer/support/screen.ts';
import { serveDemoKiosk, type DemoScreen } from '../support/demo-screen.ts';
import { needs } from '../support/needs.ts';
import { scan } from '../support/scan.ts';

describe.skipIf(needs.chromium.missing)('a ward’s outage at the screen, with the whole kiosk behind it', () => {
  let demo: DemoScreen;
  let page: Page;
  let complaints: string[];
  let rows: Extract<Output<'getWard'>, { ok: true }>['value']['rows'];
  const endings: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    const built = await buildRenderer();
    endings.unshift(built.remove);
    demo = await serveDemoKiosk(built.folder);
    endings.unshift(demo.close);
    const browser = await openBrowser();
    endings.unshift(browser.close);
    // A ward’s paper may take longer than Playwright waits; the test’s own limit is the one that counts.
    browser.context.setDefaultTimeout(0);
    ({ page, complaints } = await openScreen(browser.context, demo.link()));
    const ward = await demo.call.getWard({});
    if (!ward.ok) throw new Error(ward.error.why);
    ({ rows } = ward.value);
  });
  afterAll(async () => {
    for (const end of endings) await end();
  });

  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  const banner = (kind: string) => page.locator(`.banner[data-kind=${kind}]`);

  async function sign(reason: string, name: string, act: string): Promise<void> {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByLabel('Your name').fill(name);
    await dialog.getByRole('button', { name: act }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  test('the one-time link opens the ward: standing by, with every patient, and the link is spent', async () => {
    await banner('standby').waitFor();
    expect(await banner('standby').innerText()).toMatch(/4 West: READ-ONLY COPY AS OF 14:52\s+0 min old/);
    await page.locator('.ward-row').first().waitFor();
    expect(await page.locator('.ward-row').count()).toBe(32);
    for (const row of rows) expect(await page.locator('.ward-row', { hasText: row.mrn! }).innerText()).toContain(row.name);
    expect(page.url()).not.toContain('start=');
  });

  test('nine usual patients fit a ward PC’s screen, and nothing scrolls sideways', async () => {
    const { room, heights, over } = await page.evaluate(() => {
      const main = document.querySelector('main')!;
      const table = document.querySelector('.ward-table thead')!.getBoundingClientRect();
      const rows = [...document.querySelectorAll('.ward-row')].map(row => row.getBoundingClientRect().height);
      return { room: innerHeight - table.bottom, heights: rows, over: main.scrollWidth > main.clientWidth };
    });
    const usual = heights.toSorted((a, b) => a - b)[Math.floor(heights.length / 2)]!;
    expect(Math.floor(room / usual)).toBeGreaterThanOrEqual(9);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    expect(over).toBe(false);
  });

  test('with the keyboard only: / finds a patient by name, and what is due next is what the copy says', async () => {
    const row = rows.find(r => r.name.startsWith('WIŚNIEWSKA'))!;
    await page.keyboard.press('/');
    await page.keyboard.type('wisniewska', { delay: 70 });
    await page.keyboard.press('Enter');
    await heading(row.name).waitFor();
    const view = await demo.call.getPatient({ patientId: row.patientId });
    if (!view.ok) throw new Error(view.error.why);
    const next = view.value.orders.flatMap(o => (o.nextDue ? [{ drug: o.order.drug.name, due: o.nextDue }] : []));
    expect(next.length).toBeGreaterThan(2);
    for (const { drug, due } of next) {
      const words = await page.locator('.order', { hasText: drug }).first().innerText();
      const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'America/New_York' }).format(
        new Date(due.at),
      );
      expect(words).toMatch(new RegExp(`Next due[\\s\\S]*${due.source === 'sent' ? '' : '~'}(\\w+ \\d+ )?${time}`));
    }
  });

  test('the code of a sheet and the code of a wristband open their patient, wherever one is', async () => {
    const [first, second] = [rows[6]!, rows[9]!];
    await scan(page, `4W-K1-12-03-S|1|2|${first.mrn}|1`);
    await heading(first.name).waitFor();
    await page.goto(`${new URL(page.url()).origin}/#/system`);
    await page.getByRole('button', { name: 'Refresh now' }).focus();
    await scan(page, second.mrn!);
    await heading(second.name).waitFor();
    expect((await demo.call.getStatus({})).copy?.generation).toBe(1);
  });

  test('the EHR stops answering: one failed refresh is said, two make it suspected, and the age of the copy grows', async () => {
    demo.breakEhr(() => ({ reset: true }));
    demo.setNow('2026-11-22T15:30:00-05:00');
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.getByText(/Refresh failed at 15:30: .{20,} The last good copy is kept\./).waitFor();
    expect(await banner('standby').count()).toBe(1);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await banner('suspected').waitFor();
    await page.locator('.banner-ehr[data-reach=unreachable]', { hasText: 'NOT REACHABLE' }).waitFor();
    expect(await banner('suspected').innerText()).toMatch(
      /EHR NOT ANSWERING SINCE 15:30\s+4 West: READ-ONLY COPY AS OF 14:52\s+AGEING\s+38 min old/,
    );
  });

  test('downtime is declared by a person, with reason and name', async () => {
    await page.getByRole('button', { name: 'Declare downtime' }).click();
    await sign('EHR login fails on all stations', 'R. Alvarez RN', 'Declare downtime for 4 West');
    await banner('downtime').waitFor();
    expect(await banner('downtime').innerText()).toMatch(/DOWNTIME SINCE 15:30\s+4 West: READ-ONLY COPY AS OF 14:52/);
    expect((await demo.call.getStatus({})).outage).toMatchObject({ state: 'declared', by: 'R. Alvarez RN', drill: false });
  });

  test('at twice the type the patient’s name, two identifiers and allergies stay in sight', async () => {
    await page.setViewportSize({ width: 683, height: 384 });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    const line = page.locator('.strip-line');
    const [box, words] = [(await line.boundingBox())!, await line.innerText()];
    expect(box.y).toBeGreaterThan(0);
    expect(box.y + box.height).toBeLessThanOrEqual(384);
    for (const part of [rows[9]!.name, rows[9]!.mrn!, 'Born', 'ALLERGIES', 'Iodinated contrast media'])
      expect(words).toContain(part);
    await page.setViewportSize({ width: 1366, height: 768 });
  });

  test('from the ward to paper in three acts: print, make, save; each page can be seen as it prints', async () => {
    await page.getByRole('link', { name: 'Ward', exact: true }).click();
    await page.getByRole('link', { name: /Print the ward/ }).click();
    const plan = await demo.call.planPrint({ patients: 'all', forms: START_FORMS, from: null, span: 'hours', hours: 24 });
    const sheets = plan.ok ? plan.value.sheets : 0;
    expect(sheets).toBeGreaterThan(3 * 32 - 1);
    await page.getByRole('button', { name: `Make 32 patients, ${sheets} sheets` }).click();
    await page.getByText(new RegExp(`32 patients, ${sheets} sheets, \\d+ pages: made, read back and found whole`)).waitFor();
    const canvas = page.locator('canvas[data-drawn="1"]');
    await canvas.waitFor();
    const ink = await canvas.evaluate((drawn: HTMLCanvasElement) => {
      const { data } = drawn.getContext('2d')!.getImageData(0, 0, drawn.width, drawn.height);
      return data.filter((v, i) => i % 4 === 0 && v < 100).length;
    });
    expect(ink).toBeGreaterThan(5000);
    const pages = Number(/Page 1 of (\d+)/.exec(await page.locator('.preview-page').innerText())![1]);
    expect(pages).toBeGreaterThanOrEqual(3);
    for (let n = 2; n <= pages; n++) {
      await page.getByRole('button', { name: 'Page forward' }).click();
      await page.locator(`canvas[data-drawn="${n}"]`).waitFor();
    }
    await page.getByRole('button', { name: 'Save all to the printing folder' }).click();
    await page.getByText('32 PDFs saved to').waitFor();
    expect(readdirSync(demo.printFolder, { recursive: true }).filter(name => String(name).endsWith('.pdf'))).toHaveLength(32);
  });

  test('the patient’s page then lists the sheets that were released', async () => {
    await scan(page, rows[0]!.mrn!);
    await heading(rows[0]!.name).waitFor();
    const sheets = page.locator('#sheets');
    for (const form of ['MAR: scheduled and continuous', 'MAR: one-time and PRN', 'Patient summary'])
      await sheets.getByText(form).waitFor();
    const found = await demo.call.getPatient({ patientId: rows[0]!.patientId });
    expect(await sheets.locator('li').count()).toBe(found.ok ? found.value.sheets.length : 0);
  });

  test('the EHR is back: a new copy, recovery, and the end', async () => {
    demo.breakEhr(null);
    await page.getByRole('button', { name: 'Refresh now' }).click();
    await page.locator('.banner-ehr[data-reach=reachable]').waitFor();
    expect(await banner('downtime').innerText()).toContain('READ-ONLY COPY AS OF 15:30');
    await page.getByRole('button', { name: 'EHR is back' }).click();
    await sign('EHR answers', 'M. Chen', 'Start recovery for 4 West');
    await banner('recovery').waitFor();
    await page.getByRole('button', { name: 'End the outage' }).click();
    await sign('All typed back', 'M. Chen', 'End the outage of 4 West');
    await banner('standby').waitFor();
    expect((await demo.call.getStatus({})).outage.state).toBe('normal');
  });

  test('afterwards the System page tells of the outage: when, why, by whom, its first sheet and its end', async () => {
    await page.getByRole('link', { name: 'System', exact: true }).click();
    const row = page.locator('.outages tbody tr');
    await row.waitFor();
    const said = (await row.innerText()).replace(/\s+/g, ' ');
    for (const part of [
      '15:30 Noticed 15:30',
      'Unplanned, the whole EHR',
      'EHR login fails on all stations. R. Alvarez RN',
      'M. Chen: All typed back',
      'EHR back 15:30, M. Chen',
    ])
      expect(said).toContain(part);
    expect(await row.locator('.outage-paper').innerText()).toBe('after 0 min');
  });

  test('in all of it the page broke no rule of its policy and the console stayed quiet', () => expect(complaints).toEqual([]));
});
