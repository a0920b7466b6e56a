import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Selection, WalkInDesk } from '../../main/contract.ts';
import type { MergeRow } from '../../main/domain/ward/merge-list.ts';
import { momentWords } from '../moment.ts';
import { addressOf, go } from '../route.ts';
import { mergeList, makePack, packet } from './make-packet.ts';
import { RegistrationDialog, type Asked } from './registration-dialog.tsx';
import { walkInWords } from './words.ts';

const words = walkInWords.list;

interface Props {
  desk: WalkInDesk;
  now: string;
  zone: string;
}

/** Whom this downtime registered, and what each number becomes: the list that is merged once the EHR is back. */
export function RegisteredList({ desk: { rows }, now, zone }: Props) {
  const [asked, ask] = useState<Asked | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const print = async (selection: Selection) => {
    const why = await makePack(selection);
    setFailure(why);
    if (why === null) go({ screen: 'print', patientId: null });
  };
  const { columns } = words;
  return (
    <section className="registered" aria-labelledby="registered-title">
      <div className="page-head">
        <h2 id="registered-title">{words.title}</h2>
        {rows.length > 0 && (
          <Button className="button" onPress={() => void print(mergeList(rows.map(({ patientId }) => patientId)))}>
            {words.print}
          </Button>
        )}
      </div>
      {failure !== null && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {rows.length === 0 ? (
        <p className="empty">{words.none}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              {Object.values(columns).map(column => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.patientId}>
                <th scope="row">
                  <a href={addressOf({ screen: 'patient', patientId: row.patientId })}>{row.number}</a>
                </th>
                <td>
                  <Named row={row} />
                </td>
                <td>{momentWords(row.registered.at, now, zone)}</td>
                <td>{row.bed ?? words.notKnown}</td>
                <td>{row.mrn ?? words.notKnown}</td>
                <td className="registered-acts">
                  <Button className="button button-small" onPress={() => void print(packet(row.patientId, []))}>
                    {words.packet}
                  </Button>
                  <Button className="button button-small" onPress={() => ask({ act: 'identify', row })}>
                    {words.identify}
                  </Button>
                  {row.registered.identified.length > 0 && (
                    <Button className="button button-small" onPress={() => ask({ act: 'unidentify', row })}>
                      {words.unidentify}
                    </Button>
                  )}
                  <Button className="button button-small" onPress={() => ask({ act: 'correct', row })}>
                    {words.correct}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <RegistrationDialog asked={asked} close={() => ask(null)} now={now} zone={zone} />
    </section>
  );
}

const Named = ({ row: { name, alias, number } }: { row: MergeRow }) => (
  <>
    <strong>
      <bdi>{name ?? words.unknown}</bdi>
    </strong>
    {alias !== null && <span className="registered-band">{words.band(alias, number)}</span>}
  </>
);
