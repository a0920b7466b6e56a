import { err } from '../../../main/domain/result.ts';
import type { Keys } from '../../../main/ports.ts';

/** Keys as they are while nobody is signed in, and again when somebody is: they seal and sign all the time, but open only then. */
export function lockable(keys: Keys): Keys & { locked: boolean } {
  const lock = {
    ...keys,
    locked: false,
    open: (sealed: string, context: string) =>
      lock.locked ? err({ kind: 'locked' as const, why: 'Nobody is signed in.' }) : keys.open(sealed, context),
  };
  return lock;
}
