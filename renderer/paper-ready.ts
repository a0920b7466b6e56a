import type { PaperReady } from '../main/contract.ts';
import { minutesBetween, type Instant, type Zone } from '../main/domain/time.ts';
import { momentWords } from './moment.ts';
import type { CheckState } from './system/check.tsx';
import { text } from './text.ts';

const words = text.paper;
/** The kiosk looks after its paper every few minutes; after so many without, something keeps it from doing so. */
const LOOKED_AFTER_MINUTES = 20;

/** Whether paper lies ready, in a state and a sentence. */
export function paperReadiness(paper: PaperReady, now: Instant, zone: Zone): { state: CheckState; line: string } {
  const { ready, of, at, making, refused, why } = paper;
  if (why !== null) return { state: 'attention', line: words.none(why) };
  if (making && (at === null || ready < of)) return { state: 'attention', line: words.making(ready, of) };
  if (at === null) return { state: 'attention', line: words.notYet };
  const time = momentWords(at, now, zone);
  if (refused.length > 0 || ready < of) return { state: 'bad', line: words.lacking(ready, of, refused.length, time) };
  return minutesBetween(at, now) > LOOKED_AFTER_MINUTES
    ? { state: 'attention', line: words.old(ready, of, time) }
    : { state: 'good', line: words.ready(ready, of, time) };
}
