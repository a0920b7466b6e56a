import { Label, NumberField } from 'react-aria-components';
import { LABEL_KINDS, type LabelCounts } from '../../main/domain/label.ts';
import { MoreOrLess } from '../controls/more-or-less.tsx';
import { labelWords as words } from './words.ts';

const MOST = 99;

/** How many bands and labels of each kind. */
export const LabelCountsChoice = ({ counts, change }: { counts: LabelCounts; change(counts: LabelCounts): void }) => (
  <div className="label-counts">
    {LABEL_KINDS.map(kind => (
      <NumberField
        key={kind}
        className="sets"
        value={counts[kind]}
        minValue={0}
        maxValue={MOST}
        onChange={value => change({ ...counts, [kind]: Number.isNaN(value) ? 0 : value })}
      >
        <Label className="choice-title">{words.kinds[kind]}</Label>
        <MoreOrLess />
      </NumberField>
    ))}
  </div>
);
