import { CheckboxGroup, Label } from 'react-aria-components';
import type { FormShown } from '../../main/domain/form.ts';
import { ROLES } from '../../main/domain/role.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import { useForms } from '../forms.ts';
import { text } from '../text.ts';
import { Check } from './check.tsx';
import { PacketChoice } from './packet-choice.tsx';

const words = text.print;

interface Props {
  /** The forms to choose from. */
  of: readonly FormKind[];
  chosen: FormKind[];
  choose(forms: FormKind[]): void;
}

/** Some forms under whoever has them in hand first, chosen in the order in which they are printed. */
export function FormChoice({ of, chosen, choose }: Props) {
  const forms = useForms();
  const offered = forms.filter(({ id }) => of.includes(id));
  return (
    <CheckboxGroup
      className="some-forms"
      value={chosen}
      onChange={values => choose(forms.map(({ id }) => id).filter(form => values.includes(form)))}
    >
      <Label className="choice-title">{words.forms}</Label>
      <PacketChoice forms={offered} choose={choose} />
      {ROLES.map(role => (
        <FormGroup key={role} name={text.steps.roles[role]} forms={offered.filter(({ roles }) => roles[0] === role)} />
      ))}
    </CheckboxGroup>
  );
}

function FormGroup({ name, forms }: { name: string; forms: FormShown[] }) {
  if (forms.length === 0) return null;
  return (
    <div role="group" aria-label={words.formsOf(name)} className="form-group">
      <h2>{name}</h2>
      {forms.map(({ id, name: form, about }) => (
        <Check key={id} value={id}>
          <span>
            {form}
            {(about === 'unit' || about === 'census') && <span className="check-note">{words.oneForAll}</span>}
          </span>
        </Check>
      ))}
    </div>
  );
}
