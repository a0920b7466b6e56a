import { useState } from 'react';
import type { WalkInDesk } from '../../main/contract.ts';
import { useAnswer } from '../answer.ts';
import { Icon } from '../controls/icon.tsx';
import { Asking, GettingOld, NoCopy, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { PacketShown } from './packet-shown.tsx';
import { RegisteredList } from './registered-list.tsx';
import { WalkInForm } from './walk-in-form.tsx';
import { walkInWords as words } from './words.ts';

/** Registers somebody whom the EHR doesn't know, then shows the packet that was made; below, everybody registered so far. */
export function WalkInPage() {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  const { value, fault } = useAnswer('getWalkIns', {}, ['ward', 'status']);
  const [done, setDone] = useState<string | null>(null);
  if (!status || !now) return <Asking />;
  if (done !== null) return <PacketShown patientId={done} host={status.host} another={() => setDone(null)} />;
  if (value === null) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) return <NoCopy why={value.error.why} />;
  const desk = value.value;
  return (
    <div className="walk-in">
      {fault && <GettingOld why={fault.message} />}
      <div className="page-head">
        <div>
          <h1>{words.title}</h1>
          <p>{words.detail}</p>
        </div>
        <Left desk={desk} />
      </div>
      {desk.whyNot !== null && (
        <p className="failure" role="status">
          <Icon name="alarm" /> {desk.whyNot}
        </p>
      )}
      <WalkInForm desk={desk} now={now} zone={status.zone} registered={setDone} />
      <RegisteredList desk={desk} now={now} zone={status.zone} />
    </div>
  );
}

/** How many can still be registered, and what IT has to know when few are left. */
const Left = ({ desk: { left, numbers } }: { desk: WalkInDesk }) => (
  <div className="walk-in-left" data-few={numbers.length > 0 || undefined}>
    <p>{words.left(left)}</p>
    {numbers.map(warning => (
      <p key={warning}>{warning}</p>
    ))}
  </div>
);
