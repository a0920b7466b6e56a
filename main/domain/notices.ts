import { CHECK_LIMITS } from './allergy-check.ts';
import type { SectionName, SectionRow } from './chart.ts';
import type { Block } from './sheet.ts';
import { silenceWords } from './silence.ts';
import { clockTime, epochMs, paperDate, paperDateTime, type Instant, type Zone } from './time.ts';
import type { PatientView } from './view.ts';

/** "No PRN orders were known at 14:45", or that nobody knows because the orders weren't received. */
export function noneWords(view: PatientView, what: string, zone: Zone): string {
  const section = view.sections.find(s => s.name === 'orders')!;
  const when = section.asOf === null ? 'never' : paperDateTime(section.asOf, zone);
  if (section.status === 'registered-here')
    return `NO ${what.toUpperCase()} ARE KNOWN HERE: ${section.reason ?? 'registered here'}. This is not a statement that there are none.`;
  if (section.asOf === null)
    return `${what.toUpperCase()}: NOT RECEIVED FROM THE EHR (${section.reason ?? section.status}). This is not a statement that there are none.`;
  return section.status === 'ok'
    ? `No ${what} were known at ${when}.`
    : `No ${what} among those received at ${when} (${section.reason ?? section.status}).`;
}

/** What must be said before the first order: incompleteness, unread records, and the gap between the copy and this sheet. */
export function notices(view: PatientView, zone: Zone): Block[] {
  const alarms = [
    ...view.sections.flatMap(row => incompleteWords(row, zone)),
    ...unreadWords(view, 'MedicationRequest', 'medication record'),
    ...unreadWords(view, 'MedicationAdministration', 'charted dose'),
    ...view.warnings,
  ];
  const blocks: Block[] = [];
  if (alarms.length > 0)
    blocks.push({ kind: 'paragraph', box: 'alarm', lines: alarms.map(text => [{ text, role: 'body', tone: 'alarm' }]) });
  const said = [unknownDoses(view, zone), ONLY_CHARTED, CHECK_LIMITS];
  blocks.push({ kind: 'paragraph', box: 'frame', lines: said.map(text => [{ text, role: 'body', tone: 'strong' }]) });
  return blocks;
}

/** Parts that a nurse needs before giving anything; of the others the summary tells. */
const CRITICAL: SectionName[] = ['orders', 'allergies', 'administrations', 'codeStatus', 'flags'];

/** A part that may not be all, with the age of what there is. What an EHR never sends is said where it would stand. */
function incompleteWords({ name, title, status, asOf, reason }: SectionRow, zone: Zone): string[] {
  if (!CRITICAL.includes(name) || status === 'ok' || status === 'registered-here') return [];
  if (status === 'not-supported' && asOf === null && name !== 'orders') return [];
  const received = asOf === null ? '' : `, RECEIVED ${paperDateTime(asOf, zone)}`;
  return [`${title.toUpperCase()} MAY BE INCOMPLETE${received}: ${reason ?? status}`];
}

function unreadWords(view: PatientView, resource: string, what: string): string[] {
  const count = view.unmapped.filter(u => u.resource === resource).length;
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'} could not be read: see the patient summary.`];
}

/** Said wherever a time is computed from doses: a dose on paper is none for the kiosk until it was typed in. */
export const ONLY_CHARTED =
  'Last doses, next due and earliest times go by the doses charted here: doses on paper that were not typed in are not counted.';

/** Since when nobody here knows what was given: since the given doses were received, which may be longer ago than the chart. */
export function unknownDoses(view: PatientView, zone: Zone): string {
  const doses = view.sections.find(s => s.name === 'administrations')!;
  const typed = typedDoses(view);
  const last = typed.at(-1);
  const here = last
    ? `${typed.length} ${typed.length === 1 ? 'record was' : 'records were'} typed in here from paper, the last of ${momentWords(last, view.now, zone)}; there may be more on paper`
    : null;
  if (doses.asOf === null)
    return `GIVEN DOSES ARE NOT KNOWN HERE, ${silenceWords(doses)}${here ? `. ${here}` : ''}: verify every last dose with patient and nurse.`;
  const since = epochMs(doses.asOf) < epochMs(view.asOf) ? doses.asOf : view.asOf;
  const from = `${momentWords(since, view.now, zone)} (data as of)`;
  if (here) return `Doses given since ${from}: ${here}. Verify with patient and nurse.`;
  return epochMs(since) < epochMs(view.window.from)
    ? `Doses given between ${from} and ${momentWords(view.window.from, view.now, zone)} (start of this sheet) are not known here: verify with patient and nurse.`
    : `Doses given since ${from} are not on this sheet: verify with patient and nurse.`;
}

/** When the doses were given that were typed in from paper, oldest first. */
function typedDoses({ orders, unlinkedDoses }: PatientView): Instant[] {
  const all = [...orders.flatMap(order => order.charted), ...unlinkedDoses];
  return all.flatMap(dose => (dose.onPaper ? [dose.at] : [])).sort((a, b) => epochMs(a) - epochMs(b));
}

const momentWords = (at: Instant, now: Instant, zone: Zone): string =>
  paperDate(at, zone) === paperDate(now, zone) ? clockTime(at, zone) : paperDateTime(at, zone);
