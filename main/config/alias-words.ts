import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { ok } from '../domain/result.ts';
import type { BadConfig } from './problem.ts';
import { strict } from './strict.ts';
import { readYaml } from './yaml-file.ts';

const FILE = join(import.meta.dirname, '../../resources/alias-words.yml');
const list = strict({ words: z.array(z.string().regex(/^[A-Z][a-z]{4,}$/)).min(1) });

/** What unknown patients are called, in turn. */
export function aliasWords(): Result<string[], BadConfig> {
  const read = readYaml(FILE, list);
  return read.ok ? ok(read.value.written.words) : read;
}
