import { z } from 'zod';
import type { EhrHealth } from './domain/ehr-health.ts';
import { auditExportAsked, auditPageAsked, type AuditShown } from './domain/audit-shown.ts';
import type { FormShown, FormUnknown } from './domain/form.ts';
import type { Freshness } from './domain/freshness.ts';
import type { Outage, OutageRecord } from './domain/outage.ts';
import type { LabelStock } from './domain/label.ts';
import type { PaperNeeded } from './domain/paper-needed.ts';
import type { PrinterState } from './domain/printer.ts';
import type { Print } from './domain/prints.ts';
import type { AheadPrint, AheadRules, Announced } from './domain/paper-ahead.ts';
import type { PlaceShown } from './domain/standing-pack.ts';
import type { Phone, StepShown, TickedOutage } from './domain/procedure.ts';
import type { PrintedSheet } from './domain/printed-sheets.ts';
import type { Result } from './domain/result.ts';
import type { Identity } from './domain/patient.ts';
import { SPANS } from './domain/medication-day.ts';
import type { DeskPart, DeskSilence } from './domain/pharmacy/desk-parts.ts';
import { LIST_KINDS } from './domain/pharmacy/lists.ts';
import type { Right } from './domain/right.ts';
import { ROLES, type Role } from './domain/role.ts';
import type { FormKind } from './domain/sheet.ts';
import type { Shift, Site } from './domain/site.ts';
import type { Instant, Zone } from './domain/time.ts';
import type { PatientView, WardRow } from './domain/view.ts';
import type { AdtEntry } from './domain/ward/adt-log.ts';
import type { SaidDose } from './domain/ward/dose-checks.ts';
import type { CheckedOrder } from './domain/ward/order-check.ts';
import type { OrderChoices, OrderRefusal, OrderStepSaid, TypedOrder, WrittenDown } from './domain/ward/typed-order.ts';
import type { UnverifiedAct } from './domain/ward/unverified.ts';
import type { MergeRow } from './domain/ward/merge-list.ts';
import type { FieldFaults } from './domain/ward/written-walk-in.ts';

/** Who is calling, decided by who is signed in at that window, never by the message. */
export interface Caller {
  /** As it stands on paper and in the ledger; with "break-glass" where the envelope was opened. */
  name: string;
  role: Role;
  /** The user name; null where nobody signs in, and for whoever opened the envelope. */
  user: string | null;
  /** Why the sealed envelope was opened; null for whoever signed in. */
  breakGlass: string | null;
}

/** One method of the app: what goes in (checked at run time), what comes out (checked by the compiler), which right it takes. */
export interface Method<I, O> {
  input: z.ZodType<I>;
  /** Null where nobody has to be signed in. */
  right: Right | null;
  /** Never present at run time: carries the output's type. */
  output?: O;
}
const method =
  <O>() =>
  <I>(right: Right | null, input: z.ZodType<I>): Method<I, O> => ({ right, input });

/** How the EHR is, since when, and why it isn't well. */
export type EhrReach = Pick<EhrHealth, 'state' | 'since' | 'reason'>;

/** All the banner and the readiness page need. */
export interface Status {
  now: Instant;
  institution: string;
  unit: string;
  kiosk: string;
  zone: Zone;
  host: 'electron' | 'browser';
  caller: Caller;
  /** Generation number and age of the copy on show; null when there is no copy. */
  copy: { generation: number; asOf: Instant; freshness: Freshness; patients: number; source: string } | null;
  /** Copies that were skipped because they did not verify, in words. */
  skipped: string[];
  ehr: EhrReach;
  outage: Outage;
  refresh: {
    running: boolean;
    done: number;
    total: number;
    lastAttempt: Instant | null;
    lastFault: string | null;
    everyMinutes: number;
  };
  /** Where the site's shifts and days begin: what the next shift is, and how far a MAR goes. */
  shifts: Shift[];
  startOfDay: string;
  /** Doses are typed in here from paper; the reasons of one that was not given, by the site's letters. */
  charting: { on: boolean; omitted: Site['omittedDoseCodes'] };
  /** What can fail while the rest of the EHR works, as the site words it. */
  systems: string[];
  /** Every form that this kiosk prints, in the order in which they are printed. */
  forms: FormShown[];
  paper: PaperReady;
  /** The unit's printers, in the order in which they are tried; empty when the site lists none. */
  printers: PrinterShown[];
  /** The sheets of labels that the site knows, and how many labels each has. */
  labelSheets: { name: string; labels: number }[];
  /** The unit's sheets as encrypted PDFs in second places; null where the site names none. */
  standing: StandingShown | null;
  /** What is printed before anybody asks for it; null where the site doesn't want it. */
  ahead: AheadShown | null;
  /** Plain weaknesses of this installation: "The key is kept in a file". */
  weaknesses: string[];
}

