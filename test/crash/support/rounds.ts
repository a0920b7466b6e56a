import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a process that published and recorded said before it ended. */
export interface Rounds {
  /** Numbers of the last copy and the last act that were acknowledged; 0 for none. */
  copy: number;
  act: number;
  /** Kinds of the faults it said. */
  faults: string[];
  /** What it complained of besides: a fault that was thrown. */
  complaint: string;
  killed: boolean;
}

/** Runs test/crash/support/ward-rounds.ts to its end, with more in its environment. */
export async function rounds(root: string, count: number, environment: Record<string, string> = {}): Promise<Rounds> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'ward-rounds.ts'), root, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let said = '';
  let complaint = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const killed = await new Promise<boolean>(ended => child.on('close', (_, by) => ended(by === 'SIGKILL')));
  const last = (what: RegExp): number => Math.max(0, ...[...said.matchAll(what)].map(match => Number(match[1])));
  const faults = [...said.matchAll(/^fault (.+)$/gm)].map(match => match[1]!);
  return { copy: last(/^copy (\d+)$/gm), act: last(/^act (\d+)$/gm), faults, complaint, killed };
}
