import { Button } from 'react-aria-components';
import type { GivenDose } from '../../main/domain/view.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { words } from './words.ts';

interface Props {
  dose: GivenDose;
  now: string;
  zone: string;
  /** Opens the correction of what was typed in. */
  correct(dose: GivenDose): void;
}

/** A record that is there already, with where it comes from. */
export const Charted = ({ dose, now, zone, correct }: Props) => (
  <p className="charted">
    <strong data-outcome={dose.outcome}>
      {text.outcomes[dose.outcome]} {momentWords(dose.at, now, zone)}
    </strong>{' '}
    {[dose.dose, dose.reason, dose.by && text.medications.by(dose.by)].filter(Boolean).join(', ')}
    <span className="when"> {dose.onPaper ? words.fromPaper(dose.onPaper.typedBy) : words.fromEhr}</span>
    {dose.onPaper?.corrected && (
      <span className="when">, {words.correctedBy(dose.onPaper.corrected.by, dose.onPaper.corrected.reason)}</span>
    )}
    {dose.onPaper && (
      <Button className="link" onPress={() => correct(dose)}>
        {words.correct}
      </Button>
    )}
  </p>
);
