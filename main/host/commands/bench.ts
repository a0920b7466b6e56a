import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../terminal.ts';

const RUN = join(import.meta.dirname, '../../../test/bench/run.ts');

/** Runs the benches of the source tree; the installed app doesn't carry them. */
export function bench({ json }: { json: boolean }): void {
  if (!existsSync(RUN))
    return fail(json, { kind: 'no-bench', why: 'The benches are part of the source tree, not of the installed app.' });
  const { status } = spawnSync(process.execPath, ['--expose-gc', RUN, ...(json ? ['--json'] : [])], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
