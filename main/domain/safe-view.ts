import type { Administration } from './administration.ts';
import type { Allergy } from './allergy.ts';
import type { Entry } from './chart.ts';
import type { Observation } from './observation.ts';
import type { Dosage, MedicationOrder, Timing } from './order.ts';
import type { SafeSpelling } from './safe-spelling.ts';
import type { TextKind } from './safe-words.ts';
import type { Schedule } from './schedule.ts';
import type { OnWard, OrderStepView } from './ward/on-ward.ts';
import type { AsSent, CodeStatusView, GivenDose, OrderView, PatientView, Trend } from './view.ts';
import type { Stay } from './ward/stay.ts';

/** Names, addresses and numbers of people: no order is given from them, and a rule about doses could spoil them. */
const LEFT_AS_SENT: string[] = ['contacts', 'coverage'];

/**
 * The view in words that are safe to give from, on screen and paper alike, with the EHR's own where they differ. Who the patient is, who
 * ordered, order numbers, ids, codes and dates stay as they are; every computation was made before, on the words as sent.
 */
export function safeView(view: PatientView, spelling: SafeSpelling): PatientView {
  const words = writer(spelling);
  const { say, sayOr, sayAll } = words;
  return {
    ...view,
    encounter: { ...view.encounter, reason: sayOr(view.encounter.reason), service: sayOr(view.encounter.service) },
    allergies: {
      ...view.allergies,
      listed: view.allergies.listed.map(allergy => safeAllergy(allergy, words)),
      silence: sayOr(view.allergies.silence),
    },
    codeStatus: safeCodeStatus(view.codeStatus, words),
    isolation: { ...view.isolation, listed: view.isolation.listed.map(entry => safeEntry(entry, words)) },
    orders: view.orders.map(order => safeOrderView(order, spelling)),
    stoppedOrders: view.stoppedOrders.map(order => safeOrderView(order, spelling)),
    takenBack: sayAll(view.takenBack),
    homeMedicines: view.homeMedicines.map(order => safeOrder(order, words, 'order')),
    unlinkedDoses: view.unlinkedDoses.map(dose => safeDose(dose, words)),
    problems: view.problems.map(entry => safeEntry(entry, words)),
    vitals: view.vitals.map(trend => safeTrend(trend, words)),
    labs: view.labs.map(trend => safeTrend(trend, words)),
    diet: view.diet.map(entry => safeEntry(entry, words)),
    serviceOrders: view.serviceOrders.map(entry => safeEntry(entry, words)),
    other: view.other.map(part =>
      LEFT_AS_SENT.includes(part.name) ? part : { ...part, entries: part.entries.map(entry => safeEntry(entry, words)) },
    ),
    warnings: sayAll(view.warnings),
    stay: safeStay(view.stay, words),
    weight: view.weight && { ...view.weight, value: say(view.weight.value, 'result') },
    height: view.height && { ...view.height, value: say(view.height.value, 'result') },
    asSent: words.changed(),
  };
}

const safeStay = (stay: Stay, { say, sayOr, sayAll }: Writer): Stay => ({
  ...stay,
  alarm: sayOr(stay.alarm),
  warnings: sayAll(stay.warnings),
  conflicts: stay.conflicts.map(conflict => ({ ...conflict, words: say(conflict.words) })),
});

interface Writer {
  say(text: string, kind?: TextKind): string;
  sayOr(text: string | null, kind?: TextKind): string | null;
  sayAll(texts: string[], kind?: TextKind): string[];
  /** The texts said otherwise than they were sent, each once. */
  changed(): AsSent[];
}

function writer(spelling: SafeSpelling): Writer {
  const changed = new Map<string, AsSent>();
  const say = (sent: string, kind: TextKind = 'order'): string => {
    const { text, writtenOut } = spelling(sent, kind);
    if (text !== sent) changed.set(sent, { sent, shown: text, writtenOut });
    return text;
  };
  return {
    say,
    sayOr: (text, kind) => (text === null ? null : say(text, kind)),
    sayAll: (texts, kind) => texts.map(text => say(text, kind)),
    changed: () => [...changed.values()],
  };
}

function safeOrderView(view: OrderView, spelling: SafeSpelling): OrderView {
  const words = writer(spelling);
  const { sayOr, sayAll } = words;
  const kind = isMorphine(view.order) ? 'morphine-order' : 'order';
  const given = (dose: GivenDose): GivenDose => safeGiven(dose, words);
  const order = safeOrder(view.order, words, kind);
  const asSent = words.changed();
  return {
    ...view,
    order,
    schedule: safeSchedule(view.schedule, words, kind),
    lastGiven: view.lastGiven && given(view.lastGiven),
    lastNotGiven: view.lastNotGiven && given(view.lastNotGiven),
    charted: view.charted.map(given),
    unlinkedSameDrug: view.unlinkedSameDrug.map(given),
    earliestNextWhy: sayOr(view.earliestNextWhy, kind),
    warnings: sayAll(view.warnings, kind),
    allergyMatches: sayAll(view.allergyMatches),
    onWard: view.onWard && safeOnWard(view.onWard, words, kind),
    asSent,
  };
}

