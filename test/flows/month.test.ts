import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Chart } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { prnMar, scheduledMar } from '../../main/domain/mar.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { NUMBER_KINDS, type NumberKind } from '../../main/domain/downtime-number.ts';
import { readClaim, withMoreBlocks } from '../../main/domain/number-block.ts';
import { outageOf } from '../../main/domain/outage.ts';
import type { Block } from '../../main/domain/sheet.ts';
import { epochMs, plusMinutes, type Instant } from '../../main/domain/time.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { registeredCharts } from '../../main/domain/ward/registered-charts.ts';
import { wardCourse } from '../../main/domain/ward/ward-course.ts';
import { numbersService, type Numbers } from '../../main/services/numbers.ts';
import { packPatients } from '../../main/services/pack.ts';
import { wardActs } from '../../main/services/ward-acts.ts';
import { newBook } from '../../main/store/block-book.ts';
import { exchangeFolder } from '../../main/store/exchange-folder.ts';
import { numberMark } from '../../main/store/number-mark.ts';
import { declared, must, SITE, WardKiosk } from '../services/support/ward-kiosk.ts';
import { folder } from '../store/support/fresh-store.ts';
import { copyOf } from '../support/copy.ts';
import { site } from '../support/site.ts';
import { demoCharts, wardPrinting, WARD_NOW } from '../support/ward-charts.ts';
import { firstDays, playMonth, WHOLE_MONTH, type MonthKiosk, type Truth } from '../support/ward-month.ts';

const UNIT = '4 West';
/** The whole of it takes minutes: KIOSK_LONG=1. */
const SIZE = process.env['KIOSK_LONG'] ? WHOLE_MONTH : firstDays(3);
const PRINTED = [0, Math.floor(SIZE.days / 2), SIZE.days - 1];
const SEED = Number(process.env['KIOSK_SEED'] ?? 20_261_122);

/** All blocks that IT gave out. */
let book = newBook(SITE);

/** A kiosk with its own encrypted ledger and its own downtime numbers, as the month plays on it. */
class MonthsKiosk {
  readonly ward: WardKiosk;
  #numbers!: Numbers;
  play!: MonthKiosk;

