import { expect, test } from 'vitest';
import { bandOf, codeStatusWords } from '../../../main/domain/band.ts';
import { SECTION_TITLES, type Chart } from '../../../main/domain/chart.ts';
import type { KioskEvent } from '../../../main/domain/event.ts';
import { foldPatient } from '../../../main/domain/fold.ts';
import { marWindow } from '../../../main/domain/medication-day.ts';
import { noneWords, notices } from '../../../main/domain/notices.ts';
import { silenceWords } from '../../../main/domain/silence.ts';
import type { PatientView } from '../../../main/domain/view.ts';
import { wardRows } from '../../../main/domain/ward-rows.ts';
import { registeredCharts } from '../../../main/domain/ward/registered-charts.ts';
import type { Registration } from '../../../main/domain/ward/ward-act.ts';
import { wardCourse } from '../../../main/domain/ward/ward-course.ts';
import { chart } from '../../support/charts.ts';
import { site } from '../../support/site.ts';
import { admitted, at, corrected, declared, event, identified } from '../../support/ward-acts.ts';

const NOW = at(60);
const chartsOf = (events: KioskEvent[], copied: Chart[] = []) =>
  registeredCharts(wardCourse(events), copied, '4 West', site.zone);
const viewOf = (c: Chart, events: KioskEvent[]): PatientView =>
  foldPatient(c, { generation: 3, events, now: NOW, window: marWindow(NOW, 24, site.zone), site });
const viewsOf = (events: KioskEvent[]) => chartsOf(events).map(c => viewOf(c, events));
const registeredView = (part: Partial<Registration> = {}, ...more: KioskEvent[]): PatientView =>
  viewsOf([declared, event('K1:2', 11, admitted(part)), ...more])[0]!;
const printing = {
  site,
  unit: '4 West',
  institution: 'Lakeside',
  outage: { state: 'normal' as const },
  now: NOW,
  by: 'A. Clerk',
  pack: 1,
  run: '7F3QXH',
  span: 'hours' as const,
  unread: [],
};

test('a walk-in is on the ward at once: number, visit, bed and arrival are those of the registration', () => {
  const view = registeredView({ alias: null, name: 'DOE, Jane', birthDate: '1990-05-01', estimatedAge: null, sex: 'female' });
  expect(view.identity).toMatchObject({ id: 'DM-07Q-0042-A', mrn: 'DM-07Q-0042-A', name: 'DOE, Jane', sex: 'female' });
  expect(view.encounter).toMatchObject({ visit: 'DV-07Q-0042-5', bed: '409-A', admitted: at(10), unit: '4 West' });
  expect(view.age).toBe('36 y');
});

test('an unknown patient goes by the alias, and an estimated age says that it is one', () => {
  const view = registeredView();
  expect(view.identity.name).toBe('Lighthouse DA-07Q-0042-8');
  expect(view.age).toBe('about 45 y (estimated)');
});

test('no part of the chart says "none" or that the EHR failed: nothing was received because the patient was registered here', () => {
  for (const row of registeredView().sections) {
    if (row.name === 'allergies') continue;
    expect(row.status, row.name).toBe('registered-here');
    expect(silenceWords(row)).toBe('NOTHING RECEIVED (patient registered here 11/22/2026 15:10, in the downtime)');
  }
  expect(registeredView().sections).toHaveLength(Object.keys(SECTION_TITLES).length);
});

test('the age of data is no age: it never looks fresh, and says when the patient was registered', () => {
  const view = registeredView();
  expect(view.freshness).toEqual({ state: 'no-ehr-data' });
  const band = bandOf(view, printing, true);
  expect(band).toMatchObject({
    asOf: 'REGISTERED 11/22/2026 15:10, NO DATA FROM THE EHR',
    age: null,
    ageAlarm: null,
    born: 'not known here',
    ageSex: 'about 45 y (estimated) male',
    weight: 'not known here',
    attending: 'not known here',
  });
  expect(JSON.stringify(band)).not.toMatch(/not received|DATA AS OF/);
  expect(codeStatusWords(view, site.zone)).toBe('NOT KNOWN, VERIFY');
});

test('a blank MAR says that no orders are known here, which is not that there are none', () => {
  const view = registeredView();
  expect(noneWords(view, 'PRN orders', site.zone)).toMatch(
    /^NO PRN ORDERS ARE KNOWN HERE.*not a statement that there are none\.$/,
  );
  const said = JSON.stringify(notices(view, site.zone));
  expect(said).toContain('REGISTERED HERE 11/22/2026 15:10 by A. Clerk');
  expect(said).toContain('GIVEN DOSES ARE NOT KNOWN HERE, NOTHING RECEIVED');
  expect(said).not.toMatch(/MAY BE INCOMPLETE|FAILED|none received/);
});

