import { STRUCK, strikeWords } from '../domain/adt-sheet.ts';
import { codeStatusBrief, NOT_RECEIVED, silentField, type Printing } from '../domain/band.ts';
import { acuityWords, whereWords } from '../domain/census-sheet.ts';
import { paperDateTime } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import { countWords, wardCounts } from '../domain/ward/ward-counts.ts';
import type { WholeUnit } from '../domain/ward/whole-unit.ts';
import type { ReadPage } from './read-back.ts';
import { rowsOf, type ReadRow } from './read-rows.ts';
import { folded, inOrder, pageText } from './read-text.ts';
import { dataFaults } from './verify-forms.ts';
import type { OrderFault } from './verify-orders.ts';

type Pages = { page: number; read: ReadPage }[];

/** What the head of a form about the whole unit must say. */
export function wholeUnitFaults(page: ReadPage, { views }: WholeUnit, { site, now }: Printing): string[] {
  const text = pageText(page);
  const present = views.filter(view => view.gone === null);
  const counted = text.includes(folded(countWords(wardCounts(views, now, site.zone))));
  return [
    ...(counted ? [] : ['how many patients there are is missing or wrong']),
    ...dataFaults(text, present.length > 0 ? present : views, site.zone),
  ];
}

/** The census has exactly one line for every patient, under where they are; every conflict and everybody who could not be read is named. */
export function censusFaults(pages: Pages, { views, unread }: WholeUnit, { site }: Printing): OrderFault[] {
  const rows = rowsOf(pages);
  const text = pages.map(({ read }) => pageText(read)).join('');
  const faults: OrderFault[] = [];
  const say = (what: string, page = 0): void => void faults.push({ page, order: null, what });
  for (const view of views) {
    const begins = folded(whoOf(view).join(''));
    const own = rows.filter(row => row.text.startsWith(begins));
    if (own.length !== 1 || !own[0]!.heading.startsWith(folded(headingOf(view)))) say('a patient is not where they belong, once');
    else if (!saysAll(own[0]!, view, begins, site.zone)) say('something about a patient is missing or altered', own[0]!.page);
  }
  for (const { patient } of unread) if (!text.includes(folded(patient))) say('somebody who could not be read is not named');
  for (const { words } of views.flatMap(view => view.stay.conflicts))
    if (!text.includes(folded(words))) say('a conflict is missing');
  for (const kind of ['ON THE UNIT', 'ON LEAVE', 'LEFT THE UNIT OR DIED']) {
    const count = views.filter(view => headingOf(view) === kind).length;
    if ((count > 0 || kind === 'ON THE UNIT') && !text.includes(folded(`${kind}: ${count}`))) say('a count is missing or wrong');
  }
  return faults;
}

function headingOf({ stay, gone }: PatientView): string {
  if (gone !== null) return 'LEFT THE UNIT OR DIED';
  return stay.presence.kind === 'on-leave' ? 'ON LEAVE' : 'ON THE UNIT';
}

const whoOf = (view: PatientView): string[] => [
  view.encounter.bed ?? silentField(view),
  view.identity.name,
  view.identity.mrn ?? silentField(view),
  `${view.age ?? 'age unknown'} ${view.identity.sex}`,
];

function saysAll(row: ReadRow, view: PatientView, begins: string, zone: string): boolean {
  const rest = row.text.slice(begins.length);
  if (view.gone !== null || view.stay.presence.kind === 'on-leave') return rest === folded(whereWords(view, zone));
  const { service, attending } = view.encounter;
  const silent = silentField(view);
  const isolation =
    view.isolation.listed.length > 0
      ? view.isolation.listed.map(entry => entry.text).join('; ')
      : (view.isolation.silence ?? silent);
  return (
    rest ===
    folded(
      [
        service ?? silent,
        attending ?? silent,
        codeStatusBrief(view),
        isolation,
        view.stay.conflicts.length > 0 ? 'CONFLICT: PLACE' : '',
        acuityWords(view),
      ].join(''),
    )
  );
}

/** The log has a line for everything that every act ever said, struck or not, as often as it was said, and nothing else. */
export function adtFaults(pages: Pages, { log }: WholeUnit, { site: { zone } }: Printing): OrderFault[] {
  const left = rowsOf(pages).filter(row => /^\d\d\/\d\d\/\d{4}\d\d:\d\d/.test(row.text));
  const faults: OrderFault[] = [];
  for (const { name, mrn, lines } of log) {
    for (const line of lines) {
      const begins = `${paperDateTime(line.at, zone)}${line.struck ? STRUCK : ''}${line.what}${name}${mrn ?? NOT_RECEIVED}`;
      const wanted = [line.from, line.to, line.accepting ?? '', `${line.by}, ${paperDateTime(line.recordedAt, zone)}`];
      if (line.struck) wanted.push(strikeWords(line.struck, zone));
      const at = left.findIndex(
        ({ text }) => text.startsWith(folded(begins)) && inOrder(text.slice(folded(begins).length), wanted),
      );
      if (at >= 0) left.splice(at, 1);
      else faults.push({ page: 0, order: null, what: 'a line of the log is missing or altered' });
    }
  }
  return [...faults, ...left.map(({ page }) => ({ page, order: null, what: 'a line is printed that nobody recorded' }))];
}
