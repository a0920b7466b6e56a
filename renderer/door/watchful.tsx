import { useEffect, useState, type ReactNode } from 'react';
import type { Door } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { client } from '../client.ts';
import { words } from './words.ts';

/** A touch is told to the kiosk at most so often, in milliseconds. */
const TELL_MS = 5_000;
/** So long before it locks the kiosk says so, in seconds. */
const WARN_SECONDS = 20;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** Tells the kiosk that somebody is there, warns before it locks itself, and says loudly that the envelope was opened. */
export function Watchful({ door, children }: { door: Door; children: ReactNode }) {
  const left = useSecondsLeft(door.guarded ? door.idleSeconds : null);
  return (
    <>
      {children}
      {door.caller?.breakGlass && (
        <p className="break-glass" role="alert">
          <Icon name="alarm" /> {words.broken(door.caller.name, door.caller.breakGlass)}
        </p>
      )}
      {left !== null && left <= WARN_SECONDS && (
        <p className="locks-soon" role="alert">
          <Icon name="clock" /> {words.locksIn(left)}
        </p>
      )}
    </>
  );
}

/** Seconds until the kiosk locks itself unless somebody touches it; null where it doesn't. */
function useSecondsLeft(idleSeconds: number | null): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    if (idleSeconds === null) return;
    let touched = performance.now();
    let told = touched;
    const touch = () => {
      touched = performance.now();
      setLeft(null);
      if (touched - told < TELL_MS) return;
      told = touched;
      void client.stillHere({}).catch(() => undefined);
    };
    const look = setInterval(() => {
      const rest = Math.ceil(idleSeconds - (performance.now() - touched) / 1000);
      setLeft(rest <= WARN_SECONDS ? Math.max(0, rest) : null);
    }, 1000);
    for (const kind of TOUCHES) document.addEventListener(kind, touch, { capture: true, passive: true });
    return () => {
      clearInterval(look);
      for (const kind of TOUCHES) document.removeEventListener(kind, touch, { capture: true });
    };
  }, [idleSeconds]);
  return left;
}
