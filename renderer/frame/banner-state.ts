import type { Status } from '../../main/contract.ts';
import { isDrill, type Outage, type Suspicion } from '../../main/domain/outage.ts';
import { unreachable } from '../../main/domain/result.ts';
import type { Live } from '../live.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';

export type BannerKind = 'opening' | 'standby' | 'suspected' | 'downtime' | 'drill' | 'recovery' | 'no-copy' | 'lost';
export type OutageDialog = 'declare' | 'recover' | 'close' | 'extent' | 'reopen';

/** The banner's first words: which state, said how, and what may be done about it. */
export interface BannerState {
  kind: BannerKind;
  title: string;
  detail: string;
  acts: OutageDialog[];
}

type Declared = Extract<Outage, { state: 'declared' }>;
type Recovery = Extract<Outage, { state: 'recovery' }>;

const words = text.banner;

/** Decides the state shown: a screen without contact says only that; a missing copy outweighs everything but a declared outage. */
export function bannerState({
  status,
  now,
  lostSince,
  fault,
}: Pick<Live, 'status' | 'now' | 'lostSince' | 'fault'>): BannerState {
  if (lostSince !== null || fault?.fault === 'no-session') {
    const time = status && now && lostSince ? momentWords(lostSince, now, status.zone) : null;
    const detail = fault?.fault === 'no-session' ? words.lost.session : words.lost.detail(time ?? words.lost.opening);
    return { kind: 'lost', title: words.lost.title, detail, acts: [] };
  }
  if (!status || !now) return { kind: 'opening', ...words.opening, acts: [] };
  return heardState(status, (instant: string) => momentWords(instant, now, status.zone));
}

function heardState(status: Status, time: (instant: string) => string): BannerState {
  const { outage, unit, copy } = status;
  switch (outage.state) {
    case 'normal':
      if (!copy) return { kind: 'no-copy', title: words.noCopy.title(unit), detail: words.noCopy.detail, acts: ['declare'] };
      return { kind: 'standby', title: words.standby.title, detail: words.standby.detail, acts: ['declare'] };
    case 'suspected':
      return {
        kind: 'suspected',
        title: words.suspected.title(time(outage.since)),
        detail: words.suspected.detail(outage.reason),
        acts: ['declare'],
      };
    case 'declared':
      return {
        kind: outage.drill ? 'drill' : 'downtime',
        title: words.declared.title(time(outage.since), outage),
        detail: [...declaredDetails(outage, unit, copy !== null), ...stillRecovering(outage, time)].join(' '),
        acts: outage.drill ? ['recover', 'declare'] : ['recover'],
      };
    case 'recovery':
      if (outage.suspicion) return failsAgain(outage, outage.suspicion, time);
      return {
        kind: outage.drill ? 'drill' : 'recovery',
        title: outage.drill ? words.drillRecovery(time(outage.since)) : words.recovery.title(time(outage.since)),
        detail: [words.recovery.detail(time(outage.declaredAt)), ...stillRecovering(outage, time)].join(' '),
        acts: ['close', 'declare'],
      };
    default:
      return unreachable(outage);
  }
}

/** The EHR seems to have failed while what an outage left on paper is still being typed back: that comes first. */
function failsAgain(outage: Recovery, { since, reason }: Suspicion, time: (instant: string) => string): BannerState {
  const open = [...outage.recovering, outage].map(({ declaredAt }) => time(declaredAt));
  return {
    kind: outage.drill ? 'drill' : 'suspected',
    title: outage.drill ? words.failsAgain.drill(time(since)) : words.failsAgain.title(time(since)),
    detail: [words.failsAgain.detail(reason), ...(outage.drill ? [] : [words.stillRecovering(open)])].join(' '),
    acts: ['declare', 'close'],
  };
}

function declaredDetails({ drill, degraded }: Declared, unit: string, hasCopy: boolean): string[] {
  if (drill) return [words.declared.drill(unit, degraded)];
  return [
    ...(degraded ? [words.declared.degraded(degraded)] : hasCopy ? [words.declared.whole] : []),
    ...(hasCopy ? [] : [words.noCopy.detail]),
  ];
}

const stillRecovering = ({ recovering }: Declared | Recovery, time: (instant: string) => string): string[] =>
  recovering.length > 0 ? [words.stillRecovering(recovering.map(earlier => time(earlier.declaredAt)))] : [];

/** What the button of an act says; declaring is another thing in a drill, and while an outage is being recovered. */
export function actWords(act: OutageDialog, outage: Outage): string {
  if (act !== 'declare') return text.acts[act];
  if (outage.state === 'recovery' && !isDrill(outage)) return text.acts.declareAgain;
  return outage.state === 'declared' ? text.acts.declareReal : text.acts.declare;
}
