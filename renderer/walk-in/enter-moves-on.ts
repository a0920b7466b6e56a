import type { KeyboardEvent } from 'react';

/** Enter goes to the next field of a form and at last to its button; with Ctrl it sends the form from anywhere. */
export function enterMovesOn(event: KeyboardEvent<HTMLFormElement>): void {
  const { target, currentTarget: form } = event;
  if (event.key !== 'Enter' || !(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  event.preventDefault();
  if (event.ctrlKey) return form.requestSubmit();
  const stops = [...form.querySelectorAll<HTMLElement>('input, select, button[type=submit]')].filter(stop =>
    stop.checkVisibility(),
  );
  stops[stops.indexOf(target) + 1]?.focus();
}
