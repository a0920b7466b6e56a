import { join } from 'node:path';
import { epochMs } from '../../../main/domain/time.ts';
import { err } from '../../../main/domain/result.ts';
import type { Keys } from '../../../main/ports.ts';
import { openAudit, type AuditOptions } from '../../../main/store/audit.ts';
import { auditFolder } from '../../../main/store/audit-folder.ts';
import { ensureKeyFile, keyFile } from '../../../main/vault/key-file.ts';

/** Keys with which nobody is signed in: they seal and sign, and open nothing. */
export const lockedKeys = (keys: Keys): Keys => ({
  ...keys,
  open: () => err({ kind: 'locked', why: 'Nobody is signed in.' }),
});

/** A kiosk's audit in a store, with a clock that a test moves. */
export function kioskAudit(store: string, options: Partial<AuditOptions> = {}) {
  const key = join(store, 'kiosk.key');
  ensureKeyFile(key);
  const keys = options.keys ?? keyFile(key);
  let wall = epochMs('2026-11-22T14:00:00Z');
  let own = 0;
  const path = auditFolder(store);
  const opened = openAudit({
    folder: path,
    kiosk: '4W-K1',
    unit: '4 West',
    clock: { now: () => new Date(wall).toISOString() },
    monotonic: () => own,
    ...options,
    keys,
  });
  if (!opened.ok) throw new Error(opened.error.why);
  return {
    audit: opened.value,
    path,
    keys,
    later(minutes: number) {
      wall += minutes * 60_000;
      own += minutes * 60_000;
    },
    setClock: (at: string) => void (wall = epochMs(at)),
  };
}
