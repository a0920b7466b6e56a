import type { PatientView } from '../../main/domain/view.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

/** Which paper is out there for this patient, newest first. */
export const SheetsPrinted = ({ sheets, now, zone }: { sheets: PatientView['sheets'] } & Hours) =>
  sheets.length === 0 ? (
    <p className="empty">{text.patient.noSheets}</p>
  ) : (
    <ul className="entries">
      {sheets.map(sheet => (
        <li key={sheet.id}>
          <strong className="code">{sheet.id}</strong>{' '}
          {text.patient.sheet(text.forms[sheet.form], sheet.pages, momentWords(sheet.at, now, zone), sheet.by)}
        </li>
      ))}
    </ul>
  );
