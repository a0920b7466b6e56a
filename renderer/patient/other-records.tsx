import type { PatientView } from '../../main/domain/view.ts';
import { addressOf } from '../route.ts';
import { walkInWords as words } from '../walk-in/words.ts';

/** The way to other records of the same person, and to the registration of somebody who was registered here. */
export const OtherRecords = ({ view: { linked, registered } }: { view: PatientView }) =>
  linked.length === 0 && registered === null ? null : (
    <nav className="other-records" aria-label={words.linked}>
      {linked.map(({ patientId }) => (
        <a key={patientId} className="button" href={addressOf({ screen: 'patient', patientId })}>
          {words.linked}
        </a>
      ))}
      {registered && (
        <a className="button" href={addressOf({ screen: 'walk-in' })}>
          {words.registration}
        </a>
      )}
    </nav>
  );
