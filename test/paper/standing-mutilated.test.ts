import { describe, expect, test } from 'vitest';
import { standingSheet } from '../../main/domain/forms.ts';
import type { StandingContents } from '../../main/domain/standing-pack.ts';
import type { Page, Text } from '../../main/paper/page.ts';
import { verifySheets } from '../../main/paper/verify.ts';
import { paperPatient, printingOf, viewOf } from '../support/paper-patient.ts';
import { drawn, pagesOf } from '../support/read-paper.ts';

const patient = viewOf(paperPatient());
const printing = printingOf(patient);
const contents: StandingContents = {
  patients: [{ view: patient, sheets: 3, pages: 6 }],
  refused: [{ patient: 'LEE, Kai', sheet: 'SUMMARY K1-A-0007-02U', why: 'head and foot of SUMMARY leave no room' }],
  front: 1,
  unit: { views: [patient], unread: [{ patient: 'MRN 4711', why: 'HTTP 500' }], log: [] },
};
const sheet = standingSheet(contents, printing);

async function findings(mutilate: (pages: Page[]) => void): Promise<string[]> {
  const pages = pagesOf([sheet], 'letter');
  mutilate(pages);
  return (await verifySheets(drawn(pages), [sheet], { kind: 'standing', contents }, printing)).map(f => f.what);
}
const says =
  (found: RegExp, change: (text: string) => string) =>
  (pages: Page[]): void => {
    const text: Text | undefined = pages.flatMap(page => page.own.texts).find(t => found.test(t.text));
    if (!text) throw new Error(`no text like ${String(found)}`);
    text.text = change(text.text);
  };

test('the front of a standing pack is whole, untouched', async () => expect(await findings(() => undefined)).toEqual([]));

describe('it is not released when', () => {
  test.each<[string, (pages: Page[]) => void, RegExp]>([
    ['a page number is another', says(/^2 to 7$/, () => '2 to 8'), /where their pages are/],
    ['somebody’s MRN has lost a digit', says(new RegExp(`^${patient.identity.mrn}$`), t => t.slice(0, -1)), /somebody/],
    ['a sheet that is not in it is not named', says(/^NOT IN THIS PACK/, () => ''), /what is not in the pack/],
    ['somebody who could not be read is not named', says(/^MAY BE ON THE UNIT/, () => ''), /what is not in the pack/],
    ['what it is, is not said', says(/^Everybody’s sheets/, () => ''), /"Everybody’s sheets/],
  ])('%s', async (_, mutilate, expected) => {
    expect(await findings(mutilate)).toContainEqual(expect.stringMatching(expected));
  });
});
