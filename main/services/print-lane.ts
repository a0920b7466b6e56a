import { setTimeout as wait } from 'node:timers/promises';
import type { KioskEvent } from '../domain/event.ts';
import type { PrintAct } from '../domain/print-act.ts';
import { mayHaveArrived, printerState, type PrinterFault, type PrinterState } from '../domain/printer.ts';
import { isOpen, jobName, pagesWords, type Print, type PrintedDocument } from '../domain/prints.ts';
import type { Result } from '../domain/result.ts';
import { onlyPages } from '../paper/only-pages.ts';
import type { JobLook, Printer } from '../ports.ts';
import type { PrintShelf } from '../store/print-shelf.ts';

/** So often a job that should be there, or a count that should be full, is looked for before it is given up. */
const PATIENT_LOOKS = 4;
/** So often, and this far apart in milliseconds, a cancelled job is asked after. */
const SETTLING_LOOKS = 20;
const SETTLING_MS = 250;

export interface LaneOptions {
  printer: Printer;
  shelf: PrintShelf;
  paper: 'letter' | 'a4';
  /** The prints of this kiosk. */
  prints(): Print[];
  /** Prints that are just being cancelled or moved: nothing more of them is handed over. */
  held: ReadonlySet<string>;
  record(act: PrintAct): Result<KioskEvent, { kind: string; why: string }>;
  /** So long a printer may take nothing, in milliseconds, before what waits for it is given back. */
  patienceMs: number;
}

/** One printer with what waits for it. Its calls run one after the other. */
export interface Lane {
  printer: Printer;
  /** As of the last look; null before the first. */
  state(): PrinterState | null;
  /** Why nothing moves, in words; null while it does. */
  trouble(): string | null;
  hasWork(): boolean;
  /** Looks at the printer, asks after what it has, hands over what it takes. */
  step(): Promise<void>;
  /** Takes back what the printer has of a print, as far as it lets go, and learns what came out until then. */
  withdraw(print: string): Promise<void>;
}

type Own = { print: Print; document: PrintedDocument };

