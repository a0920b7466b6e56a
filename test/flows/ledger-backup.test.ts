import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../main/store/ledger.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';

function recordingKiosk(store: string) {
  ensureKeyFile(join(store, 'kiosk.key'));
  const opened = openLedger({ folder: store, keys: keyFile(join(store, 'kiosk.key')), kiosk: '4W-K1' });
  if (!opened.ok) throw new Error(opened.error.why);
  const act = { kind: 'outage-suspected' as const, reason: 'EHR did not answer' };
  return {
    record: () => opened.value.append({ at: '2026-11-22T19:00:00.000Z', by: 'kiosk', unit: '4 West', act }),
    close: () => opened.value.close(),
  };
}

test('IT backs the ledger up, is shown what bringing it back would cost, and brings it back', async () => {
  const store = folder();
  const where = ['--store', store, '--key', join(store, 'kiosk.key')];
  const running = recordingKiosk(store);
  running.record();
  running.record();
  expect(await kiosk('ledger', 'backup', ...where)).toMatchObject({ code: 0, stdout: 'Backup 1: 2 events.\n' });
  expect((await kiosk('ledger', 'backup', ...where)).stdout).toBe('Backup 1 already has everything.\n');
  running.record();

  const shown = await kiosk('ledger', 'restore', ...where);
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringMatching(/4W-K1 +\w{6} +2 .* 3 .*1 WOULD BE MISSING/) as string });
  expect(shown.stdout).toContain('Nothing was changed. To do it: the same with --yes.');
  const whileOpen = await kiosk('ledger', 'restore', ...where, '--yes');
  expect(whileOpen).toMatchObject({ code: 1, stderr: expect.stringContaining('close the kiosk on this computer') as string });
  running.close();

  truncateSync(join(store, 'ledger.db'), 5000);
  const status = await kioskJson<{ present: { contents: null }; backups: { events: number }[] }>('ledger', 'status', ...where);
  expect(status).toMatchObject({
    code: 1,
    value: { present: { contents: null }, backups: [{ backup: 1, events: 2, why: null }] },
  });
  const restored = await kiosk('ledger', 'restore', ...where, '--yes');
  expect(restored.code).toBe(0);
  expect(restored.stdout).toContain('RESTORED: all 2 events of backup 1 read back');
  expect(restored.stdout).toMatch(/What was there before is in .*ledger-set-aside-0001: keep it/);
  expect(restored.stdout).toMatch(/recorded on this kiosk after 20.* may be missing/);
  expect(restored.stdout).toContain('Downtime numbers are not given twice');
  expect((await kiosk('ledger', 'status', ...where)).stdout).toMatch(/holds 2 events[^]*Backup +Made[^]*1 .* whole/);
  rmSync(join(store, 'backups'), { recursive: true });
  expect(await kiosk('ledger', 'restore', ...where)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no backup of the ledger') as string,
  });
});
