import type { DeskList, DeskUnit, NoCopy, Status } from '../contract.ts';
import { freshness } from '../domain/freshness.ts';
import { spanWindow } from '../domain/medication-day.ts';
import { deskParts, deskSilences } from '../domain/pharmacy/desk-parts.ts';
import { fillLines, fillTotals, totalWords, type FillLine } from '../domain/pharmacy/fill-list.ts';
import type { ListKind } from '../domain/pharmacy/lists.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Clock } from '../ports.ts';
import { siteOf, type Copy } from './charts.ts';
import { chosenCharts, viewForPack } from './pack.ts';

/** A unit of the desk with its own copy, refresh and feed. */
export interface DeskSource {
  unit: string;
  copy(): Result<Copy, NoCopy>;
  /** Newer copies that did not verify, a feed that isn't heard. */
  troubles(): string[];
  refresh(): Status['refresh'];
}

export interface Desk {
  units(): DeskUnit[];
  list(asked: { units: readonly string[]; list: ListKind; from: Instant | null; hours: number }): DeskList;
  copyOf(unit: string): Result<Copy, NoCopy>;
}

/** The lists of the pharmacy over several units, the kiosk's own first. Each unit is folded by itself, with its own events, rules and age. */
export function desk({ sources, clock }: { sources: readonly DeskSource[]; clock: Clock }): Desk {
  const copyOf = (unit: string): Result<Copy, NoCopy> =>
    sources.find(source => source.unit === unit)?.copy() ?? {
      ok: false,
      error: { kind: 'no-copy', why: `This computer keeps no copy of ${unit}: name it under desk in the site file.` },
    };

  return {
    copyOf,
    units: () =>
      sources.map(({ unit, copy, troubles, refresh }, i) => {
        const found = copy();
        return {
          unit,
          own: i === 0,
          copy: found.ok ? copyWords(found.value, clock.now()) : null,
          troubles: [...(found.ok ? [] : [found.error.why]), ...troubles()],
          refresh: refresh(),
        };
      }),
    list({ units, list, from, hours }) {
      const now = clock.now();
      const fills: { unit: string; lines: FillLine[] }[] = [];
      const shown = units.map((unit): DeskList['units'][number] => {
        const copy = copyOf(unit);
        if (!copy.ok) return { unit, copy: null, why: copy.error.why, period: null, silent: [], parts: [] };
        const { snapshot } = copy.value;
        const site = siteOf(copy.value);
        const job = {
          copy: copy.value,
          now,
          selection: { patients: 'all' as const, forms: [], from, span: 'hours' as const, hours },
        };
        const patients = chosenCharts(job).map(chart => viewForPack(job, chart));
        if (list === 'fill-list') fills.push({ unit, lines: fillLines(patients, site) });
        return {
          unit,
          copy: copyWords(copy.value, now),
          why: null,
          period: spanWindow('hours', from ?? now, hours, site),
          silent: [
            ...snapshot.unread.map(({ patient, why }) => ({ patient: `NO CHART OF ${patient}`, why })),
            ...deskSilences(list, patients),
          ],
          parts: deskParts(list, patients, site),
        };
      });
      return { now, units: shown, totals: totalsOf(fills) };
    },
  };
}

const copyWords = (copy: Copy, now: Instant): NonNullable<DeskUnit['copy']> => ({
  generation: copy.generation,
  asOf: copy.snapshot.asOf,
  freshness: freshness(copy.snapshot.asOf, now, copy.rules.freshness),
  patients: chosenCharts({ copy, selection: { patients: 'all', forms: [], from: null, span: 'hours', hours: 24 }, now }).length,
});

/** Per drug what all units need together, and what each of them needs. */
function totalsOf(fills: { unit: string; lines: FillLine[] }[]): DeskList['totals'] {
  const own = fills.map(({ unit, lines }) => ({ unit, totals: new Map(fillTotals(lines).map(total => [total.drug, total])) }));
  return fillTotals(fills.flatMap(({ lines }) => lines)).map(total => ({
    drug: total.drug,
    total: totalWords(total),
    units: own.flatMap(({ unit, totals }) => {
      const mine = totals.get(total.drug);
      return mine ? [{ unit, total: totalWords(mine) }] : [];
    }),
    controlled: total.controlled,
    wardStock: total.wardStock,
  }));
}
