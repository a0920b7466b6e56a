import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Caller,
  LabelWish,
  NoCopy,
  NoLabels,
  PackFile,
  PackProgress,
  PrintPlan,
  Selection,
  UnitPacks,
} from '../contract.ts';
import type { ReleasedSheet } from '../domain/event.ts';
import { formOf, unknownForms, type FormDefinition, type FormUnknown } from '../domain/form.ts';
import type { LabelJob } from '../domain/label.ts';
import { spanWindow } from '../domain/medication-day.ts';
import { isDrill, type Outage } from '../domain/outage.ts';
import { paperNeeded, type DocumentPages, type PaperNeeded } from '../domain/paper-needed.ts';
import type { Envelope } from '../domain/standing-pack.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { minutesBetween } from '../domain/time.ts';
import type { Clock, Log } from '../ports.ts';
import type { Ledger } from '../store/ledger.ts';
import { siteOf, type Copy } from './charts.ts';
import {
  chosenCharts,
  needsCopy,
  packNumber,
  pdfName,
  sheetCount,
  stepCount,
  withoutSheets,
  type CountJob,
  type PackJob,
  type PackStep,
} from './pack.ts';

/** So many finished packs stay in memory for preview and saving; all of them can be made again. */
const KEPT = 3;

type Busy = { kind: 'busy'; why: string };
type Unknown = { kind: 'pack-unknown'; why: string };

export interface PacksOptions {
  /** `unit`: whose sheets they are. */
  count(job: CountJob): Promise<DocumentPages[]>;
  render(job: PackJob, signal: AbortSignal, step: (step: PackStep) => void, unit: string): Promise<unknown>;
  /** Sheets were handed out: paper made in advance has to name them when it replaces them. */
  handedOut(): void;
  /** Paper is not made in advance beside a pack. */
  aside(work: () => Promise<void>): Promise<void>;
  copy(unit: string): Result<Copy, NoCopy>;
  /** What the kiosk's own unit has as long as there is no copy: its rules, and nobody. */
  withoutCopy(): Copy;
  outage(unit: string): Outage;
  /** What opens the unit's standing packs, for the sheet that says so. */
  envelope?(unit: string): Envelope | null;
  ledger: Ledger;
  clock: Clock;
  log: Log;
  /** The kiosk's own. */
  unit: string;
  /** Label printers and label sheets by their names. */
  labels(wish: LabelWish): Result<LabelJob, NoLabels>;
  /** What the foot of sheets that are made now says of the audit; null while it has no entry. */
  auditHead?(): string | null;
  /** Where "save" writes; whoever can read this folder can read the patients. */
  printFolder: string;
  changed(): void;
}

export interface Packs {
  /** How much paper that takes, for hours of downtime to come. */
  count(selection: Selection): Promise<Result<PaperNeeded[], NoCopy | FormUnknown>>;
  plan(selection: Selection): Result<PrintPlan, NoCopy | FormUnknown>;
  start(selection: Selection, caller: Pick<Caller, 'name'>): Result<{ pack: number }, NoCopy | NoLabels | Busy | FormUnknown>;
  /** A pack for each unit, made one after the other; a unit without a copy is named and keeps no other from its sheets. */
  startEach(units: readonly string[], selection: Selection, caller: Pick<Caller, 'name'>): Result<UnitPacks, Busy>;
  progress(pack: number): Result<PackProgress, Unknown>;
  cancel(pack: number): void;
  /** What the foot of a pack's sheets says of the audit; null when it says nothing, or the pack is no longer in memory. */
  auditHead(pack: number): string | null;
  /** One PDF to look at. */
  pdf(pack: number, patientId: string | null): Result<{ name: string; base64: string }, Unknown>;
  /** One PDF that leaves the kiosk: its sheets count as printed. */
  take(pack: number, patientId: string | null): Result<{ name: string; base64: string }, Unknown>;
  /** The PDFs of a finished pack, in its order, handed out to a printer: their sheets count as printed. */
  files(pack: number): Result<{ file: PackFile; pdf: Uint8Array }[], Unknown>;
  save(pack: number): Result<{ folder: string; files: number }, Unknown | { kind: 'not-written'; why: string }>;
  /** What is in a pack; nothing when it is no longer in memory. */
  filesOf(pack: number): readonly PackFile[];
  /** The unit that a pack is of, when that is another than the kiosk's own. */
  otherUnit(pack: number): string | null;
  /** A pack is being made. */
  isBusy(): boolean;
}

