import { useState } from 'react';

/** What was typed last into a field, for the next time in this session; only names and initials of staff. */
export function useRemembered(field: string): [string, (said: string) => void] {
  const key = `kiosk-${field}`;
  const [said, setSaid] = useState(() => kept(key));
  return [
    said,
    next => {
      setSaid(next);
      try {
        sessionStorage.setItem(key, next);
      } catch {
        // Without storage it is typed again.
      }
    },
  ];
}

function kept(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}
