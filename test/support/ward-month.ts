import { seeded } from '../../main/demo/seeded.ts';
import type { Chart } from '../../main/domain/chart.ts';
import type { NumberKind } from '../../main/domain/downtime-number.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import type { Result } from '../../main/domain/result.ts';
import { plusMinutes, type Instant } from '../../main/domain/time.ts';
import type { Registration, WrittenOrder } from '../../main/domain/ward/ward-act.ts';
import type { SaidAct } from '../../main/services/ward-acts.ts';

type Recording = Result<KioskEvent, { kind: string; why: string }>;

/** A kiosk of the ward as the month plays on it. */
export interface MonthKiosk {
  record(act: SaidAct, by: string): Recording;
  correct(event: string, becomes: SaidAct | null, reason: string, by: string): Recording;
  issue(kind: NumberKind): string;
  /** Power gone and back. */
  restart(): void;
}

/** How much happens; the whole of it is a unit of 36 beds in 28 days. */
export interface MonthSize {
  days: number;
  walkIns: number;
  moves: number;
  orderChanges: number;
  doses: number;
}
export const WHOLE_MONTH: MonthSize = { days: 28, walkIns: 40, moves: 300, orderChanges: 2_000, doses: 20_000 };

/** The first days of it, as busy. */
export const firstDays = (days: number): MonthSize => {
  const part = (count: number): number => Math.round((count * days) / WHOLE_MONTH.days);
  const { walkIns, moves, orderChanges, doses } = WHOLE_MONTH;
  return { days, walkIns: part(walkIns), moves: part(moves), orderChanges: part(orderChanges), doses: part(doses) };
};

/** What really happened, kept apart from any fold. */
export interface Truth {
  patients: Map<string, TruePatient>;
  numbers: string[];
  done: Record<'walkIns' | 'moves' | 'orderChanges' | 'doses' | 'corrections' | 'conflicts' | 'restarts' | 'exchanges', number>;
}
export interface TruePatient {
  id: string;
  bed: string | null;
  on: 'unit' | 'leave' | 'left';
  orders: Map<string, TrueOrder>;
  /** Which kiosk's people look after them until the kiosks have exchanged again. */
  kiosk: number;
}
export interface TrueOrder {
  state: 'active' | 'held' | 'stopped';
  stoppedAt: Instant | null;
  /**
   * Two kiosks did different things with it without knowing of each other: both changed its words, or one its words and the other whether it is
   * given. Whoever changes it once both are known to them (`known`) has decided.
   */
  dispute: { about: 'words' | 'state'; known: boolean } | null;
  lastGiven: Instant | null;
}

interface Month {
  seed: number;
  size: MonthSize;
  /** When the EHR failed. */
  from: Instant;
  charts: readonly Chart[];
  kiosks: readonly MonthKiosk[];
  setClock(now: Instant): void;
  exchange(): void | Promise<void>;
  /** Both kiosks have exchanged, and it is midnight of this day. */
  afterDay(day: number, now: Instant, truth: Truth): void | Promise<void>;
}

const DAY = 1440;
const DRUGS = [
  'metoprolol tartrate',
  'furosemide',
  'piperacillin-tazobactam',
  'pantoprazole',
  'enoxaparin',
  'acetaminophen',
  'vancomycin',
];
const CODES = ['DAILY', 'BID', 'TID', 'Q6H', 'Q8H', 'Q12H'];
const PEOPLE = ['R. Lee RN', 'A. Okafor RN', 'M. Duarte RN', 'S. Weiss PharmD'];

