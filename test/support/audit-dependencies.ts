import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { audited, readExceptions } from './dependency-audit.ts';

/**
 * Asks the registry what is known against the packages that the kiosk ships with (`npm run audit`). Fails on anything that no written exception accepts. Where
 * the registry gives no answer it says so loudly: with `--must` that fails, too, for the machine that releases.
 */
const root = join(import.meta.dirname, '../..');
const excepted = readExceptions(readFileSync(join(import.meta.dirname, 'audit-exceptions.yml'), 'utf8'));
const { stdout, error } = spawnSync('npm', ['audit', '--json', '--omit=dev', '--fetch-retries=0', '--fetch-timeout=20000'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 120_000,
});
const result = audited(stdout ?? '', excepted, new Date().toISOString().slice(0, 10));
const out = (line: string) => process.stderr.write(`${line}\n`);
if (result.kind === 'not-checked') {
  out(`DEPENDENCIES NOT CHECKED: the registry did not say what is known against them (${error?.message ?? result.why}).`);
  out('This is no pass: run "npm run audit" where the registry answers, before anything is released.');
  process.exitCode = process.argv.includes('--must') ? 1 : 0;
} else {
  for (const line of result.accepted) out(`accepted ${line}`);
  for (const line of result.faults) out(line);
  out(
    `Dependencies checked: ${result.faults.length} to be dealt with, ${result.accepted.length} accepted in test/support/audit-exceptions.yml.`,
  );
  process.exitCode = result.faults.length > 0 ? 1 : 0;
}
