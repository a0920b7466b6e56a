import { useState, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import type { MergeRow } from '../../main/domain/ward/merge-list.ts';
import { writtenWalkIn, type FieldFaults, type WrittenWalkIn } from '../../main/domain/ward/written-walk-in.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { enterMovesOn } from './enter-moves-on.ts';
import { useSignature } from './signature.ts';
import { WalkInFields } from './walk-in-fields.tsx';
import { walkInWords } from './words.ts';
import { WrittenField } from './written-field.tsx';

const words = walkInWords.correct;

interface Props {
  row: MergeRow;
  close(): void;
  now: string;
  zone: string;
}

/** What was typed at registration, to be put right; its numbers stay. */
export function CorrectForm({ row: { registered }, close, now, zone }: Props) {
  const [written, setWritten] = useState<WrittenWalkIn>(() => writtenWalkIn(registered.registration, registered.at, zone));
  const [reason, setReason] = useState('');
  const [signed, sign] = useSignature();
  const [faults, setFaults] = useState<FieldFaults>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    if (reason.trim().length < 3) return setFailure(words.reasonShort);
    if (signed.trim().length < 2) return setFailure(walkInWords.signedShort);
    setBusy(true);
    setFailure(null);
    try {
      const result = await client.correctWalkIn({
        event: registered.event,
        written,
        reason: reason.trim(),
        signed: signed.trim(),
      });
      if (!result.ok) {
        setFaults('fields' in result.error ? result.error.fields : {});
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
      <WalkInFields
        written={written}
        change={part => setWritten(before => ({ ...before, ...part }))}
        faults={faults}
        now={now}
        zone={zone}
        correcting
      />
      <WrittenField label={words.reason} value={reason} write={setReason} fault={undefined} />
      <WrittenField label={walkInWords.signed} value={signed} write={sign} fault={undefined} />
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
          {words.act}
        </Button>
      </div>
    </form>
  );
}
