import { stepWords, type OrderStepView } from '../../main/domain/ward/on-ward.ts';
import { client } from '../client.ts';
import { SaidForm } from './said-form.tsx';
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
  const record = async (signed: string): Promise<string | null> => {
    for (const { version } of steps) {
      const answer = await client.verifyOrder({ patientId, version, signed });
      if (!answer.ok) return answer.error.why;
    }
    return null;
  };
  return (
    <SaidForm signedAs="verifier" act={words.verifyAct} lacks={false} record={record} done={done} close={close}>
      {() => (
        <ul className="order-compare">
          {steps.map(step => (
            <li key={step.version}>{stepWords(step, now, zone, true)}</li>
          ))}
        </ul>
      )}
    </SaidForm>
  );
}
