import type { Unmapped } from '../../main/domain/chart.ts';
import { text } from '../text.ts';

/** What the EHR sent and the kiosk could not read: counted, and shown exactly as sent. */
export const UnmappedList = ({ unmapped }: { unmapped: Unmapped[] }) =>
  unmapped.length === 0 ? (
    <p className="empty">{text.patient.unmappedNone}</p>
  ) : (
    <>
      <p>{text.patient.unmappedIntro}</p>
      <ul className="entries">
        {unmapped.map((item, index) => (
          <li key={index}>
            <strong>
              {item.resource} {item.id}
            </strong>{' '}
            {item.why}
            <details>
              <summary>{text.patient.showRaw}</summary>
              <pre>{item.raw}</pre>
            </details>
          </li>
        ))}
      </ul>
    </>
  );
