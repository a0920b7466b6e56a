import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { patiently, realDisk } from '../../main/store/disk.ts';
import { publishGeneration } from '../../main/store/publish.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { emptyStore, folder } from './support/fresh-store.ts';
import { ward } from './support/ward.ts';

const failing = (code: string, times: number): (() => string) => {
  let left = times;
  return () => {
    if (left-- > 0) throw Object.assign(new Error(code), { code });
    return 'done';
  };
};

test.each(['EPERM', 'EACCES', 'EBUSY'])('%s while a scanner holds the file is waited out, longer each time', code => {
  const waits: number[] = [];
  expect(patiently(failing(code, 4), ms => void waits.push(ms))).toBe('done');
  expect(waits).toEqual([10, 30, 100, 300]);
});

test('patience ends, and other errors get none', () => {
  const waits: number[] = [];
  expect(() => patiently(failing('EBUSY', 99), ms => void waits.push(ms))).toThrow('EBUSY');
  expect(waits).toHaveLength(6);
  waits.length = 0;
  expect(() => patiently(failing('ENOSPC', 1), ms => void waits.push(ms))).toThrow('ENOSPC');
  expect(waits).toEqual([]);
});

test('with the steps of Windows a copy is published and read all the same', () => {
  const store = emptyStore({ disk: realDisk('win32') });
  expect(publishGeneration(store, ward(3))).toMatchObject({ ok: true });
  expect(readLatest(store)).toMatchObject({ ok: true, value: { generation: { snapshot: ward(3) } } });
});

test('a folder, which Windows cannot flush, is left alone there; elsewhere a missing one is an error', () => {
  const gone = join(folder(), 'gone');
  expect(() => realDisk('win32').flushFolder(gone)).not.toThrow();
  expect(() => realDisk('linux').flushFolder(gone)).toThrow();
});

test('a file is never written over, and folders are made with their parents', () => {
  const root = folder();
  const disk = realDisk();
  disk.makeFolder(join(root, 'a', 'b', 'c'));
  disk.makeFolder(join(root, 'a', 'b', 'c'));
  expect(existsSync(join(root, 'a', 'b', 'c'))).toBe(true);
  disk.create(join(root, 'x'), 'one');
  expect(() => disk.create(join(root, 'x'), 'two')).toThrow('EEXIST');
  expect(readFileSync(join(root, 'x'), 'utf8')).toBe('one');
  disk.remove(join(root, 'x'));
  disk.remove(join(root, 'x'));
});
