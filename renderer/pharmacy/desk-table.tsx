import { memo } from 'react';
import type { DeskPart } from '../../main/domain/pharmacy/desk-parts.ts';
import { momentWords } from '../moment.ts';
import { words } from './words.ts';

interface Props {
  part: DeskPart;
  /** What stands over what the list says of an order. */
  column: string;
  unit: string;
  now: string;
  zone: string;
}

/**
 * A part of a list: an order on each row, with bed, name and number of its patient. Drawn again only when the list is another: hundreds of
 * rows don't follow the clock.
 */
export const DeskTable = memo(function DeskTable({ part: { heading, note, lines, none }, column, unit, now, zone }: Props) {
  return (
    <div className="desk-part">
      <h3>
        {heading} <span className="page-count">{words.lines(lines.length)}</span>
      </h3>
      <p className="desk-note">{note}</p>
      {lines.length === 0 ? (
        <p className="empty">{none}</p>
      ) : (
        <table className="desk-table" aria-label={`${unit}: ${heading}`}>
          <thead>
            <tr>
              <th className="desk-bed">{words.columns.bed}</th>
              <th className="desk-patient">{words.columns.patient}</th>
              <th className="desk-drug">{words.columns.drug}</th>
              <th className="desk-need">{column}</th>
              <th className="desk-marks">{words.columns.marks}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(line => (
              <tr key={`${line.patientId} ${line.number}`}>
                <td className="desk-bed">{line.bed ?? words.noBed}</td>
                <td>
                  <strong>
                    <bdi>{line.name}</bdi>
                  </strong>{' '}
                  <span className="desk-mrn">{line.mrn ?? words.noMrn}</span>
                  {line.olderFrom !== null && (
                    <span className="tag" data-kind="old">
                      {words.older(momentWords(line.olderFrom, now, zone))}
                    </span>
                  )}
                </td>
                <td>
                  <strong>{line.drug}</strong>{' '}
                  {line.doses.length > 0 && <strong className="desk-dose">{words.dose(line.doses.join(' / '))}</strong>}{' '}
                  <span className="desk-how">
                    {line.how}. {words.order(line.number)}
                  </span>
                </td>
                <td>
                  {line.need !== null && <strong className="desk-needed">{line.need}</strong>} {line.says}
                </td>
                <td>
                  <span className="tags">
                    {line.marks.map(mark => (
                      <span key={mark} className="tag" data-kind="high-alert">
                        {mark}
                      </span>
                    ))}
                    {line.warnings.map(warning => (
                      <span key={warning} className="tag" data-kind="section">
                        {warning}
                      </span>
                    ))}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
});
