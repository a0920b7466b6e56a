import { useState } from 'react';
import type { MergeRow } from '../../main/domain/ward/merge-list.ts';
import { client } from '../client.ts';
import { SignedForm } from './signed-form.tsx';
import { walkInWords } from './words.ts';
import { WrittenField } from './written-field.tsx';

const words = walkInWords.identify;

/** Who an unknown patient is, and how that is known. */
export function IdentifyForm({ row, close }: { row: MergeRow; close(): void }) {
  const [said, setSaid] = useState({ name: '', born: '', mrn: row.mrn ?? '', how: '' });
  const write = (part: Partial<typeof said>): void => setSaid(before => ({ ...before, ...part }));
  const record = (signed: string) =>
    client.identifyPatient({
      said: {
        patientId: row.patientId,
        name: said.name.trim(),
        born: said.born,
        mrn: said.mrn.trim() || null,
        sex: row.registered.registration.sex,
        how: said.how.trim(),
      },
      signed,
    });
  return (
    <SignedForm
      act={words.act}
      lacks={said.name.trim().length < 2 || said.how.trim().length < 3 ? words.short : null}
      record={record}
      close={close}
    >
      {faults => (
        <>
          <WrittenField label={words.name} value={said.name} write={name => write({ name })} fault={undefined} autoFocus />
          <WrittenField
            label={walkInWords.labels.born}
            hint={walkInWords.hints.born}
            value={said.born}
            write={born => write({ born })}
            fault={faults.born}
          />
          <WrittenField
            label={words.mrn}
            hint={words.mrnHint}
            value={said.mrn}
            write={mrn => write({ mrn })}
            fault={faults.mrn}
          />
          <WrittenField label={words.how} hint={words.howHint} value={said.how} write={how => write({ how })} fault={undefined} />
        </>
      )}
    </SignedForm>
  );
}
