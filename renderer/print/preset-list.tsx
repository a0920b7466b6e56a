import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Status } from '../../main/contract.ts';
import { nextShift } from '../../main/domain/medication-day.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { PRESETS, type Preset } from './selection.ts';

const words = text.print;

interface Props {
  offered: readonly Preset[];
  preset: Preset;
  choose(preset: Preset): void;
  status: Status;
}

/** What to print, in the ward's words. */
export const PresetList = ({ offered, preset, choose, status }: Props) => (
  <RadioGroup className="presets" value={preset} onChange={value => choose(PRESETS.find(p => p === value) ?? 'everything')}>
    <Label className="choice-title unseen">{words.presets}</Label>
    {offered.map(name => (
      <Radio key={name} value={name} className="preset">
        <span className="radio-dot" />
        <span>
          <strong>{words.preset[name].title}</strong>
          <span className="preset-detail">{name === 'next-shift' ? shiftWords(status) : words.preset[name].detail}</span>
        </span>
      </Radio>
    ))}
  </RadioGroup>
);

function shiftWords(status: Status): string {
  const { name, from, to } = nextShift(status.now, status);
  const time = (instant: string) => momentWords(instant, status.now, status.zone);
  return words.shift(name, time(from), time(to));
}
