import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { placeWords as words } from './words.ts';

interface Props {
  label: string;
  value: string;
  change(value: string): void;
  hint?: string;
  lacks?: boolean;
  type?: 'text' | 'datetime-local';
  /** The id of a list of what is often written here. */
  list?: string;
  autoFocus?: boolean;
}

/** One line to write on, with its label and what is missing. */
export const Line = ({ label, value, change, hint, lacks = false, type = 'text', list, autoFocus = false }: Props) => (
  <TextField className="field" value={value} onChange={change} isInvalid={lacks} type={type} autoFocus={autoFocus}>
    <Label>{label}</Label>
    <Input maxLength={120} autoComplete="off" list={list} />
    {hint && <Text slot="description">{hint}</Text>}
    <FieldError>{words.needed(label)}</FieldError>
  </TextField>
);
