import type { Door, Status, Ward } from '../../../main/contract.ts';
import type { OutageRecord } from '../../../main/domain/outage.ts';
import type { WardRow } from '../../../main/domain/view.ts';
import { stay } from '../../support/stay.ts';
import { formShown } from '../../../main/domain/form.ts';
import { site } from '../../support/site.ts';

/** The fixture's moment: 15:27 in New York on 22 November 2026. */
export const NOW = '2026-11-22T20:27:00Z';
export const AS_OF = '2026-11-22T19:45:00Z';
export const OLDER = '2026-11-22T16:20:00Z';

export const LONG_NAME =
  'WOLFESCHLEGELSTEINHAUSENBERGERDORFF-ALBUQUERQUE DE LA FUENTE, Hubert Blaine Maximilian Alexander Bartholomew';

const NAMES = [
  'ALVAREZ, Rosa',
  'NGUYỄN, Thị Minh Khai',
  'الزهراوي, أبو القاسم خلف',
  '欧阳, 明远',
  'BRZĘCZYSZCZYKIEWICZ, Grzegorz Łukasz',
  LONG_NAME,
  'O’BRIEN-McALLISTER, Siobhán',
  'SMITH, John',
  'SMITH, Joan',
  'ĐẶNG, Văn Hòa',
  'ØSTERGÅRD, Åse',
  'ŽIŽEK-PETROVIĆ, Čedomila',
];

const tag = (kind: WardRow['tags'][number]['kind'], text: string) => ({ kind, text });

function row(index: number): WardRow {
  const older = index % 9 === 4;
  const tags = [
    ...(index % 3 === 0 ? [tag('allergy', 'Allergy: penicillin')] : []),
    ...(index % 7 === 1 ? [tag('isolation', 'Contact isolation')] : []),
    ...(index % 5 === 2 ? [tag('code-status', 'DNR')] : []),
    ...(index % 4 === 1 ? [tag('infusion', 'Infusion')] : []),
    ...(index % 6 === 0 ? [tag('high-alert', 'High alert: heparin')] : []),
    ...(index % 8 === 5 ? [tag('section', 'Allergies not received')] : []),
  ];
  return {
    patientId: `p/${index} ü`,
    bed: index === 35 ? null : `4${String(Math.floor(index / 2) + 1).padStart(2, '0')}-${index % 2 ? 'B' : 'A'}`,
    name: index < NAMES.length ? NAMES[index]! : `TESTER, Patient ${index + 1}`,
    mrn: index === 8 ? null : String(40_012_300 + index * 7),
    age: index === 34 ? null : index === 33 ? '9 d' : `${19 + ((index * 13) % 72)} y`,
    sex: (['female', 'male', 'female', 'male', 'other', 'unknown'] as const)[index % 6]!,
    tags,
    dueThisHour: index % 4 === 3 ? 0 : (index % 4) + (index % 11 === 0 ? 9 : 0),
    dueNextHour: index % 5,
    timesNotKnown: index % 6 === 2 ? 2 : 0,
    lastVitals: index % 10 === 9 ? null : { text: '132/78 · HR\u00a088 · SpO2\u00a095\u00a0% · 37.4\u00a0°C', at: AS_OF },
    gone: null,
    stay: stay({ bed: index === 35 ? null : `4${String(Math.floor(index / 2) + 1).padStart(2, '0')}-${index % 2 ? 'B' : 'A'}` }),
    asOf: older ? OLDER : AS_OF,
    freshness: older ? { state: 'stale', minutes: 247 } : { state: 'ageing', minutes: 42 },
  };
}

/** A full ward: 36 patients with the names that break lists. */
export const ward = (): Ward => ({
  rows: Array.from({ length: 36 }, (_, index) => row(index)),
  unread: [],
  asOf: AS_OF,
  freshness: { state: 'ageing', minutes: 42 },
});

/** Standing by: the EHR is up and the copy is new. */
export const standby = (): Status => ({
  now: NOW,
  institution: 'Riverside General Hospital',
  unit: '4 West',
  kiosk: '4W-K1',
  zone: 'America/New_York',
  host: 'browser',
  caller: { name: 'Ward 4 West', role: 'supervisor', user: null, breakGlass: null },
  copy: {
    generation: 17,
    asOf: '2026-11-22T20:18:00Z',
    freshness: { state: 'fresh', minutes: 9 },
    patients: 36,
    source: 'https://ehr.example.org/fhir/r4',
  },
  skipped: [],
  ehr: { state: 'reachable', since: '2026-11-21T06:02:00Z', reason: null },
  outage: { state: 'normal' },
  refresh: { running: false, done: 0, total: 0, lastAttempt: '2026-11-22T20:18:00Z', lastFault: null, everyMinutes: 15 },
  shifts: [
    { name: 'Day', from: '07:00' },
    { name: 'Evening', from: '15:00' },
    { name: 'Night', from: '23:00' },
  ],
  startOfDay: '00:00',
  systems: ['Orders', 'Results', 'Sign-in'],
  charting: {
    on: true,
    omitted: [
      { code: 'R', meaning: 'refused' },
      { code: 'H', meaning: 'held by prescriber' },
      { code: 'N', meaning: 'nil by mouth' },
    ],
  },
  forms: site.forms.map(formShown),
  paper: { ready: 36, of: 36, at: '2026-11-22T20:22:00Z', making: false, refused: [], why: null },
  printers: [],
  labelSheets: [{ name: 'Avery 5160', labels: 30 }],
  standing: null,
  ahead: null,
  weaknesses: ['The key is kept in a file that this computer’s administrators can read.'],
});

