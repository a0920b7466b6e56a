import { useState } from 'react';
import { Checkbox } from 'react-aria-components';
import type { StepShown } from '../../main/domain/procedure.ts';
import { client } from '../client.ts';
import { Icon } from '../controls/icon.tsx';
import { formName, useForms } from '../forms.ts';
import { changedHere } from '../live.ts';
import { momentWords } from '../moment.ts';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';

const words = text.steps;
const SIGNED_MIN = 2;

interface Props {
  shown: StepShown;
  /** The outage that a tick belongs to; null when the steps are only read. */
  outage: string | null;
  signed: string;
  now: string;
  zone: string;
}

/** One step: what, why, with which paper, and who did it when. */
export function StepRow({ shown: { step, state, tick }, outage, signed, now, zone }: Props) {
  const forms = useForms();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const press = async (done: boolean) => {
    if (outage === null || busy) return;
    setBusy(true);
    setFailure(await recorded({ outage, step: step.id, done, signed: nameOf(signed) }));
    setBusy(false);
    changedHere('status');
  };
  return (
    <li className="step" data-state={state}>
      {outage === null ? (
        <p className="step-text">{step.text}</p>
      ) : (
        <Checkbox className="check step-check" isSelected={state === 'done'} onChange={done => void press(done)}>
          <span className="check-box">
            <Icon name="good" />
          </span>
          <span className="step-text">{step.text}</span>
        </Checkbox>
      )}
      <div className="step-more">
        {tick && <p className="step-tick">{(tick.done ? words.done : words.undone)(momentWords(tick.at, now, zone), tick.by)}</p>}
        {state === 'overdue' && (
          <p className="steps-overdue">
            <Icon name="clock" /> {words.isOverdue}
          </p>
        )}
        {state !== 'done' && <p className="step-why">{step.why}</p>}
        {state !== 'done' && step.print.length > 0 && (
          <p>
            <a className="step-print" href={addressOf({ screen: 'print', patientId: null })}>
              <Icon name="print" /> {words.print(step.print.map(form => formName(forms, form)))}
            </a>
          </p>
        )}
        {failure && (
          <p className="failure" role="alert">
            {words.failed(failure)}
          </p>
        )}
      </div>
    </li>
  );
}

/** A name of one letter is none: the tick then stands under the caller's. */
const nameOf = (signed: string): string | null => (signed.trim().length < SIGNED_MIN ? null : signed.trim());

/** Null when recorded, else why not. */
async function recorded(tick: Parameters<typeof client.tickStep>[0]): Promise<string | null> {
  try {
    const result = await client.tickStep(tick);
    return result.ok ? null : result.error.why;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
