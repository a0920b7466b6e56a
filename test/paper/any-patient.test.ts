import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SPANS } from '../../main/domain/medication-day.ts';
import { folded } from '../../main/paper/read-text.ts';
import { hasPaper, paperOf, viewFor } from '../support/forms.ts';
import { timing } from '../support/orders.ts';
import { allergy, order, paperPatient, sheetsOf, viewOf, type PaperPatient } from '../support/paper-patient.ts';
import { drawn, findingsIn, findingsOn, pagesOf, pdfOf } from '../support/read-paper.ts';
import { FORM_IDS } from '../support/site.ts';

const word = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGH'), minLength: 1, maxLength: 12 }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('≥', '60', '1,000', 'mg', '0.5', 'mcg/kg/min', '±2', '°C', '½', '(', ')', 'x̂', 'a/b', 'e\u0301'),
  },
  { weight: 2, arbitrary: fc.constantFrom('Nguyễn', 'Żółć', 'Łukasz', 'Đặng', 'Ωμέγα', 'Привет', 'Müller’s', '“x”') },
  { weight: 1, arbitrary: fc.constantFrom('محمد', 'بتثن', '512', 'غرفة', 'مريض)', '王小明', '每日一次，每次一片。', 'カタカナ') },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'xyzXYZ0189-'), minLength: 40, maxLength: 140 }) },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\t', '\u00a0', '\u200b', '\u202e', 'a\u0000b', '\ufffd') },
  { weight: 1, arbitrary: fc.constantFrom('💊', 'রহিমা', '👩‍⚕️', 'فِ', '\u1abe', '[U+0041]') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) },
);
const words = (minLength: number, maxLength: number) => fc.array(word, { minLength, maxLength }).map(w => w.join(' '));
const short = words(1, 4).filter(t => folded(t) !== '');

const anyTiming = fc.oneof(
  fc.constantFrom('Q4H', 'BID', 'DAILY', 'PER PHARMACY', 'CONTINUOUS').map(code => timing({ code })),
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30')), { minLength: 1, maxLength: 8 })
    .map(times => timing({ timeOfDay: times.map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`) })),
);

const anyOrder = fc
  .record({
    drug: short,
    text: fc.option(words(1, 60)),
    dose: fc.option(short),
    rate: fc.option(short),
    route: fc.option(short),
    notes: fc.array(words(1, 30), { maxLength: 2 }),
    instructions: fc.array(words(1, 12), { maxLength: 2 }),
    indication: fc.option(short),
    timing: anyTiming,
    asNeeded: fc.boolean(),
    pending: fc.boolean(),
  })
  .map(({ drug, notes, indication, pending, ...line }) => order(drug, line, { notes, indication, pending }));

const anyPatient: fc.Arbitrary<PaperPatient> = fc
  .record({
    name: short,
    mrn: fc.option(fc.string({ unit: fc.constantFrom(...'E0123456789-'), minLength: 1, maxLength: 40 })),
    allergies: fc.uniqueArray(fc.tuple(short, fc.array(short, { maxLength: 2 })), { maxLength: 40, selector: ([s]) => s }),
    orders: fc.array(anyOrder, { maxLength: 25 }),
    hours: fc.integer({ min: 0, max: 40 }),
  })
  .map(({ allergies, hours, ...part }) =>
    paperPatient({
      ...part,
      allergies: allergies.map(([substance, reactions]) => allergy(substance, reactions)),
      asOf: new Date(Date.parse('2026-11-22T14:45:00-05:00') - hours * 3_600_000).toISOString(),
      given: [],
    }),
  );

test('whatever the chart says, the paper is whole: no line is lost, nothing is clipped, and read-back agrees', async () => {
  await fc.assert(
    fc.asyncProperty(anyPatient, fc.constantFrom('letter' as const, 'a4' as const), async (patient, paper) => {
      const view = viewOf(patient);
      const sheets = sheetsOf(view);
      const pages = pagesOf(sheets, paper);
      expect(await findingsIn(drawn(pages), sheets, view)).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 180_000);

test('whatever the chart says, every form by every span is whole', async () => {
  await fc.assert(
    fc.asyncProperty(anyPatient, anyPatient, fc.constantFrom(...SPANS), async (patient, other, span) => {
      const views = [patient, other].map(p => viewFor(p, span));
      for (const kind of FORM_IDS) {
        if (!hasPaper(kind, views, span)) continue;
        const paper = paperOf(kind, views, span);
        expect(await findingsOn(pdfOf([paper.sheet]), paper), kind).toEqual([]);
      }
    }),
    {
      numRuns: 20,
      // One without a number whose name is within the other's, in the same bed; and two whom nothing tells apart.
      examples: [
        [paperPatient({ name: 'LEE, An', mrn: null }), paperPatient({ name: 'LEE, Anna', mrn: null }), 'hours'],
        [paperPatient({ mrn: null }), paperPatient({ mrn: null }), 'hours'],
      ],
    },
  );
}, 180_000);