/** Nobody signs in: the door stands open. */
export const openDoor = ({ now, institution, unit, kiosk, zone, caller, copy, ehr }: Status): Door => ({
  now,
  institution,
  unit,
  kiosk,
  zone,
  caller,
  guarded: false,
  trouble: null,
  copy: copy && { asOf: copy.asOf, freshness: copy.freshness },
  ehr,
  idleSeconds: 120,
  printing: false,
  envelope: 'none',
  auditFault: null,
  hints: [],
});

/** Downtime with a copy of 42 minutes. */
export const downtime = (): Status => ({
  ...standby(),
  copy: { ...standby().copy!, asOf: AS_OF, freshness: { state: 'ageing', minutes: 42 } },
  ehr: {
    state: 'unreachable',
    since: '2026-11-22T19:52:00Z',
    reason: 'the name ehr.example.org could not be found on the network',
  },
  outage: {
    state: 'declared',
    since: '2026-11-22T20:05:00Z',
    reason: 'EHR login fails on all stations',
    by: 'R. Alvarez RN',
    drill: false,
    planned: false,
    degraded: null,
    noticedAt: null,
    recovering: [],
  },
  refresh: {
    running: false,
    done: 0,
    total: 0,
    lastAttempt: '2026-11-22T20:20:00Z',
    lastFault: 'the name ehr.example.org could not be found on the network',
    everyMinutes: 15,
  },
});

/** The states of the banner, by name. */
export const statuses = {
  standby,
  downtime,
  suspected: (): Status => ({
    ...downtime(),
    outage: { state: 'suspected', since: '2026-11-22T19:52:00Z', reason: 'Three attempts in a row had no answer' },
  }),
  stale: (): Status => ({
    ...downtime(),
    copy: { ...standby().copy!, asOf: '2026-11-21T22:10:00Z', freshness: { state: 'stale', minutes: 1337 } },
  }),
  unknown: (): Status => ({
    ...downtime(),
    copy: {
      ...standby().copy!,
      asOf: '2026-11-23T06:00:00Z',
      freshness: { state: 'unknown', why: "its time is 573 min in the future: check this computer's clock" },
    },
  }),
  drill: (): Status => ({
    ...standby(),
    outage: {
      state: 'declared',
      since: '2026-11-22T20:05:00Z',
      reason: 'Quarterly drill',
      by: 'M. Chen',
      drill: true,
      planned: false,
      degraded: null,
      noticedAt: null,
      recovering: [],
    },
  }),
  recovery: (): Status => ({
    ...standby(),
    outage: {
      state: 'recovery',
      since: '2026-11-22T20:10:00Z',
      declaredAt: '2026-11-22T14:05:00Z',
      by: 'M. Chen',
      drill: false,
      recovering: [],
      suspicion: null,
    },
  }),
  degraded: (): Status => {
    const { outage, ...more } = downtime();
    if (outage.state !== 'declared') throw new Error('downtime is declared');
    return { ...more, outage: { ...outage, planned: true, degraded: ['Orders', 'Results'] } };
  },
  again: (): Status => {
    const { outage, ...more } = downtime();
    if (outage.state !== 'declared') throw new Error('downtime is declared');
    const recovering = [{ declaredAt: '2026-11-22T14:05:00Z', since: '2026-11-22T19:30:00Z' }];
    return { ...more, outage: { ...outage, recovering } };
  },
  failsAgain: (): Status => {
    const { outage, ...more } = statuses.recovery();
    if (outage.state !== 'recovery') throw new Error('the EHR was back');
    const suspicion = { since: '2026-11-22T20:20:00Z', reason: 'Three attempts in a row had no answer' };
    return { ...more, ehr: downtime().ehr, outage: { ...outage, suspicion } };
  },
  noCopy: (): Status => ({
    ...standby(),
    copy: null,
    skipped: ['Copy 17 was skipped: its file does not match its manifest.'],
    ehr: { state: 'never-asked', since: null, reason: null },
    refresh: { ...standby().refresh, lastAttempt: null },
  }),
};

const signed = (at: string, reason: string) => ({ at, by: 'M. Chen', reason });
const plain = { alsoDeclared: [], extents: [], reopened: [], mayReopen: false };

/** A drill of last month, a planned outage of some systems, and the one that is running. */
export const outages = (): OutageRecord[] => [
  {
    ...plain,
    id: '4W-K1:3',
    declaredAt: '2026-10-14T13:00:00Z',
    noticedAt: null,
    by: 'M. Chen',
    reason: 'Quarterly drill',
    drill: true,
    planned: true,
    degraded: null,
    firstSheetAt: '2026-10-14T13:06:00Z',
    ehrBack: signed('2026-10-14T14:00:00Z', 'practised'),
    allClear: signed('2026-10-14T14:10:00Z', 'all sheets collected'),
  },
  {
    ...plain,
    id: '4W-K1:17',
    declaredAt: '2026-11-20T05:00:00Z',
    noticedAt: null,
    by: 'House supervisor',
    reason: 'Upgrade of the laboratory system',
    drill: false,
    planned: true,
    degraded: ['Results', 'Laboratory labels'],
    firstSheetAt: null,
    ehrBack: null,
    allClear: signed('2026-11-20T08:30:00Z', 'upgrade done'),
  },
  {
    ...plain,
    id: '4W-K1:41',
    declaredAt: '2026-11-22T20:05:00Z',
    noticedAt: '2026-11-22T19:52:00Z',
    by: 'R. Alvarez RN',
    reason: 'EHR login fails on all stations',
    drill: false,
    planned: false,
    degraded: null,
    firstSheetAt: '2026-11-22T20:09:00Z',
    ehrBack: null,
    allClear: null,
  },
];
