import { INFUSION_SHEET } from '../domain/infusion-sheet.ts';
import { INSULIN_SHEET } from '../domain/insulin-sheet.ts';
import { PCA_SHEET } from '../domain/pca-sheet.ts';
import type { FormKind } from '../domain/sheet.ts';
import { factWords, type SpecialSheet } from '../domain/special-sheet.ts';
import { clockTime, isInstant, type Zone } from '../domain/time.ts';
import type { OrderView, PatientView } from '../domain/view.ts';
import type { ReadPage } from './read-back.ts';
import { folded, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

const SHEETS: Partial<Record<FormKind, SpecialSheet>> = { infusion: INFUSION_SHEET, insulin: INSULIN_SHEET, pca: PCA_SHEET };

/** The facts that an order's block must begin with on its special sheet, each with its label. */
export const factsOn = (kind: FormKind, order: OrderView, view: PatientView, zone: Zone): [string, string][] =>
  (SHEETS[kind]?.facts(order, view, zone) ?? []).map(fact => [fact.label, `${fact.label}: ${factWords(fact)}`]);

/** What infusion, insulin and pump sheets must say besides the orders themselves; other forms have none of it. */
export function specialFaults(
  pages: { page: number; read: ReadPage }[],
  kind: FormKind,
  view: PatientView,
  zone: Zone,
): OrderFault[] {
  const text = pages.map(({ read }) => pageText(read)).join('');
  return wantedOn(kind, view, zone)
    .filter(([, words]) => !text.includes(folded(words)))
    .map(([what]) => ({ page: pages[0]?.page ?? 0, order: null, what: `${what} is missing or altered` }));
}

function wantedOn(kind: FormKind, view: PatientView, zone: Zone): [string, string][] {
  switch (kind) {
    case 'infusion':
      return (view.other.find(part => part.name === 'infusions')?.entries ?? [])
        .filter(entry => entry.id.startsWith('infusion-of-'))
        .map(entry => ['a rate that was charted without an order', entry.text]);
    case 'insulin':
      return [...view.labs, ...view.vitals]
        .filter(trend => /glucose/i.test(trend.name) && !/urine|csf|cerebrospinal|fluid|tolerance/i.test(trend.name))
        .flatMap(({ name, values: [last] }): [string, string][] => [
          ['the name of a glucose', `${name}:`],
          ...(last?.value == null ? [] : [['the last glucose', last.value] as [string, string]]),
          ...(last?.at && isInstant(last.at)
            ? [['the time of the last glucose', clockTime(last.at, zone)] as [string, string]]
            : []),
        ]);
    default:
      return [];
  }
}
