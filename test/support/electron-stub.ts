import { EventEmitter } from 'node:events';

type Call = { what: string; arguments: unknown[] };
type Answer = (...input: never[]) => unknown;

/** Everything the host asked of Electron, in order. */
export const calls: Call[] = [];
/** What the host gave Electron to answer with, by name: `session.setPermissionCheckHandler`, `ipcMain.handle call` … */
export const answers = new Map<string, Answer>();
/** What the preload put into the page. */
export const exposed = new Map<string, unknown>();
export const windows: BrowserWindow[] = [];

const record = (what: string, ...input: unknown[]) => {
  calls.push({ what, arguments: input });
  const answer = input.findLast(part => typeof part === 'function');
  const label = typeof input[0] === 'string' ? `${what} ${input[0]}` : what;
  if (answer !== undefined) answers.set(label, answer as Answer);
};

/** Any method exists, is recorded, and answers undefined. */
const recorder = <T extends object>(name: string, own: T): T =>
  new Proxy(own, {
    get: (target, key) =>
      key in target ? Reflect.get(target, key) : (...input: unknown[]) => record(`${name}.${String(key)}`, ...input),
  });

export class WebContents extends EventEmitter {
  readonly mainFrame = { origin: 'app://kiosk', url: 'app://kiosk/' };
  readonly sent: unknown[][] = [];
  windowOpen: Answer | undefined;
  setWindowOpenHandler(answer: Answer) {
    this.windowOpen = answer;
  }
  send(...message: unknown[]) {
    this.sent.push(message);
    ipcRenderer.emit(message[0] as string, {}, ...(structuredClone(message.slice(1)) as unknown[]));
  }
  reload() {
    record('webContents.reload');
  }
}

export class BrowserWindow {
  readonly webContents = new WebContents();
  readonly options: { webPreferences: Record<string, unknown> };
  constructor(options: { webPreferences: Record<string, unknown> }) {
    this.options = options;
    windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  isDestroyed = () => false;
  isMinimized = () => true;
  restore = () => record('window.restore');
  focus = () => record('window.focus');
  loadURL = (url: string) => Promise.resolve(record('window.loadURL', url));
}

class App extends EventEmitter {
  isPackaged = true;
  enableSandbox = () => record('app.enableSandbox');
  requestSingleInstanceLock = () => true;
  whenReady = () => Promise.resolve();
  quit = () => record('app.quit');
  exit = (code: number) => record('app.exit', code);
}

export const app = new App();
const ward = recorder('session', {
  protocol: recorder('session.protocol', {}),
  webRequest: recorder('session.webRequest', {}),
});
export const session = {
  fromPartition: (...input: unknown[]) => {
    record('session.fromPartition', ...input);
    return ward;
  },
};
/** A computer without a keystore. */
export const safeStorage = { isAsyncEncryptionAvailable: () => Promise.resolve(false) };
export const powerMonitor = new EventEmitter();
export const protocol = recorder('protocol', {});
export const ipcMain = recorder('ipcMain', {});
export const dialog = { showErrorBox: (...input: unknown[]) => record('dialog.showErrorBox', ...input) };
export const Menu = {
  setApplicationMenu: (menu: unknown) => record('Menu.setApplicationMenu', menu),
  buildFromTemplate: (template: unknown) => template,
};
export const contextBridge = { exposeInMainWorld: (name: string, api: unknown) => void exposed.set(name, api) };

class IpcRenderer extends EventEmitter {
  /** As Electron does it: cloned on the way in and on the way out, from the page in the top frame of the window. */
  async invoke(channel: string, ...input: unknown[]): Promise<unknown> {
    const sender = windows.at(-1)!.webContents;
    const handle = answers.get(`ipcMain.handle ${channel}`) as (...input: unknown[]) => unknown;
    const cloned = structuredClone(input);
    return structuredClone(await handle({ sender, senderFrame: sender.mainFrame }, ...cloned));
  }
}
export const ipcRenderer = new IpcRenderer();
