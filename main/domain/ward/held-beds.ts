import type { Chart } from '../chart.ts';
import type { Zone } from '../time.ts';
import type { Account } from './accounts.ts';
import { bedKey, isOnUnit } from './place.ts';
import type { StayConflict } from './stay.ts';
import { accountWords } from './stay-words.ts';
import type { WardCourse } from './ward-course.ts';
import { shownAccount } from './whereabouts.ts';

/** Who holds the beds of a unit. */
export interface HeldBeds {
  /** Everybody in a bed, also whoever is on leave from it. */
  holders(bed: string): readonly Holder[];
  /** That others hold a patient's bed, too. */
  conflictOf(patient: string, bed: string, zone: Zone): StayConflict[];
}

/** A patient in a bed. */
export interface Holder {
  patient: string;
  name: string;
}

/** No beds known: of a patient seen alone. */
export const NO_BEDS: HeldBeds = { holders: () => [], conflictOf: () => [] };

/**
 * Folds the places of all patients into who holds which bed. Two whom the EHR itself puts into one bed are no conflict of the ward's: where
 * an EHR knows rooms only, that would be everybody.
 */
export function heldBeds(charts: readonly Chart[], course: WardCourse): HeldBeds {
  const byBed = new Map<string, { chart: Chart; account: Account }[]>();
  for (const chart of charts) {
    const account = shownAccount(chart, course);
    const { presence, bed } = account.place;
    if (bed === null || !isOnUnit(presence)) continue;
    const key = bedKey(bed);
    const others = byBed.get(key);
    if (others) others.push({ chart, account });
    else byBed.set(key, [{ chart, account }]);
  }
  const inBed = (bed: string): { chart: Chart; account: Account }[] => byBed.get(bedKey(bed)) ?? [];
  return {
    holders: bed => inBed(bed).map(({ chart }) => ({ patient: chart.identity.id, name: chart.identity.name })),
    conflictOf(patient, bed, zone) {
      const all = inBed(bed);
      if (all.length < 2 || !all.some(({ chart }) => chart.identity.id === patient)) return [];
      if (all.every(({ account }) => account.by === null)) return [];
      const said = all.map(({ chart, account }) => `${chart.identity.name}, ${accountWords(account, chart, zone)}`).sort();
      return [
        {
          kind: 'bed-held-twice',
          words: `BED ${all[0]!.account.place.bed} IS HELD BY ${all.length} PATIENTS: ${said.join(' / ')}`,
          todo: 'Look who lies in it, and move the other one or undo what is wrong in the ADT log.',
        },
      ];
    },
  };
}
