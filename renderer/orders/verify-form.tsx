import { useState, type SyntheticEvent } from 'react';
import { Button, Form } from 'react-aria-components';
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
  /** What is compared, all of one order. */
  steps: readonly OrderStepView[];
  now: string;
  zone: string;
  done(): void;
  close(): void;
}

/** Exactly what is verified, and who compared it with the paper. */
export function VerifyForm({ patientId, steps, now, zone, done, close }: Props) {
  const [signed, setSigned] = useRemembered('verifier');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const short = signed.trim().length < 2;
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || short) return;
    setBusy(true);
    try {
      for (const { version } of steps) {
        const answer = await client.verifyOrder({ patientId, version, signed: signed.trim() });
        if (!answer.ok) return setFailure(words.failed(answer.error.why));
      }
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
      <ul className="order-compare">
        {steps.map(step => (
          <li key={step.version}>{stepWords(step, now, zone, true)}</li>
        ))}
      </ul>
      <TypedField
        label={words.signed}
        value={signed}
        type={setSigned}
        fault={tried && short ? words.tooShort(words.signed) : undefined}
        most={80}
        focus
      />
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
          {words.verifyAct}
        </Button>
      </div>
    </Form>
  );
}
