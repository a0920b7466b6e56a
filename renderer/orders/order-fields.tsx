import { useId } from 'react';
import type { OrderChoices } from '../../main/domain/ward/typed-order.ts';
import { CONTINUOUS, ONCE, PRN, type Draft } from './draft.ts';
import { TypedField } from './typed-field.tsx';
import { words } from './words.ts';

export interface FieldsProps {
  draft: Draft;
  type(part: Partial<Draft>): void;
  choices: OrderChoices;
  /** What is wrong with which field. */
  faults: ReadonlyMap<string, string>;
  /** An order is changed: its drug stays. */
  change: boolean;
}

/** What every order says, in the sequence in which it is read from the order sheet. */
export function MainFields({ draft, type, choices, faults, change }: FieldsProps) {
  const [drugs, routes] = [useId(), useId()];
  const field = (name: keyof Draft) => ({
    value: draft[name],
    type: (said: string) => type({ [name]: said }),
    fault: faults.get(name),
  });
  return (
    <>
      <datalist id={drugs}>
        {choices.drugs.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={routes}>
        {choices.routes.map(route => (
          <option key={route} value={route} />
        ))}
      </datalist>
      <TypedField label={words.drug} {...field('drug')} list={drugs} focus={!change} locked={change} />
      <TypedField label={words.dose} {...field('dose')} hint={words.doseHint} focus={change} />
      <TypedField label={words.route} {...field('route')} list={routes} />
      <OftenChoice
        label={words.often}
        value={draft.often}
        choose={often => type({ often })}
        choices={choices}
        none={words.choose}
        more={[
          [ONCE, words.once],
          [PRN, words.prn],
          [CONTINUOUS, words.continuous],
        ]}
        fault={faults.get('frequency') ?? faults.get('often')}
      />
      {draft.often === PRN && (
        <div className="order-prn">
          <TypedField label={words.prnReason} {...field('prnReason')} fault={faults.get('prn')} />
          <OftenChoice
            label={words.prnCode}
            value={draft.prnCode}
            choose={prnCode => type({ prnCode })}
            choices={choices}
            none={words.noCode}
            more={[]}
            fault={undefined}
          />
          <TypedField label={words.leastHours} {...field('leastHours')} most={3} />
          <TypedField label={words.mostPerDay} {...field('mostPerDay')} most={3} />
        </div>
      )}
      {(draft.often === CONTINUOUS || draft.rate !== '') && <TypedField label={words.rate} {...field('rate')} />}
      <TypedField label={words.prescriber} {...field('prescriber')} />
    </>
  );
}

/** What many orders do without. */
export function MoreFields({ draft, type, faults, change }: FieldsProps) {
  const field = (name: keyof Draft) => ({
    value: draft[name],
    type: (said: string) => type({ [name]: said }),
    fault: faults.get(name),
  });
  return (
    <>
      <TypedField label={words.start} {...field('start')} hint={words.momentHint} most={20} />
      <TypedField label={words.stop} {...field('stop')} hint={words.stopHint} most={20} />
      <TypedField label={words.happened} {...field('happened')} hint={words.momentHint} most={20} />
      {draft.often !== CONTINUOUS && draft.rate === '' && <TypedField label={words.rate} {...field('rate')} />}
      <TypedField label={words.indication} {...field('indication')} />
      <TypedField label={words.instructions} {...field('instructions')} most={1000} />
      {change && <TypedField label={words.why} {...field('why')} />}
    </>
  );
}

interface OftenProps {
  label: string;
  value: string;
  choose(often: string): void;
  choices: OrderChoices;
  none: string;
  more: [value: string, label: string][];
  fault: string | undefined;
}

/** A code of the unit's table with its times; typing its first letters finds it. */
function OftenChoice({ label, value, choose, choices, none, more, fault }: OftenProps) {
  const id = useId();
  return (
    <div className="field" data-invalid={fault === undefined ? undefined : true}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={event => choose(event.target.value)}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
      >
        <option value="">{none}</option>
        {more.map(([other, said]) => (
          <option key={other} value={other}>
            {said}
          </option>
        ))}
        {choices.frequencies.map(({ code, words: said, times }) => (
          <option key={code} value={code}>
            {[code, said, times.map(time => time.replace(':', '')).join(' ')].filter(part => part !== '').join(' · ')}
          </option>
        ))}
      </select>
      {fault !== undefined && (
        <p id={`${id}-fault`} className="failure">
          {fault}
        </p>
      )}
    </div>
  );
}
