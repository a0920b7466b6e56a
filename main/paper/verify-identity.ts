import { ageAtPrinting, NOT_RECEIVED, silentField } from '../domain/band.ts';
import { ageWords } from '../domain/freshness.ts';
import { unreachable } from '../domain/result.ts';
import { paperDateTime, paperFhirDate, type Zone } from '../domain/time.ts';
import type { PatientView } from '../domain/view.ts';
import type { CutList } from './band.ts';
import type { ReadPage, ReadText } from './read-back.ts';
import { folded, inOrder, joined, pageText } from './read-text.ts';
import { STYLES } from './type-sizes.ts';

/** What every page must say about its patient and doesn't. `sheet` is all its pages: long lists of the band begin on the first. */
export function identityFaults(page: ReadPage, sheet: ReadPage[], view: PatientView, zone: Zone): string[] {
  const text = pageText(page);
  const { identity, encounter } = view;
  const born = identity.birthDate === null ? silentField(view) : paperFhirDate(identity.birthDate, zone);
  const who: [string, string, string][] = [
    ['MRN', identity.mrn ?? silentField(view), 'Visit'],
    ['Visit', encounter.visit ?? silentField(view), 'Born'],
    ['Born', born, ','],
    ['Bed', encounter.bed ?? silentField(view), 'Weight'],
  ];
  const faults = who
    .filter(([label, value, next]) => !text.includes(folded(label + value + next)))
    .map(([label]) => `${label} is not the patient's`);
  // Nothing but the name is set in so large a type.
  const name = joined(page.texts.filter(t => t.size >= STYLES.longName.size - 0.1));
  if (name !== folded(identity.name)) faults.push("the name is not the patient's");
  const source = view.registered
    ? `REGISTERED ${paperDateTime(view.registered.at, zone)}, NO DATA FROM THE EHR`
    : `DATA AS OF ${paperDateTime(view.asOf, zone)}`;
  if (!text.includes(folded(source)))
    faults.push(view.registered ? '"no data from the EHR" is missing or wrong' : '"data as of" is missing or wrong');
  if (!text.includes(folded(`Printed ${paperDateTime(view.now, zone)} by `)))
    faults.push('when and by whom it was printed is missing or wrong');
  const { alarm } = view.stay;
  if (alarm !== null && !text.includes(folded(alarm))) faults.push('where the patient is, is missing or wrong');
  return [
    ...faults,
    ...ageFaults(text, view),
    ...codeStatusFaults(text, sheet, view),
    ...allergyFaults(page, sheet, view),
    ...isolationFaults(page, sheet, view),
  ];
}

function ageFaults(text: string, { freshness, registered }: PatientView): string[] {
  if (freshness.state === 'no-ehr-data') {
    if (text.includes('DATAASOF')) return ['it says to be data of the EHR'];
    const kept = registered && registered.identified.length > 0 ? `Band ${registered.registration.mrn} stays on` : '';
    return text.includes(folded(kept)) ? [] : ['that the old band stays on is missing'];
  }
  if (!text.includes(folded(ageAtPrinting(freshness)))) return ['the age of the data is missing or wrong'];
  if (freshness.state === 'stale' && !text.includes('STALECOPY')) return ['the warning that the copy is stale is missing'];
  if (freshness.state === 'unknown' && !text.includes(folded(`${ageWords(freshness)}. VERIFY EVERY ORDER.`)))
    return ['the warning that the age is unknown is missing'];
  return [];
}

function codeStatusFaults(text: string, sheet: ReadPage[], { codeStatus, registered }: PatientView): string[] {
  const from = text.indexOf('CODESTATUS');
  const said = text.slice(from, text.indexOf('ISOLATION', from));
  const wanted =
    codeStatus.kind === 'stated'
      ? [codeStatus.text]
      : codeStatus.kind === 'conflicting'
        ? ['CONFLICTING', ...codeStatus.statements.map(s => s.text)]
        : [registered ? 'NOT KNOWN, VERIFY' : 'NOT IN FEED'];
  if (from < 0) return ['code status is missing'];
  return listedFaults(said, sheet, 'CODE STATUS', [wanted]).length === 0 ? [] : ['code status is missing or wrong'];
}

