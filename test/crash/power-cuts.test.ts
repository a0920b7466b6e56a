import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { folder } from '../store/support/fresh-store.ts';
import { needs } from '../support/needs.ts';
import { faultLibrary } from './support/fault-library.ts';
import { figures, LONG } from './support/figures.ts';
import { image, type FileSystem, type Image } from './support/image.ts';
import { running } from './support/running.ts';
import { eventsIn, newestCopy, wrongCopies, wrongLedger } from './support/ward-disk.ts';

const CUTS: Record<FileSystem, number> = LONG ? { ext4: 50, xfs: 30 } : { ext4: 16, xfs: 10 };
const { note } = figures('power cuts');

/** A disk with a store whose key is safely on it: that was carried there by IT, long ago. */
function storeOn(kind: FileSystem): Image {
  const disk = image(kind);
  disk.mount();
  ensureKeyFile(join(disk.root, 'key'));
  execFileSync('sync', ['-f', disk.root]);
  disk.unmount();
  return disk;
}

/** Publishes and records on a disk until the power fails, and says what is wrong once it is back: of the copies, and of the ledger. */
async function cutPower(
  disk: Image,
  nth: number,
  before: { copy: number; act: number },
  environment: Record<string, string> = {},
) {
  disk.mount();
  const publisher = running('publisher.ts', disk.root, environment);
  const recorder = running('recorder.ts', disk.root, environment);
  try {
    await Promise.all([publisher.said(2), recorder.said(2)]);
    await wait(Math.random() * 300);
  } finally {
    disk.cut(nth % 2 === 0);
    before.copy = Math.max(before.copy, await publisher.end());
    before.act = Math.max(before.act, await recorder.end());
    disk.unmount();
  }
  disk.mount();
  try {
    const wrong = { copies: wrongCopies(disk.root, before.copy), ledger: wrongLedger(disk.root, before.act) };
    before.copy = newestCopy(disk.root);
    before.act = eventsIn(disk.root).length;
    return wrong;
  } finally {
    disk.unmount();
  }
}

describe.skipIf(needs.fileSystems.missing).each(['ext4', 'xfs'] as const)('on %s', kind => {
  test(`after each of ${CUTS[kind]} power cuts the last good copy or the next one is read, whole, and no acknowledged act is lost`, async () => {
    const disk = storeOn(kind);
    const before = { copy: 0, act: 0 };
    for (let cut = 1; cut <= CUTS[kind]; cut++) {
      const wrong = await cutPower(disk, cut, before);
      note(`copies on ${kind}`, wrong.copies);
      note(`ledger on ${kind}`, wrong.ledger);
      expect(wrong, `cut ${cut}`).toEqual({ copies: null, ledger: null });
    }
    expect(before.copy).toBeGreaterThan(CUTS[kind]);
    expect(before.act).toBeGreaterThan(CUTS[kind]);
  });
});

describe.skipIf(needs.fileSystems.missing || needs.compiler.missing).each(['ext4', 'xfs'] as const)(
  'on %s, where flushing does nothing',
  kind => {
    test('the same checks find copies and acts that are lost', async () => {
      const without = faultLibrary(folder());
      const found = { copies: 0, ledger: 0 };
      const cuts = CUTS[kind] / 2;
      for (let cut = 1; cut <= cuts; cut++) {
        const disk = storeOn(kind);
        const wrong = await cutPower(disk, 2, { copy: 0, act: 0 }, without({ under: disk.root, kind: 'NOSYNC' }));
        note(`CONTROL that must fail, copies on ${kind} without flushing`, wrong.copies);
        note(`CONTROL that must fail, ledger on ${kind} without flushing`, wrong.ledger);
        if (wrong.copies) found.copies++;
        if (wrong.ledger) found.ledger++;
      }
      expect(found.copies).toBeGreaterThan(0);
      expect(found.ledger).toBeGreaterThan(0);
    });
  },
);
