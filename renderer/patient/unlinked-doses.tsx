import type { Administration } from '../../main/domain/administration.ts';
import { Icon } from '../controls/icon.tsx';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

/** Doses the EHR charted without naming an order of the list: shown on their own, never dropped. */
export const UnlinkedDoses = ({ doses, now, zone }: { doses: Administration[] } & Hours) => (
  <section className="unlinked" aria-labelledby="unlinked-title">
    <h3 id="unlinked-title">
      <Icon name="alarm" /> {text.medications.unlinked} <span className="page-count">{doses.length}</span>
    </h3>
    <ul className="entries">
      {doses.map(dose => (
        <li key={dose.id}>
          <strong>{momentWords(dose.at, now, zone)}</strong> <strong>{dose.drug}</strong>{' '}
          {[dose.dose, dose.rate, dose.route].filter(Boolean).join(', ')} {text.outcomes[dose.outcome]}
          <span className="when">
            {[dose.by && text.medications.by(dose.by), dose.onPaper && text.medications.fromPaper, dose.method, dose.reason]
              .filter(Boolean)
              .join(', ')}
          </span>
        </li>
      ))}
    </ul>
  </section>
);
