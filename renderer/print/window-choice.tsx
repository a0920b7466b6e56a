import type { Status } from '../../main/contract.ts';
import { text } from '../text.ts';
import { HOURS, startHours, type Choice } from './selection.ts';

const words = text.print;

interface Props {
  choice: Choice;
  change(part: Partial<Choice>): void;
  status: Status;
}

/** Which hours the MAR covers: the running medication day unless somebody says otherwise. */
export const WindowChoice = ({ choice, change, status }: Props) => (
  <fieldset className="window-choice">
    <legend className="choice-title">{words.window}</legend>
    <label>
      {words.start}
      <select value={choice.from} onChange={event => change({ from: event.target.value })}>
        {startHours(status).map(({ at, words: said }) => (
          <option key={at} value={at}>
            {said}
          </option>
        ))}
      </select>
    </label>
    <label>
      {words.hours}
      <select value={choice.hours} onChange={event => change({ hours: Number(event.target.value) })}>
        {HOURS.map(h => (
          <option key={h} value={h}>
            {words.hoursOption(h)}
          </option>
        ))}
      </select>
    </label>
  </fieldset>
);
