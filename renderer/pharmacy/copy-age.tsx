import type { DeskUnit } from '../../main/contract.ts';
import { ageWords } from '../../main/domain/freshness.ts';
import { carriedFreshness, momentWords } from '../moment.ts';
import { words } from './words.ts';

interface Props {
  copy: DeskUnit['copy'];
  now: string;
  zone: string;
}

/** "as of 14:45, 7 min old", or that there is no copy: beside the name of a unit, always. */
export const CopyAge = ({ copy, now, zone }: Props) =>
  copy === null ? (
    <strong className="desk-none">{words.noCopy}</strong>
  ) : (
    <span className="desk-age" data-state={copy.freshness.state}>
      {words.asOf(momentWords(copy.asOf, now, zone), ageWords(carriedFreshness(copy.freshness, copy.asOf, now)))}
    </span>
  );
