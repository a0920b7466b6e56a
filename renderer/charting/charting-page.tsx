import { useState } from 'react';
import { isDowntime } from '../../main/domain/outage.ts';
import type { Status } from '../../main/contract.ts';
import { useAnswer } from '../answer.ts';
import { Asking, BackToWard, GettingOld, NoCopy, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { momentWords } from '../moment.ts';
import { IdentityStrip } from '../patient/identity-strip.tsx';
import { text } from '../text.ts';
import { ChartingForm } from './charting-form.tsx';
import { shiftsBack, windowOfShift } from './shifts-back.ts';
import { words } from './words.ts';

/** The lines of one patient's paper MAR, to type in what was written on it. */
export function ChartingPage({ patientId }: { patientId: string }) {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  return status && now ? <ChartingOf patientId={patientId} status={status} now={now} /> : <Asking />;
}

function ChartingOf({ patientId, status, now }: { patientId: string; status: Status; now: string }) {
  const shifts = shiftsBack(now, status);
  const [chosen, choose] = useState(shifts[0]!.from);
  const shift = shifts.find(s => s.from === chosen) ?? shifts[0]!;
  const { zone } = status;
  const { value, fault } = useAnswer('getCharting', { patientId, ...windowOfShift(shift, now, zone) }, ['ward']);
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
  const closed = status.charting.on ? (isDowntime(status.outage) ? null : words.noDowntime) : words.off;
  const time = (at: string) => momentWords(at, now, zone);
  return (
    <article className="charting">
      <IdentityStrip view={view} zone={zone} now={now} />
      {fault && <GettingOld why={fault.message} />}
      <div className="page-head">
        <h1>{words.title}</h1>
        <label className="charting-shift">
          {words.shift}
          <select value={shift.from} onChange={event => choose(event.target.value)}>
            {shifts.map(({ name, from, to }) => (
              <option key={from} value={from}>
                {words.shiftOf(name, time(from), to && time(to))}
              </option>
            ))}
          </select>
        </label>
      </div>
      {closed !== null && (
        <p className="charting-closed" role="status">
          {closed}
        </p>
      )}
      <ChartingForm
        key={view.identity.id}
        view={view}
        omitted={status.charting.omitted}
        open={closed === null}
        now={now}
        zone={zone}
      />
    </article>
  );
}