/** Plays a downtime on two kiosks, day by day: the same seed plays the same one. */
export async function playMonth(month: Month): Promise<Truth> {
  const { seed, size, kiosks } = month;
  const { next: random, pick } = seeded(seed, 'month');
  const truth = beginning(month.charts);
  const upTo = (most: number): number => Math.floor(random() * most);
  const ofDay = (count: number, day: number): number =>
    Math.floor((count * (day + 1)) / size.days) - Math.floor((count * day) / size.days);

  for (let day = 0; day < size.days; day++) {
    const deeds = [
      ...Array.from({ length: ofDay(size.walkIns, day) }, () => walkIn),
      ...Array.from({ length: ofDay(size.moves, day) }, () => moveSomebody),
      ...Array.from({ length: ofDay(size.orderChanges, day) }, () => changeOrder),
      ...Array.from({ length: ofDay(size.doses, day) }, () => chartDose),
    ]
      .map(deed => ({ deed, minute: 1 + upTo(DAY - 2) }))
      .sort((a, b) => a.minute - b.minute);
    const exchanges = new Set(Array.from({ length: upTo(5) }, () => upTo(deeds.length)));
    const restarts = new Set(Array.from({ length: upTo(2) }, () => upTo(deeds.length)));
    for (const [index, { deed, minute }] of deeds.entries()) {
      const now = plusMinutes(month.from, day * DAY + minute);
      month.setClock(now);
      if (exchanges.has(index)) await meet();
      if (restarts.has(index)) {
        truth.done.restarts += 1;
        pick(kiosks).restart();
      }
      deed(now);
    }
    const midnight = plusMinutes(month.from, (day + 1) * DAY);
    month.setClock(midnight);
    await meet();
    await month.afterDay(day, midnight, truth);
  }
  return truth;

  /** After an exchange both kiosks know everything, and who looks after whom is dealt anew. */
  async function meet(): Promise<void> {
    await month.exchange();
    truth.done.exchanges += 1;
    for (const patient of truth.patients.values()) {
      patient.kiosk = upTo(kiosks.length);
      for (const { dispute } of patient.orders.values()) if (dispute) dispute.known = true;
    }
  }

  function someone(on: TruePatient['on'] = 'unit'): TruePatient | undefined {
    const here = [...truth.patients.values()].filter(patient => patient.on === on);
    return here.length === 0 ? undefined : pick(here);
  }

  function did(patient: TruePatient, act: SaidAct): KioskEvent {
    return must(kiosks[patient.kiosk]!.record(act, pick(PEOPLE)));
  }

  function walkIn(now: Instant): void {
    const kiosk = upTo(kiosks.length);
    const issue = (kind: NumberKind): string => {
      const number = kiosks[kiosk]!.issue(kind);
      truth.numbers.push(number);
      return number;
    };
    const unknown = random() < 0.3;
    const mrn = issue('mrn');
    const patient: TruePatient = { id: mrn, bed: `H${upTo(60)}`, on: 'unit', orders: new Map(), kiosk };
    truth.patients.set(mrn, patient);
    const registration = registered({
      mrn,
      visit: issue('visit'),
      bed: patient.bed,
      alias: unknown ? issue('alias') : null,
      n: truth.done.walkIns,
    });
    did(patient, { kind: 'patient-admitted', patient: mrn, happenedAt: plusMinutes(now, -upTo(30)), registration });
    truth.done.walkIns += 1;
  }

  function moveSomebody(now: Instant): void {
    const away = someone('leave');
    const about = (patient: TruePatient) => ({ patient: patient.id, happenedAt: now });
    if (away && random() < 0.5) {
      did(away, { kind: 'leave-ended', ...about(away) });
      away.on = 'unit';
    } else {
      const patient = someone();
      if (!patient) return;
      const what = random();
      const from = patient.bed;
      if (what < 0.6) {
        patient.bed = `H${upTo(200)}`;
        const moved = did(patient, { kind: 'patient-moved', ...about(patient), from, bed: patient.bed });
        if (random() < 0.1) {
          truth.done.corrections += 1;
          patient.bed = `H${upTo(200)}`;
          const becomes = { kind: 'patient-moved' as const, ...about(patient), from, bed: patient.bed };
          must(kiosks[patient.kiosk]!.correct(moved.id, becomes, 'the wrong bed was typed', pick(PEOPLE)));
        }
      } else if (what < 0.75) {
        const other = someone();
        if (!other || other === patient || other.kiosk !== patient.kiosk) return;
        [patient.bed, other.bed] = [other.bed, patient.bed];
        did(patient, { kind: 'beds-swapped', ...about(patient), other: other.id, bed: patient.bed, otherBed: other.bed });
      } else if (what < 0.85) {
        did(patient, { kind: 'leave-began', ...about(patient), from, where: 'home for the day', backBy: plusMinutes(now, 480) });
        patient.on = 'leave';
      } else if (truth.patients.size > 20) {
        const leaves = pick(['discharged', 'transferred', 'died'] as const);
        if (leaves === 'discharged') did(patient, { kind: 'patient-discharged', ...about(patient), from, where: 'home' });
        else if (leaves === 'died') did(patient, { kind: 'patient-died', ...about(patient), from, pronouncedBy: 'Dr. Hale' });
        else
          did(patient, {
            kind: 'patient-transferred',
            ...about(patient),
            from,
            unit: '5 East',
            bed: null,
            acceptedBy: 'Dr. Osei',
          });
        patient.on = 'left';
      }
    }
    truth.done.moves += 1;
  }

  function changeOrder(now: Instant): void {
    const patient = someone();
    if (!patient) return;
    truth.done.orderChanges += 1;
    const about = { patient: patient.id, happenedAt: now };
    const running = [...patient.orders].filter(([, order]) => order.state !== 'stopped');
    if (running.length < 3 || random() < 0.35) {
      const order = kiosks[patient.kiosk]!.issue('order');
      truth.numbers.push(order);
      const written = did(patient, { kind: 'order-written', ...about, order, content: content(now), readBack: random() < 0.9 });
      patient.orders.set(order, { state: 'active', stoppedAt: null, dispute: null, lastGiven: null });
      if (random() < 0.8) did(patient, { kind: 'order-verified', ...about, order, verifies: written.id });
      return;
    }
    const [order, known] = pick(running);
    const said = { ...about, order };
    const what = random();
    const words = what < 0.4;
    if (known.dispute?.known && (words || known.dispute.about === 'state')) known.dispute = null;
    if (words)
      did(patient, {
        kind: 'order-changed',
        ...said,
        content: content(now),
        readBack: true,
        reason: 'renal function',
        ehr: null,
      });
    else if (what < 0.55 && known.state === 'active') {
      did(patient, { kind: 'order-held', ...said, prescriber: 'Dr. Hale', reason: 'nil by mouth', ehr: null });
      known.state = 'held';
    } else if (known.state === 'held') {
      did(patient, { kind: 'order-resumed', ...said, prescriber: 'Dr. Hale', reason: null, ehr: null });
      known.state = 'active';
    } else {
      did(patient, { kind: 'order-stopped', ...said, prescriber: 'Dr. Hale', reason: null, ehr: null, stops: now });
      known.state = 'stopped';
      known.stoppedAt = now;
    }
    if (random() < 0.2) {
      const elsewhere = kiosks[(patient.kiosk + 1) % kiosks.length]!;
      const changed = elsewhere.record(
        { kind: 'order-changed', ...said, content: content(now), readBack: true, reason: null, ehr: null },
        pick(PEOPLE),
      );
      // The other kiosk may not know the order yet, and then nobody there can change it.
      if (!changed.ok) return;
      truth.done.conflicts += 1;
      const undecided = known.dispute?.about === 'words' && !known.dispute.known;
      known.dispute = { about: words || undecided ? 'words' : 'state', known: false };
    }
  }

  function chartDose(now: Instant): void {
    const patient = someone();
    const running = patient ? [...patient.orders].filter(([, { state }]) => state === 'active') : [];
    if (!patient || running.length === 0) return;
    const [order, known] = pick(running);
    const outcome = pick(['given', 'given', 'given', 'given', 'refused', 'held'] as const);
    const given = outcome === 'given';
    const act: SaidAct = {
      kind: 'dose-charted',
      patient: patient.id,
      happenedAt: now,
      order,
      drug: 'as ordered',
      outcome,
      dose: given ? '1 dose' : null,
      doseAmount: null,
      reason: given ? null : 'patient asleep',
      givenBy: pick(PEOPLE),
    };
    const charted = did(patient, act);
    truth.done.doses += 1;
    if (random() < 0.02) {
      truth.done.corrections += 1;
      must(kiosks[patient.kiosk]!.correct(charted.id, null, 'charted on the wrong patient', pick(PEOPLE)));
    } else if (given) known.lastGiven = now;
  }

  function content(now: Instant): WrittenOrder {
    return {
      drug: { name: pick(DRUGS), codes: [] },
      dose: `${pick([5, 10, 25, 40, 500])} mg`,
      route: 'oral',
      frequency: pick(CODES),
      once: false,
      prn: null,
      rate: null,
      start: now,
      stop: null,
      indication: null,
      instructions: null,
      prescriber: 'Dr. Hale',
    };
  }
}

