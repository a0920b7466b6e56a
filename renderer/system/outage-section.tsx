import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Status } from '../../main/contract.ts';
import { durationWords } from '../../main/domain/freshness.ts';
import type { Outage } from '../../main/domain/outage.ts';
import { phaseOf } from '../../main/domain/phase.ts';
import { unreachable } from '../../main/domain/result.ts';
import { minutesBetween } from '../../main/domain/time.ts';
import { actWords, type OutageDialog } from '../frame/banner-state.ts';
import { momentWords } from '../moment.ts';
import { OutageDialogs } from '../outage/outage-dialogs.tsx';
import { text } from '../text.ts';

const words = text.system;

const ACTS: Record<Outage['state'], OutageDialog[]> = {
  normal: ['declare'],
  suspected: ['declare'],
  declared: ['recover', 'extent', 'close'],
  recovery: ['close', 'declare'],
};

interface Props {
  status: Status;
  now: string;
}

/** How the ward's outage stands, how far it has come, and what may be done about it. */
export function OutageSection({ status, now }: Props) {
  const [open, setOpen] = useState<OutageDialog | null>(null);
  const { outage, zone } = status;
  const lines = standing(outage, now, instant => momentWords(instant, now, zone));
  const real: OutageDialog[] = outage.state === 'declared' && outage.drill ? ['declare'] : [];
  return (
    <section aria-labelledby="outage-title">
      <h2 id="outage-title">{words.outage}</h2>
      {lines.map(line => (
        <p key={line}>{line}</p>
      ))}
      <div className="system-acts">
        {[...ACTS[outage.state], ...real].map(act => (
          <Button key={act} className="button" onPress={() => setOpen(act)}>
            {actWords(act, outage)}
          </Button>
        ))}
      </div>
      <OutageDialogs open={open} status={status} now={now} close={() => setOpen(null)} switchTo={setOpen} />
    </section>
  );
}

function standing(outage: Outage, now: string, time: (instant: string) => string): string[] {
  const phase = (declaredAt: string): string =>
    words.phase(phaseOf(declaredAt, now), durationWords(Math.max(0, minutesBetween(declaredAt, now))));
  const earlier = (recovering: { declaredAt: string }[]): string[] =>
    recovering.length > 0 ? [text.banner.stillRecovering(recovering.map(({ declaredAt }) => time(declaredAt)))] : [];
  switch (outage.state) {
    case 'normal':
      return [words.outageNone];
    case 'suspected':
      return [`${text.banner.suspected.title(time(outage.since))}: ${outage.reason}`];
    case 'declared':
      return [
        `${text.banner.declared.title(time(outage.since), outage)}. ${words.declaredBy(outage.by, outage.reason)}`,
        ...(outage.degraded ? [words.notWorking(outage.degraded)] : []),
        phase(outage.since),
        ...earlier(outage.recovering),
      ];
    case 'recovery':
      return [
        ...(outage.suspicion
          ? [`${text.banner.failsAgain.title(time(outage.suspicion.since))}: ${outage.suspicion.reason}`]
          : []),
        `${outage.drill ? text.banner.drillRecovery(time(outage.since)) : text.banner.recovery.title(time(outage.since))}. ${words.recoveryBy(outage.by)}`,
        phase(outage.declaredAt),
        ...earlier(outage.recovering),
      ];
    default:
      return unreachable(outage);
  }
}
