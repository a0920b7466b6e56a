import type { FormKind } from './sheet.ts';
import type { Instant } from './time.ts';

/** An act on the ward. Appended, never changed; a correction is an event that names the one it corrects. */
export interface KioskEvent {
  /** Kiosk id and a running number: "4W-K1:17". Several kiosks serve one ward, so the kiosk is part of the key. */
  id: string;
  at: Instant;
  /** Who did it, as signed; "kiosk" for what the kiosk noticed by itself. */
  by: string;
  unit: string;
  act: Act;
}

/** What can have happened. */
export type Act =
  | { kind: 'outage-suspected'; reason: string }
  | { kind: 'suspicion-cleared'; reason: string }
  | { kind: 'outage-declared'; reason: string; drill: boolean; noticedAt: Instant | null }
  | { kind: 'recovery-started'; reason: string }
  | { kind: 'outage-closed'; reason: string }
  /** A pack's number is the running number of this event: two packs can never share it. */
  | { kind: 'pack-started'; generation: number; patients: number; forms: FormKind[] }
  | { kind: 'sheets-released'; pack: number; generation: number; sheets: ReleasedSheet[] };

/** A sheet that was rendered, read back, found whole and handed out. */
export interface ReleasedSheet {
  id: string;
  form: FormKind;
  /** Null for a sheet about several patients or about nobody yet. */
  patientId: string | null;
  pages: number;
}
