import { useEffect } from 'react';

/** A keyboard-wedge scanner types faster than any hand: at most so many milliseconds between two characters. */
const GAP_MS = 45;
const SHORTEST = 4;

/** In a field a scan is what is written there; only the search takes it for a question. */
const isWrittenIn = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role=dialog], input:not([type=checkbox], [type=radio]), textarea') !== null &&
  target.closest('.search') === null;

/** Hears codes scanned anywhere on the screen, except into a field that is being filled in. The Enter that ends a scan presses nothing. */
export function useScanner(scanned: (code: string) => void): void {
  useEffect(() => {
    let code = '';
    let last = 0;
    const heard = (event: KeyboardEvent) => {
      const gap = event.timeStamp - last;
      last = event.timeStamp;
      if (gap > GAP_MS || isWrittenIn(event.target)) code = '';
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) code += event.key;
      else if (event.key === 'Enter' && code.length >= SHORTEST) {
        event.preventDefault();
        event.stopPropagation();
        scanned(code);
        code = '';
      } else if (event.key !== 'Shift') code = '';
    };
    document.addEventListener('keydown', heard, { capture: true });
    return () => document.removeEventListener('keydown', heard, { capture: true });
  }, [scanned]);
}
