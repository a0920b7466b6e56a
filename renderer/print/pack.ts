import { useSyncExternalStore } from 'react';

const KEPT = 'kiosk-pack';
const watchers = new Set<() => void>();
let pack: number | null = keptPack();

/** The pack being made survives a change of screen and a reload; it is only a number. */
function keptPack(): number | null {
  try {
    return Number(sessionStorage.getItem(KEPT)) || null;
  } catch {
    return null;
  }
}

/** Takes up a pack, or lets it go. */
export function holdPack(next: number | null): void {
  pack = next;
  try {
    if (next === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, String(next));
  } catch {
    // Without storage a reload forgets the pack; its sheets stay listed with each patient.
  }
  for (const watch of watchers) watch();
}

const subscribe = (watch: () => void): (() => void) => {
  watchers.add(watch);
  return () => watchers.delete(watch);
};

/** The pack in hand. */
export const usePack = (): number | null => useSyncExternalStore(subscribe, () => pack);