function allergyFaults(page: ReadPage, sheet: ReadPage[], view: PatientView): string[] {
  const { state, listed } = view.allergies;
  const band = bandAllergies(page);
  switch (state) {
    case 'none-known':
      return band.includes('NOKNOWNALLERGIES') ? [] : ['"no known allergies" is missing'];
    case 'not-asked':
      return band.includes('ALLERGIESNOTASSESSED') ? [] : ['"allergies not assessed" is missing'];
    case 'not-received':
      return band.includes('ALLERGIESNOTRECEIVED') ? [] : ['"allergies not received" is missing'];
    case 'listed':
      return listedFaults(
        band,
        sheet,
        'ALLERGIES',
        listed.map(a => [a.substance, ...a.reactions]),
      );
    default:
      return unreachable(state);
  }
}

function isolationFaults(page: ReadPage, sheet: ReadPage[], view: PatientView): string[] {
  const { listed, silence } = view.isolation;
  const band = bandIsolation(page);
  if (listed.length === 0)
    return band.includes(folded(silence ?? NOT_RECEIVED)) ? [] : ['why no precautions are known is missing'];
  return listedFaults(
    band,
    sheet,
    'PRECAUTIONS',
    listed.map(({ text }) => [text]),
  );
}

/** What of a list, each by its words, neither the band says nor, counted by it, the full list on page 1. */
function listedFaults(band: string, sheet: ReadPage[], name: CutList, listed: string[][]): string[] {
  const left = listed.filter(words => !inOrder(band, words));
  if (left.length === 0) return [];
  const pointer = new RegExp(`(\\d+)MORE:see${folded(name)}onpage1`).exec(band);
  const what = name.toLowerCase();
  // Counted against what the band shows, so that it may say too many but never too few.
  if (!pointer || Number(pointer[1]) < left.length) return [`${left.length} ${what} are missing beside the name`];
  const full = fullList(sheet, name);
  const lost = listed.filter(words => !inOrder(full, words));
  return lost.length === 0 ? [] : [`${lost.length} ${what} are missing from the list on page 1`];
}

/** The band's column of allergies: from its heading to the next column. */
function bandAllergies(page: ReadPage): string {
  const code = page.texts.findIndex(t => folded(t.text) === 'CODESTATUS');
  const attending = page.texts.findIndex(t => t.text === 'Attending');
  return attending >= 0 && code > attending ? joined(page.texts.slice(attending + 1, code)) : '';
}

/** The band's last words, down its right column: what stands left of them belongs to the foot. */
function bandIsolation(page: ReadPage): string {
  const from = page.texts.findIndex(t => t.text === 'ISOLATION');
  const label = page.texts[from];
  if (!label) return '';
  const end = page.texts.findIndex((t, i) => i > from && t.x < label.x - 1);
  return joined(page.texts.slice(from + 1, end < 0 ? undefined : end));
}

/** The full list that the band points to, from its heading on; it may go on over pages, in the middle of an entry. */
function fullList(sheet: ReadPage[], name: CutList): string {
  const [first = [], ...others] = sheet.map(contentOf);
  const heading = first.findIndex(t => t.text === name);
  return heading < 0 ? '' : joined([first.slice(heading), ...others].flatMap(untilFoot));
}

/** A page's words after head and foot, of which when and by whom it was printed stands last. */
function contentOf({ texts }: ReadPage): ReadText[] {
  const printed = texts.findIndex(t => t.text.startsWith('Printed '));
  const first = texts.findIndex((t, i) => i > printed && t.y < texts[printed]!.y);
  return first < 0 ? [] : texts.slice(first);
}

function untilFoot(texts: ReadText[]): ReadText[] {
  const end = texts.findIndex(t => /^(continues on page|Page) \d+/.test(t.text));
  return end < 0 ? texts : texts.slice(0, end);
}
