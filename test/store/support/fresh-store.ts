import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { storeIn } from './ward.ts';

const made: string[] = [];
afterAll(() => made.forEach(path => rmSync(path, { recursive: true, force: true })));

/** A fresh folder that is gone when the test file is done. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ward-'));
  made.push(path);
  return path;
}

/** An empty store for unit 4 West in a fresh folder, or in the one given. */
export const emptyStore = (options: Partial<Parameters<typeof storeIn>[1]> & { folder?: string } = {}) =>
  storeIn(options.folder ?? folder(), options);
