import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../../main/host/cli.ts');

/** Runs a command to its end, as a person would. */
export async function kiosk(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const code = await new Promise<number>(resolve => child.on('close', c => resolve(c ?? 1)));
  return { code, ...output };
}

/** Runs a command with `--json` and parses what it says. */
export async function kioskJson<T>(...args: string[]): Promise<{ code: number; value: T; stderr: string }> {
  const { code, stdout, stderr } = await kiosk(...args, '--json');
  return { code, value: (stdout === '' ? null : JSON.parse(stdout)) as T, stderr };
}

/** Starts a command that keeps running; resolves with the URL it prints. */
export async function kioskRunning(...args: string[]): Promise<{ url: string; end(): Promise<number> }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const ended = new Promise<number>(resolve => child.on('close', c => resolve(c ?? 1)));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const found = /https?:\/\/127\.0\.0\.1:\d+\S*/.exec(output.stdout)?.[0];
      if (found && output.stdout.includes('\n', output.stdout.indexOf(found))) resolve(found.replace(/[",]+$/, ''));
    });
    void ended.then(code => reject(new Error(`ended with ${code}: ${output.stderr}`)));
  });
  return {
    url,
    end: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout!.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return output;
}

/** A new empty folder. */
export const folder = (): string => mkdtempSync(join(tmpdir(), 'kiosk-'));
