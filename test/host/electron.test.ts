import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openElectron, prepareElectron } from '../../main/host/electron.ts';
import { CONTENT_SECURITY_POLICY } from '../../main/host/renderer-files.ts';
import { answers, app, calls, powerMonitor, WebContents, windows } from '../support/electron-stub.ts';
import { memoryLog, rendererFolder, smallKiosk } from '../support/small-kiosk.ts';

vi.mock('electron', () => import('../support/electron-stub.ts'));

const log = memoryLog();
const small = smallKiosk();
/** What the host gave Electron to answer `name` with. */
const answer = (name: string) => answers.get(name) as (...input: unknown[]) => unknown;
const called = (what: string) => calls.filter(call => call.what === what).map(call => call.arguments);

beforeAll(async () => {
  expect(prepareElectron()).toBe(true);
  const rendererFiles = rendererFolder({ 'secret.pem': 'key' });
  await openElectron({ kiosk: small.kiosk, rendererFolder: rendererFiles, preload: '/p/preload.cjs', log });
});

describe('before Electron is ready', () => {
  test('every renderer is sandboxed', () => expect(called('app.enableSandbox')).toHaveLength(1));

  test('app:// is a secure standard scheme and gets no further privilege', () =>
    expect(called('protocol.registerSchemesAsPrivileged')).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
    ]));

  test('a second kiosk on the same computer is told to go', () => {
    vi.spyOn(app, 'requestSingleInstanceLock').mockReturnValueOnce(false);
    expect(prepareElectron()).toBe(false);
  });
});

describe('the window', () => {
  test('is one, and shows our own page', () => {
    expect(windows).toHaveLength(1);
    expect(called('window.loadURL')).toEqual([['app://kiosk/']]);
  });

  test.each([
    ['sandbox', true],
    ['contextIsolation', true],
    ['nodeIntegration', false],
    ['nodeIntegrationInWorker', false],
    ['nodeIntegrationInSubFrames', false],
    ['webviewTag', false],
    ['webSecurity', true],
    ['allowRunningInsecureContent', false],
    ['experimentalFeatures', false],
    ['navigateOnDragDrop', false],
    ['spellcheck', false],
    ['devTools', false],
    ['preload', '/p/preload.cjs'],
  ])('has %s: %s', (name, value) => expect(windows[0]!.options.webPreferences[name]).toBe(value));

  test('has no other preference that could open a lock', () =>
    expect(Object.keys(windows[0]!.options.webPreferences)).toHaveLength(14));

  test('keeps nothing on the disk: its session is in memory and has no cache', () =>
    expect(called('session.fromPartition')).toEqual([['ward', { cache: false }]]));

  test('has no menu that reloads, opens developer tools or leaves', () => {
    const [[menu]] = called('Menu.setApplicationMenu') as [[{ submenu: { role: string }[] }[]]];
    expect(menu.flatMap(entry => entry.submenu.map(item => item.role))).toEqual(['resetZoom', 'zoomIn', 'zoomOut']);
  });

  test('is loaded again when its process crashes', () => {
    windows[0]!.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(called('webContents.reload')).toHaveLength(1);
    expect(log.lines.at(-1)).toContain('crashed');
  });

  test('comes to the front when somebody starts a second kiosk', () => {
    app.emit('second-instance');
    expect(called('window.restore')).toHaveLength(1);
    expect(called('window.focus')).toHaveLength(1);
  });
});

