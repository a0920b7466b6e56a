import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { err, ok, type Result } from '../domain/result.ts';

export type NotAsked = { kind: 'not-asked'; why: string };

/** Asks for a secret at the terminal without showing what is typed, or takes it from the environment, for scripts. */
export async function askHidden(question: string, variable: string): Promise<Result<string, NotAsked>> {
  const given = process.env[variable];
  if (given !== undefined) return ok(given);
  if (!process.stdin.isTTY)
    return err({ kind: 'not-asked', why: `${question}: nobody can be asked here, so set ${variable} in the environment.` });
  process.stderr.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const typed = await new Promise<string>(resolve => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  lines.close();
  process.stderr.write('\n');
  return ok(typed);
}
