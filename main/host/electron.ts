import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  session,
  type IpcMainInvokeEvent,
  type WebContents,
} from 'electron';
import type { Reply } from '../contract.ts';
import type { Log } from '../ports.ts';
import { LARGEST_CALL, type HostedKiosk } from './hosted.ts';
import { readRendererFiles, SECURITY_HEADERS, type RendererFile } from './renderer-files.ts';

const ORIGIN = 'app://kiosk';
/** The kiosk's one window. */
const SEAT = 'window';

export interface ElectronHostOptions {
  kiosk: HostedKiosk;
  /** The built screen, dist/renderer. */
  rendererFolder: string;
  /** The built preload, one CommonJS file. */
  preload: string;
  log: Log;
}

/** What must be said before Electron is ready. False when a kiosk already runs on this computer; that one comes to the front instead. */
export function prepareElectron(): boolean {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
  return app.requestSingleInstanceLock();
}

/** Opens the kiosk's one window, when Electron is ready: everything that a kiosk doesn't need is denied. */
export async function openElectron(options: ElectronHostOptions): Promise<void> {
  const { kiosk, log } = options;
  const files = readRendererFiles(options.rendererFolder);
  // Without "persist:" nothing of the ward is written to Electron's own profile folder.
  const ward = session.fromPartition('ward', { cache: false });
  ward.protocol.handle('app', request => serveFile(request, files));
  ward.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isLocal(url) }));
  ward.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  ward.setPermissionCheckHandler(() => false);
  ward.setDevicePermissionHandler(() => false);
  ward.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  ward.on('will-download', event => event.preventDefault());
  ward.setSpellCheckerEnabled(false);
  // The default menu reloads, opens developer tools and leads to web pages; of all that only the zoom is for nurses.
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([{ label: 'View', submenu: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }] }]),
  );
  app.on('web-contents-created', (_event, contents) => lock(contents));

  const window = new BrowserWindow({
    title: 'Downtime kiosk',
    width: 1366,
    height: 768,
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      session: ward,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });

  ipcMain.handle('call', (event, name: unknown, input: unknown): Promise<Reply> | Reply => {
    if (!isOurs(event, window.webContents)) {
      log.write('warn', 'call from a foreign sender refused');
      return { fault: 'forbidden', detail: 'Only the kiosk’s own page may ask.' };
    }
    const read = asJson(input);
    if (typeof name !== 'string' || read === null) {
      return { fault: 'bad-input', detail: `A call is a name and plain JSON of ${LARGEST_CALL} bytes at most.` };
    }
    return kiosk.call(name, read.input, SEAT);
  });
  const stop = kiosk.subscribe(topic => {
    if (!window.isDestroyed()) window.webContents.send('topic', topic);
  });

  powerMonitor.on('lock-screen', () => kiosk.lock('lock screen'));
  powerMonitor.on('suspend', () => kiosk.lock('suspend'));

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.write('error', 'the screen crashed and is loaded again', { reason });
    if (!window.isDestroyed()) window.webContents.reload();
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => {
    stop();
    void kiosk.close().finally(() => app.quit());
  });
  await window.loadURL(`${ORIGIN}/`);
}

/** No page but ours, no second window, no web view. */
function lock(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', event => event.preventDefault());
  contents.on('will-frame-navigate', event => event.preventDefault());
  contents.on('will-redirect', event => event.preventDefault());
  contents.on('will-attach-webview', event => event.preventDefault());
}

/** From the top frame of our window, showing our own page. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, ours: WebContents): boolean {
  return sender === ours && senderFrame !== null && senderFrame === ours.mainFrame && senderFrame.origin === ORIGIN;
}

/** The same limits that HTTP has: structured clone would also carry dates, maps, cycles, and any size. */
function asJson(input: unknown): { input: unknown } | null {
  try {
    const text = JSON.stringify(input);
    return Buffer.byteLength(text) <= LARGEST_CALL ? { input: JSON.parse(text) as unknown } : null;
  } catch {
    return null;
  }
}

/** Our page, and what it makes itself in memory (a preview's blob). The network is the main process's business alone. */
function isLocal(url: string): boolean {
  return (
    url.startsWith(`${ORIGIN}/`) || url.startsWith(`blob:${ORIGIN}/`) || url.startsWith('data:') || url.startsWith('devtools:')
  );
}

function serveFile(request: Request, files: ReadonlyMap<string, RendererFile>): Response {
  const url = new URL(request.url);
  const file = request.method === 'GET' && url.host === 'kiosk' ? files.get(url.pathname) : undefined;
  if (file === undefined) return new Response('Not found.', { status: 404, headers: SECURITY_HEADERS });
  return new Response(new Uint8Array(file.body), { headers: { ...SECURITY_HEADERS, 'content-type': file.type } });
}
