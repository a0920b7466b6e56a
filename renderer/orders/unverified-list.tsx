import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { UnverifiedAct } from '../../main/domain/ward/unverified.ts';
import { useAnswer } from '../answer.ts';
import { Icon } from '../controls/icon.tsx';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';
import { OrderDialog } from './order-dialog.tsx';
import { VerifyForm } from './verify-form.tsx';
import { words } from './words.ts';

/** How many orders wait for a second person, one press from verifying them; nothing while there are none. */
export function UnverifiedLink({ now, zone }: { now: string; zone: string }) {
  const { value } = useAnswer('getUnverified', {}, ['ward', 'status']);
  const [open, setOpen] = useState(false);
  const acts = value?.ok ? value.value : [];
  if (acts.length === 0 && !open) return null;
  return (
    <>
      <Button className="button unverified-link" onPress={() => setOpen(true)}>
        <Icon name="alarm" /> {words.unverified(acts.length)}
      </Button>
      {open && (
        <OrderDialog
          title={words.unverifiedTitle}
          about={words.unverified(acts.length)}
          consequence={words.verifyConsequence}
          wide
          close={() => setOpen(false)}
        >
          <UnverifiedList acts={acts} now={now} zone={zone} close={() => setOpen(false)} />
        </OrderDialog>
      )}
    </>
  );
}

function UnverifiedList({ acts, now, zone, close }: { acts: UnverifiedAct[]; now: string; zone: string; close(): void }) {
  const [chosen, choose] = useState<string | null>(null);
  return (
    <>
      {acts.length === 0 && <p className="empty">{words.allVerified}</p>}
      <ol className="unverified">
        {acts.map(({ patient, order, step }) => (
          <li key={step.version}>
            <p>
              <strong>{patient.bed ?? text.ward.noBed}</strong>{' '}
              <a href={addressOf({ screen: 'patient', patientId: patient.id })} onClick={close}>
                {patient.name}
              </a>{' '}
              {patient.mrn}: <strong>{order.drug}</strong> <span className="when">{order.number}</span>
            </p>
            {chosen === step.version ? (
              <VerifyForm
                patientId={patient.id}
                steps={[step]}
                now={now}
                zone={zone}
                done={() => choose(null)}
                close={() => choose(null)}
              />
            ) : (
              <Button className="button" onPress={() => choose(step.version)} autoFocus={step === acts[0]?.step}>
                {words.verify}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {chosen === null && (
        <div className="dialog-acts">
          <Button className="button" onPress={close}>
            {text.close}
          </Button>
        </div>
      )}
    </>
  );
}
