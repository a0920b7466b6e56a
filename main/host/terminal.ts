import type { Log } from '../ports.ts';

/** How a command ends: 0 done, 1 it could not be done (the sentence says why), 2 it was called wrongly. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Says a result: for people as text, with `--json` as one JSON document on stdout. */
export function say(json: boolean, value: unknown, text: string): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
}

/** Says in one sentence why a command failed, and makes the process end with 1. */
export function fail(json: boolean, error: { kind: string; why: string }): void {
  if (json) process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
  process.stderr.write(`${error.why}\n`);
  process.exitCode = EXIT.failed;
}

/** Says what a command was called without, and makes the process end with 2. */
export function failUsage(json: boolean, error: { kind: string; why: string }): void {
  fail(json, error);
  process.exitCode = EXIT.usage;
}

/** The technical log on stderr, one JSON line each. A command that ends with a sentence logs only when asked. */
export const terminalLog = (wanted: boolean): Log => ({
  write(level, message, facts = {}) {
    if (wanted) process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...facts })}\n`);
  },
});

/** Columns of text, left-aligned. */
export function columns(rows: string[][]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map(row => (row[i] ?? '').length))) ?? [];
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Resolves when the process is asked to end. */
export const interrupted = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
