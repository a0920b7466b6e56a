import { useEffect } from 'react';

/** Keys that follow each other faster, in milliseconds, come from a scanner. */
const SCANNED_MS = 80;

/** Calls back with the patient of the focused row when a hand presses M on it, before the list takes the letter for a search. */
export function usePlaceKey(open: (patientId: string) => void): void {
  useEffect(() => {
    let last = -Infinity;
    const pressed = (event: KeyboardEvent) => {
      const scanned = event.timeStamp - last < SCANNED_MS;
      last = event.timeStamp;
      if (scanned || event.key.toLowerCase() !== 'm' || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.ward-row') : null;
      const patientId = row?.dataset['key'];
      if (patientId === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      open(patientId);
    };
    document.addEventListener('keydown', pressed, true);
    return () => document.removeEventListener('keydown', pressed, true);
  }, [open]);
}
