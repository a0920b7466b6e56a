import type { FoundSheet } from '../../main/contract.ts';
import { countsUntil } from '../../main/domain/printed-sheets.ts';
import { Icon } from '../controls/icon.tsx';
import { formName, useForms } from '../forms.ts';
import { momentWords } from '../moment.ts';
import { text } from '../text.ts';
import { words } from './words.ts';

interface Props {
  found: FoundSheet;
  now: string;
  zone: string;
}

/** Whose sheet it is, and in words whether it counts or which one counts in its place. */
export function SheetState({ found: { sheet, patient, instead }, now, zone }: Props) {
  const forms = useForms();
  const time = (at: string) => momentWords(at, now, zone);
  const hours = (period: { from: string; to: string } | null) => period && words.sheet.hours(time(period.from), time(period.to));
  const whose = patient
    ? `${patient.bed ?? text.ward.noBed} ${patient.name}`
    : sheet.patientId === null
      ? words.sheet.nobody
      : words.sheet.gone;
  const facts = [formName(forms, sheet.form), whose, hours(sheet.period), words.sheet.printed(time(sheet.at), sheet.by)];
  const until = countsUntil(instead, now);
  const newer = instead.map(({ id, at, period }) =>
    [id, words.sheet.printedAt(time(at)), hours(period)].filter(Boolean).join(', '),
  );
  return (
    <div className="sheet-state">
      <p>
        {facts.filter(Boolean).join(' · ')} {sheet.drill && <strong>{words.sheet.drill}</strong>}
      </p>
      {newer.length > 0 ? (
        <p className="sheet-replaced">
          <Icon name={until === null ? 'alarm' : 'clock'} />{' '}
          <strong>{words.sheet.replaced(newer.join('; '), until && time(until))}</strong>{' '}
          {until === null ? words.sheet.strike : words.sheet.strikeThen}
        </p>
      ) : (
        <p className="sheet-counts">
          <Icon name="good" /> {words.sheet.counts}
        </p>
      )}
    </div>
  );
}
