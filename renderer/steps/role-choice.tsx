import { Label, Radio, RadioGroup } from 'react-aria-components';
import { ROLES, type Role } from '../../main/domain/role.ts';
import { text } from '../text.ts';

interface Props {
  role: Role;
  choose(role: Role): void;
}

/** Whose steps are shown. */
export const RoleChoice = ({ role, choose }: Props) => (
  <RadioGroup
    className="steps-roles"
    orientation="horizontal"
    value={role}
    onChange={value => choose(ROLES.find(r => r === value) ?? role)}
  >
    <Label className="choice-title">{text.steps.role}</Label>
    {ROLES.map(name => (
      <Radio key={name} value={name} className="preset">
        <span className="radio-dot" />
        <strong>{text.steps.roles[name]}</strong>
      </Radio>
    ))}
  </RadioGroup>
);
