import { Button, Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import type { ReactNode } from 'react';
import type { WardRow } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { text } from '../text.ts';
import { FORMS, type Choice } from './selection.ts';

const words = text.print;

interface Props {
  rows: WardRow[];
  choice: Choice;
  change(part: Partial<Choice>): void;
}

/** Some patients, some forms. */
export const PatientsAndForms = ({ rows, choice, change }: Props) => (
  <div className="some">
    <CheckboxGroup
      className="some-forms"
      value={choice.forms}
      onChange={forms => change({ forms: FORMS.filter(f => forms.includes(f)) })}
    >
      <Label className="choice-title">{words.forms}</Label>
      {FORMS.map(form => (
        <Check key={form} value={form}>
          {text.forms[form]}
        </Check>
      ))}
    </CheckboxGroup>
    <CheckboxGroup className="some-patients" value={choice.patients} onChange={patients => change({ patients })}>
      <div className="some-head">
        <Label className="choice-title">
          {words.patients} <span className="page-count">{words.chosen(choice.patients.length, rows.length)}</span>
        </Label>
        <Button
          className="button button-small"
          onPress={() => change({ patients: rows.filter(r => r.gone === null).map(r => r.patientId) })}
        >
          {words.all}
        </Button>
        <Button className="button button-small" onPress={() => change({ patients: [] })}>
          {words.none}
        </Button>
      </div>
      <div className="some-list">
        {rows.map(row => (
          <Check key={row.patientId} value={row.patientId}>
            <span className="check-bed">{row.bed ?? text.ward.noBed}</span>
            <span className="check-name">
              <bdi>{row.name}</bdi>
            </span>
            {row.gone && (
              <span className="tag" data-kind="gone">
                {row.tags.find(tag => tag.kind === 'gone')?.text}
              </span>
            )}
            <span className="check-mrn">{row.mrn ?? text.ward.noMrn}</span>
          </Check>
        ))}
      </div>
    </CheckboxGroup>
  </div>
);

const Check = ({ value, children }: { value: string; children: ReactNode }) => (
  <Checkbox value={value} className="check">
    <span className="check-box">
      <Icon name="good" />
    </span>
    {children}
  </Checkbox>
);
