import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Starts a script of this folder, kills it hard at a random moment after it is ready, and says the last number it acknowledged. */
export async function killAtRandom(script: string, folder: string, atMostMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  child.stderr.on('data', (data: Buffer) => (complained += data.toString()));
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      ready();
    });
    child.on('exit', () => failed(new Error(complained)));
  });
  await new Promise(wait => setTimeout(wait, Math.random() * atMostMs));
  const signal = await new Promise(ended => {
    child.on('close', (_, by) => ended(by));
    child.kill('SIGKILL');
  });
  if (signal !== 'SIGKILL') throw new Error(`the script ended by itself: ${complained}`);
  return Math.max(0, ...[...said.matchAll(/^(\d+)\n/gm)].map(match => Number(match[1])));
}
