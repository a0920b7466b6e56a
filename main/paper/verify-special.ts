import type { FormKind } from '../domain/sheet.ts';
import { clockTime, paperFhirDate, type Zone } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import type { ReadPage } from './read-back.ts';
import { folded, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

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
    case 'infusion': {
      const running = view.other.find(part => part.name === 'infusions')?.entries ?? [];
      const drugs = new Map(view.orders.map(o => [`infusion-${o.order.id}`, o.order.drug.name]));
      return running
        .filter(entry => entry.at !== null && (drugs.has(entry.id) || entry.id.startsWith('infusion-of-')))
        .map(entry => {
          const own = `${drugs.get(entry.id)}: `;
          const rate = entry.text.startsWith(own) ? entry.text.slice(own.length) : entry.text;
          return ['a last known rate', `${rate}, ${paperFhirDate(entry.at!, zone)}`];
        });
    }
    case 'insulin':
      return [...view.labs, ...view.vitals]
        .filter(trend => /glucose/i.test(trend.name) && !/urine|csf|cerebrospinal|fluid|tolerance/i.test(trend.name))
        .flatMap(({ name, values: [last] }): [string, string][] => [
          ['the name of a glucose', `${name}:`],
          ...(last?.value == null ? [] : [['the last glucose', last.value] as [string, string]]),
          ...(last?.at?.includes('T') ? [['the time of the last glucose', clockTime(last.at, zone)] as [string, string]] : []),
        ]);
    case 'pca':
      return [
        ...['Concentration', 'Continuous rate', 'Bolus', 'Lockout', 'Limit'].map((label): [string, string] => [
          `"${label}"`,
          `${label}:`,
        ]),
      ];
    default:
      return [];
  }
}
