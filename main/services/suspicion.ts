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

/** What the kiosk itself does about an EHR that is gone: it suspects an outage, and declares one only where the site said so. */
export function suspicionOf(
  outage: OutageService,
  clock: Clock,
  rules: SuspicionRules,
): { suspect(reason: string): void; clear(): void } {
  return {
    suspect(reason) {
      const now = outage.current();
      if (now.state === 'normal') outage.record({ kind: 'outage-suspected', reason }, KIOSK);
      else if (now.state === 'suspected' && rules.declareByItself && minutesBetween(now.since, clock.now()) >= rules.afterMinutes)
        outage.record(
          {
            kind: 'outage-declared',
            reason: `${reason} (declared by the kiosk after ${rules.afterMinutes} min, as this hospital configured)`,
            drill: false,
            planned: false,
            degraded: null,
            noticedAt: now.since,
          },
          KIOSK,
        );
    },
    clear() {
      if (outage.current().state === 'suspected')
        outage.record({ kind: 'suspicion-cleared', reason: 'the EHR answers again' }, KIOSK);
    },
  };
}
