import { useState } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { isKnown } from '../../main/domain/caller.ts';
import type { Procedures, Status } from '../../main/contract.ts';
import { PHASES } from '../../main/domain/procedure.ts';
import type { Role } from '../../main/domain/role.ts';
import { useAnswer } from '../answer.ts';
import { Asking, GettingOld, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { momentWords } from '../moment.ts';
import { PrintNow } from '../print/print-now.tsx';
import { useAllClear } from '../print/ward-choice.tsx';
import { text } from '../text.ts';
import { PhoneList } from './phone-list.tsx';
import { RoleChoice } from './role-choice.tsx';
import { StepRow } from './step-row.tsx';
import { stepsRole } from './steps-role.ts';

const words = text.steps;

/** What to do now, by role: ticked with one press in a downtime or drill, to be read otherwise. */
export function StepsPage() {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  return status && now ? <StepsOf status={status} now={now} /> : <Asking />;
}

interface Parts {
  status: Status;
  now: string;
}

function StepsOf({ status, now }: Parts) {
  const [role, setRole] = useState<Role>(stepsRole(status.caller));
  const [signed, setSigned] = useState('');
  const anonymous = !isKnown(status.caller);
  const { value, fault } = useAnswer('getProcedures', { role }, ['status']);
  const over = useAllClear(status);
  return (
    <div className="steps">
      <RoleChoice role={role} choose={setRole} />
      {value === null && (fault ? <Problem why={fault.message} /> : <Asking />)}
      {value && (
        <>
          {fault && <GettingOld why={fault.message} />}
          {value.notOwn && (
            <p className="failure" role="alert">
              {words.notOwn}
            </p>
          )}
          <div className="page-head">
            <h1>{value.outage ? words.title : words.toRead}</h1>
            <p>{headWords(value, now, status.zone)}</p>
          </div>
          <div className="steps-print">
            <PrintNow key={role} form={`card-${role}`} words={words.printCard(words.roles[role])} />
            <PrintNow form="phone-list" words={words.printPhones} />
            {over && <PrintNow form="all-clear" words={words.printAllClear} />}
          </div>
          <div className="steps-columns">
            <div>
              {value.outage && anonymous && <Signature signed={signed} sign={setSigned} caller={status.caller.name} />}
              <PhaseList procedures={value} signed={signed} now={now} zone={status.zone} />
            </div>
            <PhoneList phones={value.phones} />
          </div>
        </>
      )}
    </div>
  );
}

function headWords({ outage }: Procedures, now: string, zone: string): string {
  if (!outage) return words.standby;
  const since = momentWords(outage.since, now, zone);
  return (outage.drill ? words.drill : words.downtime)(since, words.phases[outage.phase]);
}

interface SignatureProps {
  signed: string;
  sign(name: string): void;
  caller: string;
}

/** Whose name stands beside the ticks; forgotten when the page is left. */
const Signature = ({ signed, sign, caller }: SignatureProps) => (
  <TextField className="field steps-signature" value={signed} onChange={sign}>
    <Label>{words.signed}</Label>
    <Input maxLength={80} autoComplete="off" />
    <Text slot="description">{words.signedHint(caller)}</Text>
  </TextField>
);

interface ListProps {
  procedures: Procedures;
  signed: string;
  now: string;
  zone: string;
}

function PhaseList({ procedures: { outage, steps }, signed, now, zone }: ListProps) {
  if (steps.length === 0) return <p className="empty">{words.none}</p>;
  return PHASES.map(phase => {
    const own = steps.filter(({ step }) => step.phase === phase);
    const overdue = own.filter(({ state }) => state === 'overdue').length;
    if (own.length === 0) return null;
    return (
      <section key={phase} aria-labelledby={`phase-${phase}`}>
        <h2 id={`phase-${phase}`}>
          {words.phases[phase]} {overdue > 0 && <span className="steps-overdue">{words.overdue(overdue)}</span>}
        </h2>
        <ul>
          {own.map(shown => (
            <StepRow key={shown.step.id} shown={shown} outage={outage?.id ?? null} signed={signed} now={now} zone={zone} />
          ))}
        </ul>
      </section>
    );
  });
}