/** The way of paper to one printer: handed over once, asked after by number and name, confirmed only by the printer's own count. */
export function printLane(options: LaneOptions): Lane {
  const { printer, shelf, record, held } = options;
  const { name } = printer.place;
  let state: PrinterState | null = null;
  let trouble: string | null = null;
  let progress = performance.now();
  let last: Promise<unknown> = Promise.resolve();
  const looks = new Map<string, number>();
  const letGo = new Set<string>();

  const own = (): Own[] =>
    options
      .prints()
      .flatMap(print =>
        print.documents.filter(each => each.printer === name && isOpen(each)).map(document => ({ print, document })),
      );
  const refOf = ({ print, document: { document, attempt } }: Own) => ({ print: print.id, document, attempt });
  const handedOver = ({ print, document }: Own): boolean =>
    document.state === 'waiting' && shelf.handed(print.id, document.document) !== null;
  /** Labels have no back. */
  const onBothSides = ({ labelSheet }: PrintedDocument): boolean => printer.place.duplex && labelSheet === null;
  const fail = (one: Own, certain: boolean, why: string): void =>
    void record({ kind: 'print-failed', ...refOf(one), certain, why });
  /** Has it been looked for often enough? */
  const patienceOver = (one: Own): boolean => {
    const key = jobName(one.print.id, one.document);
    looks.set(key, (looks.get(key) ?? 0) + 1);
    return looks.get(key)! >= PATIENT_LOOKS;
  };
  const inTrouble = ({ why }: PrinterFault): void => void (trouble = why);

  /** Whether the document was taken, or refused for good: then the next one may follow. */
  async function hand(one: Own): Promise<boolean> {
    const { print, document } = one;
    const job = jobName(print.id, document);
    const pdf = shelf.pdf(print.id, document.document);
    if (pdf === null) {
      fail(one, false, 'The kiosk no longer has its PDF: look what came out, and make the missing sheets again.');
      return true;
    }
    if (!shelf.claim(print.id, document.document, job)) return false;
    const cut = document.from > 1 ? onlyPages(pdf, document.from) : pdf;
    const paper = document.labelSheet ?? options.paper;
    const taken = await printer.print({ job, duplex: onBothSides(document), paper }, cut);
    if (taken.ok) {
      record({ kind: 'print-accepted', ...refOf(one), job: taken.value.id });
      progress = performance.now();
      return true;
    }
    inTrouble(taken.error);
    if (mayHaveArrived(taken.error)) return false;
    shelf.release(print.id, document.document);
    const forGood = taken.error.kind === 'format' || taken.error.kind === 'refused';
    if (forGood) fail(one, true, taken.error.why);
    return forGood;
  }

  /** What was being handed over when the kiosk or the line failed: the printer's list says whether it arrived. */
  async function lookFor(one: Own): Promise<void> {
    const wanted = shelf.handed(one.print.id, one.document.document);
    const listed = await printer.jobs();
    if (!listed.ok) return inTrouble(listed.error);
    const found = listed.value.find(job => job.name === wanted);
    if (found) return void record({ kind: 'print-accepted', ...refOf(one), job: found.id });
    if (patienceOver(one))
      fail(
        one,
        false,
        `The line to ${name} or the kiosk failed while this was handed over, and ${name} does not list it: look whether ${pagesWords(one.document)} came out.`,
      );
  }

  async function askAfter(one: Own): Promise<void> {
    const { print, document } = one;
    const wanted = jobName(print.id, document);
    let job = await printer.job(document.job!);
    if (job.ok ? job.value.name !== wanted : job.error.kind === 'no-such-job') {
      const listed = await printer.jobs();
      if (!listed.ok) return inTrouble(listed.error);
      const found = listed.value.find(each => each.name === wanted);
      if (!found)
        return fail(
          one,
          false,
          `${name} has forgotten this job, as after being switched off: look whether ${pagesWords(document)} came out.`,
        );
      job = { ok: true, value: found };
    }
    if (!job.ok) return inTrouble(job.error);
    told(one, job.value);
  }

  function told(one: Own, job: JobLook): void {
    const { document } = one;
    const count = job.impressions ?? (job.sheets === null ? null : job.sheets * (onBothSides(document) ? 2 : 1));
    const confirmed = Math.min(document.pages, document.from - 1 + (count ?? 0));
    if (confirmed > document.confirmed) {
      record({ kind: 'print-confirmed', ...refOf(one), pages: confirmed, of: document.pages, counted: 'printer' });
      progress = performance.now();
    }
    if (job.held && job.state === 'open')
      trouble = `${name} holds ${pagesWords(document)}: let it go on there, or cancel it here`;
    if (confirmed >= document.pages || job.state === 'open') return;
    const rest = pagesWords({ ...document, confirmed: Math.max(confirmed, document.confirmed) });
    if (job.state === 'completed') {
      if (!patienceOver(one)) return;
      return fail(one, false, `${name} says that it is done but did not count all pages: look whether ${rest} came out.`);
    }
    if (job.state === 'sent')
      return fail(one, false, `${name} took all of it and does not tell whether it printed: look whether ${rest} came out.`);
    const how = job.state === 'aborted' ? 'gave this job up' : 'cancelled this job';
    if (count === null) return fail(one, false, `${name} ${how} and counts no pages: look whether ${rest} came out.`);
    fail(one, true, `${name} ${how}: ${rest} did not come out.`);
  }

  /** A job that was moved away while the printer was silent must not come out of it later. */
  async function cancelLeftBehind(): Promise<void> {
    const left = options.prints().flatMap(print => print.documents.flatMap(document => document.leftBehind));
    for (const { printer: at, job, name: wanted } of left) {
      if (at !== name || letGo.has(wanted)) continue;
      const found = await printer.job(job);
      if (!found.ok && found.error.kind !== 'no-such-job') continue;
      if (found.ok && found.value.name === wanted && found.value.state === 'open') await printer.cancel(job);
      letGo.add(wanted);
    }
  }

  async function step(): Promise<void> {
    const look = await printer.look();
    state = printerState(look);
    trouble = state.state === 'stopped' || state.state === 'no-answer' ? state.words.join('; ') : null;
    if (look.ok) {
      await cancelLeftBehind();
      for (const one of own()) {
        if (one.document.state === 'accepted') await askAfter(one);
        else if (handedOver(one)) await lookFor(one);
      }
      await handWhatItTakes();
    }
    const waiting = own().filter(one => one.document.state === 'waiting' && !handedOver(one));
    if (waiting.length === 0 || own().some(one => one.document.state === 'accepted')) progress = performance.now();
    if (performance.now() - progress > options.patienceMs)
      for (const one of waiting) fail(one, true, `${name} took nothing for too long: ${trouble ?? 'it does not say why'}`);
  }

  async function handWhatItTakes(): Promise<void> {
    for (;;) {
      const open = own();
      const next = open.find(one => one.document.state === 'waiting' && !handedOver(one) && !held.has(one.print.id));
      if (!next || open.filter(one => one.document.state === 'accepted').length >= printer.ahead) return;
      if (!(await hand(next))) return;
    }
  }

  async function withdraw(print: string): Promise<void> {
    for (const one of own().filter(each => each.print.id === print && handedOver(each))) await lookFor(one);
    for (const one of own().filter(each => each.print.id === print && each.document.state === 'accepted')) {
      await printer.cancel(one.document.job!);
      await untilSettled(one);
    }
  }

  /** Asks after a cancelled job until the printer has let go of it; what it printed until then is counted. */
  async function untilSettled(one: Own): Promise<void> {
    const same = (other: Own): boolean =>
      other.print.id === one.print.id && other.document.document === one.document.document && other.document.state === 'accepted';
    for (let asked = 0; asked < SETTLING_LOOKS; asked++) {
      await askAfter(one);
      if (!own().some(same)) return;
      await wait(SETTLING_MS);
    }
  }

  /** After what the lane does already. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    printer,
    state: () => state,
    trouble: () => trouble,
    hasWork: () => own().length > 0,
    step: () => inTurn(step),
    withdraw: print => inTurn(() => withdraw(print)),
  };
}
