import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { isDowntime } from '../../main/domain/outage.ts';
import { unreachable } from '../../main/domain/result.ts';
import type { OrderStepSaid } from '../../main/domain/ward/typed-order.ts';
import type { OrderView, PatientView } from '../../main/domain/view.ts';
import { useAnswer } from '../answer.ts';
import { Asking } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { text } from '../text.ts';
import { OrderDialog } from './order-dialog.tsx';
import { OrderForm } from './order-form.tsx';
import { StepForm } from './step-form.tsx';
import { TakeBackForm } from './take-back-form.tsx';
import { VerifyForm } from './verify-form.tsx';
import { words } from './words.ts';

/** What somebody is about to do with an order. */
type Doing =
  | { kind: 'write' }
  | { kind: 'change' | 'verify' | 'take-back'; order: OrderView }
  | { kind: OrderStepSaid['kind']; order: OrderView };

interface Writing {
  /** A downtime is on, so that orders may be written here. */
  open: boolean;
  begin(doing: Doing): void;
  told: string | null;
}

const WritingContext = createContext<Writing>({ open: false, begin: () => undefined, told: null });

/** What can be done with orders where this is asked. */
export const useWriting = (): Writing => useContext(WritingContext);

interface Props {
  view: PatientView;
  now: string;
  zone: string;
  children: ReactNode;
}

/** Lets everything inside write, change and verify this patient's orders, in a dialog over it. */
export function WritingOrders({ view, now, zone, children }: Props) {
  const open = useLive(l => l.status !== null && isDowntime(l.status.outage));
  const [doing, setDoing] = useState<Doing | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const begin = (next: Doing) => {
    setTold(null);
    setDoing(next);
  };
  useKey('o', open && doing === null, () => begin({ kind: 'write' }));
  const close = () => setDoing(null);
  const done = (said: string | null) => {
    setTold(said);
    close();
  };
  return (
    <WritingContext value={{ open, begin, told }}>
      {children}
      {doing && <DoingDialog doing={doing} view={view} now={now} zone={zone} done={done} close={close} />}
    </WritingContext>
  );
}

interface DoingProps {
  doing: Doing;
  view: PatientView;
  now: string;
  zone: string;
  done(said: string | null): void;
  close(): void;
}

function DoingDialog({ doing, ...rest }: DoingProps) {
  const { view, now, zone, done, close } = rest;
  const { identity, encounter } = view;
  const patient = [encounter.bed ?? text.ward.noBed, identity.name, identity.mrn].filter(Boolean).join(', ');
  switch (doing.kind) {
    case 'write':
    case 'change': {
      const change = doing.kind === 'change' ? doing.order : null;
      return (
        <OrderDialog
          title={change ? words.changeTitle(change.order.drug.name) : words.title(identity.name)}
          about={patient}
          consequence={words.consequence}
          wide
          close={close}
        >
          <Choosing change={change} {...rest} />
        </OrderDialog>
      );
    }
    case 'verify': {
      const steps = doing.order.onWard?.steps.filter(({ verified }) => verified === null) ?? [];
      return (
        <OrderDialog
          title={words.verifyTitle}
          about={`${patient}: ${doing.order.order.drug.name}`}
          consequence={words.verifyConsequence}
          close={close}
        >
          <VerifyForm
            patientId={identity.id}
            steps={steps}
            now={now}
            zone={zone}
            done={() => done(words.verified)}
            close={close}
          />
        </OrderDialog>
      );
    }
    case 'take-back':
      return (
        <OrderDialog
          title={words.takeBackTitle(doing.order.order.drug.name)}
          about={patient}
          consequence={words.takeBackConsequence}
          close={close}
        >
          <TakeBackForm
            patientId={identity.id}
            steps={doing.order.onWard?.steps ?? []}
            now={now}
            zone={zone}
            done={() => done(words.tookBack)}
            close={close}
          />
        </OrderDialog>
      );
    case 'order-held':
    case 'order-resumed':
    case 'order-stopped': {
      const { kind, order } = doing;
      return (
        <OrderDialog
          title={words.steps[kind].title(order.order.drug.name)}
          about={patient}
          consequence={words.steps[kind].consequence}
          close={close}
        >
          <StepForm kind={kind} view={view} order={order} now={now} zone={zone} done={() => done(null)} close={close} />
        </OrderDialog>
      );
    }
    default:
      return unreachable(doing);
  }
}

/** The form, once it is known what can be chosen. */
function Choosing({ change, ...rest }: Omit<DoingProps, 'doing'> & { change: OrderView | null }) {
  const { value, fault } = useAnswer('getOrderChoices', {}, []);
  if (value === null) return fault ? <p className="failure">{words.failed(fault.message)}</p> : <Asking />;
  if (!value.ok) return <p className="failure">{words.failed(value.error.why)}</p>;
  return <OrderForm change={change} choices={value.value} {...rest} />;
}

/** A key that does something unless somebody is typing or a dialog is open. */
function useKey(key: string, listens: boolean, pressed: () => void): void {
  useEffect(() => {
    if (!listens) return undefined;
    const heard = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      if (document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      pressed();
    };
    document.addEventListener('keydown', heard);
    return () => document.removeEventListener('keydown', heard);
  });
}
