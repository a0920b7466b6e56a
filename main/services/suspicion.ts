import { isDrill, mayFollow, suspicionIn } from '../domain/outage.ts';
import { minutesBetween } from '../domain/time.ts';
import type { Clock } from '../ports.ts';
import type { OutageService } from './outage.ts';

export interface SuspicionRules {
  /** People declare outages; only a site that wants so lets the kiosk do it. */
  declareByItself: boolean;
  /** Minutes of suspicion before it does. */
  afterMinutes: number;
}

const KIOSK = 'kiosk';

/**
 * What the kiosk itself does about an EHR that is gone: it suspects an outage, also while an earlier one is being recovered, and declares one only
 * where the site said so. Whether a drill has turned into an outage is for people to say.
 */
export function suspicionOf(
  outage: OutageService,
  clock: Clock,
  rules: SuspicionRules,
): { suspect(reason: string): void; clear(): void } {
  return {
    suspect(reason) {
      const now = outage.current();
      const suspicion = suspicionIn(now);
      if (suspicion === null) {
        if (mayFollow(now, { kind: 'outage-suspected' }).ok) outage.record({ kind: 'outage-suspected', reason }, KIOSK);
      } else if (rules.declareByItself && !isDrill(now) && minutesBetween(suspicion.since, clock.now()) >= rules.afterMinutes)
        outage.record(
          {
            kind: 'outage-declared',
            reason: `${reason} (declared by the kiosk after ${rules.afterMinutes} min, as this hospital configured)`,
            drill: false,
            planned: false,
            degraded: null,
            noticedAt: suspicion.since,
          },
          KIOSK,
        );
    },
    clear() {
      if (suspicionIn(outage.current()) !== null)
        outage.record({ kind: 'suspicion-cleared', reason: 'the EHR answers again' }, KIOSK);
    },
  };
}
