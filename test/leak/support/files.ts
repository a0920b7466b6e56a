import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file that was left, and how often the marks are in it. */
export interface LeftFile {
  path: string;
  bytes: number;
  marks: number;
  isPlainDatabase: boolean;
}

/** Every file under a folder but for the program itself, links not followed; what is compressed is looked at as it would be read. */
export const filesLeft = (root: string, marksIn: (bytes: Buffer) => number): LeftFile[] =>
  filesUnder(root).map(path => {
    const raw = readFileSync(path);
    const read = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
    const isPlainDatabase = raw.includes('SQLite format 3\0');
    return { path: relative(root, path), bytes: raw.length, marks: marksIn(read), isPlainDatabase };
  });

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'program' ? [] : filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
