import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { needs } from '../support/needs.ts';
import { folder } from './support/fresh-store.ts';

const MARKER = Buffer.from('ZYX-MARKED-PATIENT');

/** Runs `marker.ts` under strace and counts the marked patients in everything that it handed to the operating system to write. */
async function markersWritten(way: 'store' | 'plain' | 'spilling'): Promise<{ markers: number; bytes: number }> {
  const root = folder();
  const trace = join(folder(), 'trace');
  const calls = 'trace=pwrite64,write,writev,pwritev,pwritev2';
  const script = join(import.meta.dirname, 'support/marker.ts');
  // The marker is a word of the script itself, which Node would keep with what it compiled.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
  const traced = ['-f', '-o', trace, '-e', calls, '-e', 'write=all', '-s', '0', process.execPath, script, root, way];
  execFileSync(needs.strace.path, traced, { env });
  let written = Buffer.alloc(0);
  let row: Buffer[] = [];
  let markers = 0;
  let bytes = 0;
  const endOfCall = (): void => {
    written = Buffer.concat(row);
    row = [];
    bytes += written.length;
    for (let at = written.indexOf(MARKER); at >= 0; at = written.indexOf(MARKER, at + 1)) markers++;
  };
  for await (const line of createInterface(createReadStream(trace, 'latin1'))) {
    const dump = /^(?:\d+ +)? ?\| [0-9a-f]{5,} {2}((?:[0-9a-f]{2} {1,2})+)/.exec(line);
    if (dump) row.push(Buffer.from(dump[1]!.replaceAll(' ', ''), 'hex'));
    else endOfCall();
  }
  endOfCall();
  return { markers, bytes };
}

describe.skipIf(needs.strace.missing)('of everything written to disk', () => {
  test('no patient can be read: copies, ledger, its log, temporary files of a large sort', { timeout: 120_000 }, async () => {
    const { markers, bytes } = await markersWritten('store');
    expect(bytes).toBeGreaterThan(500_000);
    expect(markers).toBe(0);
  });

  test('the same look finds them in a database that is not encrypted', { timeout: 120_000 }, async () => {
    expect((await markersWritten('plain')).markers).toBeGreaterThan(100);
  });

  test("and in the temporary files of an encrypted one that is left at SQLite's default", { timeout: 120_000 }, async () => {
    expect((await markersWritten('spilling')).markers).toBeGreaterThan(1000);
  });
});