test('what was asked at registration names its source: allergies in each of their states, and the weight', () => {
  const heading = (allergies: Registration['allergies']) => bandOf(registeredView({ allergies }), printing, true);
  expect(heading({ state: 'listed', listed: ['penicillin'] })).toMatchObject({
    allergyHeading: 'ALLERGIES (as registered 11/22/2026 15:10, not from the EHR)',
    allergies: ['penicillin: as told at registration'],
  });
  expect(heading({ state: 'none-known', listed: [] }).allergyHeading).toBe(
    'NO KNOWN ALLERGIES (as told at registration) (as registered 11/22/2026 15:10, not from the EHR)',
  );
  expect(heading({ state: 'not-asked', listed: [] }).allergyHeading).toMatch(/^ALLERGIES NOT ASSESSED: ASK THE PATIENT/);
  expect(bandOf(registeredView({ weightKg: 72.5 }), printing, true).weight).toBe('72.5 kg as told (11/22/2026)');
});

test('the ward list marks a registered patient, and no section as failed', () => {
  const [row] = wardRows([registeredView()], site);
  expect(row!.tags[0]).toEqual({ kind: 'registered', text: 'Registered 15:10, no data from the EHR' });
  expect(row!.tags.filter(tag => tag.kind === 'section')).toEqual([]);
});

test('a correction changes the registration; taken back, the patient was never here', () => {
  const fixed = registeredView({}, event('K1:3', 20, corrected(admitted({ bed: '410-B', sex: 'female' }))));
  expect(fixed).toMatchObject({ encounter: { bed: '410-B' }, identity: { sex: 'female' } });
  expect(chartsOf([declared, event('K1:2', 11, admitted()), event('K1:3', 20, corrected(null))])).toEqual([]);
});

test('two kiosks’ rival corrections are both shown, until somebody who saw both settles it', () => {
  const rivals = [
    event('K1:3', 20, corrected(admitted({ bed: '410-B' }))),
    event('K2:9', 21, corrected(admitted({ bed: '411' })), 'B. Nurse'),
  ];
  const view = registeredView({}, ...rivals);
  expect(view.encounter.bed).toBe('411');
  expect(view.warnings.join()).toContain(
    'THE REGISTRATION IS DISPUTED: A. Clerk at 11/22/2026 15:20, without knowing of what is shown here, says bed 410-B',
  );
  const settled = registeredView({}, ...rivals, event('K1:4', 22, corrected(admitted({ bed: '411' }), ['K1:3', 'K2:9'])));
  expect(settled.warnings.join()).not.toContain('DISPUTED');
});

test('a registration that one kiosk takes back while another corrects it stays in sight', () => {
  const view = registeredView(
    {},
    event('K2:9', 20, corrected(admitted({ bed: '411' })), 'B. Nurse'),
    event('K1:3', 21, corrected(null)),
  );
  expect(view.encounter.bed).toBe('411');
  expect(view.warnings.join()).toContain('says that it never happened');
});

test('an identified patient has the name beside the alias; number and band stay, and every sheet says so', () => {
  const view = registeredView({}, event('K1:3', 31, identified(), 'C. Registrar'));
  expect(view.identity).toMatchObject({
    name: 'SMITH, John (band: Lighthouse DA-07Q-0042-8)',
    mrn: 'DM-07Q-0042-A',
    birthDate: '1980-02-01',
  });
  expect(view.warnings[1]).toBe(
    'IDENTIFIED 11/22/2026 15:30 as SMITH, John, born 02/01/1980, MRN E100 (driving licence; C. Registrar). Band DM-07Q-0042-A stays on: blood bank samples match it.',
  );
});

test('two statements of who somebody is are both shown, unless the later one knew of the earlier', () => {
  const view = registeredView({}, event('K1:3', 31, identified()), event('K2:9', 32, identified('JONES, Paul', null)));
  expect(view.identity.name).toMatch(/^JONES, Paul/);
  const settled = registeredView(
    {},
    event('K1:3', 31, identified()),
    event('K1:4', 32, identified('JONES, Paul', null, ['K1:3'])),
  );
  expect(settled.warnings.join()).not.toContain('ALSO IDENTIFIED');
  expect(view.warnings.join()).toContain(
    'ALSO IDENTIFIED 11/22/2026 15:30 by A. Clerk as SMITH, John, MRN E100: verify who it is.',
  );
});

test('whom the copy has keeps the copy’s chart; a registration of an ended downtime is no patient of the ward any more', () => {
  const events = [declared, event('K1:2', 11, { ...admitted(), patient: 'p1' })];
  expect(chartsOf(events, [chart()])).toEqual([]);
  expect(viewOf(chart(), events)).toMatchObject({ registered: null, freshness: { state: 'ageing' } });
  expect(chartsOf([...events, event('K1:3', 50, { kind: 'outage-closed', reason: 'EHR back' })])).toEqual([]);
});
