import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Electron's program beside its npm package, or null where it was never fetched (the package alone brings no binary). */
export function electronBinary(): string | null {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** Runs the built app (dist/app) in Electron with these settings until its window is closed. */
export function runElectron(binary: string, settings: Record<string, string | number | boolean>): Promise<void> {
  const program = join(import.meta.dirname, '../../dist/app');
  const options = Object.entries(settings).flatMap(([name, value]) => (typeof value === 'string' ? [`--${name}`, value] : []));
  return new Promise((resolve, reject) => {
    const child = spawn(binary, [program, ...options], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', () => resolve());
  });
}
