import { useState, type SyntheticEvent } from 'react';
import { Button, Dialog, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import type { Status } from '../../main/contract.ts';
import { localInstant } from '../../main/domain/time.ts';
import type { AdtEntry, AdtLine } from '../../main/domain/ward/adt-log.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { Line } from './line.tsx';
import { localWords } from './place-said.ts';
import { placeWords } from './words.ts';

const words = placeWords.log;

/** A line of the log that is about to be undone or corrected. */
export interface Correction {
  act: 'undo' | 'correct';
  entry: AdtEntry;
  line: AdtLine;
}

interface Props {
  correction: Correction | null;
  status: Status;
  close(): void;
}

/** Undoing or correcting one line: what that means, why, by whom, and one button. */
export const CorrectionDialog = ({ correction, status, close }: Props) => (
  <ModalOverlay className="veil" isOpen={correction !== null} onOpenChange={open => !open && close()} isDismissable>
    <Modal className="modal">
      {correction && (
        <Dialog className="dialog" data-act="place">
          <Heading slot="title" className="dialog-title">
            {(correction.act === 'undo' ? words.undoTitle : words.correctTitle)(correction.line.what, correction.entry.name)}
          </Heading>
          <CorrectionForm correction={correction} status={status} close={close} />
        </Dialog>
      )}
    </Modal>
  </ModalOverlay>
);

function CorrectionForm({ correction: { act, entry, line }, status, close }: Props & { correction: Correction }) {
  const [before] = useState(localWords(line.at, status.zone));
  const [at, setAt] = useState(before);
  const [bed, setBed] = useState('');
  const [reason, setReason] = useState('');
  const { name: signed, sign, known } = useSigner('signed');
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const unsaid = reason.trim().length < 3;
  const unsigned = signed.trim().length < 2;
  const hasBed = entry.kind === 'patient-moved' || entry.kind === 'patient-returned';

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (unsaid || unsigned) return;
    const change =
      act === 'undo'
        ? null
        : { happenedAt: at === before ? null : localInstant(at, status.zone), bed: bed.trim() === '' ? null : bed };
    try {
      const result = await client.correctPlace({ event: entry.event, change, reason: reason.trim(), signed: signed.trim() });
      if (!result.ok) return setFailure(result.error.why);
      changedHere('ward');
      close();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria">
      <p className="dialog-consequence">
        {act === 'undo' ? words.undoConsequence(line.what, entry.name) : words.correctConsequence}
      </p>
      {act === 'correct' && (
        <div className="place-signature">
          <Line label={placeWords.happenedAt} value={at} change={setAt} type="datetime-local" />
          {hasBed && <Line label={placeWords.bed} hint={line.to} value={bed} change={setBed} />}
        </div>
      )}
      <div className="place-signature">
        <Line label={words.reason} value={reason} change={setReason} lacks={tried && unsaid} autoFocus />
        {known ? (
          <SignedAs name={signed} />
        ) : (
          <Line label={placeWords.signed} value={signed} change={sign} lacks={tried && unsigned} />
        )}
      </div>
      {failure && (
        <p className="failure" role="alert">
          {placeWords.failed(failure)}
        </p>
      )}
      <div className="dialog-acts">
        <Button className="button" onPress={close}>
          {text.cancel}
        </Button>
        <Button className="button button-act" type="submit">
          {act === 'undo' ? words.undoAct : words.correctAct}
        </Button>
      </div>
    </Form>
  );
}
