import { Button, CheckboxGroup, Label } from 'react-aria-components';
import { wardOrder } from '../../main/domain/bed-order.ts';
import { needsPaper } from '../../main/domain/ward/stay.ts';
import type { WardRow } from '../../main/domain/view.ts';
import { text } from '../text.ts';
import { Check } from './check.tsx';

const words = text.print;

interface Props {
  rows: WardRow[];
  chosen: string[];
  choose(patients: string[]): void;
}

/** Some patients of the ward, by bed; who has left is marked and never among "all". */
export const PatientChoice = ({ rows, chosen, choose }: Props) => (
  <CheckboxGroup className="some-patients" value={chosen} onChange={choose}>
    <div className="some-head">
      <Label className="choice-title">
        {words.patients} <span className="page-count">{words.chosen(chosen.length, rows.length)}</span>
      </Label>
      <Button className="button button-small" onPress={() => choose(rows.filter(r => needsPaper(r.stay)).map(r => r.patientId))}>
        {words.all}
      </Button>
      <Button className="button button-small" onPress={() => choose([])}>
        {words.none}
      </Button>
    </div>
    <div className="some-list">
      {rows.toSorted(wardOrder).map(row => (
        <Check key={row.patientId} value={row.patientId}>
          <span className="check-bed">{row.bed ?? text.ward.noBed}</span>
          <span className="check-name">
            <bdi>{row.name}</bdi>
          </span>
          {row.tags
            .filter(tag => tag.kind === 'gone' || tag.kind === 'on-leave')
            .map(tag => (
              <span key={tag.kind} className="tag" data-kind={tag.kind}>
                {tag.text}
              </span>
            ))}
          <span className="check-mrn">{row.mrn ?? text.ward.noMrn}</span>
        </Check>
      ))}
    </div>
  </CheckboxGroup>
);
