import type { Charting, ChartingFault, DoseFinding, NoCopy } from '../contract.ts';
import type { Administration } from '../domain/administration.ts';
import { chartOnWard, type ChartOnWard, type FoldContext } from '../domain/fold.ts';
import { marWindow } from '../domain/medication-day.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { epochMs, type Instant } from '../domain/time.ts';
import { asAdministration } from '../domain/ward/ward-doses.ts';
import { checkDose, withAdministrations, type DoseContent, type SaidDose } from '../domain/ward/dose-checks.ts';
import type { Clock } from '../ports.ts';
import { chartOf, siteOf, viewOf, type Copy } from './charts.ts';
import type { WardActs } from './ward-acts.ts';

/** Types in what the paper MAR says of doses. */
export interface DoseCharting {
  shown(patientId: string, from: Instant, to: Instant): Result<Charting, NoCopy | { kind: 'patient-unknown'; why: string }>;
  /** All of the doses or none. Doubts are recorded against only when `confirmed` has every one of them as it was said. */
  chart(
    said: { patientId: string; doses: SaidDose[]; confirmed: string[] },
    signed: string,
  ): Result<{ recorded: number }, ChartingFault>;
  /** A record reads like this from now on, or with null never was. */
  correct(
    said: { patientId: string; event: string; becomes: SaidDose | null; reason: string; confirmed: string[] },
    signed: string,
  ): Result<null, ChartingFault>;
}

/** Charting by the ward's acts, judged against the same chart that screen and paper show. */
export function doseCharting({
  acts,
  copy,
  clock,
}: {
  acts: WardActs;
  copy(): Result<Copy, NoCopy>;
  clock: Clock;
}): DoseCharting {
  function about(patientId: string): Result<{ copy: Copy; chart: ChartOnWard; context: FoldContext }, ChartingFault> {
    const found = copy();
    if (!found.ok) return found;
    if (!found.value.rules.charting)
      return err({ kind: 'charting-off', why: 'This hospital does not type doses in from paper: they stay on the MAR.' });
    const received = chartOf(found.value, patientId);
    if (!received) return err({ kind: 'patient-unknown', why: 'This patient is not in the copy of this unit.' });
    const now = clock.now();
    const site = siteOf(found.value);
    const { generation, events } = found.value;
    const context: FoldContext = { generation, events, now, window: marWindow(now, 1, site.zone), site };
    return ok({ copy: found.value, chart: chartOnWard(received, context), context });
  }

  return {
    shown(patientId, from, to) {
      const found = copy();
      if (!found.ok) return found;
      const chart = chartOf(found.value, patientId);
      if (!chart) return err({ kind: 'patient-unknown', why: 'This patient is not in the copy of this unit.' });
      return ok({ view: viewOf(found.value, chart, clock.now(), { from, to }) });
    },
    chart({ patientId, doses, confirmed }, signed) {
      const known = about(patientId);
      if (!known.ok) return known;
      const checked = checkAll(doses, known.value.chart, known.value.context, confirmed);
      if (!checked.ok) return checked;
      for (const [recorded, act] of checked.value.entries()) {
        const done = acts.record(act, signed);
        if (!done.ok)
          return recorded === 0
            ? done
            : err({ kind: 'partly-recorded', why: `${done.error.why} The doses before it were recorded.`, recorded });
      }
      return ok({ recorded: checked.value.length });
    },
    correct({ patientId, event, becomes, reason, confirmed }, signed) {
      const known = about(patientId);
      if (!known.ok) return known;
      const { chart, context } = known.value;
      const checked = checkAll(becomes ? [becomes] : [], without(chart, event), context, confirmed);
      if (!checked.ok) return checked;
      const done = acts.correct(event, checked.value[0] ?? null, reason, signed);
      return done.ok ? ok(null) : done;
    },
  };
}

/** Judges the doses in the order of their times, each beside those before it. */
function checkAll(
  doses: readonly SaidDose[],
  known: ChartOnWard,
  context: FoldContext,
  confirmed: readonly string[],
): Result<DoseContent[], ChartingFault> {
  let soFar = known;
  const refused: DoseFinding[] = [];
  const doubts: DoseFinding[] = [];
  const possible: { dose: number; act: DoseContent }[] = [];
  for (const [dose, said] of [...doses.entries()].sort(([, a], [, b]) => epochMs(a.at) - epochMs(b.at))) {
    const check = checkDose(said, soFar, context);
    if (check.kind === 'refused') {
      refused.push({ dose, why: check.why });
      continue;
    }
    doubts.push(...check.doubts.map(why => ({ dose, why })));
    possible.push({ dose, act: check.act });
    soFar = withAdministrations(soFar, [...dosesIn(soFar), asAdministration(`typed-${dose}`, check.act)]);
  }
  const findings = (all: DoseFinding[]): DoseFinding[] => all.sort((a, b) => a.dose - b.dose);
  if (refused.length > 0)
    return err({ kind: 'refused', why: 'Nothing was recorded: correct these first.', findings: findings(refused) });
  if (doubts.some(({ why }) => !confirmed.includes(why)))
    return err({
      kind: 'to-confirm',
      why: 'Nothing was recorded yet: read these, then correct or record all the same.',
      findings: findings(doubts),
    });
  return ok(possible.sort((a, b) => a.dose - b.dose).map(({ act }) => act));
}

const dosesIn = ({ chart }: ChartOnWard): Administration[] => chart.sections.administrations.items;

const without = (known: ChartOnWard, event: string): ChartOnWard =>
  withAdministrations(
    known,
    dosesIn(known).filter(({ onPaper }) => onPaper?.event !== event),
  );
