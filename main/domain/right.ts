import type { Role } from './role.ts';

const ON_THE_WARD = ['nurse', 'pharmacist', 'clerk', 'prescriber', 'supervisor'] as const;
const EVERYBODY = [...ON_THE_WARD, 'administrator'] as const;

/**
 * What each role may see and do: the one table, asked at the one door. It leans towards letting ward staff act, since in a downtime whoever is there
 * has to, and everything is recorded under its doer's name. Whoever sets the computers up (`administrator`) sees no patient.
 */
export const RIGHTS = {
  'see this kiosk': {
    roles: EVERYBODY,
    words: 'See whether the kiosk is ready, what is wrong with it, and the downtime procedures',
  },
  'refresh the copy': { roles: EVERYBODY, words: 'Fetch a new copy from the EHR, exchange with the ward’s other kiosks' },
  'see patients': {
    roles: ON_THE_WARD,
    words: 'See the ward, its patients, their orders and doses, the ADT log, and find sheets',
  },
  'declare outages': {
    roles: ['nurse', 'pharmacist', 'prescriber', 'supervisor'],
    words: 'Declare an outage or drill, change its extent, start recovery, close and reopen it',
  },
  'tick steps': { roles: ON_THE_WARD, words: 'Tick steps of the downtime procedures' },
  print: { roles: ON_THE_WARD, words: 'Make, preview, print, save and cancel sheets, labels and bands' },
  'chart doses': { roles: ['nurse', 'prescriber', 'supervisor'], words: 'Type in doses from paper, and correct them' },
  'write orders': { roles: ON_THE_WARD, words: 'Record orders, changes, holds and stops from order sheets, and take them back' },
  'verify orders': {
    roles: ['nurse', 'pharmacist', 'prescriber', 'supervisor'],
    words: 'Verify an order that somebody else recorded',
  },
  'register patients': {
    roles: ['nurse', 'clerk', 'prescriber', 'supervisor'],
    words: 'Register walk-ins under downtime numbers, correct and identify them',
  },
  'move patients': {
    roles: ['nurse', 'clerk', 'prescriber', 'supervisor'],
    words: 'Record moves, transfers, leave, discharge and death',
  },
  'see other units': {
    roles: ['pharmacist', 'supervisor'],
    words: 'See and print the lists and sheets of the pharmacy desk’s other units',
  },
  'read the audit': { roles: ['supervisor', 'administrator'], words: 'See who saw and did what, and export it' },
} as const satisfies Record<string, { roles: readonly Role[]; words: string }>;

export type Right = keyof typeof RIGHTS;

/** Whether a role has a right. */
export const may = (role: Role, right: Right): boolean => (RIGHTS[right].roles as readonly Role[]).includes(role);