/** The standing packs: a copy of everybody's sheets for when this computer is gone, too. */
export interface StandingShown {
  making: boolean;
  /** Why none is made; null while they are. */
  why: string | null;
  /** Sheets that are not in it, because they could not be made whole. */
  refused: PackProgress['refused'];
  /** What opens them, and whether the sheet for the envelope was ever printed; null when the phrase can't be had. */
  phrase: { number: number; since: Instant; printed: boolean } | null;
  places: PlaceShown[];
}

/** Paper that is printed before anybody asks for it: when, what was printed lately and why. */
export interface AheadShown {
  rules: AheadRules;
  /** This kiosk is the one that prints. */
  mine: boolean;
  /** Why what was due could not be printed. */
  fault: string | null;
  /** Downtimes that are to come. */
  announced: Announced[];
  /** Newest first. */
  printed: AheadPrint[];
}

/** A printer of this unit and how it is; null before it was first asked. */
export interface PrinterShown {
  name: string;
  duplex: boolean;
  state: PrinterState | null;
  /** What it is loaded with; null for a printer of pages. */
  stock: LabelStock | null;
}

/** A pack on its way to paper. */
export interface PrintShown extends Print {
  /** Why nothing moves at the printers that still have to print of it, in words. */
  troubles: string[];
}

export type PrintFault = {
  kind:
    | 'pack-unknown'
    | 'print-unknown'
    | 'printer-unknown'
    | 'other-stock'
    | 'nothing'
    | 'not-recorded'
    | 'not-cancelled'
    | 'to-confirm';
  why: string;
};

/** Paper that was made in advance and read back, so that in a downtime printing only reads files. */
export interface PaperReady {
  /** Patients whose paper lies ready, of so many on the unit. */
  ready: number;
  of: number;
  /** When it was last made sure that it is up to date; null before the first time. */
  at: Instant | null;
  making: boolean;
  /** Sheets that could not be made whole: to be known before they are needed. */
  refused: PackProgress['refused'];
  /** Why there is none; paper is then made when it is asked for. */
  why: string | null;
}

export interface Ward {
  rows: WardRow[];
  unread: { patient: string; why: string }[];
  asOf: Instant;
  freshness: Freshness;
}

/** What a role has to do in the downtime or drill that is on; without one, all its steps to be read. */
export interface Procedures {
  outage: TickedOutage | null;
  steps: StepShown[];
  /** These are the usual steps, because the hospital's own can't be used. */
  notOwn: boolean;
  phones: Phone[];
}

/** How this kiosk exchanges what happened with the other kiosks of its ward. */
export interface Exchange {
  /** The ward whose key this kiosk has; null when it exchanges with nobody. */
  ward: string | null;
  /** Where files are exchanged by themselves, and how often; null when only by hand. */
  folder: string | null;
  everyMinutes: number;
  running: boolean;
  /** The last time that it went through. */
  last: { at: Instant; brought: number; given: number } | null;
  /** Why the last attempt did not; null when it did. */
  fault: string | null;
  kiosks: ExchangingKiosk[];
  /** Acts that stand under one number with different words: all sides of each. */
  clashes: { kiosk: string; number: number; at: Instant; by: string; unit: string; act: string }[][];
  /** What is to be put right, in plain sentences. */
  troubles: string[];
}
export interface ExchangingKiosk {
  kiosk: string;
  /** Tells two kiosks of one name apart. */
  sign: string;
  own: boolean;
  /** Its acts that are here, and acts that it knows of and that are not. */
  events: number;
  missing: number;
  /** When what was last read of it was made, by its clock; null for this kiosk. */
  heardAt: Instant | null;
}

/** What will be printed, said before it is. */
export interface PrintPlan {
  patients: number;
  sheets: number;
}

