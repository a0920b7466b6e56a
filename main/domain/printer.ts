import type { LabelStock } from './label.ts';
import { unreachable } from './result.ts';

/** A printer as the site lists it. */
export interface PrinterPlace {
  /** As the ward calls it: "4W-PRN1". */
  name: string;
  /** Its IPP address: `ipp://…` or `ipps://…`; of a label printer `socket://host:9100`. */
  uri: string;
  /** Prints on both sides. */
  duplex: boolean;
  /** The tray to take paper from, by its IPP keyword ("tray-2"); null: the printer chooses. */
  tray: string | null;
  /** File with the printer's certificate or that of who signed it; null: as this computer trusts. */
  certificate: string | null;
  /** What a label printer is loaded with; null for a printer of pages. */
  label: LabelStock | null;
}

/** What a printer says is wrong with it, in our own words; `other` keeps the printer's. */
export const TROUBLES = [
  'out-of-paper',
  'jam',
  'open',
  'tray-missing',
  'tray-full',
  'toner-empty',
  'toner-low',
  'paper-low',
  'offline',
  'paused',
  'out-of-labels',
  'ribbon-out',
  'untold',
  'other',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** One of a printer's reasons for its state. */
export interface PrinterReason {
  trouble: Trouble;
  /** The printer's own keyword (RFC 8011, 5.4.12), without its severity. */
  keyword: string;
}

/** What a printer said of itself when it was looked at. */
export interface PrinterLook {
  state: 'idle' | 'processing' | 'stopped';
  reasons: PrinterReason[];
  accepting: boolean;
  /** Takes PDF as it is; null when it doesn't say. */
  takesPdf: boolean | null;
  /** Prints on both sides; null when it doesn't say. */
  duplex: boolean | null;
}

/** Keywords by what they begin with, for IANA's IPP registry and what printers make of it; the first that fits counts. */
const KEYWORDS: [RegExp, Trouble][] = [
  [/^media-(empty|needed)/, 'out-of-paper'],
  [/^media-jam/, 'jam'],
  [/^media-low/, 'paper-low'],
  [/^(door|cover|interlock)-open/, 'open'],
  [/^input-tray-missing/, 'tray-missing'],
  [/^output-(area|tray|bin|mailbox)-full/, 'tray-full'],
  [/^(toner|marker-supply|marker-ink|developer|marker-toner)-(cartridge-)?(empty|missing)/, 'toner-empty'],
  [/^(toner|marker-supply|marker-ink|developer|marker-toner)-(almost-empty|low)/, 'toner-low'],
  [/^(offline|shutdown|connecting-to-device|timed-out)/, 'offline'],
  [/^(paused|moving-to-paused|stopped-partly|hold-new-jobs|deactivated)/, 'paused'],
];

/** The meaning of a `printer-state-reasons` keyword; null for "none". The severity after it is cut off: printers grade the same thing differently. */
export function reasonOf(said: string): PrinterReason | null {
  const keyword = said.replace(/-(report|warning|error)$/, '');
  if (keyword === '' || keyword === 'none') return null;
  return { trouble: KEYWORDS.find(([pattern]) => pattern.test(keyword))?.[1] ?? 'other', keyword };
}

/** Is this why no paper comes out? A printer goes on with little toner or paper, and with what we don't know if it says that it works. */
export const stopsPaper = ({ trouble }: PrinterReason): boolean =>
  trouble !== 'toner-low' && trouble !== 'paper-low' && trouble !== 'untold' && trouble !== 'other';

/** What the printer says is wrong and what to do about it: "out of paper: add paper, it continues by itself". */
export function reasonWords({ trouble, keyword }: PrinterReason): string {
  switch (trouble) {
    case 'out-of-paper':
      return 'out of paper: add paper, it continues by itself';
    case 'jam':
      return 'paper is jammed: take it out and shut the printer, it continues by itself';
    case 'open':
      return 'a door or cover is open: shut it, it continues by itself';
    case 'tray-missing':
      return 'a paper tray is missing: push it in';
    case 'tray-full':
      return 'the tray that paper comes out to is full: take the paper out';
    case 'toner-empty':
      return 'toner is empty: change it';
    case 'toner-low':
      return 'toner is low: it still prints, have a new one ready';
    case 'paper-low':
      return 'little paper is left: add some';
    case 'offline':
      return 'offline: look whether it is switched on and connected';
    case 'paused':
      return 'paused: somebody has to let it go on, at the printer itself';
    case 'out-of-labels':
      return 'out of labels: put in a new roll, it continues by itself';
    case 'ribbon-out':
      return 'the ribbon is used up: change it, it continues by itself';
    case 'untold':
      return 'it takes labels but does not tell whether it prints them: look there';
    case 'other':
      return `it says “${keyword}”: look at its display`;
    default:
      return unreachable(trouble);
  }
}

/** Why the printer could not do what it was asked. `why` is one clear sentence without patient data. */
export interface PrinterFault {
  kind:
    | 'unreachable' // no connection: DNS, refused, no route
    | 'untrusted' // TLS
    | 'silent' // did not answer in time
    | 'broken-off' // the connection ended before the answer
    | 'not-a-printer' // answers, but not in IPP
    | 'busy'
    | 'not-accepting'
    | 'format' // does not take PDF
    | 'no-such-job'
    | 'refused';
  why: string;
}

/** May a document have reached the printer although handing it over failed? Then it must not simply be sent again. */
export const mayHaveArrived = ({ kind }: PrinterFault): boolean =>
  kind === 'silent' || kind === 'broken-off' || kind === 'not-a-printer';

/** How a printer is, in a word for a list and sentences for whoever has to help. */
export interface PrinterState {
  state: 'ready' | 'printing' | 'attention' | 'stopped' | 'no-answer';
  words: string[];
}

/** A look, or why there is none, as the ward reads it. */
export function printerState(look: { ok: true; value: PrinterLook } | { ok: false; error: PrinterFault }): PrinterState {
  if (!look.ok) return { state: 'no-answer', words: [look.error.why] };
  const { state, reasons, accepting, takesPdf } = look.value;
  const words = [
    ...(takesPdf === false ? ['it does not take PDF: use another printer'] : []),
    ...(accepting ? [] : ['it takes no new jobs']),
    ...reasons.map(reasonWords),
  ];
  if (state === 'stopped' || !accepting || takesPdf === false || reasons.some(stopsPaper))
    return { state: 'stopped', words: words.length > 0 ? words : ['it has stopped and does not say why: look at its display'] };
  if (words.length > 0) return { state: 'attention', words };
  return { state: state === 'processing' ? 'printing' : 'ready', words: [] };
}
