import type { Instant } from '../../domain/time.ts';
import { chartOf, viewOf } from '../../services/charts.ts';
import { fail, say } from '../terminal.ts';
import { commandAudit } from './command-audit.ts';
import { clockAt, openCopy, situationOf, type StoreOptions } from './store-options.ts';

/** Prints the view that screen and paper draw, always as JSON. */
export async function inspect(options: StoreOptions & { patient: string; unit?: string; now?: Instant }): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const opened = await openCopy(situation, options.unit);
  if (!opened.ok) return fail(options.json, opened.error);
  const { copy, ledger } = opened.value;
  const chart = chartOf(copy, options.patient);
  if (chart) {
    const audit = await commandAudit(situation, copy.snapshot.unit);
    audit.tell({ what: 'patient-opened', patients: [chart.identity.id], details: 'inspect' });
    say(true, viewOf(copy, chart, clockAt(options.now).now()), '');
  } else
    fail(options.json, {
      kind: 'patient-unknown',
      why: `No patient with this MRN is in copy ${copy.generation} of ${copy.snapshot.unit}.`,
    });
  ledger.close();
}