/** A patient with the due times of some hours, to type in what the paper MAR says of them. */
export interface Charting {
  view: PatientView;
}

/** What is to be said of one dose of a call, counted from 0. */
export interface DoseFinding {
  dose: number;
  why: string;
}

export type ChartingFault =
  | NoCopy
  | { kind: 'patient-unknown' | 'charting-off' | 'no-outage' | 'impossible-time' | 'no-such-act' | 'not-recorded'; why: string }
  /** Nothing was recorded. */
  | { kind: 'refused' | 'to-confirm'; why: string; findings: DoseFinding[] }
  /** The first doses of the call were. */
  | { kind: 'partly-recorded'; why: string; recorded: number };

/** A sheet that somebody holds in the hand, by its id. */
export interface FoundSheet {
  sheet: Omit<PrintedSheet, 'says'>;
  /** Whose it is; null when it is about several patients, nobody yet, or somebody who is not in the copy any more. */
  patient: { name: string; bed: string | null; mrn: string | null } | null;
  /** The sheets that count in its place. */
  instead: Pick<PrintedSheet, 'id' | 'at' | 'by' | 'period'>[];
}

/** Patients whose sheets would now say something else, each with what. */
export interface ChangedSheets {
  patientId: string;
  reasons: string[];
}

/** A pack being rendered and read back, patient by patient. */
export interface PackProgress {
  pack: number;
  state: 'rendering' | 'done' | 'cancelled';
  done: number;
  total: number;
  files: PackFile[];
  /** Sheets that failed read-back and are not released: named, with the reason. */
  refused: { patient: string; sheet: string; why: string }[];
}
export interface PackFile {
  /** Null for the sheets of no single patient: the unit's worksheet, blank forms, forms of the ward. There is at most one such file in a pack. */
  patientId: string | null;
  /** The patient's name; the unit's for its own sheets. */
  name: string;
  bed: string | null;
  /** Pages of a PDF; labels of what is for a label printer. */
  pages: number;
  sheets: { id: string; form: FormKind; pages: number }[];
  /** The label stock that it was made for, in words; absent for a PDF. */
  stock?: string;
  /** Sheets of labels: printed on one side of this paper, whatever the site prints on. */
  labelSheet?: 'letter' | 'a4';
}

/** A unit of the pharmacy desk: its copy's age, and why it has none or no newer one. */
export interface DeskUnit {
  unit: string;
  /** The one that this kiosk shows. */
  own: boolean;
  copy: Pick<NonNullable<Status['copy']>, 'generation' | 'asOf' | 'freshness' | 'patients'> | null;
  troubles: string[];
  refresh: Status['refresh'];
}

/** A list of the pharmacy: each unit by itself with its own age, and for the fill list what all of them need together. */
export interface DeskList {
  /** The moment that it was made for. */
  now: Instant;
  units: {
    unit: string;
    /** Null without a copy; then `why` says the reason. */
    copy: DeskUnit['copy'];
    why: string | null;
    period: { from: Instant; to: Instant } | null;
    silent: DeskSilence[];
    parts: DeskPart[];
  }[];
  totals: { drug: string; total: string; units: { unit: string; total: string }[]; controlled: boolean; wardStock: boolean }[];
}

/** The packs that were begun for several units, and the units that have none. */
export interface UnitPacks {
  packs: { unit: string; pack: number }[];
  without: { unit: string; why: string }[];
}

/** An act of somebody was corrected or undone. */
export interface Corrected {
  /** Whom it is about. */
  patients: string[];
}

