import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';

interface Props {
  label: string;
  value: string;
  type(said: string): void;
  hint?: string;
  fault?: string | undefined;
  /** Id of a list of what is usual. */
  list?: string;
  focus?: boolean;
  locked?: boolean;
  most?: number;
}

/** A line to type into, with what is wrong under it. */
export const TypedField = ({ label, value, type, hint, fault, list, focus = false, locked = false, most = 300 }: Props) => (
  <TextField
    className="field"
    value={value}
    onChange={type}
    isInvalid={fault !== undefined}
    isReadOnly={locked}
    validationBehavior="aria"
    autoFocus={focus}
  >
    <Label>{label}</Label>
    <Input maxLength={most} autoComplete="off" list={list} />
    {hint !== undefined && <Text slot="description">{hint}</Text>}
    <FieldError>{fault}</FieldError>
  </TextField>
);
