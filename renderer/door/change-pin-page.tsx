import { useState, type SyntheticEvent } from 'react';
import { Button, Form, Input, Label, Text, TextField } from 'react-aria-components';
import { client } from '../client.ts';
import { words } from './words.ts';
import { Failure } from './failure.tsx';
import { useEntry } from './use-entry.ts';

/** The PIN of the slip opens once: whoever handed it out knows it, too. */
export function ChangePinPage({ name }: { name: string }) {
  const [pin, setPin] = useState('');
  const [newPin, setNewPin] = useState('');
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const { busy, failure, wait, enter } = useEntry();
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setDiffers(newPin !== again);
    if (newPin === again) await enter(() => client.changePin({ pin, newPin }));
  };
  return (
    <main className="door">
      <section className="door-form" aria-label={words.changeTitle}>
        <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria" autoComplete="off">
          <h1>{words.changeTitle}</h1>
          <p>{words.changeHint(name)}</p>
          <PinField label={words.slipPin} value={pin} type={setPin} focus />
          <PinField label={words.newPin} value={newPin} type={setNewPin} hint={words.newPinHint} />
          <PinField label={words.newPinAgain} value={again} type={setAgain} />
          <Failure why={differs ? words.pinsDiffer : failure} />
          <Button className="button-main" type="submit" isDisabled={busy || wait > 0}>
            {words.changeAct}
          </Button>
        </Form>
        <Button className="button-quiet door-switch" onPress={() => void client.signOut({})}>
          {words.signOut}
        </Button>
      </section>
    </main>
  );
}

interface PinFieldProps {
  label: string;
  value: string;
  type(pin: string): void;
  hint?: string;
  focus?: boolean;
}

const PinField = ({ label, value, type, hint, focus = false }: PinFieldProps) => (
  <TextField className="field" value={value} onChange={type} type="password" isRequired autoFocus={focus}>
    <Label>{label}</Label>
    <Input maxLength={20} inputMode="numeric" autoComplete="off" />
    {hint && <Text slot="description">{hint}</Text>}
  </TextField>
);
