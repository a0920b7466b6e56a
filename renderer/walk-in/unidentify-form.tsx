import { useState } from 'react';
import type { Identified } from '../../main/domain/ward/registration.ts';
import { client } from '../client.ts';
import { SignedForm } from './signed-form.tsx';
import { walkInWords } from './words.ts';
import { WrittenField } from './written-field.tsx';

const words = walkInWords.unidentify;

/** Somebody was taken for a person whom they are not: why that is known. */
export function UnidentifyForm({ identified, close }: { identified: Identified; close(): void }) {
  const [reason, setReason] = useState('');
  const record = (signed: string) => client.unidentifyPatient({ event: identified.id, reason: reason.trim(), signed });
  return (
    <SignedForm
      act={words.act}
      lacks={reason.trim().length < 3 ? walkInWords.correct.reasonShort : null}
      record={record}
      close={close}
    >
      {() => <WrittenField label={words.reason} value={reason} write={setReason} fault={undefined} autoFocus />}
    </SignedForm>
  );
}
