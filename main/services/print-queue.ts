import type { PackFile, PrinterShown, PrintFault, PrintShown } from '../contract.ts';
import type { KioskEvent } from '../domain/event.ts';
import type { PrintAct, QueuedDocument } from '../domain/print-act.ts';
import { stockWords } from '../domain/label.ts';
import { isOpen, pagesWords, printsOf, type Print, type PrintedDocument } from '../domain/prints.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { epochMs } from '../domain/time.ts';
import { onlyPages } from '../paper/only-pages.ts';
import type { Clock, Log, Printer } from '../ports.ts';
import type { StoreFault } from '../store/fault.ts';
import type { Ledger } from '../store/ledger.ts';
import type { PrintShelf } from '../store/print-shelf.ts';
import { printLane, type Lane } from './print-lane.ts';

/** So long what is done or cancelled stays in the list, in hours. */
const KEPT_HOURS = 24;

export interface PrintQueueOptions {
  /** The unit's printers, in the order in which they are tried. */
  printers: Printer[];
  shelf: Result<PrintShelf, StoreFault>;
  ledger: Ledger;
  clock: Clock;
  log: Log;
  unit: string;
  kiosk: string;
  paper: 'letter' | 'a4';
  /** The released PDFs of a pack. */
  files(pack: number): Result<{ file: PackFile; pdf: Uint8Array }[], { kind: 'pack-unknown'; why: string }>;
  /** The unit that a pack is of, when that is another than the kiosk's own. */
  otherUnit(pack: number): string | null;
  /** A print moved on. */
  changed(): void;
  printersChanged(): void;
  /** Milliseconds between two looks at a printer that prints, and at one that doesn't; how long one may take nothing. */
  times?: { watchMs: number; restMs: number; patienceMs: number };
}

/** A page of a document that was printed, or should have been. */
type PageAgain = NonNullable<QueuedDocument['again']>;

/** What waits for printers: it survives a restart, prints nothing twice, and says of every page what is known. */
export interface PrintQueue {
  printers(): PrinterShown[];
  start(pack: number, printer: string, by: string): Result<{ print: string }, PrintFault>;
  /** Prints one page of a document once more, as after a jam. */
  again(page: PageAgain, printer: string, by: string): Result<{ print: string }, PrintFault>;
  shown(): PrintShown[];
  cancel(print: string, by: string): Promise<Result<null, PrintFault>>;
  move(print: string, printer: string, anyway: boolean, by: string): Promise<Result<null, PrintFault>>;
  settle(print: string, by: string): Result<null, PrintFault>;
  /** The documents that went to a printer. */
  documents(print: string): readonly QueuedDocument[];
  /** The unit that a print is of, when that is another than the kiosk's own. */
  otherUnit(print: string): string | null;
  /** Something waits for a printer, or is with one. */
  isBusy(): boolean;
  close(): Promise<void>;
}

