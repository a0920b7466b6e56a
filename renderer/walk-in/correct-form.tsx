import { useState } from 'react';
import type { MergeRow } from '../../main/domain/ward/merge-list.ts';
import { writtenWalkIn, type WrittenWalkIn } from '../../main/domain/ward/written-walk-in.ts';
import { client } from '../client.ts';
import { SignedForm } from './signed-form.tsx';
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
  const record = (signed: string) => client.correctWalkIn({ event: registered.event, written, reason: reason.trim(), signed });
  return (
    <SignedForm act={words.act} lacks={reason.trim().length < 3 ? words.reasonShort : null} record={record} close={close}>
      {faults => (
        <>
          <WalkInFields
            written={written}
            change={part => setWritten(before => ({ ...before, ...part }))}
            faults={faults}
            now={now}
            zone={zone}
            correcting
          />
          <WrittenField label={words.reason} value={reason} write={setReason} fault={undefined} />
        </>
      )}
    </SignedForm>
  );
}
