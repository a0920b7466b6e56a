import { useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { Button, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { client } from '../client.ts';
import { words } from './words.ts';
import { Failure } from './failure.tsx';
import { useEntry } from './use-entry.ts';

/** User name, typed or scanned from the badge, and PIN. */
export function SignInForm() {
  const [user, setUser] = useState('');
  const [pin, setPin] = useState('');
  const pinField = useRef<HTMLInputElement>(null);
  const { busy, failure, wait, enter } = useEntry();

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (user.trim() === '' || pin === '') return;
    const in_ = await enter(() => client.signIn({ user: user.trim(), pin }));
    if (in_) return;
    setPin('');
    pinField.current?.focus();
  };
  /** The Enter that ends a badge's scan leads on to the PIN. */
  const leadOn = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || pin !== '') return;
    event.preventDefault();
    pinField.current?.focus();
  };
  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria" autoComplete="off">
      <h2>{words.title}</h2>
      <TextField className="field" value={user} onChange={setUser} onKeyDown={leadOn} autoFocus isRequired>
        <Label>{words.user}</Label>
        <Input maxLength={100} autoComplete="off" autoCapitalize="off" spellCheck={false} />
        <Text slot="description">{words.userHint}</Text>
      </TextField>
      <TextField className="field" value={pin} onChange={setPin} type="password" isRequired>
        <Label>{words.pin}</Label>
        <Input ref={pinField} maxLength={20} inputMode="numeric" autoComplete="off" />
      </TextField>
      <Failure why={failure} />
      <Button className="button-main" type="submit" isDisabled={busy || wait > 0}>
        {busy ? words.opening : words.signIn}
      </Button>
    </Form>
  );
}
