import { useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { Button, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { client } from '../client.ts';
import { Failure } from './failure.tsx';
import { NewPin } from './new-pin.tsx';
import { useEntry } from './use-entry.ts';
import { words } from './words.ts';

/** User name, typed or scanned from the badge, and PIN; whose PIN came on a slip chooses another before the ward opens. */
export function SignInForm() {
  const [user, setUser] = useState('');
  const [pin, setPin] = useState('');
  const [chosen, choose] = useState<{ pin: string; again: string } | null>(null);
  const [differ, setDiffer] = useState(false);
  const pinField = useRef<HTMLInputElement>(null);
  const { busy, failure, wait, enter } = useEntry();

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (user.trim() === '' || pin === '') return;
    setDiffer(chosen !== null && chosen.pin !== chosen.again);
    if (chosen !== null && chosen.pin !== chosen.again) return;
    const refused = await enter(() => client.signIn({ user: user.trim(), pin, newPin: chosen && chosen.pin }));
    if (refused === null) return;
    if (refused.kind === 'must-change') return choose({ pin: '', again: '' });
    if (chosen !== null) return;
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
      <h2>{chosen ? words.changeTitle : words.title}</h2>
      <TextField
        className="field"
        value={user}
        onChange={setUser}
        onKeyDown={leadOn}
        autoFocus
        isRequired
        isReadOnly={chosen !== null}
      >
        <Label>{words.user}</Label>
        <Input maxLength={100} autoComplete="off" autoCapitalize="off" spellCheck={false} />
        {chosen === null && <Text slot="description">{words.userHint}</Text>}
      </TextField>
      {chosen === null ? (
        <TextField className="field" value={pin} onChange={setPin} type="password" isRequired>
          <Label>{words.pin}</Label>
          <Input ref={pinField} maxLength={20} inputMode="numeric" autoComplete="off" />
        </TextField>
      ) : (
        <NewPin chosen={chosen} choose={choose} />
      )}
      <Failure why={differ ? words.pinsDiffer : failure} />
      <Button className="button-main" type="submit" isDisabled={busy || wait > 0}>
        {busy ? words.opening : chosen ? words.changeAct : words.signIn}
      </Button>
    </Form>
  );
}
