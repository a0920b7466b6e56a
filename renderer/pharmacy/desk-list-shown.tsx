import type { DeskList } from '../../main/contract.ts';
import type { ListKind } from '../../main/domain/pharmacy/lists.ts';
import { Icon } from '../controls/icon.tsx';
import { formName, useForms } from '../forms.ts';
import { momentWords } from '../moment.ts';
import { CopyAge } from './copy-age.tsx';
import { DeskTable } from './desk-table.tsx';
import { TotalsTable } from './totals-table.tsx';
import { TIMED, words } from './words.ts';

interface Props {
  list: DeskList;
  kind: ListKind;
  now: string;
  zone: string;
}

/** A list of the chosen units, each under its own name and age; one without a copy says so in its place. */
export function DeskListShown({ list: { now: asked, units, totals }, kind, now, zone }: Props) {
  const forms = useForms();
  return (
    <>
      {units.map(({ unit, copy, why, period, silent, parts }, index) => (
        <section key={unit} className="desk-list" aria-labelledby={`desk-unit-${index}`}>
          <h2 id={`desk-unit-${index}`}>
            {unit}: {formName(forms, kind)} <CopyAge copy={copy} now={now} zone={zone} />
            {period && TIMED.includes(kind) && (
              <span className="desk-period">
                {words.period(momentWords(period.from, now, zone), momentWords(period.to, now, zone))}
              </span>
            )}
          </h2>
          {why !== null && (
            <p className="failure" role="alert">
              {why}
            </p>
          )}
          {copy && parts.length === 0 && <p className="empty">{words.nobody}</p>}
          {silent.length > 0 && (
            <div className="desk-silent">
              <h3>
                <Icon name="alarm" /> {words.silent}
              </h3>
              <ul>
                {silent.map(({ patient, why }) => (
                  <li key={patient}>
                    <strong>
                      <bdi>{patient}</bdi>:
                    </strong>{' '}
                    {why}
                  </li>
                ))}
              </ul>
            </div>
          )}
          {parts.map(part => (
            <DeskTable
              key={part.heading}
              part={part}
              column={kind === 'fill-list' ? words.columns.need : part.heading}
              unit={unit}
              now={asked}
              zone={zone}
            />
          ))}
        </section>
      ))}
      {totals.length > 0 && (
        <TotalsTable totals={totals} units={units.filter(({ copy }) => copy !== null)} now={now} zone={zone} />
      )}
    </>
  );
}