function beginning(charts: readonly Chart[]): Truth {
  const patients = charts.map(({ identity, encounter }): TruePatient => ({
    id: identity.id,
    bed: encounter.bed,
    on: 'unit',
    orders: new Map(),
    kiosk: 0,
  }));
  const done = { walkIns: 0, moves: 0, orderChanges: 0, doses: 0, corrections: 0, conflicts: 0, restarts: 0, exchanges: 0 };
  return { patients: new Map(patients.map(patient => [patient.id, patient])), numbers: [], done };
}

function registered(said: { mrn: string; visit: string; alias: string | null; bed: string | null; n: number }): Registration {
  const { n, ...numbers } = said;
  return {
    ...numbers,
    temporary: true,
    name: said.alias === null ? `WALKER-${n}, Pat` : null,
    birthDate: said.alias === null ? '1961-04-05' : null,
    estimatedAge: said.alias === null ? null : 45,
    sex: n % 2 === 0 ? 'female' : 'male',
    reason: 'fall',
    broughtBy: 'ambulance',
    contact: null,
    insurance: null,
    consent: null,
    service: 'Medicine',
    attending: 'Dr. Hale',
    allergies: { state: 'not-asked', listed: [] },
    weightKg: null,
    from: null,
  };
}

function must<T>(result: Result<T, { kind: string; why: string }>): T {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
}
