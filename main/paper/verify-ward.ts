import { endedOutage, FIRST_AFTER, paperRules } from '../domain/all-clear.ts';
import type { Printing } from '../domain/band.ts';
import { durationWords } from '../domain/freshness.ts';
import { minutesOf, type Outage } from '../domain/outage.ts';
import { PHASE_FROM } from '../domain/phase.ts';
import { PHASES } from '../domain/procedure.ts';
import { unreachable } from '../domain/result.ts';
import { ROLES, type Role } from '../domain/role.ts';
import type { FormKind } from '../domain/sheet.ts';
import { paperDateTime, plusMinutes, type Instant, type Zone } from '../domain/time.ts';
import { TYPED } from '../domain/standing-pack.ts';
import { NO_PHONES, NOT_OWN, PHASE_NAMES, ROLE_NAMES, RUNS_TO, type WardState } from '../domain/ward-forms.ts';
import type { ReadPage } from './read-back.ts';
import { folded, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';
import { tableFaults, type Expected, type ExpectedRow, type Pages } from './verify-tables.ts';

/** What the head of a form of the ward must say: where and when, and in one piece how the ward stands. */
export function wardHeadFaults(page: ReadPage, { unit, outage, now, site: { zone } }: Printing): string[] {
  const text = pageText(page);
  const wanted: [string, string][] = [
    ['ward, its state, date or time', `${unit}, ${paperDateTime(now, zone)}: ${stateWords(outage, zone)}`],
    ['"no data"', 'NO DATA FROM THE EHR ON THIS FORM'],
  ];
  return wanted.filter(([, words]) => !text.includes(folded(words))).map(([what]) => `the ${what} is missing or wrong`);
}

function stateWords(outage: Outage, zone: Zone): string {
  switch (outage.state) {
    case 'normal':
      return 'no downtime is declared';
    case 'suspected':
      return `EHR not answering since ${paperDateTime(outage.since, zone)}`;
    case 'declared': {
      const systems = outage.degraded ?? [];
      const what = outage.drill ? 'drill' : 'downtime';
      return `${what}${systems.length > 0 ? ' of ' : ''}${systems.join(', ')} since ${paperDateTime(outage.since, zone)}`;
    }
    case 'recovery': {
      const again = outage.suspicion ? `, NOT ANSWERING AGAIN since ${paperDateTime(outage.suspicion.since, zone)}` : '';
      return `${outage.drill ? 'drill, ' : ''}EHR back since ${paperDateTime(outage.since, zone)}${again}`;
    }
    default:
      return unreachable(outage);
  }
}

/** A form of the ward says every step, number, time and name that it must, word for word and in order, and nothing else. */
export function wardFaults(pages: Pages, kind: FormKind, ward: WardState, printing: Printing): OrderFault[] {
  const whole = pages.map(({ read }) => pageText(read)).join('');
  const notes = notesOf(kind, ward, printing).filter(note => !whole.includes(folded(note)));
  return [
    ...notes.map(note => ({ page: 0, order: null, what: `"${note}" is missing or wrong` })),
    ...(kind === 'all-clear' && endedOutage(ward.outages, printing.outage) === null
      ? [{ page: 0, order: null, what: 'there is no outage to give an all clear for' }]
      : []),
    ...tableFaults(pages, expectedOf(kind, ward, printing)),
  ];
}

const roleOf = (kind: FormKind): Role | null => ROLES.find(role => kind === `card-${role}`) ?? null;

/** What must be said outside of tables. */
function notesOf(kind: FormKind, { plan, open, envelope }: WardState, { site: { zone } }: Printing): string[] {
  if (kind === 'standing-envelope') return envelope ? [envelope.phrase, TYPED, ...envelope.folders] : ['the pass phrase'];
  const role = roleOf(kind);
  const phones = plan.phones.length === 0 && (role !== null || kind === 'phone-list') ? [NO_PHONES] : [];
  if (role === null) return phones;
  const begins = PHASES.filter(phase => plan.steps.some(step => step.phase === phase && step.roles.includes(role))).map(
    phase => open && `${PHASE_NAMES[phase]} from ${paperDateTime(plusMinutes(open.since, PHASE_FROM[phase]), zone)}`,
  );
  return [...phones, ...(plan.notOwn ? [NOT_OWN] : []), ...begins.filter(note => note !== null)];
}

function expectedOf(kind: FormKind, ward: WardState, printing: Printing): Expected[] {
  const role = roleOf(kind);
  if (role !== null) return [...stepTables(role, ward, printing), phoneTable(ward, 4)];
  switch (kind) {
    case 'phone-list':
      return [
        phoneTable(ward, 6),
        {
          heading: 'RUNNERS',
          head: 'Runs to Name Phone or pager From To',
          rows: RUNS_TO.map(text => ({ text })),
          lines: 5,
        },
      ];
    case 'standing-envelope':
      return [{ heading: 'SEALED AND OPENED', head: 'Sealed or opened Date, time Name, signature Why', rows: [], lines: 4 }];
    case 'all-clear':
      return allClearTables(ward, printing);
    default:
      return [];
  }
}

function stepTables(role: Role, { plan, ticks }: WardState, { site: { zone } }: Printing): Expected[] {
  return PHASES.map(phase => ({
    heading: PHASE_NAMES[phase],
    head: 'Done Step, and why Who When',
    rows: plan.steps
      .filter(step => step.phase === phase && step.roles.includes(role))
      .map(({ id, text, why }) => {
        const tick = ticks.get(id);
        return tick?.done
          ? { text: `DONE ${text} ${why} ${tick.by} ${paperDateTime(tick.at, zone)}` }
          : { text: `${text} ${why}`, ticks: 1 };
      }),
  })).filter(({ rows }) => rows.length > 0);
}

const phoneTable = ({ plan }: WardState, lines: number): Expected => ({
  heading: 'WHOM TO CALL',
  head: 'Who Number Called: when, by whom',
  rows: plan.phones.map(({ who, number }) => ({ text: `${who} ${number}` })),
  lines,
});

function allClearTables({ outages }: WardState, { outage, now, site: { zone } }: Printing): Expected[] {
  const record = endedOutage(outages, outage);
  if (record === null) return [];
  const time = (instant: Instant): string => paperDateTime(instant, zone);
  const reach = (degraded: string[] | null): string => degraded?.reduce((all, one) => `${all}, ${one}`) ?? 'the whole EHR';
  const only = (degraded: string[] | null): string => `${degraded ? 'only ' : ''}${reach(degraded)}`;
  const { drill, planned, allClear } = record;
  const back = record.ehrBack ?? allClear;
  const { down } = minutesOf(record, now);
  const others = outage.state === 'recovery' ? outage.recovering : [];
  const texts = (...all: string[]): ExpectedRow[] => all.map(text => ({ text }));
  const order: Role[] = ['supervisor', 'clerk', 'pharmacist', 'nurse', 'prescriber', 'administrator'];
  return [
    {
      heading: 'WHAT ENDED',
      head: 'What When, by whom, why',
      rows: texts(
        `${drill ? 'Drill began' : planned ? 'Planned downtime' : 'Downtime'} ${time(record.declaredAt)}, ${record.by}: ${record.reason}`,
        `What failed ${only(record.degraded)}`,
        ...record.extents.map(e => `Then ${only(e.degraded)}, from ${time(e.at)}, ${e.by}: ${e.reason}`),
        `EHR back since ${back ? `${time(back.at)}, ${back.by}: ${back.reason}` : ''}`,
        `Away for ${durationWords(down)}`,
        `Outage closed ${allClear ? `${time(allClear.at)}, ${allClear.by}: ${allClear.reason}` : 'not yet: it stays open until what is on paper is typed back'}`,
        ...others.map(o => `Also open the outage declared ${time(o.declaredAt)} is still being recovered`),
      ),
    },
    {
      heading: 'WHAT COMES FIRST NOW',
      head: 'Done Role First Signed: name, time',
      rows: order.map(role => ({ text: `${ROLE_NAMES[role]} ${FIRST_AFTER[role]}`, ticks: 1 })),
    },
    { heading: 'WHERE THE PAPER GOES', head: 'Rule', rows: texts(...paperRules(down)) },
    { heading: 'WHERE THE PAPER GOES', head: 'Collected at By whom Until: date, time', rows: [], lines: 1 },
    { heading: 'SIGNED', head: 'All clear given by: name, title, signature Date, time', rows: [], lines: 3 },
  ];
}
