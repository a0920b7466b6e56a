import type { AheadShown, Status } from '../../main/contract.ts';
import { formName } from '../forms.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { Check } from './check.tsx';

const words = text.aheadPaper;

/** When paper is printed by itself and by which kiosk, what is announced, and what it printed lately. */
export function AheadCheck({ status: { ahead, forms, zone }, now }: { status: Status; now: string }) {
  if (!ahead) return null;
  const { announced, printed, fault } = ahead;
  const name = (id: string): string => formName(forms, id);
  return (
    <Check
      title={words.title}
      state={fault === null ? 'good' : 'bad'}
      lines={[
        ...(fault === null ? [] : [fault]),
        plan(ahead, name),
        ...announced.map(({ start, reason, by }) => words.announced(momentWords(start, now, zone), reason, by)),
        ...printed.map(({ at, kiosk, why, printer }) =>
          printer === null
            ? words.noPrint(momentWords(at, now, zone), kiosk, why)
            : words.done(momentWords(at, now, zone), kiosk, printer, why),
        ),
      ]}
    />
  );
}

function plan({ rules, mine }: AheadShown, name: (form: string) => string): string {
  const { kiosk, forms, times, beforeMinutes, downMinutes } = rules;
  const when = [
    ...(times.length > 0 ? [words.daily(times)] : []),
    ...(beforeMinutes === null ? [] : [words.before(beforeMinutes)]),
    ...(downMinutes === null ? [] : [words.gone(downMinutes)]),
  ];
  return words.plan(mine ? words.here : kiosk, forms.map(name), when);
}
