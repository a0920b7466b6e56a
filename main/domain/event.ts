import type { NumberBlock } from './number-block.ts';
import type { SheetSays } from './sheet-says.ts';
import type { FormKind } from './sheet.ts';
import type { PrintAct } from './print-act.ts';
import type { Instant } from './time.ts';
import type { ActCorrected, WardAct } from './ward/ward-act.ts';

/** An act on the ward. Appended, never changed; a correction is an event that names the one it corrects. */
export interface KioskEvent {
  /** Kiosk, code of its run and running number: "4W-K1:7F3QXH:17". Several kiosks serve one ward, and one may be restored: no key comes twice. */
  id: string;
  /** When it was recorded, by the wall clock of its kiosk; the ward's order is the ledger's, not this. */
  at: Instant;
  /** Who did it, as signed; "kiosk" for what the kiosk noticed by itself. */
  by: string;
  unit: string;
  act: Act;
}

/** What somebody declares: why, how far it reaches, and whether it is only practised. */
export interface Declaration {
  reason: string;
  drill: boolean;
  /** Announced beforehand, as for an upgrade. */
  planned: boolean;
  /** The systems that fail while the rest of the EHR works, in the ward's words; null when the whole EHR is gone. */
  degraded: string[] | null;
  /** When the kiosk noticed by itself; null when people came first. */
  noticedAt: Instant | null;
}

export interface OutageDeclared extends Declaration {
  kind: 'outage-declared';
}

/** What can have happened. */
export type Act =
  | WardAct
  | PrintAct
  | ActCorrected
  | { kind: 'outage-suspected'; reason: string }
  | { kind: 'suspicion-cleared'; reason: string }
  | OutageDeclared
  | { kind: 'recovery-started'; reason: string }
  | { kind: 'outage-closed'; reason: string }
  /** A running outage reaches further, or less far, than before: `degraded` as in its declaration. */
  | { kind: 'extent-changed'; degraded: string[] | null; reason: string }
  /** An outage that was closed by mistake goes on as it was; `outage` is the event that declared it. */
  | { kind: 'outage-reopened'; outage: string; reason: string }
  /** A step of the procedures was done, or is said not to be; `outage` is the event that declared it. */
  | { kind: 'step-ticked'; outage: string; step: string; done: boolean }
  /** A pack's number is the running number of this event: two packs can never share it. */
  | { kind: 'pack-started'; generation: number; patients: number; forms: FormKind[] }
  | { kind: 'sheets-released'; pack: number; generation: number; drill: boolean; sheets: ReleasedSheet[] }
  /** The standing pack is made and laid into these folders; its number is the running number of this event, as of any pack. */
  | { kind: 'standing-pack-started'; generation: number; folders: string[] }
  /** A downtime that is planned, with its start, and its withdrawal; `announcement` is the event that announced it. */
  | { kind: 'downtime-announced'; start: Instant; reason: string }
  | { kind: 'announcement-withdrawn'; announcement: string; reason: string }
  /** The kiosk begins to print by itself; `occasion` is what for, so that it is done once. */
  | { kind: 'paper-ahead'; occasion: string; why: string; pack: number }
  /** Blocks of downtime numbers that this kiosk may issue from, out of a hospital's book of blocks. */
  | { kind: 'blocks-imported'; book: string; kiosk: string; claim: string; blocks: NumberBlock[] }
  /** A downtime number as written, never to be issued again; `alias`: what an unknown patient is called with it. */
  | { kind: 'number-issued'; number: string; alias: string | null };

/** A sheet that was rendered, read back, found whole and handed out. */
export interface ReleasedSheet {
  id: string;
  form: FormKind;
  /** Null for a sheet about several patients or about nobody yet. */
  patientId: string | null;
  pages: number;
  /** The hours it is about; null when it is about none, or an older version did not say. */
  period: { from: Instant; to: Instant } | null;
  /** What it says, for the sheet that takes its place; null for forms that are not compared. */
  says: SheetSays | null;
}
