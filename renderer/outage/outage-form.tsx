import { useState, type SyntheticEvent } from 'react';
import { Button, FieldError, Form, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import type { Status } from '../../main/contract.ts';
import type { Declaration } from '../../main/domain/event.ts';
import { mayFollow, suspicionIn, type OutageRecord } from '../../main/domain/outage.ts';
import { unreachable } from '../../main/domain/result.ts';
import { client } from '../client.ts';
import type { OutageDialog } from '../frame/banner-state.ts';
import { askStatus, changedHere } from '../live.ts';
import { text } from '../text.ts';
import { degradedOf, ExtentChoice, extentOf, type Extent } from './extent-choice.tsx';
import { WordedSwitch } from './worded-switch.tsx';

const REASON_MIN = 3;
const SIGNED_MIN = 2;

interface Props {
  act: OutageDialog;
  status: Status;
  record: OutageRecord | undefined;
  close(): void;
  switchTo(dialog: OutageDialog): void;
}

/** Reason, name, and the one deliberate act; on success the ward's state is asked for at once. */
export function OutageForm({ act, status, record, close, switchTo }: Props) {
  const [reason, setReason] = useState('');
  const { name: signed, sign, known } = useSigner('signed');
  const [drill, setDrill] = useState(false);
  const [planned, setPlanned] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const words = text.outage;
  const { unit, outage, systems } = status;
  const current = act === 'extent' && outage.state === 'declared' ? outage.degraded : null;
  const [extent, setExtent] = useState<Extent>(() => extentOf(current, systems));
  const noticedAt = suspicionIn(outage)?.since ?? null;
  const degraded = degradedOf(extent);
  const reasonShort = reason.trim().length < REASON_MIN;
  const signedShort = signed.trim().length < SIGNED_MIN;
  const noSystem = degraded?.length === 0;

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (reasonShort || signedShort || noSystem || busy) return;
    setBusy(true);
    const said = { drill, planned, degraded, noticedAt };
    const why = await recorded(() => send(act, { reason: reason.trim(), signed: signed.trim() }, said, record?.id ?? ''));
    setBusy(false);
    if (why !== null) return setFailure(words.failed(why));
    void askStatus();
    changedHere('status');
    close();
  };

  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria">
      <TextField className="field" value={reason} onChange={setReason} isInvalid={tried && reasonShort} isRequired autoFocus>
        <Label>{words.reason}</Label>
        <TextArea rows={2} maxLength={500} />
        <Text slot="description">{words.reasonHint}</Text>
        <FieldError>{words.tooShort(words.reason, REASON_MIN)}</FieldError>
      </TextField>
      {known ? (
        <SignedAs name={signed} />
      ) : (
        <TextField className="field" value={signed} onChange={sign} isInvalid={tried && signedShort} isRequired>
          <Label>{words.signed}</Label>
          <Input maxLength={80} autoComplete="off" />
          <Text slot="description">{words.signedHint}</Text>
          <FieldError>{words.tooShort(words.signed, SIGNED_MIN)}</FieldError>
        </TextField>
      )}
      {(act === 'declare' || act === 'extent') && (
        <ExtentChoice of={systems} extent={extent} choose={setExtent} lacks={tried && noSystem} />
      )}
      {act === 'declare' && (
        <>
          <WordedSwitch on={planned} turn={setPlanned} title={words.planned} hint={words.plannedHint} />
          {mayFollow(outage, { kind: 'outage-declared', drill: true }).ok && (
            <WordedSwitch on={drill} turn={setDrill} title={words.drill} hint={words.drillHint} />
          )}
        </>
      )}
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="dialog-acts">
        <Button className="button" onPress={close}>
          {text.cancel}
        </Button>
        {act === 'recover' && (
          <Button className="button" onPress={() => switchTo('close')}>
            {words.orEnd}
          </Button>
        )}
        <Button className="button button-act" type="submit" data-drill={drill || undefined}>
          {actWords(act, unit, act === 'reopen' ? record?.drill === true : drill)}
        </Button>
      </div>
    </Form>
  );
}

function actWords(act: OutageDialog, unit: string, drill: boolean): string {
  switch (act) {
    case 'declare':
      return text.outage.declare.act(unit, drill);
    case 'recover':
      return text.outage.recover.act(unit);
    case 'close':
      return text.outage.close.act(unit);
    case 'extent':
      return text.outage.extent.act;
    case 'reopen':
      return text.outage.reopen.act(unit, drill);
    default:
      return unreachable(act);
  }
}

interface Signature {
  reason: string;
  signed: string;
}
type Declared = Omit<Declaration, 'reason'>;

/** Null when recorded, else why not. */
async function recorded(sent: () => ReturnType<typeof send>): Promise<string | null> {
  try {
    const result = await sent();
    return result.ok ? null : result.error.why;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function send(act: OutageDialog, by: Signature, outage: Declared, reopened: string) {
  switch (act) {
    case 'declare':
      return client.declareOutage({ ...by, ...outage });
    case 'recover':
      return client.startRecovery(by);
    case 'close':
      return client.closeOutage(by);
    case 'extent':
      return client.changeExtent({ ...by, degraded: outage.degraded });
    case 'reopen':
      return client.reopenOutage({ ...by, outage: reopened });
    default:
      return unreachable(act);
  }
}
