import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { formOf, unknownForms } from '../../domain/form.ts';
import { problemWords } from '../../config/problem.ts';
import type { PackFile, Selection } from '../../contract.ts';
import { isDrill, outageOf } from '../../domain/outage.ts';
import type { ReleasedSheet } from '../../domain/event.ts';
import type { Span } from '../../domain/medication-day.ts';
import type { FormKind } from '../../domain/sheet.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { chosenCharts, MARS, packNumber, packPatients, pdfName } from '../../services/pack.ts';
import { withSoundForms } from '../../services/sound-forms.ts';
import { columns, fail, failUsage, say } from '../terminal.ts';
import { envelopeFor } from './standing.ts';
import { commandAudit, paperSaid } from './command-audit.ts';
import { clockAt, openCopy, situationOf, type StoreOptions } from './store-options.ts';

export interface PackOptions extends StoreOptions {
  out: string;
  unit?: string;
  from?: Instant;
  span: Span;
  hours: number;
  forms: FormKind[];
  blank?: number;
  by: string;
  now?: Instant;
}

/** What was made: the account of a pack. Names no patient who has sheets; the files' names say place and bed. */
export interface PackManifest {
  pack: number;
  unit: string;
  generation: number;
  asOf: Instant;
  printedAt: Instant;
  from: Instant;
  span: Span;
  hours: number;
  patients: number;
  pages: number;
  sheets: number;
  ordersActive: number;
  ordersOnPaper: number;
  ordersVerified: number;
  files: {
    file: string;
    bed: string | null;
    pages: number;
    sheets: { id: string; form: string; pages: number }[];
    orders: number;
    warnings: string[];
  }[];
  refused: { sheet: string; why: string }[];
  /** Who may be on the unit and has no sheets, because the copy could not have their charts: lines of a list, numbers, names. */
  unread: { patient: string; why: string }[];
  warnings: string[];
}

