import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Printing } from '../../main/domain/band.ts';
import { carryOver } from '../../main/domain/carry-over.ts';
import type { Chart, SectionName, Sections } from '../../main/domain/chart.ts';
import { foldPatient } from '../../main/domain/fold.ts';
import { patientSheet } from '../../main/domain/forms.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import { missing, received, type Section } from '../../main/domain/section.ts';
import type { Sheet } from '../../main/domain/sheet.ts';
import { wardRows } from '../../main/domain/ward-rows.ts';
import { allergy, AS_OF, chart, given, NOW, orders } from '../support/charts.ts';
import { order } from '../support/orders.ts';
import { site } from '../support/site.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { bandOn } from '../support/sheets.ts';

const MORNING = '2026-11-22T13:15:00Z';
const printing: Printing = {
  site,
  unit: '4 West',
  institution: 'Lakeside',
  outage: { state: 'normal' },
  now: NOW,
  by: 'R. Alvarez',
  run: '7F3QXH',
  pack: 7,
  span: 'hours',
  unread: [],
};
const view = (c: Chart) => foldPatient(c, { generation: 3, events: [], now: NOW, window: marWindow(NOW, 24, site.zone), site });
const mars = (c: Chart): Sheet[] =>
  (['mar-scheduled', 'mar-prn'] as const).map(form => patientSheet(form, view(c), printing, 1)!);
const summaryOf = (v: PatientView): Sheet => patientSheet('summary', v, printing, 1)!;
const text = (sheet: Sheet): string => JSON.stringify([sheet.head, sheet.blocks]);
/** A part that failed at the last refresh, with the copy of this morning kept. */
const kept = <T>(items: T[]): Section<T> => ({
  status: 'failed',
  asOf: MORNING,
  reason: 'HTTP 500; the older copy of this part is shown',
  items,
  emptied: 0,
});
const after = (older: Partial<Sections>, newer: Partial<Sections>): Chart =>
  carryOver(chart(older, { asOf: MORNING }), chart(newer));

describe('a part that failed at the last refresh says so with its age on both MARs', () => {
  test.each<[string, Partial<Sections>]>([
    ['ALLERGIES', { allergies: kept([allergy()]) }],
    ['MEDICATION ORDERS', { orders: kept([order()]) }],
    ['DOSES GIVEN', { administrations: kept([given()]) }],
    ['CODE STATUS', { codeStatus: kept([{ id: 'c', text: 'Full code', source: 'Order', at: null }]) }],
    ['ISOLATION AND RISKS', { flags: kept([{ id: 'f', text: 'Contact', detail: null, status: null, at: null }]) }],
  ])('%s', (title, sections) => {
    for (const sheet of mars(chart(sections)))
      expect(text(sheet)).toMatch(new RegExp(`${title} MAY BE INCOMPLETE, RECEIVED 11/22/2026 08:15: HTTP 500`));
  });
  test('and in the head of the page, beside the allergies themselves and beside "no known allergies"', () => {
    const heading = (...items: ReturnType<typeof allergy>[]) =>
      bandOn(mars(chart({ allergies: kept(items) }))[0]!).allergyHeading;
    expect(heading(allergy())).toBe('ALLERGIES (MAY BE INCOMPLETE: received 11/22/2026 08:15)');
    expect(heading(allergy({ negates: 'none-known' }))).toContain('MAY BE INCOMPLETE: received 11/22/2026 08:15');
  });
  test('beside a code status and an isolation that are older', () => {
    const band = bandOn(
      mars(
        chart({
          codeStatus: kept([{ id: 'c', text: 'Full code', source: 'Order', at: null }]),
          flags: kept([{ id: 'f', text: 'Contact', detail: null, status: null, at: null }]),
        }),
      )[0]!,
    );
    expect(band.codeStatus).toContain('received 11/22/2026 08:15');
    expect(band.isolationDoubt).toContain('received 11/22/2026 08:15');
  });
  test('a code status that could not be read is not merely absent', () => {
    const band = (section: Section<never>) => bandOn(mars(chart({ codeStatus: section }))[0]!).codeStatus;
    expect(band(received(AS_OF, []))).toBe('NOT IN FEED, VERIFY');
    expect(band(missing('failed', 'HTTP 500'))).toBe('NOT IN FEED, VERIFY (NOT RECEIVED, reading them failed (HTTP 500))');
    expect(band(missing('not-supported', 'no Consent'))).toContain('not sent by this EHR');
  });
  test('in the summary, in the hospital’s time', () =>
    expect(
      text(summaryOf(view(chart({ problems: kept([{ id: 'p', text: 'CHF', detail: null, status: null, at: null }]) })))),
    ).toContain('older copy: 11/22/2026 08:15'));
  test('on the ward list, as an older copy and not as nothing', () => {
    const tags = wardRows([view(chart({ allergies: kept([allergy()]) }))], site)[0]!.tags.map(t => t.text);
    expect(tags).toContain('Allergies: older copy of 11/22/2026 08:15');
    const none = wardRows([view(chart({ allergies: missing('failed', 'HTTP 500') }))], site)[0]!.tags.map(t => t.text);
    expect(none).toContain('Allergies not received');
  });
});

