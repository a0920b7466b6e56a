import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { needs } from '../../support/needs.ts';

/** Compiles the library that makes calls to the disk fail (faults.c) into a folder, and says what to run a process with. */
export function faultLibrary(
  folder: string,
): (options: { under: string; at?: number; kind: 'EIO' | 'ENOSPC' | 'KILL' | 'NOSYNC' }) => Record<string, string> {
  const library = join(folder, 'faults.so');
  execFileSync(needs.compiler.path, ['-shared', '-fPIC', '-O1', '-o', library, join(import.meta.dirname, 'faults.c'), '-ldl']);
  return ({ under, at = 0, kind }) => ({ LD_PRELOAD: library, FAULT_UNDER: under, FAULT_AT: String(at), FAULT_KIND: kind });
}