/** Makes the paper of a whole unit as one PDF a patient. Fails when a sheet is refused or an order is not proven to be on paper. */
export async function pack(options: PackOptions): Promise<void> {
  const written = situationOf(options);
  if (!written) return;
  const situation = { ...written, site: await withSoundForms(written.site) };
  const opened = await openCopy(situation, options.unit);
  if (!opened.ok) return fail(options.json, opened.error);
  const { copy, ledger, skipped } = opened.value;
  try {
    const unknown = unknownForms(copy.rules.forms, options.forms);
    if (unknown !== null) return failUsage(options.json, unknown);
    const cleared = clearOldPack(options.out);
    if (!cleared.ok) return fail(options.json, cleared.error);
    const now = clockAt(options.now).now();
    const { unit } = copy.snapshot;
    const { forms, span, hours, blank } = options;
    const onlyWard = forms.every(form => formOf(copy.rules.forms, form).about === 'ward');
    const patients: Selection['patients'] = blank !== undefined ? { blank } : onlyWard ? 'none' : 'all';
    const selection = { patients, forms, from: options.from ?? null, span, hours };
    const charts = chosenCharts({ copy, selection, now });
    const started = ledger.append({
      at: now,
      by: options.by,
      unit,
      act: { kind: 'pack-started', generation: copy.generation, patients: charts.length, forms },
    });
    const number = packNumber(started, now);
    const manifest: PackManifest = {
      pack: number,
      unit,
      generation: copy.generation,
      asOf: copy.snapshot.asOf,
      printedAt: now,
      from: options.from ?? now,
      span,
      hours,
      patients: 0,
      pages: 0,
      sheets: 0,
      ordersActive: 0,
      ordersOnPaper: 0,
      ordersVerified: 0,
      files: [],
      refused: [],
      unread: copy.snapshot.unread,
      warnings: [
        ...(started.ok ? [] : [`The start of this pack could not be recorded: ${started.error.why}`]),
        ...situation.site.formProblems.map(problem => `A form of the hospital cannot be used: ${problemWords(problem)}`),
        ...skipped.map(s => `A newer copy was skipped: ${s.file}: ${s.why}`),
      ],
    };
    const sheets: ReleasedSheet[] = [];
    const outage = outageOf(copy.events);
    const audit = await commandAudit(situation, unit);
    const made: PackFile[] = [];
    let place = 0;
    try {
      for await (const step of packPatients({
        copy,
        selection,
        outage,
        now,
        by: options.by,
        run: ledger.run,
        pack: number,
        auditHead: audit.head,
        envelope: envelopeFor(situation, unit, forms, now),
      })) {
        place++;
        manifest.ordersActive += step.orders.active;
        manifest.refused.push(...step.refused.map(({ sheet, why }) => ({ sheet, why })));
        if (!step.file || !step.pdf) continue;
        const file = pdfName(place, step.file);
        writeFileSync(join(options.out, file), step.pdf, { mode: 0o600 });
        made.push(step.file);
        if (step.file.patientId !== null) manifest.patients++;
        manifest.pages += step.file.pages;
        manifest.sheets += step.file.sheets.length;
        manifest.ordersOnPaper += step.orders.onPaper;
        manifest.ordersVerified += step.orders.verified;
        manifest.files.push({
          file,
          bed: step.file.bed,
          pages: step.file.pages,
          sheets: step.file.sheets,
          orders: step.orders.onPaper,
          warnings: step.warnings,
        });
        sheets.push(...step.released);
      }
    } finally {
      // Also of a pack that broke off: what was written can be read.
      const foot = audit.head === null ? '' : `, audit ${audit.head} in the foot`;
      if (made.length > 0)
        audit.tell({ what: 'file-saved', ...paperSaid(made), details: `pack ${number} in ${options.out}${foot}` });
    }
    writeFileSync(join(options.out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    const recorded = ledger.append({
      at: now,
      by: options.by,
      unit,
      act: { kind: 'sheets-released', pack: number, generation: copy.generation, drill: isDrill(outage), sheets },
    });
    if (!recorded.ok) manifest.warnings.push(`The released sheets could not be recorded: ${recorded.error.why}`);
    say(options.json, manifest, summary(manifest, options.out));
    if (manifest.refused.length > 0)
      fail(false, { kind: 'refused', why: `${manifest.refused.length} sheets were NOT released; the list says which and why.` });
    else if (MARS.every(form => forms.includes(form)) && manifest.ordersVerified !== manifest.ordersActive)
      fail(false, { kind: 'orders', why: 'Not every active order was proven to be on paper.' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    fail(options.json, {
      kind: 'not-written',
      why: `The PDFs could not be written to ${options.out} (${code}). The encrypted copy is untouched: free some space or choose another folder.`,
    });
  } finally {
    ledger.close();
  }
}

const oldManifest = z.object({ files: z.array(z.object({ file: z.string().regex(/^[^/\\]+\.pdf$/) })) });

/** Takes away the pack that stood here, so that old pages can't pass for new ones; anything else in the folder is not ours to touch. */
function clearOldPack(out: string): Result<null, { kind: 'not-empty'; why: string }> {
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const names = readdirSync(out);
  if (names.length === 0) return ok(null);
  const refuse = err({
    kind: 'not-empty' as const,
    why: `${out} is not empty and holds no earlier pack of ours: choose an empty folder, so that old pages can't be taken for new ones.`,
  });
  if (!names.includes('manifest.json')) return refuse;
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  } catch {
    return refuse;
  }
  const old = oldManifest.safeParse(parsed);
  if (!old.success) return refuse;
  const ours = new Set(['manifest.json', ...old.data.files.map(f => f.file)]);
  if (names.some(name => !ours.has(name))) return refuse;
  for (const name of names) rmSync(join(out, name));
  return ok(null);
}

function summary(m: PackManifest, out: string): string {
  const rows = m.files.map(f => [
    f.file,
    f.bed ?? 'no bed',
    String(f.orders),
    String(f.sheets.length),
    String(f.pages),
    String(f.warnings.length),
  ]);
  return [
    columns([['File', 'Bed', 'Orders', 'Sheets', 'Pages', 'Warnings'], ...rows]),
    `${m.patients} patients, ${m.sheets} sheets, ${m.pages} pages in ${out}`,
    `${m.ordersActive} active orders, ${m.ordersOnPaper} on paper, ${m.ordersVerified} verified by reading the PDFs back`,
    ...m.warnings,
    ...m.unread.map(u => `NO SHEETS FOR ${u.patient}: ${u.why}`),
    ...m.refused.map(r => `NOT RELEASED: ${r.sheet}: ${r.why}`),
  ].join('\n');
}
