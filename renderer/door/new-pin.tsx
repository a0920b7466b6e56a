import { Input, Label, Text, TextField } from 'react-aria-components';
import { words } from './words.ts';

interface Props {
  chosen: { pin: string; again: string };
  choose(chosen: { pin: string; again: string }): void;
}

/** The PIN of the slip opens once: whoever handed it out knows it, too. */
export const NewPin = ({ chosen, choose }: Props) => (
  <>
    <p>{words.changeHint}</p>
    <TextField
      className="field"
      value={chosen.pin}
      onChange={pin => choose({ ...chosen, pin })}
      type="password"
      isRequired
      autoFocus
    >
      <Label>{words.newPin}</Label>
      <Input maxLength={20} inputMode="numeric" autoComplete="off" />
      <Text slot="description">{words.newPinHint}</Text>
    </TextField>
    <TextField className="field" value={chosen.again} onChange={again => choose({ ...chosen, again })} type="password" isRequired>
      <Label>{words.newPinAgain}</Label>
      <Input maxLength={20} inputMode="numeric" autoComplete="off" />
    </TextField>
  </>
);
