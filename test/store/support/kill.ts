import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Starts a script of this folder, kills it hard at a random moment after none, one or two of its acknowledgements, and says the last
 * number it acknowledged. Counting those first keeps the moments spread on a slow machine too.
 */
export async function killAtRandom(script: string, folder: string, atMostMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  const linesFirst = 1 + Math.floor(Math.random() * 3);
  child.stderr.on('data', (data: Buffer) => (complained += data.toString()));
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.split('\n').length > linesFirst) ready();
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
