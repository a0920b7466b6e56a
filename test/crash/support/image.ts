import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../../store/support/fresh-store.ts';
import { needs } from '../../support/needs.ts';

export type FileSystem = 'ext4' | 'xfs';

/** A file system in a file. */
export interface Image {
  /** Where it is mounted. */
  root: string;
  mount(): void;
  /** As when the power fails: nothing that was not flushed reaches the disk, and `lost` not even the file system's own log. */
  cut(lost: boolean): void;
  unmount(): void;
}

const SIZE: Record<FileSystem, string> = { ext4: '64M', xfs: '320M' };

/** Makes a file system of so many bytes (as truncate says them), not yet mounted. */
export function image(kind: FileSystem, size = SIZE[kind]): Image {
  const place = folder();
  const file = join(place, 'image');
  const root = join(place, 'mounted');
  const run = (program: string, ...args: string[]): void =>
    void execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: PATH });
  mkdirSync(root);
  run('truncate', '-s', size, file);
  run(`mkfs.${kind}`, '-q', file);
  return {
    root,
    mount: () => run('mount', '-o', 'loop', file, root),
    cut: lost => run(needs.fileSystems.path, '-x', '-c', lost ? 'shutdown' : 'shutdown -f', root),
    unmount: () => run('umount', root),
  };
}

/** Programs for administrators are not on everybody's PATH. */
const PATH = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
