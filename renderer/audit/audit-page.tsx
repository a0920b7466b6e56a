import { useState } from 'react';
import type { Status } from '../../main/contract.ts';
import type { AuditAsked } from '../../main/domain/audit-shown.ts';
import { useAnswer } from '../answer.ts';
import { Asking, GettingOld, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { AuditExport } from './audit-export.tsx';
import { AuditFilterFields, EVERYTHING } from './audit-filter.tsx';
import { AuditTable } from './audit-table.tsx';
import { ChainState } from './chain-state.tsx';
import { words } from './words.ts';

/** For the privacy officer: who saw whom and did what, newest first, and whether that is as it was written. */
export function AuditPage() {
  const status = useLive(l => l.status);
  const [asked, ask] = useState<AuditAsked>(EVERYTHING);
  return (
    <div className="audit">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      <AuditFilterFields asked={asked} ask={ask} />
      {status && <Found key={JSON.stringify(asked)} asked={asked} status={status} />}
    </div>
  );
}

function Found({ asked, status }: { asked: AuditAsked; status: Status }) {
  const { value, fault } = useAnswer('getAudit', { asked, before: null }, []);
  if (value === null) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) return <Problem why={value.error.why} />;
  const { state, ...first } = value.value;
  return (
    <>
      {fault && <GettingOld why={fault.message} />}
      <ChainState state={state} now={status.now} zone={status.zone} />
      <AuditExport asked={asked} none={first.rows.length === 0} />
      <AuditTable first={first} asked={asked} now={status.now} zone={status.zone} />
    </>
  );
}
