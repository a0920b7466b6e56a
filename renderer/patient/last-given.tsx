import type { GivenDose, OrderView } from '../../main/domain/view.ts';
import { distanceWords, momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

const words = text.medications;

/** The last dose really given, and a younger record of another outcome beside it. */
export const LastGiven = ({ order, now, zone }: { order: OrderView } & Hours) => (
  <div className="last">
    <p className="column-label">{words.last}</p>
    {order.lastGiven ? (
      <Dose dose={order.lastGiven} now={now} zone={zone} />
    ) : (
      <p className="last-silence">{order.lastGivenSilence ?? text.outcomes.unknown}</p>
    )}
    {order.lastNotGiven && <Dose dose={order.lastNotGiven} now={now} zone={zone} />}
    {order.unlinkedSameDrug.length > 0 && (
      <>
        <p className="last-unlinked">{words.perhapsOfThis}</p>
        {order.unlinkedSameDrug.map((dose, index) => (
          <Dose key={index} dose={dose} now={now} zone={zone} />
        ))}
      </>
    )}
  </div>
);

const Dose = ({ dose, now, zone }: { dose: GivenDose } & Hours) => (
  <p className="last-dose" data-outcome={dose.outcome}>
    <strong>{momentWords(dose.at, now, zone)}</strong>{' '}
    {dose.outcome !== 'given' && <strong>{text.outcomes[dose.outcome]}</strong>} {dose.dose}
    <span className="when">
      {distanceWords(dose.at, now)}
      {dose.by && `, ${words.by(dose.by)}`}
      {dose.onPaper && `, ${dose.onPaper.corrected ? words.corrected : words.fromPaper}`}
      {dose.reason && `. ${dose.reason}`}
    </span>
  </p>
);
