import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '../../..');

/** Installs the program beside a built screen, and says where its command line is. */
export function installProgram(into: string, screen: string): string {
  mkdirSync(join(into, 'dist'), { recursive: true });
  for (const part of ['main', 'resources', 'package.json']) cpSync(join(PROJECT, part), join(into, part), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(into, 'node_modules'));
  symlinkSync(screen, join(into, 'dist/renderer'));
  return join(into, 'main/host/cli.ts');
}
