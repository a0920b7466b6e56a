import { CheckboxGroup, Label } from 'react-aria-components';
import type { FormKind } from '../../main/domain/sheet.ts';
import { useForms } from '../forms.ts';
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
export function FormChoice({ of, chosen, choose }: Props) {
  const forms = useForms();
  return (
    <CheckboxGroup
      className="some-forms"
      value={chosen}
      onChange={values => choose(forms.map(({ id }) => id).filter(form => values.includes(form)))}
    >
      <Label className="choice-title">{words.forms}</Label>
      {forms
        .filter(({ id }) => of.includes(id))
        .map(({ id, name, about }) => (
          <Check key={id} value={id}>
            <span>
              {name}
              {(about === 'unit' || about === 'census') && <span className="check-note">{words.oneForAll}</span>}
            </span>
          </Check>
        ))}
    </CheckboxGroup>
  );
}
