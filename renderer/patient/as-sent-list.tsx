import type { AsSent } from '../../main/domain/view.ts';
import { text } from '../text.ts';

const words = text.patient.asSent;

/** The EHR's own words where the screen and paper say it otherwise, folded away; nothing when all is as sent. */
export const AsSentList = ({ texts }: { texts: AsSent[] }) =>
  texts.length === 0 ? null : (
    <details className="as-sent">
      <summary>{texts.some(t => t.writtenOut) ? words.writtenOut : words.spelling}</summary>
      <ul className="entries">
        {texts.map(({ sent, shown }) => (
          <li key={sent}>
            {words.sent} <q>{sent}</q>, {words.shown} <q>{shown}</q>
          </li>
        ))}
      </ul>
    </details>
  );
