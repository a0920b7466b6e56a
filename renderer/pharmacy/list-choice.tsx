import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Input, Status, UnitPacks } from '../../main/contract.ts';
import { LIST_KINDS } from '../../main/domain/pharmacy/lists.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { formName } from '../forms.ts';
import { startHours } from '../print/start-hours.ts';
import type { DeskChoice } from './pharmacy-page.tsx';
import { TIMED, words } from './words.ts';

const HOURS = [24, 48, 72] as const;

interface Props {
  choice: DeskChoice;
  change(part: Partial<DeskChoice>): void;
  units: string[];
  status: Status;
  printed(packs: UnitPacks): void;
}

/** Which list and which hours, and the two things that can be printed of the chosen units. */
export function ListChoice({ choice, change, units, status, printed }: Props) {
  const { list, from, hours } = choice;
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const print = async (asked: Input<'startDeskPacks'>) => {
    setBusy(true);
    setFailure(null);
    try {
      const started = await client.startDeskPacks(asked);
      if (started.ok) return printed(started.value);
      setFailure(started.error.why);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  // An hour that has passed since it was chosen is no start any more.
  const hoursToStart = startHours(status);
  const start = hoursToStart.some(hour => hour.at === from) ? from : null;
  const span = hours === 24 ? ('hours' as const) : ('3-days' as const);
  const none = units.length === 0;
  return (
    <div className="desk-choice">
      <label>
        {words.list}
        <select value={list} onChange={event => change({ list: LIST_KINDS.find(k => k === event.target.value) ?? list })}>
          {LIST_KINDS.map(kind => (
            <option key={kind} value={kind}>
              {formName(status.forms, kind)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.from}
        <select
          value={start ?? ''}
          onChange={event => change({ from: event.target.value || null })}
          disabled={!TIMED.includes(list)}
        >
          {hoursToStart.map(({ at, words: said }) => (
            <option key={at ?? ''} value={at ?? ''}>
              {said}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.hours}
        <select
          value={hours}
          onChange={event => change({ hours: HOURS.find(n => n === Number(event.target.value)) ?? hours })}
          disabled={!TIMED.includes(list)}
        >
          {HOURS.map(n => (
            <option key={n} value={n}>
              {words.hoursOf(n)}
            </option>
          ))}
        </select>
      </label>
      <Button
        className="button-main desk-print"
        isDisabled={none || busy}
        onPress={() => void print({ units, forms: [list], from: start, span: 'hours', hours })}
      >
        <Icon name="print" />
        {words.print(formName(status.forms, list), units.length)}
      </Button>
      <Button
        className="button desk-print"
        isDisabled={none || busy}
        onPress={() => void print({ units, forms: ['mar-scheduled', 'mar-prn'], from: start, span, hours: 24 })}
      >
        <Icon name="print" />
        {words.sheets(units.length, span === 'hours' ? words.spans.day : words.spans.days)}
      </Button>
      {none && <p role="status">{words.pickUnit}</p>}
      {failure !== null && (
        <p className="failure" role="alert">
          {words.failedToStart(failure)}
        </p>
      )}
    </div>
  );
}
