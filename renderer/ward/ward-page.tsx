import { useState } from 'react';
import { isDowntime } from '../../main/domain/outage.ts';
import type { Ward } from '../../main/contract.ts';
import { needsPaper } from '../../main/domain/ward/stay.ts';
import { countWords, wardCounts } from '../../main/domain/ward/ward-counts.ts';
import { Asking, GettingOld, NoCopy, Problem } from '../controls/problem.tsx';
import { Icon } from '../controls/icon.tsx';
import { useLive } from '../live.ts';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';
import { UnverifiedLink } from '../orders/unverified-list.tsx';
import { PlaceConflicts } from '../places/place-conflicts.tsx';
import { PlaceDialog } from '../places/place-dialog.tsx';
import { usePlaceKey } from '../places/use-place-key.ts';
import { placeWords } from '../places/words.ts';
import { StepsLink } from '../steps/steps-link.tsx';
import { stepsRole } from '../steps/steps-role.ts';
import { AheadNotice } from './ahead-notice.tsx';
import { NoPaperAlarm } from './no-paper-alarm.tsx';
import { ReadinessStrip } from './readiness-strip.tsx';
import { UnreadAlarm } from './unread-alarm.tsx';
import { useWard } from './ward-answer.tsx';
import { WardTable } from './ward-table.tsx';

/** The ward list: in downtime with the one button that matters, otherwise with the ward's readiness. */
export function WardPage() {
  const { value, fault } = useWard();
  if (value === null) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) return <NoCopy why={value.error.why} />;
  return (
    <>
      {fault && <GettingOld why={fault.message} />}
      <WardShown ward={value.value} />
    </>
  );
}

function WardShown({ ward }: { ward: Ward }) {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  const [moving, setMoving] = useState<string | null>(null);
  usePlaceKey(setMoving);
  if (!status || !now) return <Asking />;
  const counts = wardCounts(ward.rows, now, status.zone);
  const downtime = isDowntime(status.outage);
  const needing = ward.rows.filter(row => needsPaper(row.stay)).length;
  return (
    <div className="ward">
      <div className="page-head">
        <div className="ward-title">
          <h1>
            {text.ward.title(status.unit)} <span className="page-count">{countWords(counts)}</span>
          </h1>
          <p className="ward-hint">
            <a href={addressOf({ screen: 'adt' })}>{placeWords.log.title}</a>
            <a href={addressOf({ screen: 'print', patientId: null, preset: 'census' })}>{placeWords.log.print}</a>
          </p>
        </div>
        {downtime ? (
          <div className="ward-acts">
            <UnverifiedLink now={now} zone={status.zone} />
            <StepsLink role={stepsRole(status.caller)} />
            <PrintWard count={needing} />
          </div>
        ) : (
          <ReadinessStrip status={status} now={now} />
        )}
      </div>
      {ward.unread.length > 0 && <UnreadAlarm unread={ward.unread} />}
      <PlaceConflicts rows={ward.rows} />
      <AheadNotice ahead={status.ahead} now={now} zone={status.zone} />
      <NoPaperAlarm refused={status.paper.refused} />
      {ward.rows.length === 0 ? <p className="empty">{text.ward.empty}</p> : <WardTable ward={ward} status={status} />}
      <PlaceDialog row={ward.rows.find(row => row.patientId === moving) ?? null} ward={ward} close={() => setMoving(null)} />
    </div>
  );
}

const PrintWard = ({ count }: { count: number }) => (
  <a className="print-ward" href={addressOf({ screen: 'print', patientId: null })}>
    <Icon name="print" large />
    <span>
      <strong>{text.ward.print}</strong>
      <span>{text.ward.printDetail(count)}</span>
    </span>
  </a>
);
