import { writeFileSync } from 'node:fs';
import { printersFor } from '../../config/read-site.ts';
import { LABELS_OF_ADMISSION } from '../../domain/band-and-labels.ts';
import { takes, type LabelCounts, type LabelStock } from '../../domain/label.ts';
import { isDrill, outageOf } from '../../domain/outage.ts';
import type { Instant } from '../../domain/time.ts';
import { chartOf } from '../../services/charts.ts';
import { labelJobOf } from '../../services/label-job.ts';
import { packNumber, packPatients, type PackJob } from '../../services/pack.ts';
import { fail, failUsage, say } from '../terminal.ts';
import { commandAudit, paperSaid } from './command-audit.ts';
import { clockAt, openCopy, situationOf, type StoreOptions } from './store-options.ts';

export interface LabelOptions extends StoreOptions {
  patient: string;
  out: string;
  printer?: string;
  sheets?: string;
  start: number;
  bands?: number;
  chart?: number;
  specimen?: number;
  unit?: string;
  by: string;
  now?: Instant;
}

/** Writes a patient's bands and labels to a file: ZPL for one of the unit's label printers, or the PDF of label sheets. Read back before it is written, and recorded. */
export async function labels(options: LabelOptions): Promise<void> {
  const { printer, sheets, start, out } = options;
  if ((printer === undefined) === (sheets === undefined))
    return failUsage(options.json, { kind: 'where', why: 'Say either --printer NAME for ZPL, or --sheets NAME for a PDF.' });
  const situation = situationOf(options);
  if (!situation) return;
  const opened = await openCopy(situation, options.unit);
  if (!opened.ok) return fail(options.json, opened.error);
  const { copy, ledger } = opened.value;
  try {
    const chart = chartOf(copy, options.patient);
    if (!chart)
      return fail(options.json, {
        kind: 'patient-unknown',
        why: 'No patient of this unit has this number: look at the ward list.',
      });
    const { unit } = copy.snapshot;
    const printers = printersFor(situation.site, unit);
    const on =
      printer === undefined ? { kind: 'sheets' as const, name: sheets!, start } : { kind: 'printer' as const, name: printer };
    const stock = printers.find(({ name }) => name === printer)?.label ?? null;
    const made = labelJobOf({ on, counts: countsOf(options, stock) }, copy.rules, printers);
    if (!made.ok) return fail(options.json, made.error);
    const now = clockAt(options.now).now();
    const forms: PackJob['selection']['forms'] = ['band-and-labels'];
    const act = { kind: 'pack-started' as const, generation: copy.generation, patients: 1, forms };
    const pack = packNumber(ledger.append({ at: now, by: options.by, unit, act }), now);
    const selection = { patients: [chart.identity.id], forms, from: null, span: 'hours' as const, hours: 24 };
    const outage = outageOf(copy.events);
    const job: PackJob = { copy, selection, outage, now, by: options.by, run: ledger.run, pack, labels: made.value };
    for await (const { file, pdf, refused, released } of packPatients(job)) {
      if (!file || !pdf)
        return fail(options.json, { kind: 'refused', why: `NOT RELEASED: ${refused[0]?.why ?? 'nothing was made'}.` });
      writeFileSync(out, pdf, { mode: 0o600, flag: 'wx' });
      const audit = await commandAudit(situation, unit);
      audit.tell({ what: 'file-saved', ...paperSaid([file]), details: `labels in ${out}` });
      const drill = isDrill(outage);
      ledger.append({
        at: now,
        by: options.by,
        unit,
        act: { kind: 'sheets-released', pack, generation: copy.generation, drill, sheets: released },
      });
      const what = file.stock === undefined ? `${file.pages} sheets ${sheets}` : `${file.pages} ${file.stock}`;
      say(
        options.json,
        { out, id: file.sheets[0]!.id, pages: file.pages, stock: file.stock ?? null },
        `${out}: ${what}, read back. Whoever can read this file can read the patient.`,
      );
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    const why =
      code === 'EEXIST'
        ? 'is there already, and old labels must not be taken for new ones: name a new file'
        : `could not be written (${code}): free some space or choose another folder`;
    fail(options.json, { kind: 'not-written', why: `${out} ${why}.` });
  } finally {
    ledger.close();
  }
}

/** What was said; else what an admission takes of what goes there. Bands are stuck on no sheet unless asked for. */
function countsOf({ bands, chart, specimen }: LabelOptions, stock: LabelStock | null): LabelCounts {
  const said = bands !== undefined || chart !== undefined || specimen !== undefined;
  if (said) return { band: bands ?? 0, chart: chart ?? 0, specimen: specimen ?? 0 };
  const { band } = LABELS_OF_ADMISSION;
  return { ...LABELS_OF_ADMISSION, band: stock && takes(stock.prints, 'band') ? band : 0 };
}