  constructor(name: string) {
    this.ward = new WardKiosk(name);
    this.#open();
    const { claim } = must(this.#numbers.status());
    const sizes = Object.fromEntries(NUMBER_KINDS.map(kind => [kind, 4_000])) as Record<NumberKind, number>;
    book = must(withMoreBlocks(book, [must(readClaim(claim))], sizes));
    must(this.#numbers.take(book, 'IT'));
  }

  #open(): void {
    const { ward } = this;
    const clock = { now: () => ward.now };
    const { ledger } = ward;
    const acts = wardActs({ ledger, clock, unit: UNIT, zone: site.zone, changed: () => undefined });
    const mark = numberMark({ folder: ward.store, kiosk: ward.name });
    const few = { mrn: 0, visit: 0, order: 0, alias: 0 };
    this.#numbers = numbersService({ ledger, mark, clock, unit: UNIT, site: SITE, words: ['Lighthouse', 'Kayak'], few });
    this.play = {
      record: acts.record,
      correct: acts.correct,
      issue: kind => must(this.#numbers.issue(kind, 'R. Lee RN')).number,
      restart: () => {
        ward.restart();
        this.#open();
      },
    };
  }

  events() {
    return this.ward.ledger.events(UNIT);
  }

  /** Everybody's view with the 24 h from now. */
  views(charts: readonly Chart[], now: Instant): PatientView[] {
    const events = this.events();
    const all = [...charts, ...registeredCharts(wardCourse(events), charts, UNIT, site.zone)];
    const context = { generation: 1, events, now, window: marWindow(now, 24, site.zone), site };
    return all.map(chart => foldPatient(chart, context));
  }
}

/** The order numbers of all rows of a patient's MARs. */
const numbersOnMars = (view: PatientView): string[] =>
  [...scheduledMar(view, wardPrinting), ...prnMar(view, wardPrinting)].flatMap((block: Block) =>
    block.kind === 'order-grid' || block.kind === 'order-entries' ? block.rows.map(({ order }) => order.number) : [],
  );

const count = (values: readonly string[], value: string): number => values.filter(other => other === value).length;

describe(`a downtime of ${SIZE.days} days on two kiosks that often do not hear of each other`, () => {
  const problems: string[] = [];
  let kiosks: [MonthsKiosk, MonthsKiosk];
  let charts: Chart[];
  let truth: Truth;
  let days = 0;
  let paper = 0;

  beforeAll(async () => {
    charts = await demoCharts();
    kiosks = [new MonthsKiosk('K1'), new MonthsKiosk('K2')];
    const [one, two] = kiosks;
    const share = folder();
    const through = async (kiosk: MonthsKiosk) => must(await kiosk.ward.exchange.through(exchangeFolder(share)));
    const setClock = (now: Instant): void => kiosks.forEach(({ ward }) => (ward.now = now));
    setClock(WARD_NOW);
    one.ward.record(declared());
    const meet = async (): Promise<void> => {
      for (const kiosk of [one, two, one]) await through(kiosk);
    };
    await meet();
    truth = await playMonth({
      seed: SEED,
      size: SIZE,
      from: WARD_NOW,
      charts,
      kiosks: [forwarding(one), forwarding(two)],
      setClock,
      exchange: meet,
      afterDay: async (day, now, soFar) => {
        days += 1;
        problems.push(...endOfDay(day, now, soFar));
        if (PRINTED.includes(day)) paper += await printed(one, now);
      },
    });
  }, 3_000_000);
  afterAll(() => kiosks.forEach(({ ward }) => ward.ledger.close()));

  /** The kiosk as it is after the last restart. */
  const forwarding = (kiosk: MonthsKiosk): MonthKiosk => ({
    record: (...said) => kiosk.play.record(...said),
    correct: (...said) => kiosk.play.correct(...said),
    issue: kind => kiosk.play.issue(kind),
    restart: () => kiosk.play.restart(),
  });

  function endOfDay(day: number, now: Instant, soFar: Truth): string[] {
    const [one, two] = kiosks;
    const found: string[] = [];
    const say = (what: string): number => found.push(`day ${day + 1}: ${what}`);
    if (JSON.stringify(one.events()) !== JSON.stringify(two.events()))
      say('the kiosks do not have the same events in the same order');
    if (outageOf(two.events()).state !== 'declared') say('the downtime is not on');
    const views = new Map(one.views(charts, now).map(view => [view.identity.id, view]));
    const others = new Map(two.views(charts, now).map(view => [view.identity.id, view]));
    for (const patient of soFar.patients.values()) {
      const view = views.get(patient.id);
      if (!view) {
        say(`${patient.id} is lost`);
        continue;
      }
      if (JSON.stringify(view) !== JSON.stringify(others.get(patient.id)))
        say(`${patient.id} looks different on the other kiosk`);
      const onMars = numbersOnMars(view);
      for (const [order, { state, stoppedAt, dispute }] of patient.orders) {
        const disputed = dispute !== null;
        const times = count(onMars, order);
        const longAgo = stoppedAt !== null && epochMs(stoppedAt) < epochMs(plusMinutes(view.window.from, -24 * 60));
        if (state !== 'stopped' && times !== 1) say(`${order} (${state}) stands ${times} times on the MARs of ${patient.id}`);
        if (state === 'stopped' && disputed && times > 1) say(`disputed ${order} stands ${times} times`);
        if (longAgo && !disputed && times > 0 && isVerified(view, order))
          say(`${order} was stopped long ago and stands on the MAR`);
        const shown = [...view.orders, ...view.stoppedOrders].filter(o => o.order.number === order);
        if (shown.length !== 1) say(`${order} is shown ${shown.length} times`);
        if (disputed && shown.every(({ onWard }) => onWard?.conflicts.length === 0)) say(`${order} hides that it is disputed`);
      }
    }
    return found;
  }

  const isVerified = (view: PatientView, number: string): boolean =>
    view.orders.some(o => o.order.number === number && o.onWard?.steps.every(step => step.verified !== null));

  /** Tomorrow's MARs of everybody on the unit, made and read back; how many were whole. */
  async function printed(kiosk: MonthsKiosk, now: Instant): Promise<number> {
    const copy = { ...copyOf(charts, WARD_NOW), events: kiosk.events() };
    const selection = {
      patients: 'all' as const,
      forms: ['mar-scheduled' as const, 'mar-prn' as const],
      from: null,
      span: 'hours' as const,
      hours: 24,
    };
    const job = { copy, selection, outage: outageOf(kiosk.events()), now, by: 'R. Lee RN', run: '7F3QXH', pack: 1 };
    let sheets = 0;
    for await (const step of packPatients(job)) {
      problems.push(...step.refused.map(({ patient, sheet, why }) => `${patient}: ${sheet} was refused: ${why}`));
      sheets += step.file?.sheets.length ?? 0;
    }
    return sheets;
  }

  test('both kiosks see the same ward every day, and every order that is active stands on the next day’s MAR exactly once', () => {
    expect(days).toBe(SIZE.days);
    expect(problems.slice(0, 20)).toEqual([]);
  });

  test('it was as busy as a real ward', () => {
    const { walkIns, moves, orderChanges, doses, conflicts, restarts } = truth.done;
    expect(walkIns).toBe(SIZE.walkIns);
    expect(moves).toBeGreaterThan(SIZE.moves * 0.8);
    expect(orderChanges).toBeGreaterThan(SIZE.orderChanges * 0.9);
    expect(doses).toBeGreaterThan(SIZE.doses * 0.8);
    expect(conflicts).toBeGreaterThan(SIZE.days);
    expect(restarts).toBeGreaterThan(0);
  });

  test('no number was given twice', () => {
    expect(truth.numbers.length).toBeGreaterThan(SIZE.days * 20);
    expect(new Set(truth.numbers).size).toBe(truth.numbers.length);
  });

  test('tomorrow’s MARs were made and read back whole on the first day, in the middle and on the last', () => {
    expect(paper).toBeGreaterThan(PRINTED.length * 2 * 20);
  });
});
