import { useState } from 'react';
import { Button } from 'react-aria-components';
import { AUDIT_WORDS } from '../../main/domain/audit-filter.ts';
import type { AuditAsked, AuditRow, AuditShown } from '../../main/domain/audit-shown.ts';
import { client } from '../client.ts';
import { momentWords } from '../moment.ts';
import { words } from './words.ts';

/** More than so many patients are a list that somebody saw. */
const NAMED = 6;

interface Props {
  first: Omit<AuditShown, 'state'>;
  asked: AuditAsked;
  now: string;
  zone: string;
}

/** Entries, newest first; older ones on demand. */
export function AuditTable({ first, asked, now, zone }: Props) {
  const [older, setOlder] = useState<{ rows: AuditRow[]; more: boolean } | null>(null);
  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // New entries push the first page on: what is on both is shown once.
  const last = first.rows.at(-1)?.number ?? 0;
  const rows = [...first.rows, ...(older?.rows ?? []).filter(({ number }) => number < last)];
  const more = older?.more ?? first.more;
  const readMore = async () => {
    setReading(true);
    setFailure(null);
    try {
      const answer = await client.getAudit({ asked, before: rows.at(-1)?.number ?? null });
      if (!answer.ok) setFailure(answer.error.why);
      else setOlder(before => ({ rows: [...(before?.rows ?? []), ...answer.value.rows], more: answer.value.more }));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setReading(false);
  };
  if (rows.length === 0) return <p role="status">{words.none}</p>;
  return (
    <>
      {first.unread > 0 && <p className="failure">{words.unread(first.unread)}</p>}
      <table className="plain-table audit-table">
        <thead>
          <tr>
            {Object.entries(words.columns).map(([key, column]) => (
              <th key={key} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.number} row={row} now={now} zone={zone} />
          ))}
        </tbody>
      </table>
      {failure !== null && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {more && (
        <Button className="button" isDisabled={reading} onPress={() => void readMore()}>
          {reading ? words.gettingMore : words.more}
        </Button>
      )}
    </>
  );
}

function Row({ row, now, zone }: { row: AuditRow; now: string; zone: string }) {
  const { number, at, who, what, breakGlass, patients, sheets, details } = row;
  const named = patients.map(({ id, name }) => name ?? id);
  return (
    <tr data-break-glass={breakGlass !== null || undefined}>
      <td>{number}</td>
      <td>
        <time dateTime={at}>{momentWords(at, now, zone)}</time>
      </td>
      <td>
        {who === null ? (
          words.kiosk
        ) : (
          <>
            <strong>
              <bdi>{who.name}</bdi>
            </strong>
            <span className="audit-note">
              {who.user}, {who.role}
            </span>
          </>
        )}
      </td>
      <td>
        {AUDIT_WORDS[what]}
        {breakGlass !== null && <strong className="audit-broken">{words.broken(breakGlass)}</strong>}
      </td>
      <td>
        {named.length > NAMED ? (
          <details>
            <summary>{words.list(named.length)}</summary>
            <bdi>{named.join('; ')}</bdi>
          </details>
        ) : (
          <bdi>{named.join('; ')}</bdi>
        )}
      </td>
      <td>
        {details}
        {sheets.length > 0 && <span className="audit-note">{words.sheets(sheets)}</span>}
      </td>
    </tr>
  );
}
