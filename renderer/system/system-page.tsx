import { Asking } from '../controls/problem.tsx';
import { useLive } from '../live.ts';
import { text } from '../text.ts';
import { useWard } from '../ward/ward-answer.tsx';
import { AheadCheck } from './ahead-check.tsx';
import { Check } from './check.tsx';
import { CopyCheck, EhrCheck, PaperCheck, PrinterCheck, RefreshCheck } from './checks.tsx';
import { ExchangeSection } from './exchange-section.tsx';
import { OutageHistory } from './outage-history.tsx';
import { OutageSection } from './outage-section.tsx';
import { PrintEnvelope, StandingCheck } from './standing-check.tsx';
import type { Status } from '../../main/contract.ts';

const words = text.system;

/** Whether this kiosk is ready, why not, and the acts on the outage. */
export function SystemPage() {
  const status = useLive(l => l.status);
  const now = useLive(l => l.now);
  if (!status || !now) return <Asking />;
  return (
    <div className="system">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      <section aria-labelledby="readiness-title">
        <h2 id="readiness-title">{words.readiness}</h2>
        <dl className="checks">
          <CopyCheck status={status} now={now} />
          <EhrCheck status={status} now={now} />
          <RefreshCheck status={status} now={now} />
          <PaperCheck status={status} now={now} />
          <StandingCheck status={status} now={now} />
          <PrinterCheck printers={status.printers} />
          <AheadCheck status={status} now={now} />
          <Check
            title={words.skipped}
            state={status.skipped.length > 0 ? 'attention' : 'good'}
            lines={status.skipped.length > 0 ? status.skipped : [words.skippedNone]}
          />
          <SectionCheck />
          <Check
            title={words.weaknesses}
            state={status.weaknesses.length > 0 ? 'attention' : 'good'}
            lines={status.weaknesses.length > 0 ? status.weaknesses : [words.weaknessesNone]}
          />
        </dl>
        <PrintEnvelope status={status} />
      </section>
      <OutageSection status={status} now={now} />
      <OutageHistory status={status} now={now} />
      <ExchangeSection zone={status.zone} now={now} />
      <KioskFacts status={status} />
    </div>
  );
}

/** Parts of charts that did not come, patient by patient, and patients that did not come at all. */
function SectionCheck() {
  const { value } = useWard();
  if (!value?.ok) return null;
  const { rows, unread } = value.value;
  const lines = [
    ...unread.map(u => `${u.patient}: ${u.why}`),
    ...rows.flatMap(row => {
      const lacks = row.tags.filter(t => t.kind === 'section').map(t => t.text);
      return lacks.length > 0 ? [`${row.bed ?? text.ward.noBed}, ${row.name}: ${lacks.join(', ')}`] : [];
    }),
  ];
  return (
    <Check
      title={words.sections}
      state={unread.length > 0 ? 'bad' : lines.length > 0 ? 'attention' : 'good'}
      lines={lines.length > 0 ? lines : [words.sectionsNone]}
    />
  );
}

const KioskFacts = ({ status }: { status: Status }) => (
  <section aria-labelledby="kiosk-title">
    <h2 id="kiosk-title">{words.kiosk}</h2>
    <dl className="facts">
      {(
        [
          [words.facts.institution, status.institution],
          [words.facts.unit, status.unit],
          [words.facts.kiosk, status.kiosk],
          [words.facts.zone, status.zone],
          [words.facts.host, words.hosts[status.host]],
          [words.facts.caller, `${status.caller.name}, ${text.roles[status.caller.role]}`],
        ] as const
      ).map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  </section>
);
