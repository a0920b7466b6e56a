import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import type { Result } from '../../main/domain/result.ts';
import type { FieldFaults } from '../../main/domain/ward/written-walk-in.ts';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { enterMovesOn } from './enter-moves-on.ts';
import { walkInWords } from './words.ts';
import { WrittenField } from './written-field.tsx';

interface Props {
  /** What the button says. */
  act: string;
  /** What is missing, in words; null when it can be sent. */
  lacks: string | null;
  record(signed: string): Promise<Result<unknown, { kind: string; why: string; fields?: FieldFaults }>>;
  close(): void;
  /** The fields, with what the kiosk said is wrong in them. */
  children(faults: FieldFaults): ReactNode;
}

/** What somebody says of a registration, under their name; why it was refused stands over the button, and nothing typed is lost. */
export function SignedForm({ act, lacks, record, close, children }: Props) {
  const { name: signed, sign, known } = useSigner('signed');
  const [faults, setFaults] = useState<FieldFaults>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    if (lacks !== null) return setFailure(lacks);
    if (signed.trim().length < 2) return setFailure(walkInWords.signedShort);
    setBusy(true);
    setFailure(null);
    try {
      const result = await record(signed.trim());
      if (!result.ok) {
        setFaults(result.error.fields ?? {});
        return setFailure(result.error.why);
      }
      changedHere('ward');
      close();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form" onSubmit={event => void submit(event)} onKeyDown={enterMovesOn}>
      {children(faults)}
      {known ? (
        <SignedAs name={signed} />
      ) : (
        <WrittenField label={walkInWords.signed} value={signed} write={sign} fault={undefined} />
      )}
      {failure !== null && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="dialog-acts">
        <Button className="button" onPress={close}>
          {text.cancel}
        </Button>
        <Button className="button button-act" type="submit" isDisabled={busy}>
          {act}
        </Button>
      </div>
    </form>
  );
}