describe('denied', () => {
  test('permissions of every kind, asked and checked', () => {
    const decide = vi.fn();
    answer('session.setPermissionRequestHandler')({}, 'clipboard-read', decide);
    expect(decide.mock.calls).toEqual([[false]]);
    expect(answer('session.setPermissionCheckHandler')({}, 'media')).toBe(false);
    expect(answer('session.setDevicePermissionHandler')({ deviceType: 'usb' })).toBe(false);
    answer('session.setDisplayMediaRequestHandler')({}, decide);
    expect(decide).toHaveBeenLastCalledWith({});
    expect(called('session.setSpellCheckerEnabled')).toEqual([[false]]);
  });

  test('downloads', () => {
    const event = { preventDefault: vi.fn() };
    answer('session.on will-download')(event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  test.each([
    ['https://example.org/', true],
    ['http://127.0.0.1:8080/', true],
    ['file:///etc/passwd', true],
    ['app://kiosk.example.org/', true],
    ['app://other/', true],
    ['app://kiosk/', false],
    ['app://kiosk/assets/app.js', false],
    ['blob:app://kiosk/1b2c', false],
  ])('requests to anything but ourselves: %s', (url, cancel) => {
    const decide = vi.fn();
    answer('session.webRequest.onBeforeRequest')({ url }, decide);
    expect(decide.mock.calls).toEqual([[{ cancel }]]);
  });

  describe.each([
    ['the window', () => windows[0]!.webContents],
    [
      'any other contents that come to be',
      () => {
        const contents = new WebContents();
        app.emit('web-contents-created', {}, contents);
        return contents;
      },
    ],
  ])('in %s', (_, of) => {
    test('new windows', () => expect((of().windowOpen as () => unknown)()).toEqual({ action: 'deny' }));

    test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('%s', name => {
      const event = { preventDefault: vi.fn() };
      of().emit(name, event);
      expect(event.preventDefault).toHaveBeenCalledOnce();
    });
  });
});

describe('app://', () => {
  const get = (path: string, method = 'GET') =>
    answer('session.protocol.handle app')(
      new Request(path.includes('://') ? path : `app://kiosk${path}`, { method }),
    ) as Response;

  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/app.js', 'text/javascript; charset=utf-8'],
    ['/assets/style.css', 'text/css; charset=utf-8'],
  ])('serves %s as %s under the strict policy', async (path, type) => {
    const response = get(path);
    expect(response.status).toBe(200);
    expect((await response.text()).length).toBeGreaterThan(0);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    '/assets/app.js.map',
    '/secret.pem',
    '/nothing.html',
    '/assets',
    '/../../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/assets%2fapp.js',
    '/constructor',
    'app://other/index.html',
  ])('does not serve %s', path => {
    const response = get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  test('answers no method but GET', () => expect(get('/', 'POST').status).toBe(404));
});

describe('a call', () => {
  const call = (event: object, name: unknown = 'refresh', input: unknown = {}) =>
    answer('ipcMain.handle call')(event, name, input);
  const ours = () => ({ sender: windows[0]!.webContents, senderFrame: windows[0]!.webContents.mainFrame });

  test('from our own page is answered', async () => {
    expect(await call(ours())).toEqual({ value: { ok: true, value: { generation: 7 } } });
  });

  test('has one channel, so that no other needs a lock', () => {
    const channels = calls.filter(({ what }) => what.startsWith('ipcMain.'));
    expect(channels.map(({ what, arguments: [channel] }) => [what, channel])).toEqual([['ipcMain.handle', 'call']]);
  });

  test.each([
    ['another window', () => ({ ...ours(), sender: new WebContents() })],
    ['another window’s frame', () => ({ ...ours(), senderFrame: new WebContents().mainFrame })],
    ['a frame within our page', () => ({ ...ours(), senderFrame: { origin: 'app://kiosk', url: 'app://kiosk/' } })],
    ['a frame that is gone', () => ({ ...ours(), senderFrame: null })],
  ])('from %s is refused', async (_, event) => {
    expect(await call(event())).toMatchObject({ fault: 'forbidden' });
    expect(log.lines.at(-1)).toContain('foreign sender');
  });

  test.each(['https://example.org', 'app://kiosk.example.org', 'null', 'file://'])(
    'from a page of %s is refused',
    async origin => {
      const { mainFrame } = windows[0]!.webContents;
      const before = mainFrame.origin;
      mainFrame.origin = origin;
      expect(await call(ours())).toMatchObject({ fault: 'forbidden' });
      mainFrame.origin = before;
    },
  );

  test('that is no name, no JSON or too large is refused', async () => {
    const cycle: Record<string, unknown> = {};
    cycle['itself'] = cycle;
    for (const [name, input] of [
      [7, {}],
      [{ toString: () => 'refresh' }, {}],
      ['refresh', cycle],
      ['refresh', 1n],
    ]) {
      expect(await call(ours(), name, input)).toMatchObject({ fault: 'bad-input' });
    }
    expect(await answer('ipcMain.handle call')(ours(), 'refresh')).toMatchObject({ fault: 'bad-input' });
    expect(await call(ours(), 'getPack', { pack: 'x'.repeat(1_000_000) })).toMatchObject({
      fault: 'bad-input',
      detail: expect.stringContaining('1000000'),
    });
  });
});

test('when the computer is locked or goes to sleep, everybody is signed out', () => {
  powerMonitor.emit('lock-screen');
  powerMonitor.emit('suspend');
  expect(small.state.locked).toEqual(['lock screen', 'suspend']);
});

test('when the window is closed the app is closed, then Electron', async () => {
  app.emit('window-all-closed');
  await vi.waitFor(() => expect(called('app.quit')).toHaveLength(1));
  expect(small.state.closed).toBe(true);
  expect(small.listeners.size).toBe(0);
});
