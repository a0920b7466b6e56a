import { shortMoment } from '../order-block.ts';
import type { Zone } from '../time.ts';
import type { OrderView, PatientView } from '../view.ts';

/** "last given 1305, 50 mg", or which silence it is. */
export const lastGivenWords = (
  { lastGiven, lastGivenSilence }: OrderView,
  { now }: Pick<PatientView, 'now'>,
  zone: Zone,
): string =>
  lastGiven === null
    ? `last given: ${lastGivenSilence ?? 'not known'}`
    : ['last given', [shortMoment(lastGiven.at, now, zone), lastGiven.dose].filter(Boolean).join(', ')].join(' ');
