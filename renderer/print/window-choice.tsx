import type { Status } from '../../main/contract.ts';
import { nextShift, shiftAt, spanWindow } from '../../main/domain/medication-day.ts';
import { clockTime } from '../../main/domain/time.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { reachesOf, REACHES, windowOf, type Choice, type Reach } from './selection.ts';
import { startHours } from './start-hours.ts';

const words = text.print;

interface Props {
  choice: Choice;
  change(part: Partial<Choice>): void;
  status: Status;
}

/** From when and how far the sheets go, and in a sentence what that comes to. */
export function WindowChoice({ choice, change, status }: Props) {
  const reaches = reachesOf(choice, status.forms);
  if (reaches.length === 0) return null;
  const due = choice.preset === 'due';
  return (
    <fieldset className="window-choice">
      <legend className="choice-title">{due ? words.listCovers : words.marsCover}</legend>
      <label>
        {words.start}
        <select value={choice.from ?? ''} onChange={event => change({ from: event.target.value || null })}>
          {startHours(status).map(({ at, words: said }) => (
            <option key={at ?? ''} value={at ?? ''}>
              {said}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.reach}
        <select
          value={choice.reach}
          onChange={event => change({ reach: REACHES.find(r => r === event.target.value) ?? choice.reach })}
        >
          {reaches.map(reach => (
            <option key={reach} value={reach}>
              {reachWords(reach, choice, status)}
            </option>
          ))}
        </select>
      </label>
      <Covered choice={choice} status={status} />
    </fieldset>
  );
}

function reachWords(reach: Reach, { from }: Choice, status: Status): string {
  if (reach !== 'shift') return words.reaches[reach];
  const start = from ?? status.now;
  return words.restOfShift(shiftAt(start, status).name, clockTime(nextShift(start, status).from, status.zone));
}

/** "From 15:00 to Nov 23 15:00, a column an hour." */
export function Covered({ choice, status }: Pick<Props, 'choice' | 'status'>) {
  const { span, from, hours } = windowOf(choice, status);
  const window = spanWindow(span, from ?? status.now, hours, status);
  const time = (instant: string) => momentWords(instant, status.now, status.zone);
  const short = choice.preset === 'choose' && choice.forms.includes('worksheet') && (span === '3-days' || span === '7-days');
  return (
    <p className="covered">
      {words.covers(time(window.from), time(window.to), choice.preset === 'due' ? null : span)}
      {short && ` ${words.listIsShort}`}
    </p>
  );
}
