import { describe, expect, test } from 'vitest';
import type { Chart } from '../../main/domain/chart.ts';
import { FLAG_WORDS } from '../../main/domain/drug-marks.ts';
import { emptySheet, patientSheet, unitSheet } from '../../main/domain/forms.ts';
import { type Block, type Sheet, type Words } from '../../main/domain/sheet.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { text } from '../../renderer/text.ts';
import { needs } from '../support/needs.ts';
import { site } from '../support/site.ts';
import { unsafeWords } from '../support/unsafe-words.ts';
import { demoCharts, medicineCharts, wardPrinting, wardView } from '../support/ward-charts.ts';
import { FORM_IDS } from '../support/site.ts';

/** Every string in a value, however deep. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** The strings of a sheet that come from the kiosk or speak of giving; results and identity are left out. */
function printed(sheet: Sheet, view: PatientView): { text: string; result: boolean }[] {
  const people = new Set([view.identity.name, ...view.orders.flatMap(o => [o.order.prescriber, o.order.number])]);
  const results = new Set(['VITAL SIGNS, newest first', 'LABORATORY RESULTS, newest first']);
  const own = ['CONTACTS', 'INSURANCE'];
  let heading = '';
  const ofBlocks = sheet.blocks.flatMap((block: Block) => {
    if (block.kind === 'heading') heading = block.text;
    if (own.includes(heading)) return [];
    return strings(block).map(text => ({ text, result: results.has(heading) }));
  });
  const { head, foot, title } = sheet;
  const ofFrame = [title, ...strings(foot)].map(text => ({ text, result: false }));
  const ofHead = head.kind === 'patient' ? [head.allergyHeading, ...head.allergies, head.codeStatus, ...head.isolation] : [];
  return [...ofFrame, ...ofHead.map(text => ({ text, result: false })), ...ofBlocks].filter(({ text }) => !people.has(text));
}

const unsafeOn = (sheet: Sheet, view: PatientView): string[] =>
  printed(sheet, view).flatMap(({ text, result }) =>
    unsafeWords(text, result ? 'result' : 'order').map(what => `${sheet.title}: "${text}": ${what}`),
  );

const sheetsOf = (view: PatientView): Sheet[] => FORM_IDS.flatMap(kind => patientSheet(kind, view, wardPrinting, 1) ?? []);

describe.each<[string, () => Promise<Chart[]>, boolean]>([
  ['the demo ward', demoCharts, false],
  ['the real ward "Medicine"', medicineCharts, needs.corpus.missing],
])('no sheet of %s', (_, charts, missing) => {
  test.skipIf(missing)('says anything that may not stand on paper', { timeout: 120_000 }, async () => {
    const views = (await charts()).map(wardView);
    const unsafe = views.flatMap(view => sheetsOf(view).flatMap(sheet => unsafeOn(sheet, view)));
    const lists = FORM_IDS.flatMap(kind => unitSheet(kind, views, wardPrinting) ?? []);
    expect([...unsafe, ...lists.flatMap(list => unsafeOn(list, views[0]!))]).toEqual([]);
    expect(views.flatMap(sheetsOf).length).toBeGreaterThan(2 * views.length);
  });
});

describe('our own words are safe:', () => {
  const fixed: [string, string[]][] = [
    ['empty forms', FORM_IDS.flatMap(kind => strings(emptySheet(kind, wardPrinting, 1)))],
    ['titles of forms', site.forms.flatMap(({ name, title }) => [name, title])],
    ['marks', Object.values(FLAG_WORDS)],
    ['legends', strings([site.omittedDoseCodes, site.injectionSites])],
    ['words of the rows of times', site.administrationTimes.rows.map(row => row.words)],
    ['the screen', strings(text)],
  ];
  test.each(fixed)('%s', (_, texts) => {
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.flatMap(said => unsafeWords(said).map(what => `"${said}": ${what}`))).toEqual([]);
  });
});

test('the lint sees what it must', () => {
  const words: Words = { text: '5000U SC QD', role: 'body' };
  expect(strings([[words]]).flatMap(said => unsafeWords(said))).toEqual(['U for units', 'QD for daily']);
});
