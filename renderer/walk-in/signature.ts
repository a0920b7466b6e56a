import { useState } from 'react';

const KEPT = 'kiosk-signed';

function kept(): string {
  try {
    return sessionStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

/** The name typed last in this session, so that it need not be typed for every patient; until people sign in. */
export function useSignature(): [string, (name: string) => void] {
  const [signed, setSigned] = useState(kept);
  const sign = (name: string): void => {
    setSigned(name);
    try {
      sessionStorage.setItem(KEPT, name);
    } catch {
      // Without storage the name is typed again.
    }
  };
  return [signed, sign];
}
