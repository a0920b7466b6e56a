import type { Selection } from '../../main/contract.ts';
import { useAnswer } from '../answer.ts';
import { text } from '../text.ts';

const words = text.print.paper;
/** Counting sets every page: it is done again when the ward changes, and else rarely. */
const REPEAT_MS = 600_000;

/** How much paper this takes now and for the hours to come: whoever prints looks into the trays first. */
export function PaperCount({ selection }: { selection: Selection }) {
  const { value } = useAnswer('countPaper', selection, ['ward'], REPEAT_MS);
  if (!value?.ok) return null;
  const needed = value.value;
  const same = needed.every(({ pages }) => pages === needed[0]!.pages);
  return (
    <p className="paper-count" role="status">
      {same
        ? words.once(needed[0]!.pages, needed[0]!.leaves)
        : needed.map(({ hours, pages, leaves }) => words.hours(hours, pages, leaves)).join('; ')}
      .
    </p>
  );
}
