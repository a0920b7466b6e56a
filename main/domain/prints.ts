import type { KioskEvent } from './event.ts';
import { kioskOf } from './event-record.ts';
import type { PrintAct, QueuedDocument } from './print-act.ts';
import { unreachable } from './result.ts';
import type { Instant } from './time.ts';

/** A document on its way to paper. */
export interface PrintedDocument extends QueuedDocument {
  /** Where it is printed. */
  printer: string;
  attempt: number;
  /** First page of this attempt, from 1: what an earlier one confirmed is not printed again. */
  from: number;
  /** The printer's number of the job; null until it took the document. */
  job: number | null;
  /** Pages 1 to this one have come out. */
  confirmed: number;
  /**
   * `unknown`: nobody can say without looking whether the pages that aren't confirmed came out; `failed` and `cancelled`: they did not.
   */
  state: 'waiting' | 'accepted' | 'done' | 'failed' | 'unknown' | 'cancelled';
  why: string | null;
  /** What may come out twice, because a printer that took it could not be asked when it was moved. */
  doubts: string[];
  /** Jobs that were moved away from a printer that did not answer: they are cancelled there as soon as it does. */
  leftBehind: { printer: string; job: number; name: string }[];
}

/** A pack given to a printer. */
export interface Print {
  id: string;
  at: Instant;
  by: string;
  kiosk: string;
  pack: number;
  /** Whose sheets they are; null: the kiosk's own unit. */
  unit: string | null;
  documents: PrintedDocument[];
}

/** The job's name at the printer: no patient's name or number, and never the same for two attempts. */
export const jobName = (print: string, { document, attempt }: Pick<PrintedDocument, 'document' | 'attempt'>): string =>
  `${print}.${document}.${attempt}`;

/** Is paper still expected of it? */
export const isOpen = ({ state }: PrintedDocument): boolean => state === 'waiting' || state === 'accepted';

/** What was given to printers and what came of it, oldest first. */
export function printsOf(events: readonly KioskEvent[]): Print[] {
  const prints = new Map<string, Print>();
  for (const event of events) {
    const { act } = event;
    if (!isPrintAct(act)) continue;
    if (act.kind === 'print-queued') prints.set(act.print, queued(event, act));
    else for (const document of prints.get(act.print)?.documents ?? []) apply(act, document, act.print);
  }
  return [...prints.values()];
}

const isPrintAct = (act: KioskEvent['act']): act is PrintAct => act.kind.startsWith('print-');

const queued = ({ id, at, by }: KioskEvent, act: PrintAct & { kind: 'print-queued' }): Print => ({
  id: act.print,
  at,
  by,
  kiosk: kioskOf(id),
  pack: act.pack,
  unit: act.unit,
  documents: act.documents.map(document => ({
    ...document,
    printer: act.printer,
    attempt: 1,
    from: 1,
    job: null,
    confirmed: 0,
    state: 'waiting',
    why: null,
    doubts: [],
    leftBehind: [],
  })),
});

/** Paper that is there stays there: a later act takes no confirmed page back. */
function apply(act: Exclude<PrintAct, { kind: 'print-queued' }>, document: PrintedDocument, print: string): void {
  if (document.state === 'done') return;
  switch (act.kind) {
    case 'print-accepted':
      if (concerns(act, document)) Object.assign(document, { state: 'accepted', job: act.job, why: null });
      return;
    case 'print-confirmed':
      if (!concerns(act, document)) return;
      document.confirmed = Math.max(document.confirmed, act.pages);
      if (document.confirmed >= document.pages) Object.assign(document, { state: 'done', why: null });
      return;
    case 'print-failed':
      if (concerns(act, document)) Object.assign(document, { state: act.certain ? 'failed' : 'unknown', why: act.why });
      return;
    case 'print-cancelled':
      if (act.documents.includes(document.document)) Object.assign(document, { state: 'cancelled', why: null });
      return;
    case 'print-moved': {
      const moved = act.documents.find(each => each.document === document.document);
      if (!moved) return;
      const { printer, job, state } = document;
      if (state === 'accepted' && job !== null) document.leftBehind.push({ printer, job, name: jobName(print, document) });
      if (act.doubt !== null && moved.unclear) document.doubts.push(act.doubt);
      Object.assign(document, {
        state: 'waiting',
        printer: act.printer,
        from: moved.from,
        attempt: document.attempt + 1,
        job: null,
        why: null,
      });
      return;
    }
    default:
      unreachable(act);
  }
}

const concerns = (act: { document: number; attempt: number }, document: PrintedDocument): boolean =>
  act.document === document.document && act.attempt === document.attempt;

/** "bed 12, pages 2 to 4", "bed 12, labels 1 to 30". */
export function pagesWords({ bed, confirmed, pages, patientId, stock }: PrintedDocument): string {
  const whose = bed !== null ? `bed ${bed}` : patientId === null ? 'the unit’s own sheets' : 'a patient without a bed';
  const first = confirmed + 1;
  const what = stock === null ? 'page' : 'label';
  return first === pages ? `${whose}, ${what} ${pages}` : `${whose}, ${what}s ${first} to ${pages}`;
}
