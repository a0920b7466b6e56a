import { useState, type SyntheticEvent } from 'react';
import { Button, Form, Label, Radio, RadioGroup } from 'react-aria-components';
import { stepWords, type OrderStepView } from '../../main/domain/ward/on-ward.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { useRemembered } from '../remembered-words.ts';
import { text } from '../text.ts';
import { failureWords } from './failure.ts';
import { TypedField } from './typed-field.tsx';
import { words } from './words.ts';

interface Props {
  patientId: string;
  /** What counts of the order now. */
  steps: readonly OrderStepView[];
  now: string;
  zone: string;
  done(): void;
  close(): void;
}

/** Which of what counts now was a mistake, how it came about, and who says so. */
export function TakeBackForm({ patientId, steps, now, zone, done, close }: Props) {
  const [version, choose] = useState(steps.length === 1 ? steps[0]!.version : null);
  const [reason, setReason] = useState('');
  const [signed, setSigned] = useRemembered('signed');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const faults = {
    reason: reason.trim().length < 3 ? text.outage.tooShort(words.takeBackReason, 3) : undefined,
    signed: signed.trim().length < 2 ? words.tooShort(words.signed) : undefined,
  };
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || version === null || Object.values(faults).some(Boolean)) return;
    setBusy(true);
    try {
      const answer = await client.takeBackOrder({ patientId, version, reason: reason.trim(), signed: signed.trim() });
      if (!answer.ok) return setFailure(words.failed(answer.error.why));
      done();
    } catch (error) {
      setFailure(words.failed(failureWords(error)));
    } finally {
      setBusy(false);
      changedHere('ward');
    }
  };
  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria">
      <RadioGroup
        className="extent"
        value={version}
        onChange={choose}
        isInvalid={tried && version === null}
        validationBehavior="aria"
      >
        <Label>{words.takeBackWhich}</Label>
        {steps.map(step => (
          <Radio key={step.version} className="check" value={step.version}>
            <span className="radio-dot" />
            {stepWords(step, now, zone, true)}
          </Radio>
        ))}
      </RadioGroup>
      <TypedField label={words.takeBackReason} value={reason} type={setReason} fault={tried ? faults.reason : undefined} focus />
      <TypedField label={words.signed} value={signed} type={setSigned} fault={tried ? faults.signed : undefined} most={80} />
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="dialog-acts">
        <Button className="button" onPress={close}>
          {text.cancel}
        </Button>
        <Button className="button button-act" type="submit">
          {words.takeBackAct}
        </Button>
      </div>
    </Form>
  );
}
