import type { Selection, Status } from '../../main/contract.ts';
import { START_FORMS, type FormShown } from '../../main/domain/form.ts';
import { hoursUntil, nextShift } from '../../main/domain/medication-day.ts';
import { LIST_KINDS } from '../../main/domain/pharmacy/lists.ts';
import { unreachable } from '../../main/domain/result.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import type { Instant } from '../../main/domain/time.ts';
import { idsOf } from '../forms.ts';
import { startHours } from './start-hours.ts';

export const PRESETS = [
  'everything',
  'mars',
  'next-shift',
  'changed',
  'days',
  'due',
  'census',
  'blank',
  'ward',
  'choose',
] as const;
export type Preset = (typeof PRESETS)[number];

/** How far the sheets go: to the end of the shift that runs at their start, so many hours, or several shifts or days. */
export const REACHES = ['shift', '4', '8', '12', '24', 'shifts', '3-days', '7-days'] as const;
export type Reach = (typeof REACHES)[number];

const MARS: FormKind[] = ['mar-scheduled', 'mar-prn'];
/** The MARs, and the records of infusions, insulin and pumps: all that a shift charts doses on. */
const CHARTED: FormKind[] = START_FORMS.filter(form => form !== 'summary');
/** What is about patients or for whoever; the ward's own forms, the pharmacy's lists and the list of merges are chosen apart. */
export const patientForms = (forms: readonly FormShown[]): FormKind[] =>
  forms
    .filter(
      ({ id, about }) =>
        about !== 'ward' &&
        about !== 'standing' &&
        id !== 'merge-list' &&
        id !== 'separator' &&
        !LIST_KINDS.some(list => list === id),
    )
    .map(({ id }) => id);

/** What is chosen on the page; forgotten when the page is left. */
export interface Choice {
  preset: Preset;
  patients: string[];
  forms: FormKind[];
  blanks: FormKind[];
  /** Of the ward's own. */
  wards: FormKind[];
  /** Blank forms without an identity: so many sets; with one: a set for each patient. */
  identity: 'empty' | 'patients';
  sets: number;
  /** Null for the hour that is running. */
  from: Instant | null;
  reach: Reach;
}

const FIRST_REACH: Partial<Record<Preset, Reach>> = { days: '3-days', due: 'shift' };

/** Another preset begins with its own hours: a start that was chosen for other sheets would go unnoticed. */
export const startOf = (preset: Preset): Pick<Choice, 'preset' | 'from' | 'reach'> => ({
  preset,
  from: null,
  reach: FIRST_REACH[preset] ?? '24',
});

/** Which reaches a preset offers; none where its hours are fixed or it has none. */
export function reachesOf({ preset, forms }: Choice, all: readonly FormShown[]): readonly Reach[] {
  switch (preset) {
    case 'everything':
    case 'mars':
    case 'changed':
      return REACHES;
    case 'choose':
      return all.some(({ id, timed }) => timed && forms.includes(id)) ? REACHES : [];
    case 'days':
      return ['3-days', '7-days'];
    case 'due':
      return ['shift', '4', '8', '12', '24'];
    case 'next-shift':
    case 'census':
    case 'blank':
    case 'ward':
      return [];
    default:
      return unreachable(preset);
  }
}

/** What the app is asked for; null when nobody or nothing is chosen. */
export function selectionOf(choice: Choice, status: Status): Selection | null {
  const window = windowOf(choice, status);
  const some = (forms: FormKind[]): Selection | null =>
    choice.patients.length > 0 && forms.length > 0 ? { patients: choice.patients, forms, ...window } : null;
  switch (choice.preset) {
    case 'everything':
      return { patients: 'all', forms: START_FORMS, ...window };
    case 'mars':
    case 'days':
      return { patients: 'all', forms: MARS, ...window };
    case 'next-shift':
      return { patients: 'all', forms: CHARTED, ...window };
    case 'changed':
      return some(CHARTED);
    case 'due':
      return some(['worksheet']);
    case 'census':
      return { patients: 'none', forms: idsOf(status.forms, 'census'), ...window };
    case 'blank':
      if (choice.identity === 'patients') return some(choice.blanks);
      return choice.blanks.length > 0 ? { patients: { blank: choice.sets }, forms: choice.blanks, ...window } : null;
    case 'ward':
      return choice.wards.length > 0 ? { patients: 'none', forms: choice.wards, ...window } : null;
    case 'choose':
      return some(choice.forms);
    default:
      return unreachable(choice.preset);
  }
}

/** From when and how far the chosen sheets go. */
export function windowOf({ preset, from, reach }: Choice, status: Status): Pick<Selection, 'from' | 'span' | 'hours'> {
  if (preset === 'next-shift') {
    const shift = nextShift(status.now, status);
    return { from: shift.from, span: 'hours', hours: hoursUntil(shift.from, shift.to, status.zone) };
  }
  // An hour that has passed since it was chosen is no start any more: what was due in it could be given twice.
  const start = startHours(status).some(hour => hour.at === from) ? from : null;
  switch (reach) {
    case 'shift': {
      const begin = start ?? status.now;
      return { from: start, span: 'hours', hours: hoursUntil(begin, nextShift(begin, status).from, status.zone) };
    }
    case '4':
    case '8':
    case '12':
    case '24':
      return { from: start, span: 'hours', hours: Number(reach) };
    case 'shifts':
    case '3-days':
    case '7-days':
      return { from: start, span: reach, hours: 24 };
    default:
      return unreachable(reach);
  }
}
