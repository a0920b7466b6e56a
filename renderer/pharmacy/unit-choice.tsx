import { CheckboxGroup, Label } from 'react-aria-components';
import type { DeskUnit } from '../../main/contract.ts';
import { Icon } from '../controls/icon.tsx';
import { momentWords } from '../moment.ts';
import { Check } from '../print/check.tsx';
import { CopyAge } from './copy-age.tsx';
import { words } from './words.ts';

interface Props {
  units: DeskUnit[];
  chosen: string[];
  choose(units: string[]): void;
  now: string;
  zone: string;
}

/** Which units; each with its own age, and in words why it has no copy or no newer one. */
export const UnitChoice = ({ units, chosen, choose, now, zone }: Props) => (
  <CheckboxGroup className="desk-units" value={chosen} onChange={choose}>
    <Label className="choice-title">{words.units}</Label>
    <div className="desk-units-row">
      {units.map(({ unit, copy, troubles, refresh }) => (
        <div key={unit} className="desk-unit" data-state={copy === null ? 'none' : copy.freshness.state}>
          <Check value={unit}>
            <span>
              <strong>{unit}</strong> <CopyAge copy={copy} now={now} zone={zone} />
              {copy && <span className="desk-unit-note">{words.copy(copy.generation, copy.patients)}</span>}
            </span>
          </Check>
          {refresh.running && <p className="desk-unit-note">{words.reading(refresh.done, refresh.total)}</p>}
          {troubles.map(trouble => (
            <Trouble key={trouble} text={trouble} />
          ))}
          {refresh.lastFault !== null && refresh.lastAttempt !== null && (
            <Trouble text={words.failed(momentWords(refresh.lastAttempt, now, zone), refresh.lastFault)} />
          )}
        </div>
      ))}
    </div>
    {units.length === 1 && <p className="desk-unit-note">{words.alone}</p>}
  </CheckboxGroup>
);

const Trouble = ({ text }: { text: string }) => (
  <p className="desk-trouble">
    <Icon name="alarm" /> {text}
  </p>
);
