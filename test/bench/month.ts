import { performance } from 'node:perf_hooks';
import type { Chart } from '../../main/domain/chart.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { ok } from '../../main/domain/result.ts';
import type { Instant } from '../../main/domain/time.ts';
import { registeredCharts } from '../../main/domain/ward/registered-charts.ts';
import { wardCourse } from '../../main/domain/ward/ward-course.ts';
import { wardActs } from '../../main/services/ward-acts.ts';
import { site } from '../support/site.ts';
import { demoCharts, WARD_NOW } from '../support/ward-charts.ts';
import { playMonth, WHOLE_MONTH, type MonthKiosk } from '../support/ward-month.ts';
import { medianOf, type Measured } from './measured.ts';

const FOLD_MS = 200;
const PATIENT_MS = 16;
const RUNS = 7;

/** What a month's downtime costs to fold, and to open one patient in it. */
export async function benchMonth(): Promise<Measured[]> {
  const charts = await demoCharts();
  const { events, now } = await monthOf(charts);
  const context = () => ({ generation: 1, events: [...events], now, window: marWindow(now, 24, site.zone), site });
  const fold = medianOf(
    Array.from({ length: RUNS }, () => {
      const fresh = context();
      return timed(() => registeredCharts(wardCourse(fresh.events), charts, site.unit, site.zone));
    }),
  );
  const opened = context();
  const all = [...charts, ...registeredCharts(wardCourse(opened.events), charts, site.unit, site.zone)];
  const each = all.map(chart => medianOf(Array.from({ length: 3 }, () => timed(() => foldPatient(chart, opened)))));
  const against = `${events.length} events of ${WHOLE_MONTH.days} days`;
  const line = (name: string, value: number, limit: number, more: string): Measured => ({
    name,
    value,
    unit: 'ms',
    ratio: value / limit,
    against: `${limit} ms; ${against}${more}`,
    aim: 1,
    better: 'lower',
  });
  return [
    line('month: fold of all events', fold, FOLD_MS, ''),
    line(
      'month: opening one patient, median',
      medianOf(each),
      PATIENT_MS,
      ` and ${all.length} patients; the slowest ${Math.max(...each).toFixed(0)} ms`,
    ),
  ];
}

function timed(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

/** The events of a month on one kiosk that hears everything. */
async function monthOf(charts: readonly Chart[]): Promise<{ events: KioskEvent[]; now: Instant }> {
  let now = WARD_NOW;
  const declaration = { reason: 'EHR down', drill: false, planned: false, degraded: null, noticedAt: null };
  let events: KioskEvent[] = [
    { id: 'K1:7F3QXH:1', at: now, by: 'R. Lee RN', unit: site.unit, act: { kind: 'outage-declared', ...declaration } },
  ];
  const acts = wardActs({
    ledger: {
      append(entry) {
        const event = { id: `K1:7F3QXH:${events.length + 1}`, ...entry };
        events = [...events, event];
        return ok(event);
      },
      events: () => events,
    },
    clock: { now: () => now },
    unit: site.unit,
    zone: site.zone,
    changed: () => undefined,
  });
  let issued = 0;
  const kiosk: MonthKiosk = {
    record: acts.record,
    correct: acts.correct,
    issue: kind => `${kind}-${++issued}`,
    restart: () => undefined,
  };
  await playMonth({
    seed: 20_261_122,
    size: WHOLE_MONTH,
    from: WARD_NOW,
    charts,
    kiosks: [kiosk],
    setClock: at => (now = at),
    exchange: () => undefined,
    afterDay: () => undefined,
  });
  return { events, now };
}
