import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { stepWords, type OrderStepView } from '../../main/domain/ward/on-ward.ts';
import { client } from '../client.ts';
import { text } from '../text.ts';
import { SaidForm } from './said-form.tsx';
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
  const short = reason.trim().length < 3;
  const record = async (signed: string): Promise<string | null> => {
    const answer = await client.takeBackOrder({ patientId, version: version ?? '', reason: reason.trim(), signed });
    return answer.ok ? null : answer.error.why;
  };
  return (
    <SaidForm
      signedAs="signed"
      act={words.takeBackAct}
      lacks={short || version === null}
      record={record}
      done={done}
      close={close}
    >
      {tried => (
        <>
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
          <TypedField
            label={words.takeBackReason}
            value={reason}
            type={setReason}
            fault={tried && short ? text.outage.tooShort(words.takeBackReason, 3) : undefined}
            focus
          />
        </>
      )}
    </SaidForm>
  );
}
