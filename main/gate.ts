import type { SiteConfiguration } from './config/site-configuration.ts';
import { ok, type Result } from './domain/result.ts';
import type { Gate, Unguarded } from './kiosk.ts';
import { isNewStore } from './store/unit-folder.ts';
import { ensureKeyFile, keyFile, keyFileWeaknesses } from './vault/key-file.ts';

const NOBODY_SIGNS_IN =
  'Nobody signs in at this kiosk: whoever stands at it sees and does everything, and nothing is recorded under a name. Set up its vault: kiosk vault init.';

/** What lets people into this store: its vault, or where IT has set up none, anybody with the computer. */
export function gateOf(
  folders: NonNullable<SiteConfiguration['folders']>,
): Result<Gate | Unguarded, { kind: string; why: string }> {
  if (isNewStore(folders.store)) {
    const made = ensureKeyFile(folders.key);
    if (!made.ok) return made;
  }
  return ok({
    keys: keyFile(folders.key),
    weaknesses: () => [NOBODY_SIGNS_IN, ...keyFileWeaknesses(folders.key)],
  });
}
