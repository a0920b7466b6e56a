import { useState } from 'react';

/** Lines being typed, by patient: looking something up elsewhere loses nothing. */
const drafts = new Map<string, Record<string, string>>();

/** The line in which the name of a drug without an order is typed. */
export const LOOSE_DRUG = 'loose drug';

/** A patient's lines as typed so far. */
export function useDraft(patientId: string): [Record<string, string>, (change: Record<string, string> | null) => void] {
  const [lines, setLines] = useState(drafts.get(patientId) ?? {});
  return [
    lines,
    change => {
      const next = change === null ? {} : { ...(drafts.get(patientId) ?? {}), ...change };
      drafts.set(patientId, next);
      setLines(next);
    },
  ];
}
