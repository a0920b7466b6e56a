import { useState } from 'react';
import { Button, Dialog, Heading, Input, Label, Modal, ModalOverlay, TextField } from 'react-aria-components';
import { SignedAs, type Signer } from '../door/signer.tsx';
import type { SaidDose } from '../../main/domain/ward/dose-checks.ts';
import { readEntry, type EntryContext } from '../../main/domain/ward/typed-dose.ts';
import { clockTime, paperDate } from '../../main/domain/time.ts';
import type { GivenDose, PatientView } from '../../main/domain/view.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { EntryLine } from './entry-line.tsx';
import { words } from './words.ts';

interface Props {
  /** What is to be corrected; null while nothing is. */
  dose: GivenDose | null;
  view: PatientView;
  contextOf(due: string | null): EntryContext;
  signer: Signer;
  close(): void;
}

/** Corrects a record that was typed in, or withdraws it. */
export const CorrectDialog = ({ dose, close, ...rest }: Props) => (
  <ModalOverlay className="veil" isOpen={dose !== null} onOpenChange={isOpen => !isOpen && close()} isDismissable>
    <Modal className="modal">
      {dose?.onPaper && (
        <Dialog className="dialog">
          <Heading slot="title" className="dialog-title">
            {words.correctTitle}
          </Heading>
          <p className="dialog-consequence">{words.correctConsequence}</p>
          <Correction key={dose.onPaper.event} dose={dose} event={dose.onPaper.event} close={close} {...rest} />
        </Dialog>
      )}
    </Modal>
  </ModalOverlay>
);

function Correction({ dose, event, view, contextOf, signer, close }: Omit<Props, 'dose'> & { dose: GivenDose; event: string }) {
  const context = contextOf(dose.at);
  const [said, say] = useState(() => lineOf(dose, context.zone));
  const [reason, setReason] = useState('');
  const [doubts, setDoubts] = useState<string[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const order = view.orders.find(o => o.charted.some(d => d.onPaper?.event === event));
  const drug = order?.order.drug.name ?? view.unlinkedDoses.find(d => d.id === event)?.drug ?? '';
  const entry = readEntry(said, context);
  const send = async (becomes: SaidDose | null) => {
    if (reason.trim().length < 3 || signer.name.trim().length < 2) return setFailure(words.lacksReason);
    const why = await corrected({
      patientId: view.identity.id,
      event,
      becomes,
      reason: reason.trim(),
      confirmed: doubts,
      signed: signer.name.trim(),
    });
    if (why === null) {
      changedHere('ward');
      return close();
    }
    setFailure(why.text);
    setDoubts(why.doubts);
  };
  return (
    <div className="form">
      <div className="field">
        <span>
          {words.correctedTo}: <strong>{drug}</strong>
        </span>
        <EntryLine
          drug={drug}
          said={said}
          say={next => {
            setDoubts([]);
            say(next);
          }}
          context={context}
          finding={null}
        />
      </div>
      <TextField className="field" value={reason} onChange={setReason} isRequired>
        <Label>{words.why}</Label>
        <Input maxLength={200} autoComplete="off" />
      </TextField>
      {signer.known ? (
        <SignedAs name={signer.name} />
      ) : (
        <TextField className="field" value={signer.name} onChange={signer.sign} isRequired>
          <Label>{words.signed}</Label>
          <Input maxLength={80} autoComplete="off" />
        </TextField>
      )}
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="dialog-acts">
        <Button className="button" onPress={() => void send(null)}>
          {words.withdrawAct}
        </Button>
        <Button
          className="button button-act"
          isDisabled={entry.kind !== 'dose'}
          onPress={() =>
            entry.kind === 'dose' && void send({ ...entry.dose, order: order?.order.id ?? null, drug: order ? null : drug })
          }
        >
          {doubts.length > 0 ? words.sure : words.correctAct}
        </Button>
      </div>
    </div>
  );
}

/** A record as its line would be typed. */
function lineOf({ at, outcome, dose, reason, by }: GivenDose, zone: string): string {
  const code = reason?.split(' ')[0];
  const what = outcome === 'given' ? dose : (code ?? outcome);
  return [clockTime(at, zone).replace(':', ''), paperDate(at, zone).slice(0, 5), what, by].filter(Boolean).join(' ');
}

/** Null when recorded, else why not, and doubts that a second press records against. */
async function corrected(said: Parameters<typeof client.correctDose>[0]): Promise<{ text: string; doubts: string[] } | null> {
  try {
    const result = await client.correctDose(said);
    if (result.ok) return null;
    const { error } = result;
    const findings = error.kind === 'refused' || error.kind === 'to-confirm' ? error.findings.map(f => f.why) : [];
    return { text: [error.why, ...findings].join(' '), doubts: error.kind === 'to-confirm' ? findings : [] };
  } catch (error) {
    return { text: words.failed(error instanceof Error ? error.message : String(error)), doubts: [] };
  }
}
