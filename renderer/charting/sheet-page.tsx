import type { FoundSheet, Status } from '../../main/contract.ts';
import { epochMs, plusMinutes } from '../../main/domain/time.ts';
import { useAnswer } from '../answer.ts';
import { Asking, BackToWard, NoCopy, Problem } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { addressOf } from '../route.ts';
import { ChartingBody } from './charting-body.tsx';
import { SheetState } from './sheet-state.tsx';
import { words } from './words.ts';

/** A sheet that somebody holds in the hand: whether it still counts, and its lines to type in. */
export function SheetPage({ id }: { id: string }) {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  const { value, fault } = useAnswer('findSheet', { id }, ['ward', 'pack']);
  if (value === null || !status || !now) return fault ? <Problem why={fault.message} /> : <Asking />;
  if (!value.ok) {
    if (value.error.kind === 'no-copy') return <NoCopy why={value.error.why} />;
    return (
      <Problem title={words.sheet.unknown} why={value.error.why}>
        <BackToWard />
      </Problem>
    );
  }
  return <SheetShown found={value.value} status={status} now={now} />;
}

function SheetShown({ found, status, now }: { found: FoundSheet; status: Status; now: string }) {
  const { sheet, patient } = found;
  const head = (
    <div className="sheet-head">
      <h1>{words.sheet.title(sheet.id)}</h1>
      <SheetState found={found} now={now} zone={status.zone} />
      {sheet.patientId && patient && (
        <a className="button" href={addressOf({ screen: 'patient', patientId: sheet.patientId })}>
          {words.sheet.toPatient}
        </a>
      )}
    </div>
  );
  if (
    sheet.patientId === null ||
    !patient ||
    !sheet.period ||
    !status.forms.some(form => form.id === sheet.form && form.charting)
  )
    return <article className="charting">{head}</article>;
  const soon = hourEnd(plusMinutes(now, 60));
  const to = epochMs(sheet.period.to) < epochMs(soon) ? sheet.period.to : soon;
  return (
    <ChartingBody patientId={sheet.patientId} window={{ from: sheet.period.from, to }} status={status} now={now}>
      {head}
    </ChartingBody>
  );
}

/** To the full hour, so that the question stays the same while the clock moves on. */
const hourEnd = (at: string): string => new Date(Math.ceil(epochMs(at) / 3_600_000) * 3_600_000).toISOString();
