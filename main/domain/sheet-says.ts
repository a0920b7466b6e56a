import { allergyLine } from './band.ts';
import { FLAG_WORDS } from './drug-marks.ts';
import { paperDateTime, type Zone } from './time.ts';
import type { OrderFlag, OrderView, PatientView } from './view.ts';

/** What a sheet says of its patient and orders, kept with the ledger so that the next one can say what changed. */
export interface SheetSays {
  name: string;
  mrn: string | null;
  bed: string | null;
  allergies: string[];
  codeStatus: string[];
  orders: SaidOrder[];
}

/** An order in clauses; doses and due times are none of them, as they change with every dose. */
export interface SaidOrder {
  number: string;
  drug: string;
  clauses: string[];
}

/** What a sheet of these orders says. */
export function sheetSays(view: PatientView, carries: (order: OrderView) => boolean, zone: Zone): SheetSays {
  const { identity, encounter, allergies, codeStatus } = view;
  return {
    name: identity.name,
    mrn: identity.mrn,
    bed: encounter.bed,
    allergies: allergies.listed.length > 0 ? allergies.listed.map(allergyLine) : [ALLERGY_STATES[allergies.state]],
    codeStatus:
      codeStatus.kind === 'stated'
        ? [codeStatus.text]
        : codeStatus.kind === 'conflicting'
          ? codeStatus.statements.map(s => s.text)
          : [],
    orders: view.orders.filter(carries).map(order => saidOrder(order, zone)),
  };
}

const ALLERGY_STATES: Record<PatientView['allergies']['state'], string> = {
  listed: 'listed',
  'none-known': 'no known allergies',
  'not-asked': 'not assessed',
  'not-received': 'not received',
};

/** Marks that only the clock changes are no change of the order. */
const BY_CLOCK: ReadonlySet<OrderFlag> = new Set<OrderFlag>(['stops-soon', 'not-started', 'stopped-by-date']);

function saidOrder(
  { order, schedule, flags, startsAt, stopsAt, needsTwoInitials, allergyMatches }: OrderView,
  zone: Zone,
): SaidOrder {
  const clauses = [
    ...order.dosages.flatMap(d => [
      d.dose && `dose ${d.dose}`,
      d.amount && `= ${d.amount}`,
      d.rate && `rate ${d.rate}`,
      d.route,
      d.site,
      d.method,
      d.text,
      ...d.instructions,
      d.asNeededReason && `as needed for ${d.asNeededReason}`,
      d.maxPerPeriod && `not more than ${d.maxPerPeriod}`,
    ]),
    `schedule ${schedule.words}`,
    schedule.kind === 'times' && schedule.times.length > 0 ? `at ${schedule.times.join(' ')}` : null,
    schedule.kind === 'once' && schedule.at !== null ? `at ${paperDateTime(schedule.at, zone)}` : null,
    order.indication && `for ${order.indication}`,
    ...order.notes,
    startsAt && `start ${paperDateTime(startsAt, zone)}`,
    stopsAt && `stop ${paperDateTime(stopsAt, zone)}`,
    order.prescriber && `by ${order.prescriber}`,
    order.status === 'active' || order.status === 'on-hold' ? null : `status ${order.status}`,
    ...flags.filter(flag => !BY_CLOCK.has(flag)).map(flag => FLAG_WORDS[flag]),
    needsTwoInitials ? 'TWO INITIALS' : null,
    ...allergyMatches,
  ];
  return {
    number: order.number,
    drug: order.drug.name,
    clauses: [...new Set(clauses.filter(clause => clause !== null && clause !== ''))] as string[],
  };
}

/** What changed from one sheet to the next, each as a sentence for the nurse; `active` are the numbers of all orders that stand on any sheet now. */
export function changesBetween(before: SheetSays, now: SheetSays, active: ReadonlySet<string>): string[] {
  const old = new Map(before.orders.map(order => [order.number, order]));
  const current = new Map(now.orders.map(order => [order.number, order]));
  return [
    ...(before.name === now.name && before.mrn === now.mrn
      ? []
      : [`PATIENT’S NAME OR NUMBER: was ${before.name}, MRN ${before.mrn ?? 'none'}`]),
    ...(before.bed === now.bed ? [] : [`MOVED: was in ${bed(before.bed)}, is in ${bed(now.bed)}`]),
    ...listChange('ALLERGIES', before.allergies, now.allergies),
    ...listChange('CODE STATUS', before.codeStatus, now.codeStatus),
    ...now.orders.flatMap(order => {
      const was = old.get(order.number);
      return was
        ? orderChange(was, order)
        : [`NEW: ${order.drug}, ${order.clauses.slice(0, 3).join(', ')}, order ${order.number}`];
    }),
    ...before.orders
      .filter(({ number }) => !current.has(number))
      .map(({ drug, number }) =>
        active.has(number)
          ? `NOT ON THIS SHEET ANY MORE, see the other MAR: ${drug}, order ${number}`
          : `STOPPED OR NOT ACTIVE ANY MORE: ${drug}, order ${number}`,
      ),
  ];
}

const bed = (name: string | null): string => (name === null ? 'no bed' : `bed ${name}`);

function orderChange(was: SaidOrder, is: SaidOrder): string[] {
  const gone = was.clauses.filter(clause => !is.clauses.includes(clause));
  const came = is.clauses.filter(clause => !was.clauses.includes(clause));
  const drug = was.drug === is.drug ? [] : [`was ${was.drug}`];
  if (gone.length + came.length + drug.length === 0) return [];
  const said = [
    ...drug,
    ...(came.length > 0 ? [`now ${came.join(', ')}`] : []),
    ...(gone.length > 0 ? [`no longer ${gone.join(', ')}`] : []),
  ];
  return [`CHANGED: ${is.drug}, order ${is.number}: ${said.join('; ')}`];
}

function listChange(what: string, before: readonly string[], now: readonly string[]): string[] {
  const came = now.filter(entry => !before.includes(entry));
  const gone = before.filter(entry => !now.includes(entry));
  const said = [
    ...(came.length > 0 ? [`now ${came.join('; ')}`] : []),
    ...(gone.length > 0 ? [`no longer ${gone.join('; ')}`] : []),
  ];
  return said.length > 0 ? [`${what}: ${said.join('. ')}`] : [];
}
