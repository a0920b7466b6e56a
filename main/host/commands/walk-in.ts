import { paperDateTime, type Instant } from '../../domain/time.ts';
import { mergeRows } from '../../domain/ward/merge-list.ts';
import { chartsOf, siteOf, viewOf } from '../../services/charts.ts';
import { columns, fail, say } from '../terminal.ts';
import { commandAudit } from './command-audit.ts';
import { clockAt, openCopy, situationOf, type StoreOptions } from './store-options.ts';

/** Whom the downtime registered and what each number becomes; without a downtime, nobody. */
export async function walkInList(options: StoreOptions & { unit?: string; now?: Instant }): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const opened = await openCopy(situation, options.unit);
  if (!opened.ok) return fail(options.json, opened.error);
  const { copy, ledger } = opened.value;
  const { zone } = siteOf(copy);
  const now = clockAt(options.now).now();
  const rows = mergeRows(
    chartsOf(copy).map(chart => viewOf(copy, chart, now)),
    zone,
  );
  const lines = rows.map(row => [
    row.number,
    row.name ?? row.alias ?? 'name not known',
    row.born,
    paperDateTime(row.registered.at, zone),
    row.bed ?? 'no bed',
    row.mrn ?? 'not known',
  ]);
  const words =
    rows.length === 0
      ? 'Nobody is registered in a downtime that is on.'
      : columns([['Number', 'Name', 'Born or age', 'Arrived', 'Bed', 'Becomes MRN'], ...lines]);
  const audit = await commandAudit(situation, copy.snapshot.unit);
  audit.tell({ what: 'ward-shown', patients: rows.map(({ patientId }) => patientId), details: 'walk-in list' });
  say(options.json, rows, words);
  ledger.close();
}
