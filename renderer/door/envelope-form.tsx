import { useState, type SyntheticEvent } from 'react';
import { Button, Form, Input, Label, Radio, RadioGroup, Text, TextField } from 'react-aria-components';
import type { Input as Asked } from '../../main/contract.ts';
import { client } from '../client.ts';
import { text } from '../text.ts';
import { Failure } from './failure.tsx';
import { useEntry } from './use-entry.ts';
import { words } from './words.ts';

type Role = Asked<'breakGlass'>['role'];
const ROLES: readonly Role[] = ['nurse', 'pharmacist', 'clerk', 'prescriber', 'supervisor'];

/** The way in when no PIN works: the code from the sealed envelope, with a name and a reason that stay recorded. */
export function EnvelopeForm() {
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('nurse');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { busy, failure, wait, enter } = useEntry();
  const lacks = { code: code.trim() === '', name: name.trim().length < 3, reason: reason.trim().length < 3 };

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (lacks.code || lacks.name || lacks.reason) return;
    await enter(() => client.breakGlass({ code, name: name.trim(), role, reason: reason.trim() }));
  };
  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria" autoComplete="off">
      <h2>{words.envelopeTitle}</h2>
      <p>{words.envelopeHint}</p>
      <TextField className="field door-code" value={code} onChange={setCode} isInvalid={tried && lacks.code} autoFocus isRequired>
        <Label>{words.code}</Label>
        <Input maxLength={200} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
        <Text slot="description">{words.codeHint}</Text>
      </TextField>
      <TextField className="field" value={name} onChange={setName} isInvalid={tried && lacks.name} isRequired>
        <Label>{words.name}</Label>
        <Input maxLength={80} autoComplete="off" />
      </TextField>
      <RadioGroup
        className="extent door-roles"
        value={role}
        onChange={chosen => setRole(chosen as Role)}
        orientation="horizontal"
      >
        <Label>{words.role}</Label>
        {ROLES.map(each => (
          <Radio key={each} className="check" value={each}>
            <span className="radio-dot" />
            {text.roles[each]}
          </Radio>
        ))}
      </RadioGroup>
      <TextField className="field" value={reason} onChange={setReason} isInvalid={tried && lacks.reason} isRequired>
        <Label>{words.reason}</Label>
        <Input maxLength={200} autoComplete="off" />
        <Text slot="description">{words.reasonHint}</Text>
      </TextField>
      <Failure why={failure ?? (tried && (lacks.code || lacks.name || lacks.reason) ? words.lacks : null)} />
      <Button className="button-main button-danger" type="submit" isDisabled={busy || wait > 0}>
        {busy ? words.opening : words.breakGlass}
      </Button>
    </Form>
  );
}
