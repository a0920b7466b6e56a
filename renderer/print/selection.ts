import type { Selection, Status } from '../../main/contract.ts';
import { clockTime, plusMinutes, zoned } from '../../main/domain/time.ts';
import { text } from '../text.ts';

export const FORMS = ['mar-scheduled', 'mar-prn', 'summary'] as const satisfies Selection['forms'];
export type Form = (typeof FORMS)[number];
export type Preset = 'everything' | 'mars' | 'choose';

/** What is chosen on the page. */
export interface Choice {
  preset: Preset;
  patients: string[];
  forms: Form[];
  /** Instant, or "" for the hour that is running. */
  from: string;
  hours: number;
}

export const HOURS = [4, 8, 12, 24] as const;

/** What the app is asked for; null when nobody or nothing is chosen. */
export function selectionOf(choice: Choice): Selection | null {
  const window = { from: choice.from || null, span: 'hours' as const, hours: choice.hours };
  switch (choice.preset) {
    case 'everything':
      return { patients: 'all', forms: [...FORMS], ...window };
    case 'mars':
      return { patients: 'all', forms: ['mar-scheduled', 'mar-prn'], ...window };
    case 'choose':
      return choice.patients.length > 0 && choice.forms.length > 0
        ? { patients: choice.patients, forms: choice.forms, ...window }
        : null;
  }
}

/** Full hours for a day as a start of the MAR, the running one first (said as "": it is the app's own default). */
export function startHours(status: Status): { at: string; words: string }[] {
  const hour = zoned(status.now, status.zone).round({ smallestUnit: 'hour', roundingMode: 'floor' });
  const first = new Date(hour.epochMilliseconds).toISOString();
  return Array.from({ length: 24 }, (_, i) => {
    const at = plusMinutes(first, i * 60);
    const local = zoned(at, status.zone);
    const time = clockTime(at, status.zone);
    if (i === 0) return { at: '', words: text.print.thisHour(time) };
    const day = local.toPlainDate().equals(hour.toPlainDate()) ? text.print.today : text.print.tomorrow;
    return { at, words: `${day} ${time}` };
  });
}
