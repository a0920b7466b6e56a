import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { Status, Ward } from '../../main/contract.ts';
import { wardOrder } from '../../main/domain/bed-order.ts';
import { ageWords } from '../../main/domain/freshness.ts';
import { plusMinutes, zoned } from '../../main/domain/time.ts';
import type { WardRow } from '../../main/domain/view.ts';
import { Icon } from '../controls/icon.tsx';
import { useLive } from '../live.ts';
import { carriedFreshness, dateWords, momentWords } from '../moment.ts';
import { go } from '../route.ts';
import { text } from '../text.ts';

const words = text.ward;

const hour = (instant: string, zone: string): string => String(zoned(instant, zone).hour).padStart(2, '0');

/** The bed list. Arrows move, Enter opens. */
export function WardTable({ ward, status }: { ward: Ward; status: Status }) {
  const now = useLive(l => l.now) ?? status.now;
  const { zone } = status;
  const hours = [0, 60, 120].map(minutes => hour(plusMinutes(now, minutes), zone)) as [string, string, string];
  const dueNow = words.columns.dueNow(hours[0], hours[1]);
  const dueNext = words.columns.dueNow(hours[1], hours[2]);
  return (
    <Table
      className="ward-table"
      aria-label={words.table(status.unit)}
      onRowAction={key => go({ screen: 'patient', patientId: String(key) })}
    >
      <TableHeader>
        <Column className="col-bed">{words.columns.bed}</Column>
        <Column className="col-name" isRowHeader>
          {words.columns.name}
        </Column>
        <Column className="col-due">{dueNow}</Column>
        <Column className="col-due">{dueNext}</Column>
        <Column className="col-asks">{words.columns.timesNotKnown}</Column>
        <Column className="col-tags">{words.columns.tags}</Column>
        <Column className="col-vitals">{words.columns.vitals}</Column>
      </TableHeader>
      <TableBody items={ward.rows.toSorted(wardOrder)} dependencies={[now, ward, dueNow]}>
        {row => (
          <Row id={row.patientId} className="ward-row" textValue={`${row.bed ?? ''} ${row.name}`}>
            <Cell className="col-bed">{row.bed ?? words.noBed}</Cell>
            <Cell className="col-name">
              <bdi>{row.name}</bdi>
              <span className="row-mrn">
                {row.mrn ?? <span className="lack">{words.noMrn}</span>}
                <span className="row-age">
                  {row.age ?? words.ageNotKnown}, {text.sex[row.sex]}
                </span>
              </span>
            </Cell>
            <Cell className="col-due">
              <Count n={row.dueThisHour} strong />
            </Cell>
            <Cell className="col-due">
              <Count n={row.dueNextHour} />
            </Cell>
            <Cell className="col-asks">
              <Count n={row.timesNotKnown} asks />
            </Cell>
            <Cell className="col-tags">
              <Tags row={row} ward={ward} now={now} zone={zone} />
            </Cell>
            <Cell className="col-vitals">
              {row.lastVitals ? (
                <>
                  {row.lastVitals.text}{' '}
                  <span className="when">{row.lastVitals.at && dateWords(row.lastVitals.at, now, zone)}</span>
                </>
              ) : (
                <span className="quiet">{words.noVitals}</span>
              )}
            </Cell>
          </Row>
        )}
      </TableBody>
    </Table>
  );
}

const Count = ({ n, strong = false, asks = false }: { n: number; strong?: boolean; asks?: boolean }) => (
  <span className="count" data-weight={n === 0 ? 'none' : asks ? 'asks' : strong ? 'now' : 'some'}>
    {n}
  </span>
);

interface TagsProps {
  row: WardRow;
  ward: Ward;
  now: string;
  zone: string;
}

/** Alerts as words. A chart older than the ward's copy says so here. */
const Tags = ({ row, ward, now, zone }: TagsProps) => (
  <span className="tags">
    {row.asOf !== ward.asOf && row.freshness.state !== 'no-ehr-data' && (
      <span className="tag" data-kind="old">
        <Icon name="clock" />{' '}
        {words.dataFrom(momentWords(row.asOf, now, zone), ageWords(carriedFreshness(row.freshness, row.asOf, now)))}
      </span>
    )}
    {row.tags.map((tag, index) => (
      <span key={index} className="tag" data-kind={tag.kind}>
        {tag.text}
      </span>
    ))}
  </span>
);
