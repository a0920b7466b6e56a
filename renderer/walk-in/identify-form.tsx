import { useState, type SyntheticEvent } from 'react';
import { Button } from 'react-aria-components';
import type { MergeRow } from '../../main/domain/ward/merge-list.ts';
import type { FieldFaults } from '../../main/domain/ward/written-walk-in.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { enterMovesOn } from './enter-moves-on.ts';
import { useSignature } from './signature.ts';
import { walkInWords } from './words.ts';
import { WrittenField } from './written-field.tsx';

const words = walkInWords.identify;

/** Who an unknown patient is, and how that is known. */
export function IdentifyForm({ row, close }: { row: MergeRow; close(): void }) {
  const [said, setSaid] = useState({ name: '', born: '', mrn: row.mrn ?? '', how: '' });
  const [signed, sign] = useSignature();
  const [faults, setFaults] = useState<FieldFaults>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const write = (part: Partial<typeof said>): void => setSaid(before => ({ ...before, ...part }));
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    if (said.name.trim().length < 2 || said.how.trim().length < 3) return setFailure(words.short);
    if (signed.trim().length < 2) return setFailure(walkInWords.signedShort);
    setBusy(true);
    setFailure(null);
    try {
      const result = await client.identifyPatient({
        said: {
          patientId: row.patientId,
          name: said.name.trim(),
          born: said.born,
          mrn: said.mrn.trim() || null,
          sex: row.registered.registration.sex,
          how: said.how.trim(),
        },
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
      <WrittenField label={words.name} value={said.name} write={name => write({ name })} fault={undefined} autoFocus />
      <WrittenField
        label={walkInWords.labels.born}
        hint={walkInWords.hints.born}
        value={said.born}
        write={born => write({ born })}
        fault={faults.born}
      />
      <WrittenField label={words.mrn} hint={words.mrnHint} value={said.mrn} write={mrn => write({ mrn })} fault={faults.mrn} />
      <WrittenField label={words.how} hint={words.howHint} value={said.how} write={how => write({ how })} fault={undefined} />
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
