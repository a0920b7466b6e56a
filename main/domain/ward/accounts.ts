import { epochMs } from '../time.ts';
import type { EffectiveAct } from './effective-acts.ts';
import { newestOf } from './knowledge.ts';
import { bedKey, placeAfter, type Place } from './place.ts';
import { isCensusAct, type CensusAct } from './ward-act.ts';
import { patientsOf, type WardCourse } from './ward-course.ts';

/** Where a patient is by one account, and what it rests on. */
export interface Account {
  place: Place;
  /** Null when it rests on the chart alone. */
  by: Grounds | null;
}

/** The last act that an account rests on, as it reads in it. */
interface Grounds extends Omit<EffectiveAct, 'act'> {
  act: CensusAct;
}

/** The accounts of where a patient is, oldest first, and of where they were before each act. */
export interface Accounts {
  /** More than one contradict each other: acts, or corrections of one, that did not know of each other. */
  now: readonly Account[];
  before(event: string): readonly Account[];
}

/**
 * Follows what each act knew of the others. An act that is said never to have happened is passed over: what knew of it knew what came before
 * it. Acts that did not know of each other each give an account of their own, until a later one, which knew of both, says the same for both.
 * The result depends on what the acts knew, not on the order in which they arrived.
 */
export function accountsOf(base: Place, { ofPatient, knows }: WardCourse, patient: string): Accounts {
  const all = ofPatient.get(patient) ?? [];
  const own = new Map(all.filter(({ first, act }) => isCensusAct(act ?? first)).map(act => [act.recorded.id, act]));
  const versions = ({ act, rivals }: EffectiveAct): (CensusAct | null)[] =>
    (rivals.length > 0 ? rivals.map(({ becomes }) => becomes) : [act]).map(version =>
      version && isCensusAct(version) && patientsOf(version).includes(patient) ? version : null,
    );
  const counting = [...own.values()].filter(act => versions(act).some(version => version !== null));
  const start: Account = { place: base, by: null };
  const remembered = new Map<string, Account[]>();

  const before = (act: EffectiveAct): Account[] => {
    const known = newestOf(
      counting.filter(({ recorded }) => knows(act.recorded.id, recorded.id)),
      knows,
    );
    return known.length > 0 ? different(known.flatMap(after)) : [start];
  };
  function after(effective: EffectiveAct): Account[] {
    const { id } = effective.recorded;
    const found = remembered.get(id);
    if (found) return found;
    const given = before(effective).flatMap(account =>
      versions(effective).map((act): Account =>
        act === null || act.kind === 'patient-identified'
          ? account
          : { place: placeAfter(account.place, act, patient), by: { ...effective, act } },
      ),
    );
    const result = different(given);
    remembered.set(id, result);
    return result;
  }

  return {
    now: counting.length > 0 ? different(newestOf(counting, knows).flatMap(after)) : [start],
    before: event => {
      const act = own.get(event);
      return act ? before(act) : [start];
    },
  };
}

/** Accounts that say the same are one: the one that happened last speaks for them. In the order in which they happened. */
function different(accounts: readonly Account[]): Account[] {
  const byPlace = new Map<string, Account>();
  for (const account of accounts.toSorted(byTime)) byPlace.set(JSON.stringify(placed(account)), account);
  return [...byPlace.values()].sort(byTime);
}

/** What must differ for two accounts to contradict each other: being on the unit or not, and in which bed; not the minute. */
function placed({ place: { presence, bed } }: Account): unknown {
  switch (presence.kind) {
    case 'here':
    case 'on-leave':
      return [presence.kind, bed && bedKey(bed)];
    case 'transferred':
      return [presence.kind, presence.unit];
    default:
      return [presence.kind];
  }
}

const byTime = (a: Account, b: Account): number =>
  timeOf(a) - timeOf(b) || (a.by?.recorded.id ?? '').localeCompare(b.by?.recorded.id ?? '');
const timeOf = ({ by }: Account): number => (by ? epochMs(by.act.happenedAt) : 0);
