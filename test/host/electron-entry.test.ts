import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const script = join(root, 'test/support/run-under-stub.ts');
const entry = join(root, 'main/host/electron-entry.ts');

async function start(args: string[], env: NodeJS.ProcessEnv = {}): Promise<unknown[][]> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, entry, ...args], { env: { ...process.env, ...env } });
  return (JSON.parse(stdout) as { asked: unknown[][] }).asked;
}

test('without a site file the program says where they belong, and ends', async () => {
  const asked = await start(['--site', '/nowhere/settings.yml']);
  expect(asked).toContainEqual(['dialog.showErrorBox', expect.any(String), expect.stringContaining('/nowhere/settings.yml')]);
  expect(asked.at(-1)).toEqual(['app.exit', 1]);
});

test('a store that can’t be made is said in words, and no window opens', async () => {
  const asked = await start(['--fhir', 'http://127.0.0.1:9/', '--unit', '4 West', '--store', join(script, 'store')]);
  expect(asked).toContainEqual(['dialog.showErrorBox', expect.any(String), expect.stringMatching(/\w+.*\./)]);
  expect(asked.at(-1)).toEqual(['app.exit', 1]);
});

test('a second kiosk on the same computer ends before it touches anything', async () => {
  const asked = await start(['--site', '/nowhere/settings.yml'], { SECOND_INSTANCE: 'yes' });
  expect(asked.at(-1)).toEqual(['app.quit']);
  expect(asked.map(([what]) => what)).not.toContain('dialog.showErrorBox');
});
