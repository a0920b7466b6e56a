import type { Status } from '../../main/contract.ts';
import { clockTime, plusMinutes, zoned, type Instant } from '../../main/domain/time.ts';
import { text } from '../text.ts';

/** Full hours for a day as a start of the sheets, the running one first (null: it is the app's own default); where a shift begins it is named. */
export function startHours({ now, zone, shifts }: Status): { at: Instant | null; words: string }[] {
  const hour = zoned(now, zone).round({ smallestUnit: 'hour', roundingMode: 'floor' });
  const first = new Date(hour.epochMilliseconds).toISOString();
  return Array.from({ length: 24 }, (_, i) => {
    const at = plusMinutes(first, i * 60);
    const time = clockTime(at, zone);
    if (i === 0) return { at: null, words: text.print.thisHour(time) };
    const today = zoned(at, zone).toPlainDate().equals(hour.toPlainDate());
    const shift = shifts.find(s => s.from === time);
    const words = text.print.startAt(today, time, shift?.name ?? null);
    return { at, words: time === clockTime(plusMinutes(at, -60), zone) ? text.print.secondTime(words) : words };
  });
}
