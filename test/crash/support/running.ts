import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A script of test/store/support that goes on until it is killed. */
export interface Running {
  /** Resolves after so many of its lines, "ready" among them; rejects when it ends before. */
  said(lines: number): Promise<void>;
  /** Kills it hard and says the last number it acknowledged; 0 for none. */
  end(): Promise<number>;
}

/** Starts a script on a store's folder. */
export function running(script: string, root: string, environment: Record<string, string> = {}): Running {
  const path = join(import.meta.dirname, '../../store/support', script);
  const child = spawn(process.execPath, [path, root], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let out = '';
  let complaint = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const closed = new Promise<void>(resolve => child.on('close', () => resolve()));
  return {
    said: lines =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (out.split('\n').length > lines) resolve();
        };
        look();
        child.stdout.on('data', look);
        void closed.then(() => reject(new Error(complaint)));
      }),
    async end() {
      child.kill('SIGKILL');
      await closed;
      return Math.max(0, ...[...out.matchAll(/^(\d+)\n/gm)].map(match => Number(match[1])));
    },
  };
}
