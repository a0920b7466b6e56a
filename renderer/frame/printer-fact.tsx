import type { PrinterShown } from '../../main/contract.ts';
import { text } from '../text.ts';

const words = text.printers;

/** The unit's first printer of pages that prints, at the end of the banner; when none does, what is wrong with the first. */
export function PrinterFact({ printers: all }: { printers: PrinterShown[] }) {
  const printers = all.filter(({ stock }) => stock === null);
  const works = ({ state }: PrinterShown): boolean => state !== null && state.state !== 'stopped' && state.state !== 'no-answer';
  const shown = printers.find(works) ?? printers[0];
  if (!shown) return null;
  const first = printers[0] === shown ? null : printers[0]!;
  return (
    <dl className="banner-fact banner-printer" data-state={shown.state?.state ?? 'never-asked'}>
      <dt>{words.banner}</dt>
      <dd className="banner-big">{words.stateOf(shown.name, shown.state?.state ?? 'never-asked')}</dd>
      {shown.state?.words[0] !== undefined && <dd className="banner-small">{shown.state.words[0]}</dd>}
      {first && <dd className="banner-small">{words.stateOf(first.name, first.state?.state ?? 'never-asked')}</dd>}
    </dl>
  );
}