/** Opens the queue and takes up what an earlier run of this kiosk left in it. */
export function printQueue(options: PrintQueueOptions): PrintQueue {
  const { ledger, clock, log, unit, kiosk } = options;
  const { watchMs, restMs, patienceMs } = options.times ?? { watchMs: 1000, restMs: 60_000, patienceMs: 30 * 60_000 };
  const shelf = options.shelf.ok ? options.shelf.value : null;
  const held = new Set<string>();
  const stop = new AbortController();
  const wakes = new Set<() => void>();

  let folded: { events: readonly KioskEvent[]; prints: Print[] } | null = null;
  const prints = (): Print[] => {
    const events = ledger.events(unit);
    if (folded?.events !== events) folded = { events, prints: printsOf(events).filter(print => print.kiosk === kiosk) };
    return folded.prints;
  };
  const record = (act: PrintAct, by = 'kiosk'): Result<KioskEvent, PrintFault> => {
    const recorded = ledger.append({ at: clock.now(), by, unit, act });
    if (recorded.ok) options.changed();
    else log.write('error', 'a step of printing could not be recorded', { act: act.kind, kind: recorded.error.kind });
    return recorded.ok ? recorded : err({ kind: 'not-recorded', why: `This could not be recorded: ${recorded.error.why}` });
  };

  const lanes: Lane[] = shelf
    ? options.printers.map(printer => printLane({ printer, shelf, paper: options.paper, prints, held, record, patienceMs }))
    : [];
  const laneOf = (name: string): Lane | undefined => lanes.find(lane => lane.printer.place.name === name);

  /** Pages go to printers of pages; labels where just these are loaded. */
  const fits = (name: string, stock: string | null): boolean => {
    const label = laneOf(name)?.printer.place.label ?? null;
    return (label && stockWords(label)) === stock;
  };

  const isCurrent = ({ at, documents }: Print): boolean =>
    documents.some(each => isOpen(each) || each.state === 'unknown' || each.state === 'failed') ||
    epochMs(clock.now()) - epochMs(at) < KEPT_HOURS * 3_600_000;
  shelf?.keepOnly(
    prints()
      .filter(isCurrent)
      .map(print => print.id),
  );
  giveBackOfUnlisted();

  /** What waited for a printer that the site no longer lists can't be printed there. */
  function giveBackOfUnlisted(): void {
    for (const { id: print, documents } of prints())
      for (const { document, attempt, printer, state } of documents.filter(isOpen))
        if (!laneOf(printer))
          record({
            kind: 'print-failed',
            print,
            document,
            attempt,
            certain: state === 'waiting' && shelf !== null && shelf.handed(print, document) === null,
            why: `${printer} is no longer a printer of this unit: print the rest on another one.`,
          });
  }

  /** Until a step is due, or somebody asked for one. */
  const rest = (ms: number): Promise<void> =>
    new Promise(resolve => {
      const end = (): void => {
        clearTimeout(timer);
        wakes.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      timer.unref();
      wakes.add(end);
    });
  const wake = (): void => wakes.forEach(end => end());

  async function run(lane: Lane): Promise<void> {
    while (!stop.signal.aborted) {
      const before = JSON.stringify([lane.state(), lane.trouble()]);
      await lane.step().catch((cause: unknown) => {
        log.write('error', 'a step of printing broke', { error: cause instanceof Error ? cause.name : typeof cause });
      });
      if (JSON.stringify([lane.state(), lane.trouble()]) !== before) {
        options.printersChanged();
        options.changed();
      }
      if (!stop.signal.aborted) await rest(lane.hasWork() ? watchMs : restMs);
    }
  }
  const runs = lanes.map(run);

  function start(pack: number, name: string, by: string): Result<{ print: string }, PrintFault> {
    if (!options.shelf.ok) return err({ kind: 'not-recorded', why: options.shelf.error.why });
    if (!laneOf(name)) return err(unknownPrinter(name));
    const files = options.files(pack);
    if (!files.ok) return files;
    const foreign = files.value.find(({ file }) => !fits(name, file.stock ?? null));
    if (foreign) return err(otherStock(name, foreign.file.stock ?? null));
    if (files.value.length === 0) return err({ kind: 'nothing', why: 'This pack has no released sheets to print.' });
    const documents = files.value.map(({ file: { patientId, bed, sheets, pages, stock, labelSheet }, pdf }) => ({
      pdf,
      said: {
        patientId,
        bed,
        sheets: sheets.map(sheet => sheet.id),
        pages,
        stock: stock ?? null,
        labelSheet: labelSheet ?? null,
        again: null,
      },
    }));
    return enqueue(options.shelf.value, { pack, unit: options.otherUnit(pack) }, name, documents, by);
  }

  /** Keeps the PDFs and records that they are to be printed, in this order. */
  function enqueue(
    on: PrintShelf,
    { pack, unit: of }: Pick<Print, 'pack' | 'unit'>,
    name: string,
    wanted: readonly { pdf: Uint8Array; said: Omit<QueuedDocument, 'document'> }[],
    by: string,
  ): Result<{ print: string }, PrintFault> {
    const earlier = prints().filter(each => each.pack === pack).length;
    const print = `${kiosk}-${ledger.run}-${pack}-${earlier + 1}`;
    const put = on.put(
      print,
      wanted.map(({ pdf }, i) => ({ document: i + 1, pdf })),
    );
    if (!put.ok) return err({ kind: 'not-recorded', why: put.error.why });
    const documents = wanted.map(({ said }, i) => ({ document: i + 1, ...said }));
    const queued = record({ kind: 'print-queued', print, pack, unit: of, printer: name, documents }, by);
    if (!queued.ok) return queued;
    wake();
    return ok({ print });
  }

  function again({ print, document, page }: PageAgain, name: string, by: string): Result<{ print: string }, PrintFault> {
    if (!options.shelf.ok) return err({ kind: 'not-recorded', why: options.shelf.error.why });
    if (!laneOf(name)) return err(unknownPrinter(name));
    const of = prints().find(each => each.id === print);
    const found = of?.documents.find(each => each.document === document);
    if (!of || !found) return err(PRINT_UNKNOWN);
    if (!fits(name, found.stock)) return err(otherStock(name, found.stock));
    if (found.stock !== null)
      return err({ kind: 'nothing', why: 'A label is printed again from the patient’s page: this is no page.' });
    if (page > found.pages)
      return err({ kind: 'nothing', why: `${pagesWords({ ...found, confirmed: 0 })}: there is no page ${page}.` });
    const pdf = options.shelf.value.pdf(print, document);
    if (pdf === null)
      return err({ kind: 'nothing', why: 'The kiosk no longer has its PDF: make the sheets again and print them.' });
    const { patientId, bed, sheets, labelSheet, stock } = found;
    const said = { patientId, bed, sheets, stock, labelSheet, pages: 1, again: { print, document, page } };
    return enqueue(options.shelf.value, of, name, [{ pdf: onlyPages(pdf, page, page), said }], by);
  }

  /** Takes a print back from its printers; what stays unclear is open or unknown afterwards. */
  async function takeBack(print: string): Promise<void> {
    for (const lane of lanes) await lane.withdraw(print);
  }

  /** Holds a print while it is changed, so that nothing more of it is handed over meanwhile. */
  async function whileHeld<T>(
    id: string,
    change: (print: () => Print) => Promise<Result<T, PrintFault>>,
  ): Promise<Result<T, PrintFault>> {
    const find = (): Print | undefined => prints().find(print => print.id === id);
    if (!find()) return err(PRINT_UNKNOWN);
    held.add(id);
    try {
      await takeBack(id);
      return await change(() => find()!);
    } finally {
      held.delete(id);
      wake();
    }
  }

  const cancel = (id: string, by: string): Promise<Result<null, PrintFault>> =>
    whileHeld(id, async print => {
      const left = print().documents.filter(each => each.state !== 'unknown' && isUnclear(id, each));
      const documents = print().documents.filter(each => each.state !== 'done' && !left.includes(each));
      const recorded = record({ kind: 'print-cancelled', print: id, documents: documents.map(each => each.document) }, by);
      if (!recorded.ok) return recorded;
      return left.length === 0 ? ok(null) : err({ kind: 'not-cancelled', why: `The rest is cancelled. ${doubtOf(left)}` });
    });

  const move = (id: string, name: string, anyway: boolean, by: string): Promise<Result<null, PrintFault>> =>
    whileHeld(id, async print => {
      if (!laneOf(name)) return err(unknownPrinter(name));
      const left = print().documents.filter(each => each.state !== 'done');
      const foreign = left.find(each => !fits(name, each.stock));
      if (foreign) return err(otherStock(name, foreign.stock));
      if (left.length === 0)
        return err({ kind: 'nothing', why: 'Every page of this print is confirmed: nothing is left to print.' });
      const unclear = left.filter(each => isUnclear(id, each));
      const doubt = unclear.length === 0 ? null : doubtOf(unclear);
      if (doubt !== null && !anyway) return err({ kind: 'to-confirm', why: doubt });
      const documents = left.map(each => ({
        document: each.document,
        from: each.confirmed + 1,
        unclear: unclear.includes(each),
      }));
      const recorded = record({ kind: 'print-moved', print: id, printer: name, documents, doubt }, by);
      if (!recorded.ok) return recorded;
      for (const { document } of documents) shelf?.release(id, document);
      return ok(null);
    });

  /** Could its pages still come out, or have come out? */
  const isUnclear = (print: string, { document, state }: PrintedDocument): boolean =>
    state === 'accepted' ||
    state === 'unknown' ||
    (state === 'waiting' && shelf !== null && shelf.handed(print, document) !== null);

  return {
    printers: () =>
      options.printers.map(({ place: { name, duplex, label } }) => ({
        name,
        duplex,
        state: laneOf(name)?.state() ?? null,
        stock: label,
      })),
    start,
    again,
    shown: () =>
      prints()
        .filter(isCurrent)
        .map(print => ({ ...print, troubles: troublesOf(print) }))
        .reverse(),
    cancel,
    move,
    settle(id, by) {
      const unknown = prints()
        .find(print => print.id === id)
        ?.documents.filter(each => each.state === 'unknown');
      if (!unknown) return err(PRINT_UNKNOWN);
      for (const { document, attempt, pages } of unknown) {
        const said = record({ kind: 'print-confirmed', print: id, document, attempt, pages, of: pages, counted: 'person' }, by);
        if (!said.ok) return said;
      }
      return ok(null);
    },
    documents: id => prints().find(print => print.id === id)?.documents ?? [],
    otherUnit: id => prints().find(print => print.id === id)?.unit ?? null,
    isBusy: () => prints().some(({ documents }) => documents.some(isOpen)),
    async close() {
      stop.abort();
      wake();
      await Promise.all(runs);
      for (const printer of options.printers) printer.close();
      shelf?.close();
    },
  };

  function troublesOf({ documents }: Print): string[] {
    const open = new Set(documents.filter(isOpen).map(each => each.printer));
    return [...open].flatMap(name => {
      const trouble = laneOf(name)?.trouble() ?? null;
      return trouble === null ? [] : [trouble.startsWith(name) ? trouble : `${name}: ${trouble}`];
    });
  }
}

/** There is no such print, or none that may be seen. */
export const PRINT_UNKNOWN: PrintFault = { kind: 'print-unknown', why: 'This print is not known here.' };

const unknownPrinter = (name: string): PrintFault => ({
  kind: 'printer-unknown',
  why: `${name} is not a printer of this unit.`,
});

const otherStock = (name: string, stock: string | null): PrintFault => ({
  kind: 'other-stock',
  why:
    stock === null
      ? `${name} prints labels, and these are pages: choose a printer of pages.`
      : `These were made for ${stock}, which ${name} does not have: choose a printer with the same, or make them for ${name}.`,
});

/** What may come out, or may have, although nobody counted it. */
function doubtOf(documents: PrintedDocument[]): string {
  const said = documents.map(each => `${pagesWords(each)} (${each.printer})`);
  return `It is not certain that these did not, or will not, come out: ${said.join('; ')}. Look there, and keep each page only once.`;
}
