import { beforeAll, describe, expect, test } from 'vitest';
import type { Chart } from '../../main/domain/chart.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { censusPaper, emptySheet, patientSheet } from '../../main/domain/forms.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import type { FormKind, Sheet } from '../../main/domain/sheet.ts';
import { adtLog } from '../../main/domain/ward/adt-log.ts';
import { heldBeds } from '../../main/domain/ward/held-beds.ts';
import { wardCourse } from '../../main/domain/ward/ward-course.ts';
import type { WholeUnit } from '../../main/domain/ward/whole-unit.ts';
import type { Page, Text } from '../../main/paper/page.ts';
import { verifySheets, type Subject } from '../../main/paper/verify.ts';
import { census, declared, discharged, event, moved, undone, type Said } from '../support/census.ts';
import { drawn, pagesOf } from '../support/read-paper.ts';
import { site } from '../support/site.ts';
import { demoCharts, wardPrinting } from '../support/ward-charts.ts';

const NOW = '2026-11-22T20:30:00Z';
const printing = { ...wardPrinting, now: NOW };

let charts: Chart[];
let events: KioskEvent[];
let ward: WholeUnit;

/** The demo ward after a busy half hour: a patient of each fate, by the place of their bed in the list. */
beforeAll(async () => {
  charts = (await demoCharts()).toSorted((a, b) => (a.encounter.bed ?? '').localeCompare(b.encounter.bed ?? ''));
  const id = (place: number): string => charts[place]!.identity.id;
  const bed = (place: number): string => charts[place]!.encounter.bed!;
  const act = (n: number, place: number, said: Said) => event(`K1:${n}`, n, census(id(place), n, said));
  events = [
    declared(),
    act(2, 0, moved('499-Z')),
    act(3, 1, { kind: 'beds-swapped', other: id(2), bed: bed(2), otherBed: bed(1) }),
    act(4, 3, { kind: 'patient-transferred', from: bed(3), unit: 'Intensive care', bed: '7', acceptedBy: 'Dr. Lee' }),
    act(5, 4, { kind: 'leave-began', from: bed(4), where: 'with family', backBy: '2026-11-22T23:00:00Z' }),
    act(6, 5, discharged),
    act(7, 6, { kind: 'patient-died', from: bed(6), pronouncedBy: 'Dr. Okafor' }),
    act(8, 7, moved(bed(8))),
    act(9, 9, moved('498-Z')),
    event('K1:10', 10, undone('K1:9')),
  ];
  const course = wardCourse(events);
  const held = heldBeds(charts, course);
  const window = marWindow(NOW, 24, site.zone);
  ward = {
    views: charts.map(chart => foldPatient(chart, { generation: 1, events, now: NOW, window, site, held })),
    unread: [{ patient: 'line 14 of the list', why: 'no such patient in the EHR' }],
    log: adtLog(charts, course, site.zone),
  };
});

const subject = (): Subject => ({ kind: 'census', unit: ward });
const sheetOf = (kind: FormKind): Sheet => censusPaper(kind, ward, printing)!;
type Mutilation = (pages: Page[]) => void;

async function findings(sheet: Sheet, of: Subject, mutilate: Mutilation = () => undefined): Promise<string[]> {
  const pages = pagesOf([sheet]);
  mutilate(pages);
  return (await verifySheets(drawn(pages), [sheet], of, printing)).map(({ what }) => what);
}
const texts = (pages: Page[]): Text[] => pages.flatMap(({ frame, own }) => [...frame.texts, ...own.texts]);
const says =
  (found: RegExp, change: (text: string) => string): Mutilation =>
  pages => {
    const text = texts(pages).find(t => found.test(t.text));
    if (!text) throw new Error(`no text like ${String(found)}`);
    text.text = change(text.text);
  };
const dropRow =
  (found: RegExp): Mutilation =>
  pages => {
    const page = pages.find(({ own }) => own.texts.some(t => found.test(t.text)))!;
    const { y } = page.own.texts.find(t => found.test(t.text))!;
    page.own.texts = page.own.texts.filter(t => t.y < y - 4 || t.y > y + 4);
  };

describe('the census', () => {
  test('untouched is whole: everybody once, under where they are', async () => {
    expect(await findings(sheetOf('census'), subject())).toEqual([]);
  });
  test.each<[string, Mutilation, RegExp]>([
    ['a patient is dropped', dropRow(/^499-Z$/), /once/],
    ['a bed is another', says(/^499-Z$/, () => '489-Z'), /once/],
    [
      'an MRN is another',
      pages => {
        const { mrn } = ward.views[0]!.identity;
        says(new RegExp(`^${mrn}$`), t => t.split('').toReversed().join(''))(pages);
      },
      /once/,
    ],
    ['a code status is gone', says(/^(Full code|Full)/, () => '–'), /missing or altered/],
    ['the dead stand among the living', says(/^LEFT THE UNIT OR DIED/, () => 'ON LEAVE: 1'), /belong|count/],
    ['how many patients there are is another', says(/patients on the unit/, t => t.replace(/^\d+/, '7')), /how many/],
    ['a conflict is cut short', says(/IS HELD BY 2/, t => t.slice(0, 10)), /conflict/],
    ['who could not be read is left out', says(/line 14 of the list/, () => 'nothing'), /could not be read/],
    ['the age of the data is another', says(/^DATA AS OF/, t => t.replace('2026', '2025')), /data as of|missing|wrong/],
  ])('where %s is not released', async (_, mutilate, expected) => {
    const found = await findings(sheetOf('census'), subject(), mutilate);
    expect(found).toContainEqual(expect.stringMatching(expected));
  });
});

