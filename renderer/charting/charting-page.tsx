import { useState } from 'react';
import type { Status } from '../../main/contract.ts';
import { Asking } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { momentWords } from '../moment.ts';
import { ChartingBody } from './charting-body.tsx';
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
  const time = (at: string) => momentWords(at, now, status.zone);
  return (
    <ChartingBody patientId={patientId} window={windowOfShift(shift, now, status.zone)} status={status} now={now}>
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
    </ChartingBody>
  );
}
