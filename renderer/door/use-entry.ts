import { useEffect, useState } from 'react';
import type { Result } from '../../main/domain/result.ts';
import type { SignInRefusal } from '../../main/contract.ts';
import { askStatus } from '../live.ts';
import { words } from './words.ts';

/** Somebody trying to get in: what was refused and why, and how many seconds are left to wait. */
export function useEntry(): {
  busy: boolean;
  failure: string | null;
  wait: number;
  /** Why not; null when the way is open. */
  enter(send: () => Promise<Result<null, SignInRefusal>>): Promise<SignInRefusal | null>;
} {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  return {
    busy,
    failure: failure !== null && wait > 0 ? words.wait(wait) : failure,
    wait,
    async enter(send) {
      if (busy || wait > 0) return { kind: 'wait', why: '' };
      setBusy(true);
      setFailure(null);
      try {
        const result = await send();
        if (result.ok) {
          await askStatus();
          return null;
        }
        setFailure(result.error.why);
        setWait(Math.ceil(result.error.seconds ?? 0));
        return result.error;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        setFailure(why);
        return { kind: 'no-answer', why };
      } finally {
        setBusy(false);
      }
    },
  };
}
