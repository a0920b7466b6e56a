import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SENTINEL } from '@electron/fuses/dist/constants.js';

/** Makes a folder that electron-builder takes for an unpacked Electron: where the real one isn't downloaded, all but its program can be tested. */
export function stubElectronDist(folder: string, version: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  // Fuse wire: version 1, nine fuses, all inherited from Electron's defaults: as Electron ships them.
  const fuses = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 9]), Buffer.from('101001011')]);
  const program = Buffer.concat([Buffer.alloc(64), fuses, Buffer.alloc(64)]);
  writeFileSync(join(folder, 'electron'), program, { mode: 0o755 });
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'Electron’s licence');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'Chromium’s licences');
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  return folder;
}
