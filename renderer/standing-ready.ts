import type { StandingShown } from '../main/contract.ts';
import type { PlaceShown } from '../main/domain/standing-pack.ts';
import type { Instant, Zone } from '../main/domain/time.ts';
import { distanceWords, momentWords } from './moment.ts';
import type { CheckState } from './system/check.tsx';
import { text } from './text.ts';

const words = text.standing;

/** Whether the standing packs would help if this computer were gone, too: a state, and a sentence for each place and fault. */
export function standingReadiness(standing: StandingShown, now: Instant, zone: Zone): { state: CheckState; lines: string[] } {
  const { why, refused, phrase, places, making } = standing;
  const unprinted = phrase !== null && !phrase.printed;
  const bad = why !== null || refused.length > 0 || places.some(isBad);
  const good = places.every(({ state }) => state === 'good') && !unprinted;
  return {
    state: bad ? 'bad' : good ? 'good' : 'attention',
    lines: [
      ...(why === null ? [] : [why]),
      ...places.map(place => placeLine(place, now, zone)),
      ...refused.map(({ patient, sheet, why }) => words.missing(patient, sheet, why)),
      ...(phrase === null ? [] : [unprinted ? words.unprinted(phrase.number) : words.printed(phrase.number)]),
      ...(making ? [words.making] : []),
    ],
  };
}

const isBad = ({ state, at }: PlaceShown): boolean => state === 'too-old' || (state === 'failed' && at === null);

function placeLine({ folder, state, at, file, pages, why }: PlaceShown, now: Instant, zone: Zone): string {
  const lies =
    at === null || file === null
      ? words.nothing(folder)
      : words.lies(folder, file, pages, momentWords(at, now, zone), distanceWords(at, now));
  return [state === 'too-old' ? words.tooOld : null, lies, why].filter(said => said !== null).join(' ');
}
