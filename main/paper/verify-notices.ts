import type { Printing } from '../domain/band.ts';
import type { FormDefinition } from '../domain/form.ts';
import { comingOf } from '../domain/forms.ts';
import { ONLY_CHARTED, unknownDoses } from '../domain/notices.ts';
import { changeWords, reprintOf } from '../domain/reprint.ts';
import type { PatientView } from '../domain/view.ts';
import type { ReadPage } from './read-back.ts';
import { folded, inOrder, joined, pageText } from './read-text.ts';
import type { OrderFault } from './verify-orders.ts';

/** What a patient's sheet must say before its orders: whose place it takes, what changed, and which doses nobody here knows. */
export function noticeFaults(
  pages: { page: number; read: ReadPage }[],
  form: FormDefinition,
  view: PatientView,
  printing: Printing,
): OrderFault[] {
  if (form.about !== 'patient') return [];
  const reprint = reprintOf(view, comingOf(form, view), printing);
  const onMars = form.charting && form.timed ? [unknownDoses(view, printing.site.zone), ONLY_CHARTED] : [];
  const wanted: [string, string][] = [
    ...(reprint?.replaces ?? []).map(({ id, words }): [string, string] => [`that it replaces sheet ${id}`, words]),
    ...(reprint ? changeWords(reprint) : []).map((words): [string, string] => ['what changed since the sheet before', words]),
    ...onMars.map((words): [string, string] => ['which doses are not known', words]),
  ];
  const page = pages[0]?.page ?? 0;
  const read = pages.map(p => p.read);
  const missing = wanted
    .filter(([, words]) => !says(read, words))
    .map(([what]) => ({ page, order: null, what: `${what} is missing or altered` }));
  const strange =
    reprint === null && read.some(p => pageText(p).includes('REPLACESsheet'))
      ? [{ page, order: null, what: 'it says that it replaces a sheet that it does not' }]
      : [];
  return [...missing, ...strange];
}

/** On one page as it is, or over the end of a page, where head and foot lie between. */
function says(pages: ReadPage[], words: string): boolean {
  if (pages.some(page => pageText(page).includes(folded(words)))) return true;
  return pages.length > 1 && inOrder(pages.map(page => joined(page.texts)).join(''), words.split(/\s+/));
}