interface Running {
  unit: string;
  progress: PackProgress;
  /** By whom and from which copy, as the ledger keeps it once sheets are handed out. */
  made: { pack: number; generation: number; drill: boolean; by: string };
  auditHead: string | null;
  pdfs: Map<string | null, { name: string; pdf: Uint8Array; released: ReleasedSheet[]; handedOut: boolean }>;
  abort: AbortController;
}

/** What is said of a pack that isn't there, or not for whoever asks. */
export const packUnknown = (pack: number): { ok: false; error: Unknown } =>
  err({ kind: 'pack-unknown', why: `Pack ${pack} is no longer in memory: make it again.` });

/** Makes packs of paper one at a time, keeps the last few for preview, and records which sheets were handed out. */
export function packService(options: PacksOptions): Packs {
  const packs = new Map<number, Running>();
  const find = (pack: number): Result<Running, Unknown> => {
    const found = packs.get(pack);
    return found ? ok(found) : packUnknown(pack);
  };

  /** What a pack is made from. Blank forms and those of the ward itself need no copy. */
  function madeFrom(unit: string, selection: Selection): Result<Copy, NoCopy | FormUnknown> {
    const found = options.copy(unit);
    const copy = found.ok || unit !== options.unit ? found : ok(options.withoutCopy());
    if (!copy.ok) return copy;
    const unknown = unknownForms(copy.value.rules.forms, selection.forms);
    if (unknown !== null) return err(unknown);
    return !found.ok && needsCopy(copy.value.rules.forms, selection) ? found : copy;
  }

  const isBusy = (): boolean => [...packs.values()].some(p => p.progress.state === 'rendering');
  const busy = (): Result<never, Busy> | null =>
    isBusy() ? err({ kind: 'busy', why: 'Another pack is being made: wait for it or cancel it.' }) : null;

  function start(selection: Selection, caller: Pick<Caller, 'name'>): ReturnType<Packs['start']> {
    const occupied = busy();
    if (occupied) return occupied;
    const begun = begin(options.unit, selection, caller);
    if (!begun.ok) return begun;
    forget(1);
    void options.aside(() => make(begun.value));
    return ok({ pack: begun.value.job.pack });
  }

  function startEach(
    units: readonly string[],
    selection: Selection,
    caller: Pick<Caller, 'name'>,
  ): ReturnType<Packs['startEach']> {
    const occupied = busy();
    if (occupied) return occupied;
    const asked = units.map(unit => ({ unit, begun: begin(unit, selection, caller, true) }));
    const begun = asked.flatMap(({ begun }) => (begun.ok ? [begun.value] : []));
    forget(begun.length);
    void options.aside(() => begun.reduce((before, next) => before.then(() => make(next)), Promise.resolve()));
    return ok({
      packs: begun.map(({ running, job }) => ({ unit: running.unit, pack: job.pack })),
      without: asked.flatMap(({ unit, begun }) => (begun.ok ? [] : [{ unit, why: begun.error.why }])),
    });
  }

  /** The phrase leaves its place only for the sheet that it stands on. */
  const envelopeFor = (unit: string, { forms }: Selection): Envelope | null =>
    (forms.includes('standing-envelope') && options.envelope?.(unit)) || null;

  /** Keeps the last few packs, and never fewer than were begun together. */
  const forget = (begun: number): void => {
    for (const old of [...packs.keys()].slice(0, -Math.max(KEPT, begun))) packs.delete(old);
  };

  function begin(
    unit: string,
    asked: Selection,
    caller: Pick<Caller, 'name'>,
    several = false,
  ): Result<{ running: Running; job: PackJob }, NoCopy | NoLabels | FormUnknown> {
    const copy = madeFrom(unit, asked);
    if (!copy.ok) return copy;
    const { rules } = copy.value;
    const selection = several || rules.separator ? withSeparator(asked, rules.forms) : asked;
    const labels = selection.labels ? options.labels(selection.labels) : null;
    if (labels && !labels.ok) return labels;
    const now = options.clock.now();
    const charts = chosenCharts({ copy: copy.value, selection, now });
    const act = {
      kind: 'pack-started' as const,
      generation: copy.value.generation,
      patients: charts.length,
      forms: selection.forms,
    };
    const started = options.ledger.append({ at: now, by: caller.name, unit, act });
    if (!started.ok) options.log.write('error', 'a pack could not be recorded in the ledger', { kind: started.error.kind });
    const pack = packNumber(started, now);
    const job = {
      copy: copy.value,
      selection,
      envelope: envelopeFor(unit, selection),
      outage: options.outage(unit),
      now,
      by: caller.name,
      run: options.ledger.run,
      pack,
      auditHead: options.auditHead?.() ?? null,
      ...(labels && { labels: labels.value }),
    };
    const running: Running = {
      unit,
      progress: {
        pack,
        state: 'rendering',
        done: 0,
        total: stepCount({ copy: copy.value, selection, now }),
        files: [],
        refused: withoutSheets({ copy: copy.value, selection }),
      },
      made: { pack, generation: copy.value.generation, drill: isDrill(job.outage), by: caller.name },
      auditHead: job.auditHead,
      pdfs: new Map(),
      abort: new AbortController(),
    };
    packs.set(pack, running);
    return ok({ running, job });
  }

  async function make({ running, job }: { running: Running; job: PackJob }): Promise<void> {
    const { unit, progress, pdfs, abort } = running;
    try {
      const step = (step: PackStep): void => {
        progress.done++;
        progress.refused.push(...step.refused);
        if (step.file && step.pdf) {
          progress.files.push(step.file);
          const name = pdfName(progress.done, step.file);
          pdfs.set(step.file.patientId, { name, pdf: step.pdf, released: step.released, handedOut: false });
        }
        options.changed();
      };
      if (!abort.signal.aborted) await options.render(job, abort.signal, step, unit);
    } catch (cause) {
      options.log.write('error', 'rendering broke', { error: cause instanceof Error ? cause.name : typeof cause });
      const missing = progress.total - progress.done;
      progress.refused.push({
        patient: `${missing} ${missing === 1 ? 'patient' : 'patients'}`,
        sheet: 'all their sheets',
        why: 'rendering broke inside the kiosk: make this pack again',
      });
    }
    progress.state = progress.done < progress.total && abort.signal.aborted ? 'cancelled' : 'done';
    options.changed();
  }

  /** What a selection would be made of now. */
  function planned(asked: Selection): Result<CountJob, NoCopy | FormUnknown> {
    const copy = madeFrom(options.unit, asked);
    if (!copy.ok) return copy;
    const { rules } = copy.value;
    const selection = rules.separator ? withSeparator(asked, rules.forms) : asked;
    return ok({ copy: copy.value, selection, now: options.clock.now(), envelope: envelopeFor(options.unit, selection) });
  }

  function pdfOf(pack: number, patientId: string | null): ReturnType<Packs['pdf']> {
    const found = find(pack);
    if (!found.ok) return found;
    const file = found.value.pdfs.get(patientId);
    if (!file) return err({ kind: 'pack-unknown', why: 'This patient has no released sheets in this pack.' });
    return ok({ name: file.name, base64: Buffer.from(file.pdf).toString('base64') });
  }

  /**
   * Records that PDFs leave the kiosk, each once: from then on their sheets take the place of older ones. What was only looked at takes no
   * sheet's place.
   */
  function handOut({ unit, made: { by, ...made }, pdfs }: Running, patients: readonly (string | null)[]): void {
    const leaving = patients.flatMap(patient => pdfs.get(patient) ?? []).filter(({ handedOut }) => !handedOut);
    if (leaving.length === 0) return;
    const act = {
      kind: 'sheets-released' as const,
      ...made,
      sheets: leaving.flatMap(({ released }) => released),
    };
    const recorded = options.ledger.append({ at: options.clock.now(), by, unit, act });
    if (!recorded.ok) {
      options.log.write('error', 'released sheets could not be recorded in the ledger', { kind: recorded.error.kind });
      return;
    }
    for (const pdf of leaving) pdf.handedOut = true;
    options.handedOut();
  }

  return {
    isBusy,
    filesOf: pack => packs.get(pack)?.progress.files ?? [],
    otherUnit(pack) {
      const unit = packs.get(pack)?.unit ?? options.unit;
      return unit === options.unit ? null : unit;
    },
    async count(selection) {
      const job = planned(selection);
      if (!job.ok) return job;
      const { span, from, hours } = selection;
      const window = spanWindow(span, from ?? job.value.now, hours, siteOf(job.value.copy));
      return ok(paperNeeded(await options.count(job.value), minutesBetween(window.from, window.to) / 60));
    },
    plan(selection) {
      const job = planned(selection);
      return job.ok ? ok({ patients: chosenCharts(job.value).length, sheets: sheetCount(job.value) }) : job;
    },
    start,
    startEach,
    progress(pack) {
      const found = find(pack);
      return found.ok ? ok(structuredClone(found.value.progress)) : found;
    },
    cancel(pack) {
      packs.get(pack)?.abort.abort();
    },
    auditHead: pack => packs.get(pack)?.auditHead ?? null,
    pdf: pdfOf,
    take(pack, patientId) {
      const found = pdfOf(pack, patientId);
      if (found.ok) handOut(packs.get(pack)!, [patientId]);
      return found;
    },
    files(pack) {
      const found = find(pack);
      if (!found.ok) return found;
      const { progress, pdfs } = found.value;
      handOut(found.value, [...pdfs.keys()]);
      // A separator comes out before what it separates.
      const inTurn = progress.files.toSorted((a, b) => Number(isSeparator(b)) - Number(isSeparator(a)));
      return ok(inTurn.map(file => ({ file, pdf: pdfs.get(file.patientId)!.pdf })));
    },
    save(pack) {
      const found = find(pack);
      if (!found.ok) return found;
      const folder = join(options.printFolder, `pack-${options.ledger.run}-${String(pack).padStart(4, '0')}`);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (const { name, pdf } of found.value.pdfs.values()) writeFileSync(join(folder, name), pdf, { mode: 0o600 });
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return err({
          kind: 'not-written',
          why: `The PDFs could not be written to ${folder} (${code}). They can still be previewed here: free some space or check the folder's rights, and save again.`,
        });
      }
      handOut(found.value, [...found.value.pdfs.keys()]);
      return ok({ folder, files: found.value.pdfs.size });
    },
  };
}

/** Everybody's own sheets with a page before them that says whose they are; anything else as it was asked for. */
function withSeparator(selection: Selection, forms: readonly FormDefinition[]): Selection {
  const everybodys =
    selection.patients === 'all' &&
    !selection.labels &&
    selection.forms.some(form => ['patient', 'whoever'].includes(formOf(forms, form).about));
  return everybodys ? { ...selection, forms: ['separator', ...selection.forms] } : selection;
}

const isSeparator = ({ sheets }: PackFile): boolean => sheets[0]?.form === 'separator';