describe('since when doses are not known', () => {
  test('is when the given doses were received, not when the chart was', () => {
    for (const sheet of mars(chart({ administrations: kept([given()]) })))
      expect(text(sheet)).toMatch(/Doses given between 08:15 .* are not known here/);
  });
  test('is always, where the EHR sends no given doses', () => {
    for (const sheet of mars(chart({ administrations: missing('not-supported', 'not offered') })))
      expect(text(sheet)).toContain('GIVEN DOSES ARE NOT KNOWN HERE, not sent by this EHR (not offered): verify every last dose');
  });
  test('doses that could not be read are counted', () => {
    const unmapped = [{ resource: 'MedicationAdministration', id: 'x', why: 'a dose without a time', raw: '{}' }];
    for (const sheet of mars(chart({}, { unmapped }))) expect(text(sheet)).toContain('1 charted dose could not be read');
  });
});

describe('many orders do not become none by an answer that is no plain "none"', () => {
  const many = [1, 2, 3].map(n => order({ id: `o${n}`, number: `${n}` }));
  test.each<[string, Section<never>]>([
    ['a part of none', { ...received(AS_OF, []), status: 'partial', reason: 'withheld' }],
    ['suddenly not offered', missing('not-supported', 'not in the capability statement')],
  ])('%s', (_, newer) => {
    const { sections, asOf } = after({ orders: received(MORNING, many) }, { orders: newer });
    expect(sections.orders.items).toHaveLength(3);
    expect(sections.orders.status).not.toBe('ok');
    expect(asOf).toBe(MORNING);
  });
  test('a part that was never offered stays so', () =>
    expect(
      after({ flags: missing('not-supported', 'no Flag') }, { flags: missing('not-supported', 'no Flag') }).sections.flags.asOf,
    ).toBeNull());
});

test('of equal statements the youngest is the code status, in whatever order they came', () => {
  const say = (id: string, at: string) => ({ id, text: 'Full code', source: 'Order', at });
  for (const all of [
    [say('a', '2026-11-20'), say('b', '2026-11-22')],
    [say('b', '2026-11-22'), say('a', '2026-11-20')],
  ])
    expect(view(chart({ codeStatus: received(AS_OF, all) })).codeStatus).toMatchObject({ at: '2026-11-22' });
});

// Nothing that would be written out: "0cc".
const anyWord = fc.string({ minLength: 3, maxLength: 20, unit: fc.constantFrom(...'abeXYZ 019-:') });
test('every warning of a chart and every reason of a critical part is on every sheet', () => {
  const parts: SectionName[] = ['allergies', 'orders', 'administrations'];
  fc.assert(
    fc.property(
      fc.array(anyWord, { maxLength: 4 }),
      fc.constantFrom(...parts),
      fc.constantFrom('failed', 'partial', 'unauthorised'),
      anyWord,
      (warnings, part, status, reason) => {
        const section = { ...received(AS_OF, []), status, reason } as Section<never>;
        const c = chart({ [part]: section }, { warnings });
        for (const sheet of [...mars(c), summaryOf(view(c))])
          for (const said of [...warnings, reason]) expect(text(sheet)).toContain(said);
      },
    ),
    { numRuns: 60 },
  );
});

test('the order in which things came from the EHR changes nothing on paper', () => {
  const items = ['BID', 'TID', 'ASDIR', 'ONCE', 'Q6H'].map((code, i) =>
    order(
      { id: `o${i}`, number: `${100 + i}`, drug: { name: `drug ${i % 2}`, resolved: true, codes: [], ingredients: [] } },
      {},
      { code },
    ),
  );
  const doses = [0, 1, 2, 3].map(i => given({ id: `g${i}`, orderId: `o${i % 3}`, at: `2026-11-22T1${i}:05:00Z` }));
  const whole = (c: Chart): string => JSON.stringify([...mars(c), summaryOf(view(c))]);
  const plain = whole(chart({ ...orders(...items), administrations: received(AS_OF, doses) }));
  fc.assert(
    fc.property(fc.shuffledSubarray(items, { minLength: 5 }), fc.shuffledSubarray(doses, { minLength: 4 }), (some, given) => {
      expect(whole(chart({ ...orders(...some), administrations: received(AS_OF, given) }))).toBe(plain);
    }),
    { numRuns: 40 },
  );
});