const none = z.strictObject({});
const reason = z.string().trim().min(3).max(500);
const signed = z.string().trim().min(2).max(80);
/** The systems that fail; null for the whole EHR. */
const degraded = z.array(z.string().trim().min(1).max(200)).min(1).max(120).nullable();
/** The event that declared an outage. */
const outage = z.string().min(1).max(200);
const patientId = z.string().min(1).max(200);
const at = z.iso.datetime({ offset: true });
const line = z.string().trim().max(300);
const lineOrNull = line.min(1).nullable();
const typedOrder = z.strictObject({
  patientId,
  order: z.string().min(1).max(200).nullable(),
  happenedAt: at,
  content: z.strictObject({
    drug: line,
    dose: lineOrNull,
    route: line,
    frequency: lineOrNull,
    once: z.boolean(),
    prn: z
      .strictObject({
        reason: line,
        minimumHours: z.number().positive().max(168).nullable(),
        mostPerDay: z.int().positive().max(100).nullable(),
      })
      .nullable(),
    rate: lineOrNull,
    start: at,
    stop: at.nullable(),
    indication: lineOrNull,
    instructions: z.string().trim().min(1).max(1000).nullable(),
    prescriber: line.min(2),
  }),
  readBack: z.boolean(),
  reason: lineOrNull,
}) satisfies z.ZodType<TypedOrder>;
const upon = { patientId, order: z.string().min(1).max(200), happenedAt: at, prescriber: line.min(2) };
const orderStep = z.discriminatedUnion('kind', [
  z.strictObject({ ...upon, kind: z.literal('order-held'), reason }),
  z.strictObject({ ...upon, kind: z.literal('order-resumed'), reason: lineOrNull }),
  z.strictObject({ ...upon, kind: z.literal('order-stopped'), reason: lineOrNull, stops: at }),
]) satisfies z.ZodType<OrderStepSaid>;
const forms = z.array(z.string().min(1).max(60)).min(1).max(100);
const pack = z.int().positive();
const words = z.string().trim().min(1).max(120);
const bed = z.string().trim().min(1).max(20);
/** What can happen to the place of a patient who is known here, as somebody says it. */
const saidPlace = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('patient-moved'), bed }),
  z.strictObject({ kind: z.literal('beds-swapped'), other: patientId }),
  z.strictObject({
    kind: z.literal('patient-transferred'),
    unit: words,
    bed: bed.nullable(),
    acceptedBy: words.nullable(),
  }),
  z.strictObject({ kind: z.literal('patient-returned'), origin: words, bed }),
  z.strictObject({ kind: z.literal('leave-began'), where: words, backBy: at.nullable() }),
  z.strictObject({ kind: z.literal('leave-ended') }),
  z.strictObject({ kind: z.literal('patient-discharged'), where: words }),
  z.strictObject({ kind: z.literal('patient-died'), pronouncedBy: words }),
]);
export type SaidPlace = z.infer<typeof saidPlace>;
/** Why nothing was recorded of a place. */
export type NotPlaced = {
  kind:
    | 'no-outage'
    | 'impossible-time'
    | 'no-such-act'
    | 'not-recorded'
    | 'no-copy'
    | 'patient-unknown'
    | 'out-of-order'
    | 'nothing-changes';
  why: string;
};
const printerName = z.string().min(1).max(200);
const printId = z.string().min(1).max(200);
const labelCount = z.int().min(0).max(99);
/** A patient's bands and labels in place of their sheets: on a label printer of the unit, or on sheets from label `start` on. */
const labels = z.strictObject({
  on: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('printer'), name: printerName }),
    z.strictObject({ kind: z.literal('sheets'), name: z.string().min(1).max(60), start: z.int().min(1).max(200) }),
  ]),
  counts: z.strictObject({ band: labelCount, chart: labelCount, specimen: labelCount }),
});
export type LabelWish = z.infer<typeof labels>;
/** Why labels can't be made as they were asked for. */
export type NoLabels = { kind: 'no-labels'; why: string };
const selection = z.strictObject({
  /** `none`: only the ward's own forms, which are about no patient. `blank`: so many sets of the blank forms with an empty box for the identity, each sheet with its own id. */
  patients: z.union([
    z.literal(['all', 'none']),
    z.array(patientId).min(1).max(500),
    z.strictObject({ blank: z.int().min(1).max(50) }),
  ]),
  forms,
  /** Start of the MAR; null for the hour that is running. */
  from: z.iso.datetime({ offset: true }).nullable(),
  /** What a column of the MARs is, and with it how far they go. */
  span: z.enum(SPANS),
  /** Hours of a MAR by the hour, and of the worksheet. */
  hours: z.int().min(1).max(24),
  labels: labels.exactOptional(),
});
const moment = z.iso.datetime({ offset: true });
const eventId = z.string().min(1).max(200);
const confirmed = z.array(z.string().max(2000)).max(1000);
const saidDose = z.strictObject({
  /** Null without an order that is known here. */
  order: z.string().min(1).max(200).nullable(),
  drug: z.string().trim().min(2).max(300).nullable(),
  outcome: z.enum(['given', 'refused', 'held', 'not-given']),
  at: moment,
  dose: z.string().trim().min(1).max(100).nullable(),
  reason: z.string().trim().min(1).max(200).nullable(),
  /** Initials or name as on the paper. */
  givenBy: z.string().trim().min(1).max(80),
}) satisfies z.ZodType<SaidDose>;
export type Selection = z.infer<typeof selection>;

