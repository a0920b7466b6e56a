import type { PatientView } from '../../main/domain/view.ts';
import { countsUntil } from '../../main/domain/printed-sheets.ts';
import { formName, useForms } from '../forms.ts';
import { momentWords } from '../moment.ts';
import { addressOf } from '../route.ts';
import { text } from '../text.ts';
import type { Hours } from './patient-shown.tsx';

/** Which paper is out there for this patient, newest first. */
export function SheetsPrinted({ sheets, now, zone }: { sheets: PatientView['sheets'] } & Hours) {
  const forms = useForms();
  const supersededWords = ({ replacedBy }: PatientView['sheets'][number]) => {
    const until = countsUntil(
      sheets.filter(({ id }) => replacedBy.includes(id)),
      now,
    );
    return text.patient.superseded(replacedBy, until && momentWords(until, now, zone));
  };
  return sheets.length === 0 ? (
    <p className="empty">{text.patient.noSheets}</p>
  ) : (
    <ul className="entries">
      {sheets.map(sheet => (
        <li key={sheet.id}>
          <a className="code" href={addressOf({ screen: 'sheet', id: sheet.id })}>
            {sheet.id}
          </a>{' '}
          {text.patient.sheet(formName(forms, sheet.form), sheet.pages, momentWords(sheet.at, now, zone), sheet.by)}
          {sheet.replacedBy.length > 0 && <strong className="sheet-old"> {supersededWords(sheet)}</strong>}
        </li>
      ))}
    </ul>
  );
}
