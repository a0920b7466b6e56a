// Runs an Electron program under Node, with the recording stub in Electron's place: `node run-under-stub.ts PROGRAM ARGS…`.
// When it has opened its window, or given up, says as JSON what it asked of Electron and what a page in the window gets for getStatus.
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from './electron-stub.ts';

const stub = new URL('./electron-stub.ts', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: stub, shortCircuit: true } : next(name, context)),
});

process.argv.splice(1, 2, resolve(process.argv[2]!));
electron.app.requestSingleInstanceLock = () => process.env['SECOND_INSTANCE'] === undefined;
await import(pathToFileURL(process.argv[1]!).href);

const ended = ['window.loadURL', 'app.exit', 'app.quit'];
while (!electron.calls.some(({ what }) => ended.includes(what))) await new Promise(done => setTimeout(done, 20));
const [window] = electron.windows;
const status = window ? await electron.ipcRenderer.invoke('call', 'getStatus', {}) : null;
const preload = window?.options.webPreferences['preload'];
const asked = electron.calls.map(({ what, arguments: input }) => [what, ...input.filter(part => typeof part !== 'function')]);
process.stdout.write(JSON.stringify({ asked, status, preload }), () => process.exit());
