import type { ReactNode } from 'react';
import type { Status } from '../../main/contract.ts';
import { isDowntime } from '../../main/domain/outage.ts';
import { useAnswer } from '../answer.ts';
import { Asking, BackToWard, GettingOld, NoCopy, Problem } from '../controls/problem.tsx';
import { IdentityStrip } from '../patient/identity-strip.tsx';
import { text } from '../text.ts';
import { ChartingForm } from './charting-form.tsx';
import { words } from './words.ts';

interface Props {
  patientId: string;
  /** The hours of which lines are shown. */
  window: { from: string; to: string };
  status: Status;
  now: string;
  /** What stands over the lines. */
  children: ReactNode;
}

/** Who it is, and the lines of their paper MAR in some hours. */
export function ChartingBody({ patientId, window, status, now, children }: Props) {
  const { value, fault } = useAnswer('getCharting', { patientId, ...window }, ['ward']);
  if (value === null) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) {
    if (value.error.kind === 'no-copy') return <NoCopy why={value.error.why} />;
    return (
      <Problem title={text.problem.patientUnknown} why={value.error.why}>
        <BackToWard />
      </Problem>
    );
  }
  const { view } = value.value;
  const { zone, charting } = status;
  const closed = charting.on ? (isDowntime(status.outage) ? null : words.noDowntime) : words.off;
  return (
    <article className="charting">
      <IdentityStrip view={view} zone={zone} now={now} />
      {fault && <GettingOld why={fault.message} />}
      {children}
      {closed !== null && (
        <p className="charting-closed" role="status">
          {closed}
        </p>
      )}
      <ChartingForm key={patientId} view={view} omitted={charting.omitted} open={closed === null} now={now} zone={zone} />
    </article>
  );
}
