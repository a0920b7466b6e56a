import { Label, NumberField, Radio, RadioGroup } from 'react-aria-components';
import { MoreOrLess } from '../controls/more-or-less.tsx';
import { idsOf, useForms } from '../forms.ts';
import { text } from '../text.ts';
import { FormChoice } from './form-choice.tsx';
import type { Choice } from './selection.ts';

const words = text.print;
const MOST_SETS = 50;

interface Props {
  choice: Choice;
  change(part: Partial<Choice>): void;
  /** There are patients whose name could be on them. */
  named: boolean;
}

/** Which blank forms, for whom, and how many. */
export const BlankChoice = ({ choice, change, named }: Props) => (
  <div className="blank-choice">
    <div className="blank-for">
      <RadioGroup value={choice.identity} onChange={value => change({ identity: value === 'patients' ? 'patients' : 'empty' })}>
        <Label className="choice-title">{words.identity}</Label>
        {(named ? (['empty', 'patients'] as const) : (['empty'] as const)).map(identity => (
          <Radio key={identity} value={identity} className="check">
            <span className="radio-dot" />
            {words.identities[identity]}
          </Radio>
        ))}
      </RadioGroup>
      {choice.identity === 'empty' && (
        <NumberField
          className="sets"
          value={choice.sets}
          minValue={1}
          maxValue={MOST_SETS}
          onChange={sets => change({ sets: Number.isNaN(sets) ? 1 : sets })}
        >
          <Label className="choice-title">{words.sets}</Label>
          <MoreOrLess />
        </NumberField>
      )}
    </div>
    <FormChoice of={idsOf(useForms(), 'whoever')} chosen={choice.blanks} choose={blanks => change({ blanks })} />
  </div>
);