/** What was said of the order; who said and verified it stays as signed. */
function safeOnWard(onWard: OnWard, { sayOr, sayAll }: Writer, kind: TextKind): OnWard {
  const step = (said: OrderStepView): OrderStepView => ({
    ...said,
    reason: sayOr(said.reason, kind),
    says: sayOr(said.says, kind),
  });
  return {
    ...onWard,
    steps: onWard.steps.map(step),
    earlier: onWard.earlier.map(step),
    was: sayOr(onWard.was, kind),
    conflicts: sayAll(onWard.conflicts, kind),
  };
}

/** Only a drug's own name decides what MSO4 means; without it nothing does. */
const isMorphine = ({ drug }: MedicationOrder): boolean =>
  [drug.name, ...drug.ingredients, ...drug.codes.map(c => c.display ?? '')].some(name => /\bmorphine\b/i.test(name));

function safeOrder(order: MedicationOrder, { say, sayOr, sayAll }: Writer, kind: TextKind): MedicationOrder {
  return {
    ...order,
    drug: { ...order.drug, name: say(order.drug.name, kind) },
    dosages: order.dosages.map((dosage): Dosage => ({
      ...dosage,
      text: sayOr(dosage.text, kind),
      instructions: sayAll(dosage.instructions, kind),
      timing: dosage.timing && safeTiming(dosage.timing, say),
      asNeededReason: sayOr(dosage.asNeededReason, kind),
      route: sayOr(dosage.route, kind),
      site: sayOr(dosage.site, kind),
      method: sayOr(dosage.method, kind),
      dose: sayOr(dosage.dose, 'quantity'),
      amount: sayOr(dosage.amount, 'quantity'),
      rate: sayOr(dosage.rate, 'quantity'),
      maxPerPeriod: sayOr(dosage.maxPerPeriod, 'quantity'),
    })),
    indication: sayOr(order.indication, kind),
    notes: sayAll(order.notes, kind),
  };
}

/** The code stays a code; its words are what people read. */
const safeTiming = (timing: Timing, say: Writer['say']): Timing => {
  const words = timing.codeText ?? timing.code;
  return { ...timing, codeText: words === null ? null : say(words) };
};

function safeSchedule(schedule: Schedule, { say, sayAll }: Writer, kind: TextKind): Schedule {
  const words = {
    words: say(schedule.words, kind),
    warnings: sayAll(schedule.warnings, kind),
    contradictions: sayAll(schedule.contradictions, kind),
  };
  return schedule.kind === 'not-known' ? { ...schedule, ...words, why: say(schedule.why, kind) } : { ...schedule, ...words };
}

const safeGiven = (dose: GivenDose, { sayOr }: Writer): GivenDose => ({
  ...dose,
  dose: sayOr(dose.dose, 'quantity'),
  reason: sayOr(dose.reason),
});

const safeDose = (dose: Administration, { say, sayOr }: Writer): Administration => ({
  ...dose,
  drug: say(dose.drug),
  reason: sayOr(dose.reason),
  dose: sayOr(dose.dose, 'quantity'),
  rate: sayOr(dose.rate, 'quantity'),
  route: sayOr(dose.route),
  method: sayOr(dose.method),
});

const safeAllergy = (allergy: Allergy, { say, sayAll }: Writer): Allergy => ({
  ...allergy,
  substance: say(allergy.substance),
  reactions: sayAll(allergy.reactions),
});

function safeCodeStatus(status: CodeStatusView, { say }: Writer): CodeStatusView {
  switch (status.kind) {
    case 'not-in-feed':
      return status;
    case 'stated':
      return { ...status, text: say(status.text) };
    case 'conflicting':
      return { ...status, statements: status.statements.map(s => ({ ...s, text: say(s.text) })) };
  }
}

const safeEntry = (entry: Entry, { say, sayOr }: Writer): Entry => ({
  ...entry,
  text: say(entry.text),
  detail: sayOr(entry.detail),
});

const safeTrend = (trend: Trend, words: Writer): Trend => ({
  ...trend,
  name: words.say(trend.name, 'result'),
  unit: words.sayOr(trend.unit, 'result'),
  values: trend.values.map(value => safeResult(value, words)),
});

const safeResult = (result: Observation, { say, sayOr }: Writer): Observation => ({
  ...result,
  name: say(result.name, 'result'),
  value: sayOr(result.value, 'result'),
  unit: sayOr(result.unit, 'result'),
  range: sayOr(result.range, 'result'),
  absent: sayOr(result.absent, 'result'),
  components: result.components.map(c => ({
    name: say(c.name, 'result'),
    value: sayOr(c.value, 'result'),
    unit: sayOr(c.unit, 'result'),
  })),
});
