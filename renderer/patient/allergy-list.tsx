import type { PatientView } from '../../main/domain/view.ts';
import { text } from '../text.ts';
import { dateWords } from '../moment.ts';
import type { Hours } from './patient-shown.tsx';

const words = text.patient.allergies;

/** Every allergy with reaction, severity and what qualifies it. */
export function AllergyList({ view, now, zone }: { view: PatientView } & Hours) {
  const { listed, state, silence, conflict } = view.allergies;
  return (
    <>
      {state !== 'listed' && (
        <p className="empty">
          <strong>{words[state]}</strong>
          {silence && `. ${silence}`}
        </p>
      )}
      {conflict && <p className="failure">{words.conflict}</p>}
      <ul className="entries">
        {listed.map(allergy => (
          <li key={allergy.id}>
            <strong>{allergy.substance}</strong>
            {allergy.reactions.length > 0 && <span> {allergy.reactions.join(', ')}</span>}
            <span className="when">
              {[allergy.severity, allergy.criticality, allergy.category, allergy.qualifier].filter(Boolean).join(', ')}{' '}
              {allergy.recorded && dateWords(allergy.recorded, now, zone)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
