import type { Instant } from '../../domain/time.ts';
import { adtLogOf, chartsOf, wardOf } from '../../services/charts.ts';
import { columns, fail, say } from '../terminal.ts';
import { commandAudit } from './command-audit.ts';
import { clockAt, openCopy, situationOf, type StoreOptions } from './store-options.ts';

type CensusOptions = StoreOptions & { unit?: string; now?: Instant };

/** Who is where: a line for each patient, also who is away or has left; conflicts last. */
export function censusList(options: CensusOptions): Promise<void> {
  return withCopy(options, (copy, now) => {
    const { rows, unread } = wardOf(copy, now);
    const lines = rows.map(({ bed, name, mrn, stay }) => [bed ?? '-', name, mrn ?? '-', stay.presence.kind]);
    const conflicts = [...new Set(rows.flatMap(({ stay }) => stay.conflicts.map(({ words, todo }) => `${words}. ${todo}`)))];
    const patients = rows.map(({ bed, name, mrn, stay }) => ({ bed, name, mrn, stay }));
    say(
      options.json,
      { patients, unread, conflicts },
      [
        columns([['Bed', 'Name', 'MRN', 'Where'], ...lines]),
        ...unread.map(({ patient, why }) => `NOT IN THIS LIST: ${patient}: ${why}`),
        ...conflicts,
      ].join('\n'),
    );
  });
}

/** Everything that was recorded of places in open downtimes; struck lines say so. */
export function censusLog(options: CensusOptions): Promise<void> {
  return withCopy(options, copy => {
    const log = adtLogOf(copy);
    const lines = log.flatMap(({ name, mrn, lines }) =>
      lines.map(({ at, what, from, to, accepting, by, struck }) => [
        at,
        struck ? `STRUCK ${what}` : what,
        name,
        mrn ?? '-',
        from,
        to,
        accepting ?? '-',
        struck ? `${by}; struck by ${struck.by}: ${struck.reason}` : by,
      ]),
    );
    say(options.json, { log }, columns([['Time', 'Event', 'Patient', 'MRN', 'From', 'To', 'Accepted', 'By'], ...lines]));
  });
}

async function withCopy(options: CensusOptions, step: (copy: Parameters<typeof wardOf>[0], now: Instant) => void): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const opened = await openCopy(situation, options.unit);
  if (!opened.ok) return fail(options.json, opened.error);
  const { copy } = opened.value;
  const audit = await commandAudit(situation, copy.snapshot.unit);
  audit.tell({ what: 'ward-shown', patients: chartsOf(copy).map(({ identity }) => identity.id), details: 'census' });
  step(copy, clockAt(options.now).now());
  opened.value.ledger.close();
}
