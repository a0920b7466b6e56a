import type { Status } from '../../main/contract.ts';
import { unreachable } from '../../main/domain/result.ts';
import type { Live } from '../live.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';

export type BannerKind = 'opening' | 'standby' | 'suspected' | 'downtime' | 'drill' | 'recovery' | 'no-copy' | 'lost';
export type OutageDialog = 'declare' | 'recover' | 'close';

/** The banner's first words: which state, said how, and what may be done about it. */
export interface BannerState {
  kind: BannerKind;
  title: string;
  detail: string;
  acts: OutageDialog[];
}

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
    case 'declared': {
      const kind = outage.drill ? 'drill' : 'downtime';
      const known = outage.drill ? words.drill.detail(unit) : words.downtime.detail;
      const detail = copy || outage.drill ? known : words.noCopy.detail;
      return { kind, title: words[kind].title(time(outage.since)), detail, acts: ['recover'] };
    }
    case 'recovery':
      return {
        kind: outage.drill ? 'drill' : 'recovery',
        title: outage.drill ? words.drillRecovery(time(outage.since)) : words.recovery.title(time(outage.since)),
        detail: words.recovery.detail(time(outage.declaredAt)),
        acts: ['close', 'declare'],
      };
    default:
      return unreachable(outage);
  }
}
