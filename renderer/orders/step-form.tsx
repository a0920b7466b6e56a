import { useState, type SyntheticEvent } from 'react';
import { Button, Form } from 'react-aria-components';
import { SignedAs, useSigner } from '../door/signer.tsx';
import type { OrderStepSaid } from '../../main/domain/ward/typed-order.ts';
import { typedMoment } from '../../main/domain/ward/typed-moment.ts';
import { clockTime } from '../../main/domain/time.ts';
import type { OrderView, PatientView } from '../../main/domain/view.ts';
import { client } from '../client.ts';
import { changedHere } from '../live.ts';
import { text } from '../text.ts';
import { failureWords } from './failure.ts';
import { TypedField } from './typed-field.tsx';
import { words } from './words.ts';

interface Props {
  kind: OrderStepSaid['kind'];
  view: PatientView;
  order: OrderView;
  now: string;
  zone: string;
  done(): void;
  close(): void;
}

/** Who ordered to hold, resume or stop it, why, and from when. */
export function StepForm({ kind, view, order, now, zone, done, close }: Props) {
  const time = clockTime(now, zone).replace(':', '');
  const [prescriber, setPrescriber] = useState('');
  const [reason, setReason] = useState('');
  const [happened, setHappened] = useState(time);
  const [stops, setStops] = useState(time);
  const { name: signed, sign, known } = useSigner('signed');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const happenedAt = typedMoment(happened, now, zone);
  const stopsAt = typedMoment(stops, now, zone);
  const faults = {
    prescriber: prescriber.trim().length < 2 ? words.tooShort(words.prescriber) : undefined,
    reason: kind === 'order-held' && reason.trim().length < 3 ? text.outage.tooShort(words.reason, 3) : undefined,
    happened: happenedAt === null ? words.noMoment(happened) : undefined,
    stops: kind === 'order-stopped' && stopsAt === null ? words.noMoment(stops) : undefined,
    signed: signed.trim().length < 2 ? words.tooShort(words.signed) : undefined,
  };
  const fault = (field: keyof typeof faults): string | undefined => (tried ? faults[field] : undefined);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || Object.values(faults).some(Boolean) || happenedAt === null) return;
    setBusy(true);
    try {
      const about = { patientId: view.identity.id, order: order.order.id, happenedAt, prescriber: prescriber.trim() };
      const said = saidOf(kind, about, reason.trim(), stopsAt ?? happenedAt);
      const answer = await client.actOnOrder({ said, signed: signed.trim() });
      if (!answer.ok) return setFailure(words.failed(answer.error.why));
      changedHere('ward');
      done();
    } catch (error) {
      setFailure(words.failed(failureWords(error)));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Form className="form" onSubmit={event => void submit(event)} validationBehavior="aria">
      <TypedField label={words.prescriber} value={prescriber} type={setPrescriber} fault={fault('prescriber')} focus />
      <TypedField label={words.reason} value={reason} type={setReason} fault={fault('reason')} />
      {known ? (
        <SignedAs name={signed} />
      ) : (
        <TypedField label={words.signed} value={signed} type={sign} fault={fault('signed')} most={80} />
      )}
      <div className="order-prn">
        {kind === 'order-stopped' && (
          <TypedField
            label={words.stopsAt}
            value={stops}
            type={setStops}
            fault={fault('stops')}
            hint={words.momentHint}
            most={20}
          />
        )}
        <TypedField
          label={words.happened}
          value={happened}
          type={setHappened}
          fault={fault('happened')}
          hint={words.momentHint}
          most={20}
        />
      </div>
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
          {words.steps[kind].act}
        </Button>
      </div>
    </Form>
  );
}

function saidOf(
  kind: OrderStepSaid['kind'],
  about: { patientId: string; order: string; happenedAt: string; prescriber: string },
  reason: string,
  stops: string,
): OrderStepSaid {
  const why = reason === '' ? null : reason;
  switch (kind) {
    case 'order-held':
      return { ...about, kind, reason };
    case 'order-resumed':
      return { ...about, kind, reason: why };
    case 'order-stopped':
      return { ...about, kind, reason: why, stops };
  }
}