const units = z.array(z.string().min(1).max(200)).min(1).max(100);
/** Hours of a fill list. */
const fillHours = z.literal([24, 48, 72]);
/** A registration in the words of whoever types it; what is wrong with it is said field by field. */
const written = z.strictObject({
  arrived: z.string().max(40),
  unknown: z.boolean(),
  name: z.string().max(200),
  born: z.string().max(40),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  bed: z.string().max(40),
  allergies: z.string().max(2000),
  weight: z.string().max(40),
  reason: z.string().max(500),
  broughtBy: z.string().max(200),
  contact: z.string().max(500),
  insurance: z.string().max(500),
  consent: z.string().max(200),
  service: z.string().max(200),
  attending: z.string().max(200),
  from: z.string().max(200),
  mrn: z.string().max(60),
});
const identification = z.strictObject({
  patientId,
  name: z.string().trim().min(2).max(200),
  mrn: z.string().trim().min(1).max(60).nullable(),
  born: z.string().max(40),
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  how: z.string().trim().min(3).max(200),
});
export type Identification = z.infer<typeof identification>;

/** Somebody on the ward who may be the person that is to be registered, and why. */
export interface SimilarPatient {
  patientId: string;
  name: string;
  mrn: string | null;
  bed: string | null;
  birthDate: string | null;
  sex: Identity['sex'];
  why: string[];
}

/** What the walk-in page must know: whether it can register, and whom it did. */
export interface WalkInDesk {
  /** Why nobody can be registered now; null when somebody can. */
  whyNot: string | null;
  /** So many can still be registered here. */
  left: { known: number; unknown: number };
  /** What IT has to know about this kiosk's numbers. */
  numbers: string[];
  rows: MergeRow[];
}

type FieldRefusal = { kind: 'fields'; why: string; fields: FieldFaults };
type Refusal = { kind: string; why: string };

export type NoCopy = { kind: 'no-copy'; why: string };

/** What stands on the screen before anybody is signed in: how the kiosk is, and nothing of a patient. */
export interface Door {
  now: Instant;
  institution: string;
  unit: string;
  kiosk: string;
  zone: Zone;
  /** Who is signed in at this window. */
  caller: Caller | null;
  /** False where nobody signs in, because IT has set up no vault. */
  guarded: boolean;
  /** Why nobody can sign in with a PIN; null when they can. */
  trouble: string | null;
  /** Null when there is no copy, or none that says its age before somebody signs in. */
  copy: { asOf: Instant; freshness: Freshness } | null;
  ehr: EhrReach;
  /** Seconds without a touch after which the kiosk locks itself. */
  idleSeconds: number;
  /** Sheets that were asked for are still being made or printed while nobody is signed in. */
  printing: boolean;
  envelope: EnvelopeState;
  /** The audit can't be written, and why. */
  auditFault: string | null;
  /** Who may sign in to the demo ward, and with what; empty in a hospital. */
  hints: string[];
}
/** The sealed envelope with the break-glass code: there and unopened, opened (another is needed), or never made. */
export type EnvelopeState = 'sealed' | 'used' | 'none';

/** Why somebody is not signed in. `wait`: after wrong PINs, for so many seconds; `must-change`: the PIN is right, but whoever handed it out knows it, too. */
export type SignInRefusal = { kind: string; why: string; seconds?: number };

const user = z.string().trim().min(1).max(100);
const pin = z.string().min(1).max(20);

