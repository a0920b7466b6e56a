import { compareRecords, type EventRecord } from './event-record.ts';

/** Events in the ward's order. */
export interface Timeline<T> {
  add(record: EventRecord, event: T): void;
  /** All of them, earliest first; the very same list while nothing was added, so that what is computed from it can be remembered by it. */
  list(): readonly T[];
}

/** An empty timeline. Events may be added in any order. */
export function timeline<T>(): Timeline<T> {
  const entries: { record: EventRecord; event: T }[] = [];
  let inOrder = true;
  let listed: readonly T[] | null = [];
  return {
    add(record, event) {
      const last = entries.at(-1);
      inOrder &&= last === undefined || compareRecords(last.record, record) <= 0;
      entries.push({ record, event });
      listed = null;
    },
    list() {
      if (!inOrder) entries.sort((a, b) => compareRecords(a.record, b.record));
      inOrder = true;
      listed ??= entries.map(({ event }) => event);
      return listed;
    },
  };
}
