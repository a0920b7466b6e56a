import { describe, expect, test } from 'vitest';
import { formOf } from '../../main/domain/form.ts';
import { comingOf } from '../../main/domain/forms.ts';
import { sheetSays } from '../../main/domain/sheet-says.ts';
import type { FormKind } from '../../main/domain/sheet.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import type { PatientView } from '../../main/domain/view.ts';
import type { Text } from '../../main/paper/page.ts';
import { fullPatient, paperOf, viewFor, type FormPaper } from '../support/forms.ts';
import { site, usualOrders } from '../support/paper-patient.ts';
import { drawn, findingsOn, pagesOf } from '../support/read-paper.ts';
import { printedSheet } from '../support/sheets.ts';

/** Since the sheets before, one order came. */
function reprinted(kind: FormKind, some = 1): FormPaper {
  const view = viewFor(fullPatient(), 'hours');
  const older: PatientView = { ...view, orders: view.orders.slice(some) };
  const form = formOf(site.forms, kind);
  const says = kind === 'summary' ? null : sheetSays(older, comingOf(form, older).carries, site.zone);
  const { period } = comingOf(form, view);
  const sheets = [printedSheet({ id: 'K1-AAAAAA-0003-01X', form: kind, period, says, at: plusMinutes(view.now, -60) })];
  return paperOf(kind, [{ ...view, sheets }], 'hours');
}

async function after(of: FormPaper, change: (texts: Text[]) => Text[]): Promise<string[]> {
  const pages = pagesOf([of.sheet]);
  for (const { own } of pages) own.texts = change(own.texts);
  return (await findingsOn(drawn(pages), of)).map(f => f.what);
}
const without = (found: RegExp) => (texts: Text[]) => texts.filter(t => !found.test(t.text));
const altered = (found: RegExp, to: string) => (texts: Text[]) => texts.map(t => ({ ...t, text: t.text.replace(found, to) }));

describe.each<FormKind>(['mar-scheduled', 'mar-prn', 'infusion', 'insulin', 'pca', 'summary'])(
  'a %s that takes another’s place',
  kind => {
    const of = reprinted(kind);
    test('is whole', async () => expect(await after(of, texts => texts)).toEqual([]));
    test('is not released when it does not say so', async () => {
      expect(await after(of, without(/REPLACES sheet/))).toContainEqual(
        expect.stringContaining('that it replaces sheet K1-AAAAAA-0003-01X'),
      );
    });
    test('is not released when it names another', async () => {
      expect(await after(of, altered(/0003-01X/, '0003-01Y'))).toContainEqual(expect.stringContaining('that it replaces sheet'));
    });
  },
);

test('a change that is not on the sheet is found missing, and so is the word that there was none', async () => {
  const of = reprinted('mar-scheduled', 1);
  expect(await after(of, without(/^CHANGED SINCE THEN/))).toContainEqual(
    expect.stringContaining('what changed since the sheet before'),
  );
  const same = reprinted('mar-scheduled', 0);
  expect(await after(same, altered(/no order, allergy/, 'no allergy'))).toContainEqual(expect.stringContaining('what changed'));
});

test('a sheet that replaces none and says that it does is not released', async () => {
  const plain = paperOf('mar-scheduled', [viewFor(fullPatient(), 'hours')], 'hours');
  const says = altered(/Doses given (since|between)/, 'REPLACES sheet K1-1. Doses given $1');
  expect(await after(plain, says)).toContainEqual(expect.stringContaining('it says that it replaces a sheet'));
});

test('the word on doses that nobody here knows may not be lost', async () => {
  const plain = paperOf('mar-prn', [viewFor(fullPatient(), 'hours')], 'hours');
  expect(await after(plain, without(/^Doses given (since|between)/))).toContainEqual(
    expect.stringContaining('which doses are not known'),
  );
});

test('many changes over the end of a page are found all the same', async () => {
  const of = reprinted('mar-scheduled', usualOrders().length);
  expect(await after(of, texts => texts)).toEqual([]);
});