/** Everything the screen may ask of the app. This page is the whole attack surface. */
export const contract = {
  getDoor: method<Door>()(null, none),
  /** Signs somebody in at this window; who was signed in there is signed out. `newPin` where the PIN must be changed first. */
  signIn: method<Result<null, SignInRefusal>>()(null, z.strictObject({ user, pin, newPin: pin.nullable() })),
  /** Opens the ward with the code from the sealed envelope. */
  breakGlass: method<Result<null, SignInRefusal>>()(
    null,
    z.strictObject({
      code: z.string().min(1).max(200),
      name: z.string().trim().min(3).max(80),
      role: z.enum(ROLES).exclude(['administrator']),
      reason: z.string().trim().min(3).max(200),
    }),
  ),
  /** Somebody touched mouse, keys or screen. */
  stillHere: method<null>()(null, none),
  signOut: method<null>()(null, none),
  getStatus: method<Status>()('see this kiosk', none),
  getWard: method<Result<Ward, NoCopy>>()('see patients', none),
  getPatient: method<Result<PatientView, NoCopy | { kind: 'patient-unknown'; why: string }>>()(
    'see patients',
    z.strictObject({ patientId }),
  ),
  refresh: method<Result<{ generation: number }, { kind: string; why: string }>>()('refresh the copy', none),
  declareOutage: method<Result<Outage, { kind: 'out-of-order' | 'not-recorded'; why: string }>>()(
    'declare outages',
    z.strictObject({
      reason,
      signed,
      drill: z.boolean(),
      planned: z.boolean(),
      degraded,
      noticedAt: z.iso.datetime({ offset: true }).nullable(),
    }),
  ),
  startRecovery: method<Result<Outage, { kind: 'out-of-order' | 'not-recorded'; why: string }>>()(
    'declare outages',
    z.strictObject({ reason, signed }),
  ),
  closeOutage: method<Result<Outage, { kind: 'out-of-order' | 'not-recorded'; why: string }>>()(
    'declare outages',
    z.strictObject({ reason, signed }),
  ),
  /** A running outage reaches further, or less far, than was said. */
  changeExtent: method<Result<Outage, { kind: 'out-of-order' | 'not-recorded'; why: string }>>()(
    'declare outages',
    z.strictObject({ degraded, reason, signed }),
  ),
  /** An outage that was closed by mistake goes on as it was. */
  reopenOutage: method<Result<Outage, { kind: 'out-of-order' | 'not-recorded'; why: string }>>()(
    'declare outages',
    z.strictObject({ outage, reason, signed }),
  ),
  /** Every outage and drill of this ward, oldest first. */
  getOutages: method<readonly OutageRecord[]>()('see this kiosk', none),
  getProcedures: method<Procedures>()('see this kiosk', z.strictObject({ role: z.enum(ROLES) })),
  /** Ticks a step, or with `done: false` takes the tick back; both stay recorded. Unsigned, it stands under the caller's name. */
  tickStep: method<Result<null, { kind: 'no-such-outage' | 'no-such-step' | 'not-recorded'; why: string }>>()(
    'tick steps',
    z.strictObject({
      outage,
      step: z.string().min(1).max(200),
      done: z.boolean(),
      signed: signed.nullable(),
    }),
  ),
  /** A sheet by the id that stands on each of its pages. */
  findSheet: method<Result<FoundSheet, NoCopy | { kind: 'sheet-unknown'; why: string }>>()(
    'see patients',
    z.strictObject({ id: z.string().trim().min(1).max(60) }),
  ),
  /** Whose sheets would now differ from those handed out, for "changed since last print". */
  getChanged: method<Result<ChangedSheets[], NoCopy>>()('see patients', none),
  getCharting: method<Result<Charting, NoCopy | { kind: 'patient-unknown'; why: string }>>()(
    'see patients',
    z.strictObject({ patientId, from: moment, to: moment }),
  ),
  /** Types doses in from paper, all or none. Doubts are recorded against when `confirmed` has each of them in the words it was said. */
  chartDoses: method<Result<{ recorded: number }, ChartingFault>>()(
    'chart doses',
    z.strictObject({ patientId, doses: z.array(saidDose).min(1).max(200), confirmed, signed }),
  ),
  /** What was typed in reads like this from now on, or with null never was. */
  correctDose: method<Result<null, ChartingFault>>()(
    'chart doses',
    z.strictObject({ patientId, event: eventId, becomes: saidDose.nullable(), reason, confirmed, signed }),
  ),
  getExchange: method<Exchange>()('see this kiosk', none),
  /** Takes in what the other kiosks put into the exchange folder, and puts there what they lack. */
  exchangeNow: method<Result<{ brought: number; given: number }, { kind: string; why: string }>>()('refresh the copy', none),
  /** What an order can be written with on this ward. */
  getOrderChoices: method<Result<OrderChoices, NoCopy>>()('see patients', none),
  /** What an order would say, what is wrong with it and what must be known first; nothing is recorded. */
  checkOrder: method<Result<CheckedOrder, NoCopy | { kind: 'patient-unknown'; why: string }>>()('see patients', typedOrder),
  /** Records an order written on the ward, or a change of one, once every warning of it was seen. */
  writeOrder: method<Result<WrittenDown, OrderRefusal>>()(
    'write orders',
    z.strictObject({ typed: typedOrder, seen: z.array(z.string().max(2000)).max(100), signed }),
  ),
  /** Holds, resumes or stops an order. */
  actOnOrder: method<Result<null, OrderRefusal>>()('write orders', z.strictObject({ said: orderStep, signed })),
  /** Somebody else than its writer compared an act upon an order with the order sheet. */
  verifyOrder: method<Result<null, OrderRefusal>>()(
    'verify orders',
    z.strictObject({ patientId, version: z.string().min(1).max(200), signed }),
  ),
  /** What counts of an order now was never ordered: recorded by mistake. It stays readable. */
  takeBackOrder: method<Result<null, OrderRefusal>>()(
    'write orders',
    z.strictObject({ patientId, version: z.string().min(1).max(200), reason, signed }),
  ),
  /** Everything about orders that nobody but its writer has looked at, the oldest first. */
  getUnverified: method<Result<UnverifiedAct[], NoCopy>>()('see patients', none),
  getWalkIns: method<Result<WalkInDesk, NoCopy>>()('see patients', none),
  /** `form` tells one form from another, so that the same one sent twice registers once; `notSame`: patients who look alike and are others. */
  registerWalkIn: method<
    Result<{ patientId: string }, FieldRefusal | { kind: 'similar'; why: string; similar: SimilarPatient[] } | Refusal>
  >()('register patients', z.strictObject({ form: z.uuid(), written, notSame: z.array(patientId).max(500), signed })),
  correctWalkIn: method<Result<Corrected, FieldRefusal | Refusal>>()(
    'register patients',
    z.strictObject({ event: z.string().min(1).max(200), written, reason, signed }),
  ),
  identifyPatient: method<Result<null, FieldRefusal | Refusal>>()(
    'register patients',
    z.strictObject({ said: identification, signed }),
  ),
  /** A patient is not who they were taken for: they are unknown again. */
  unidentifyPatient: method<Result<Corrected, Refusal>>()(
    'register patients',
    z.strictObject({ event: z.string().min(1).max(200), reason, signed }),
  ),
  /** Moves, swaps, transfers, leave, discharge, death and return; without a time it happens now. */
  recordPlace: method<Result<null, NotPlaced>>()(
    'move patients',
    z.strictObject({ patientId, said: saidPlace, happenedAt: at.nullable(), signed }),
  ),
  /** Says how an act on a place should read, or with null that it never happened; what was said before stays readable. */
  correctPlace: method<Result<Corrected, NotPlaced>>()(
    'move patients',
    z.strictObject({
      event: z.string().min(1).max(200),
      change: z.strictObject({ happenedAt: at.nullable(), bed: bed.nullable() }).nullable(),
      reason,
      signed,
    }),
  ),
  /** Every act on the places of the ward's patients in its open downtimes, also those undone. */
  getAdtLog: method<Result<AdtEntry[], NoCopy>>()('see patients', none),
  /** How much paper a selection takes, for 8, 24 and 72 hours of downtime. */
  countPaper: method<Result<PaperNeeded[], NoCopy | FormUnknown>>()('print', selection),
  planPrint: method<Result<PrintPlan, NoCopy | FormUnknown>>()('print', selection),
  startPack: method<Result<{ pack: number }, NoCopy | NoLabels | FormUnknown | { kind: 'busy'; why: string }>>()(
    'print',
    selection,
  ),
  getPack: method<Result<PackProgress, { kind: 'pack-unknown'; why: string }>>()('print', z.strictObject({ pack })),
  cancelPack: method<null>()('print', z.strictObject({ pack })),
  /** One patient's released PDF, or with null that of no single patient; base64, for preview. */
  getPackPdf: method<Result<{ name: string; base64: string }, { kind: 'pack-unknown'; why: string }>>()(
    'print',
    z.strictObject({ pack, patientId: patientId.nullable() }),
  ),
  /** The same, of a PDF that leaves the kiosk: its sheets count as printed. */
  takePackPdf: method<Result<{ name: string; base64: string }, { kind: 'pack-unknown'; why: string }>>()(
    'print',
    z.strictObject({ pack, patientId: patientId.nullable() }),
  ),
  /** Writes the pack's PDFs into the site's folder for printing; they are readable by anyone who can read that folder. */
  savePack: method<Result<{ folder: string; files: number }, { kind: 'pack-unknown' | 'not-written'; why: string }>>()(
    'print',
    z.strictObject({ pack }),
  ),
  /** The units of the pharmacy desk, the kiosk's own first. */
  getDesk: method<DeskUnit[]>()('see other units', none),
  getDeskList: method<DeskList>()(
    'see other units',
    z.strictObject({ units, list: z.enum(LIST_KINDS), from: selection.shape.from, hours: fillHours }),
  ),
  /** The same sheets of everybody on several units: a pack for each. */
  startDeskPacks: method<Result<UnitPacks, { kind: 'busy'; why: string }>>()(
    'see other units',
    z
      .strictObject({ units, forms, from: selection.shape.from, span: z.enum(SPANS), hours: z.int().min(1).max(72) })
      .refine(said => said.hours <= 24 || said.forms.every(form => LIST_KINDS.some(list => list === form)), {
        error: 'Sheets by the hour cover a day at most.',
      }),
  ),
  /** Gives a finished pack to a printer, each of its PDFs as a job of its own. */
  startPrint: method<Result<{ print: string }, PrintFault>>()('print', z.strictObject({ pack, printer: printerName })),
  /** Prints one page of a document once more, as after a jam; whoever asks destroys the spoiled one. */
  printPageAgain: method<Result<{ print: string }, PrintFault>>()(
    'print',
    z.strictObject({
      print: printId,
      document: z.int().min(1).max(10_000),
      page: z.int().min(1).max(10_000),
      printer: printerName,
    }),
  ),
  /** What was given to printers and isn't long done, newest first. */
  getPrints: method<PrintShown[]>()('print', none),
  cancelPrint: method<Result<null, PrintFault>>()('print', z.strictObject({ print: printId })),
  /** Prints there what is not confirmed; `anyway` after it was said what may come out twice. */
  movePrint: method<Result<null, PrintFault>>()(
    'print',
    z.strictObject({ print: printId, printer: printerName, anyway: z.boolean() }),
  ),
  /** Somebody looked: the pages of which nobody could say whether they came out are all there. */
  settlePrint: method<Result<null, PrintFault>>()('print', z.strictObject({ print: printId })),
  /** Who saw and did what, newest first, and whether the audit is as it was written. */
  getAudit: method<Result<AuditShown, { kind: string; why: string }>>()('read the audit', auditPageAsked),
  /** Writes it as FHIR AuditEvents or as a report into the site's folder for printing. */
  exportAudit: method<Result<{ file: string; entries: number }, { kind: string; why: string }>>()(
    'read the audit',
    auditExportAsked,
  ),
};

/** What the app tells the screen unasked: which answers are out of date. */
export const TOPICS = ['status', 'ward', 'pack', 'door'] as const;
export type Topic = (typeof TOPICS)[number];

type Contract = typeof contract;
export type Name = keyof Contract;
export type Input<N extends Name> = Contract[N] extends Method<infer I, infer _O> ? I : never;
export type Output<N extends Name> = Contract[N] extends Method<infer _I, infer O> ? O : never;
export type Client = { [N in Name]: (input: Input<N>) => Promise<Output<N>> };
export type Handlers = { [N in Name]: (input: Input<N>, caller: Caller) => Output<N> | Promise<Output<N>> };

/** What travels back on either host. A fault is a bug or an attack; expected failures are values. */
export type Reply =
  | { value: unknown }
  | { fault: 'unknown-method' | 'forbidden' | 'bad-input' | 'internal' | 'no-session' | 'signed-out'; detail: string };
export type Transport = (name: string, input: unknown) => Promise<Reply>;
