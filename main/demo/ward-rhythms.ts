import type { TimingRepeat } from 'fhir/r4';
import type { Rhythm, Route } from './ward-plan.ts';
import { local, SNOMED } from './ward-frame.ts';

/** How an order's rhythm is coded, said, and at which times this hospital gives it. */
export interface RhythmRow {
  code: string;
  system: string;
  words: string;
  repeat: TimingRepeat;
  times: string[];
}

const GTS = 'http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation';
const OWN = local('order-frequency');
const row = (
  code: string,
  words: string,
  frequency: number,
  period: number,
  periodUnit: 'h' | 'd' | 'wk',
  times: string,
  more: TimingRepeat = {},
): RhythmRow => ({
  code,
  system: ['BID', 'TID', 'QID', 'Q4H', 'Q6H'].includes(code) ? GTS : OWN,
  words,
  repeat: { frequency, period, periodUnit, ...more },
  times: times.split(' '),
});

/** The rhythms of the demo hospital, with the usual times of practice.md section 4. */
export const RHYTHMS: Record<Rhythm, RhythmRow> = {
  DAILY: row('DAILY', 'daily', 1, 1, 'd', '09:00'),
  BID: row('BID', '2 times daily', 2, 1, 'd', '09:00 21:00'),
  TID: row('TID', '3 times daily', 3, 1, 'd', '09:00 14:00 21:00'),
  QID: row('QID', '4 times daily', 4, 1, 'd', '09:00 13:00 17:00 21:00'),
  Q4H: row('Q4H', 'every 4 hours', 1, 4, 'h', '01:00 05:00 09:00 13:00 17:00 21:00'),
  Q6H: row('Q6H', 'every 6 hours', 1, 6, 'h', '00:00 06:00 12:00 18:00'),
  Q8H: row('Q8H', 'every 8 hours', 1, 8, 'h', '06:00 14:00 22:00'),
  Q12H: row('Q12H', 'every 12 hours', 1, 12, 'h', '09:00 21:00'),
  Q24H: row('Q24H', 'every 24 hours', 1, 24, 'h', '09:00'),
  QHS: row('QHS', 'nightly at bedtime', 1, 1, 'd', '21:00', { when: ['HS'] }),
  TIDAC: row('TID AC', '3 times daily before meals', 3, 1, 'd', '07:30 11:30 16:30', { when: ['ACM', 'ACD', 'ACV'] }),
  TIDMEALS: row('TID WITH MEALS', '3 times daily with meals', 3, 1, 'd', '08:00 12:00 17:00', { when: ['CM', 'CD', 'CV'] }),
  WEEKLY: row('WEEKLY', 'once a week', 1, 1, 'wk', '09:00'),
  MWF: row('MON-WED-FRI', 'Monday, Wednesday and Friday', 1, 1, 'd', '09:00', { dayOfWeek: ['mon', 'wed', 'fri'] }),
  Q72H: row('Q72H', 'every 72 hours', 1, 72, 'h', '09:00'),
};

/** Routes by the ward's abbreviation: SNOMED CT code and words. */
export const ROUTES: Record<Route, [string, string]> = {
  PO: ['26643006', 'Oral'],
  IV: ['47625008', 'Intravenous'],
  SC: ['34206005', 'Subcutaneous'],
  IM: ['78421000', 'Intramuscular'],
  TD: ['45890007', 'Transdermal'],
  INH: ['447694001', 'Inhalation'],
  NEB: ['447694001', 'Nebulization'],
  PR: ['37161004', 'Rectal'],
  TOP: ['6064005', 'Topical'],
  SL: ['37839007', 'Sublingual'],
  NG: ['127492001', 'Nasogastric tube'],
  OU: ['54485002', 'Both eyes'],
};

export const routeConcept = (route: Route) => ({
  coding: [{ system: SNOMED, code: ROUTES[route][0], display: ROUTES[route][1] }],
  text: ROUTES[route][1],
});
