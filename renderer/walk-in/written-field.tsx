import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';

interface Props {
  label: string;
  value: string;
  write(value: string): void;
  hint?: string | undefined;
  /** What the kiosk understands of it; stands in the hint's place. */
  understood?: string | null;
  fault: string | undefined;
  className?: string;
  autoFocus?: boolean;
}

/** A field in the writer's own words, with what is understood of them or what is wrong. */
export const WrittenField = ({ label, value, write, hint, understood = null, fault, className = '', autoFocus }: Props) => (
  <TextField
    className={`field ${className}`}
    value={value}
    onChange={write}
    isInvalid={fault !== undefined}
    autoFocus={autoFocus ?? false}
  >
    <Label>{label}</Label>
    <Input autoComplete="off" maxLength={200} onFocus={event => event.currentTarget.select()} />
    {fault === undefined && (understood ?? hint) !== undefined && (
      <Text slot="description" data-understood={understood !== null || undefined}>
        {understood ?? hint}
      </Text>
    )}
    <FieldError>{fault}</FieldError>
  </TextField>
);