describe('the ADT log', () => {
  test('untouched is whole: every act, the undone one struck and readable', async () => {
    expect(await findings(sheetOf('adt-log'), subject())).toEqual([]);
    const said = JSON.stringify(sheetOf('adt-log').blocks);
    for (const what of [
      'Moved',
      'Beds swapped',
      'Transferred out',
      'Dr. Lee',
      'On leave',
      'Discharged',
      'DIED',
      'STRUCK',
      'recorded by mistake',
    ])
      expect(said).toContain(what);
  });
  test.each<[string, Mutilation, RegExp]>([
    ['a line is dropped', dropRow(/^Transferred out$/), /missing or altered/],
    ['a bed is another', says(/^bed 499-Z$/, () => 'bed 489-Z'), /missing or altered/],
    ['who accepted is another', says(/^Dr\. Lee$/, () => 'Dr. Li'), /missing or altered/],
    [
      'an undone line no longer says so',
      pages => {
        for (const { own } of pages) own.texts = own.texts.filter(t => t.text !== 'STRUCK');
      },
      /missing or altered|nobody recorded/,
    ],
    ['the reason of an undoing is gone', says(/mistake/, () => ''), /missing or altered/],
    ['a time is another', says(/14:57/, t => t.replace('14:57', '14:58')), /missing or altered|nobody/],
  ])('where %s is not released', async (_, mutilate, expected) => {
    expect(await findings(sheetOf('adt-log'), subject(), mutilate)).toContainEqual(expect.stringMatching(expected));
  });
  test('with nothing recorded says so and has lines to go on by hand', async () => {
    const quiet = { ...ward, log: [] };
    const sheet = censusPaper('adt-log', quiet, printing)!;
    expect(JSON.stringify(sheet.blocks)).toContain('Nothing was recorded on this kiosk up to 11/22/2026 15:30');
    expect(await findings(sheet, { kind: 'census', unit: quiet })).toEqual([]);
  });
});

describe('the sheets of a patient who', () => {
  const of = (place: number) => ward.views.find(({ identity }) => identity.id === charts[place]!.identity.id)!;
  const paper = (place: number, kind: FormKind = 'mar-scheduled') => {
    const view = of(place);
    return { view, sheet: patientSheet(kind, view, printing, 1)!, subject: { kind: 'patient', view } as const };
  };
  const FORMS: FormKind[] = ['mar-scheduled', 'mar-prn', 'summary'];

  test.each([
    ['died', 6, /^DIED at .*GIVE NOTHING/],
    ['was discharged', 5, /^DISCHARGED at .*GIVE NOTHING/],
  ])('%s say so at the head of every page, and have nothing due any more', async (_, place, words) => {
    for (const form of FORMS) {
      const { sheet, subject: who, view } = paper(place, form);
      expect(await findings(sheet, who)).toEqual([]);
      expect(view.stay.alarm).toMatch(words);
      expect(
        await findings(
          sheet,
          who,
          says(/^(DIED|DISCHARGED) at/, () => 'x'),
        ),
      ).toContain('where the patient is, is missing or wrong');
    }
    const { view, sheet } = paper(place);
    expect(view.orders.every(order => order.nextDue === null && order.flags[0] === 'stay-ended')).toBe(true);
    expect(view.orders.flatMap(order => order.due).every(({ at }) => at < NOW)).toBe(true);
    expect(JSON.stringify(sheet.blocks)).toContain('STAY ENDED: DO NOT GIVE');
  });

  test.each([
    ['was transferred', 3, /^TRANSFERRED to Intensive care, bed 7, accepted by Dr\. Lee/],
    ['is on leave', 4, /^ON LEAVE since/],
    ['shares a bed', 7, /^CONFLICT ABOUT THE PLACE/],
  ])('%s say so at the head of every page', async (_, place, words) => {
    for (const form of FORMS) {
      const { sheet, subject: who, view } = paper(place, form);
      expect(view.stay.alarm).toMatch(words);
      expect(await findings(sheet, who)).toEqual([]);
    }
  });

  test('was moved have the new bed, and another is not released', async () => {
    const { sheet, subject: who } = paper(0);
    expect(await findings(sheet, who)).toEqual([]);
    expect(
      await findings(
        sheet,
        who,
        says(/499-Z/, t => t.replace('499', '489')),
      ),
    ).toContain("Bed is not the patient's");
  });
});

test('a blank ADT log is whole, without a place for one patient’s identity; not without a column', async () => {
  const sheet = emptySheet('adt-blank', printing, 1)!;
  const nobody = { kind: 'nobody' } as const;
  expect(await findings(sheet, nobody)).toEqual([]);
  expect(JSON.stringify(sheet)).not.toContain('ALLERGIES');
  expect(
    await findings(
      sheet,
      nobody,
      says(/^Accepted by$/, () => ''),
    ),
  ).toContainEqual(expect.stringMatching(/the places for/));
  expect(patientSheet('adt-blank', ward.views[0]!, printing, 1)).toBeNull();
});
