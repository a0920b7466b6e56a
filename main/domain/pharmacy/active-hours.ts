import { epochMs } from '../time.ts';
import type { OrderView, PatientView } from '../view.ts';

const HOUR_MS = 3_600_000;

/** For how many hours of a window an order is between its start and its stop. */
export function activeHours({ startsAt, stopsAt }: OrderView, { from, to }: PatientView['window']): number {
  const begin = Math.max(epochMs(from), startsAt === null ? -Infinity : epochMs(startsAt));
  const end = Math.min(epochMs(to), stopsAt === null ? Infinity : epochMs(stopsAt));
  return Math.max(0, end - begin) / HOUR_MS;
}
