import { useId, type KeyboardEvent } from 'react';
import { AS_DUE, outcomeOf, readEntry, type EntryContext } from '../../main/domain/ward/typed-dose.ts';
import type { GivenDose } from '../../main/domain/view.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { words } from './words.ts';

interface Props {
  drug: string;
  said: string;
  say(said: string): void;
  context: EntryContext;
  /** What the kiosk has to say of this line. */
  finding: string | null;
}

/** One box of the paper MAR to type into, and what it was read as. */
export function EntryLine({ drug, said, say, context, finding }: Props) {
  const id = useId();
  const { due, now, zone, omitted } = context;
  const entry = readEntry(said, context);
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (said.trim() === '' && due !== null) say(AS_DUE);
    nextField(event.currentTarget)?.focus();
  };
  const label = words.field(drug, due && momentWords(due, now, zone));
  return (
    <div className="entry" data-kind={finding ? 'wrong' : entry.kind}>
      <input
        className="entry-field"
        value={said}
        aria-label={label}
        aria-describedby={id}
        aria-invalid={entry.kind === 'wrong' || finding !== null}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        onChange={event => say(event.target.value)}
        onKeyDown={pressed}
      />
      <select
        className="entry-choice"
        tabIndex={-1}
        aria-label={`${label}: ${words.choose}`}
        value=""
        onChange={event => say(event.target.value)}
      >
        <option value="" disabled hidden>
          {words.choose}
        </option>
        {due !== null && <option value={AS_DUE}>{words.given}</option>}
        {omitted.map(({ code, meaning }) => (
          <option key={code} value={code}>
            {code} {meaning} ({text.outcomes[outcomeOf(meaning)].toLowerCase()})
          </option>
        ))}
      </select>
      <p className="entry-read" id={id}>
        {entry.kind === 'dose' && <Read dose={entry.dose} now={now} zone={zone} />}
        {entry.kind === 'wrong' && <strong className="entry-wrong">{entry.why}</strong>}
        {finding && <strong className="entry-wrong"> {finding}</strong>}
      </p>
    </div>
  );
}

/** "given 09:15, 25 mg, by AB". */
export const Read = ({
  dose,
  now,
  zone,
}: {
  dose: Pick<GivenDose, 'outcome' | 'at' | 'dose' | 'reason'> & { givenBy: string };
  now: string;
  zone: string;
}) => (
  <>
    <strong data-outcome={dose.outcome}>{text.outcomes[dose.outcome]}</strong>{' '}
    {[momentWords(dose.at, now, zone), dose.dose, dose.reason, text.medications.by(dose.givenBy)].filter(Boolean).join(', ')}
  </>
);

/** The next line to type into, after the last one the button that saves. */
function nextField(field: HTMLInputElement): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>('.entry-field, .charting-save')];
  return all[all.indexOf(field) + 1];
}
