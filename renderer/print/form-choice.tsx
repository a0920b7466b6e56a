import { CheckboxGroup, Label } from 'react-aria-components';
import { FORMS } from '../../main/domain/forms.ts';
import { FORM_KINDS, type FormKind } from '../../main/domain/sheet.ts';
import { text } from '../text.ts';
import { Check } from './check.tsx';

const words = text.print;

interface Props {
  /** The forms to choose from. */
  of: readonly FormKind[];
  chosen: FormKind[];
  choose(forms: FormKind[]): void;
}

/** Some forms, in the order in which they are printed. */
export const FormChoice = ({ of, chosen, choose }: Props) => (
  <CheckboxGroup
    className="some-forms"
    value={chosen}
    onChange={values => choose(FORM_KINDS.filter(form => values.includes(form)))}
  >
    <Label className="choice-title">{words.forms}</Label>
    {of.map(form => (
      <Check key={form} value={form}>
        <span>
          {text.forms[form]}
          {(FORMS[form].about === 'unit' || FORMS[form].about === 'census') && (
            <span className="check-note">{words.oneForAll}</span>
          )}
        </span>
      </Check>
    ))}
  </CheckboxGroup>
);
