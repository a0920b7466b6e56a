import type { Printing } from './band.ts';
import type { KioskEvent } from './event.ts';
import { outagesOf, type OutageRecord } from './outage.ts';
import { PHASE_FROM, type Phase } from './phase.ts';
import { PHASES, tickedOutage, ticksOf, type DowntimePlan, type Phone, type Tick, type TickedOutage } from './procedure.ts';
import type { Role } from './role.ts';
import type { Envelope } from './standing-pack.ts';
import type { Block, TableColumn, Words } from './sheet.ts';
import { paperDateTime, plusMinutes, type Instant, type Zone } from './time.ts';

/** What the ward's own forms say, about no patient: what was agreed beforehand and what has happened. */
export interface WardState {
  plan: DowntimePlan;
  /** Every outage and drill, oldest first. */
  outages: readonly OutageRecord[];
  /** The outage that is on, whose steps are ticked. */
  open: TickedOutage | null;
  /** Its ticks, by step. */
  ticks: ReadonlyMap<string, Tick>;
  /** What opens the unit's standing packs, where the site has them made. */
  envelope?: Envelope | null;
}

/** The ward as its events tell it. */
export function wardStateOf(
  plan: DowntimePlan,
  events: readonly KioskEvent[],
  now: Instant,
  envelope: Envelope | null = null,
): WardState {
  const open = tickedOutage(events, now);
  return { envelope, plan, outages: outagesOf(events), open, ticks: open ? ticksOf(events, open) : new Map() };
}

/** What a role is called on paper. */
export const ROLE_NAMES: Record<Role, string> = {
  nurse: 'NURSE',
  pharmacist: 'PHARMACIST',
  clerk: 'CLERK',
  prescriber: 'PRESCRIBER',
  supervisor: 'CHARGE NURSE, SUPERVISOR',
  administrator: 'IT',
};

/** What a phase is called on paper. */
export const PHASE_NAMES: Record<Phase, string> = {
  'first-hour': 'FIRST HOUR',
  'first-4-hours': 'FROM 1 TO 4 HOURS',
  'first-day': 'FROM 4 TO 24 HOURS',
  days: 'AFTER THE FIRST DAY',
  weeks: 'AFTER THE FIRST WEEK',
};

/** Said where a list of numbers is empty. */
export const NO_PHONES = 'No numbers are on this kiosk: copy them here from the list on the wall.';
/** Said where the hospital's own steps have a mistake. */
export const NOT_OWN = 'The hospital’s own steps could not be read: these are the usual ones. Ask what is different here.';
const NO_STEPS = 'The procedures of this ward have no steps for this role.';

/** Points that a hand needs for a line. */
const LINE = 24;

const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });
const large = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'large', tone });
const heading = (text: string, note: string | null = null): Block => ({ kind: 'heading', text, note });
const said = (text: string): Block => ({ kind: 'paragraph', box: 'alarm', lines: [[large(text, 'strong')]] });
const empty = (rows: number): Words[][][] => Array.from({ length: rows }, () => []);

const STEP_COLUMNS: TableColumn[] = [
  { label: 'Done', weight: 6, tick: true },
  { label: 'Step, and why', weight: 66 },
  { label: 'Who', weight: 15 },
  { label: 'When', weight: 13 },
];

/** A role's card: all its steps, phase by phase, each with a box to tick and room for who and when; and whom to call. */
export const roleCard =
  (role: Role) =>
  (ward: WardState, { site }: Printing): Block[] => {
    const own = ward.plan.steps.filter(step => step.roles.includes(role));
    return [
      ...(ward.plan.notOwn ? [said(NOT_OWN)] : []),
      ...(own.length === 0 ? [said(NO_STEPS)] : []),
      ...PHASES.flatMap((phase): Block[] => {
        const steps = own.filter(step => step.phase === phase);
        if (steps.length === 0) return [];
        return [
          heading(PHASE_NAMES[phase], phaseNote(ward.open, phase, site.zone)),
          {
            kind: 'table',
            columns: STEP_COLUMNS,
            rowHeight: LINE,
            rows: steps.map(({ id, text, why }) => {
              const tick = ward.ticks.get(id);
              const done = tick?.done ? tick : null;
              return [
                done ? [body('DONE', 'strong')] : [],
                [large(text), { text: `\n${why}`, role: 'small' }],
                done ? [body(done.by)] : [],
                done ? [body(paperDateTime(done.at, site.zone))] : [],
              ];
            }),
          },
        ];
      }),
      ...phoneBlocks(ward.plan.phones, 4),
    ];
  };

const phaseNote = (open: TickedOutage | null, phase: Phase, zone: Zone): string | null =>
  open && `from ${paperDateTime(plusMinutes(open.since, PHASE_FROM[phase]), zone)}`;

const PHONE_COLUMNS: TableColumn[] = [
  { label: 'Who', weight: 46 },
  { label: 'Number', weight: 22 },
  { label: 'Called: when, by whom', weight: 32 },
];

/** Whom to call; without numbers, lines to write them on. */
function phoneBlocks(phones: readonly Phone[], spare: number): Block[] {
  const rows = phones.map(({ who, number }) => [[large(who)], [large(number, 'strong')]]);
  return [
    heading('WHOM TO CALL'),
    ...(phones.length === 0 ? [said(NO_PHONES)] : []),
    { kind: 'table', columns: PHONE_COLUMNS, rowHeight: LINE, rows: [...rows, ...empty(spare)] },
  ];
}

/** Where runners go in a downtime (practice.md, section 5: phone and runner log). */
export const RUNS_TO = ['Laboratory', 'Pharmacy', 'Blood bank'];

/** Whom to call, and who carries what. */
export const phoneList = ({ plan }: WardState): Block[] => [
  ...phoneBlocks(plan.phones, 6),
  heading('RUNNERS', 'write who it is; each line is good for a shift'),
  {
    kind: 'table',
    rowHeight: LINE,
    columns: [
      { label: 'Runs to', weight: 22 },
      { label: 'Name', weight: 34 },
      { label: 'Phone or pager', weight: 20 },
      { label: 'From', weight: 12 },
      { label: 'To', weight: 12 },
    ],
    rows: [...RUNS_TO.map(place => [[large(place)]]), ...empty(5)],
  },
];
