import type { Dosage as FhirDosage, Medication, MedicationRequest } from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import type { FhirResource } from '../../main/demo/fhir-server.ts';
import type { Dosage, MedicationOrder } from '../../main/domain/order.ts';
import { drugBook, resolveDrug } from '../../main/ehr/drug-names.ts';
import { mapDosage } from '../../main/ehr/map-dosage.ts';
import { isHomeMedicine, mapOrder, withUniqueNumbers } from '../../main/ehr/map-order.ts';
import { mapTiming } from '../../main/ehr/map-timing.ts';
import { medicalRecordNumber, nameWords } from '../../main/ehr/map-patient.ts';
import { plainText } from '../../main/ehr/plain-text.ts';
import { chartOf, order, stay, visit, WARD, ZONE } from './ward.ts';

const request = (change: Partial<MedicationRequest> = {}): MedicationRequest =>
  order('o1', change) as unknown as MedicationRequest;
const mapped = (change: Partial<MedicationRequest> = {}): MedicationOrder => mapOrder(request(change), drugBook(), ZONE);
const dosage = (sent: FhirDosage): Dosage => mapDosage(sent, ZONE).dosage;
const category = (...codes: string[]): MedicationRequest['category'] => codes.map(code => ({ coding: [{ code }] }));

describe('which orders are on the MAR', () => {
  test('home medicines come as plan, proposal, or a category of outside, and never among the orders', async () => {
    const chart = await chartOf([
      order('ward'),
      order('ward2', { category: category('inpatient', 'discharge')! }),
      order('plan', { intent: 'plan' }),
      order('home', { category: category('community')! }),
      order('going', { category: category('community', 'discharge')! }),
    ]);
    expect(chart.sections.orders.items.map(o => o.id).sort()).toEqual(['ward', 'ward2']);
    expect(chart.sections.homeMedicines.items.map(o => o.id).sort()).toEqual(['going', 'home', 'plan']);
  });

  test('an order called "outpatient" is on the MAR when it is of this very stay, as for an observation patient', () => {
    const outpatient = request({ category: category('outpatient')! });
    expect(isHomeMedicine(outpatient, true)).toBe(false);
    expect(isHomeMedicine(outpatient, false)).toBe(true);
  });

  test('an order of a stay that is long over is kept off the MAR, and named in a warning', async () => {
    const past = stay({ id: 'past', status: 'finished', period: { start: '2025-01-01', end: '2025-01-05' }, location: [] });
    const chart = await chartOf([
      past,
      order('now'),
      order('then', { encounter: { reference: 'Encounter/past' }, identifier: [{ value: '4711' }] }),
    ]);
    expect(chart.sections.orders.items.map(o => o.id)).toEqual(['now']);
    expect(chart.warnings.join()).toContain('drug of then (order 4711)');
  });

  test.each([
    ['still open', stay({ id: 'other', status: 'in-progress', location: [] }), 'has not closed'],
    [
      'just ended, as an emergency department’s',
      stay({ id: 'other', status: 'finished', period: { end: '2026-11-20T07:50:00-05:00' }, location: [] }),
      'shortly before',
    ],
    ['unknown', null, 'could not be read'],
  ])('an order of another stay that is %s stays on the MAR, with a warning', async (_how, other, why) => {
    const chart = await chartOf([...(other ? [other] : []), order('o2', { encounter: { reference: 'Encounter/other' } })]);
    expect(chart.sections.orders.items.map(o => o.id)).toEqual(['o2']);
    expect(chart.warnings.join()).toContain(why);
  });

  test('an order without an encounter, on hold, or of an unheard-of status is on the MAR', async () => {
    const { encounter: _, ...free } = order('free') as FhirResource & { encounter: unknown };
    const chart = await chartOf([free as FhirResource, order('hold', { status: 'on-hold' })]);
    expect(chart.sections.orders.items.map(o => o.status).sort()).toEqual(['active', 'on-hold']);
    expect(chart.warnings).toEqual([]);
  });

  test('_include is asked for only where it is declared, and Medications are fetched otherwise', async () => {
    const referred = order('o1', { medicationReference: { reference: 'Medication/m' } });
    delete (referred as unknown as { medicationCodeableConcept?: object }).medicationCodeableConcept;
    const medication = { resourceType: 'Medication', id: 'm', code: { text: 'warfarin' } };
    const declared = await visit([...WARD, referred, medication]);
    expect(declared.asked.some(a => a.includes('_include=MedicationRequest'))).toBe(true);
    expect(declared.asked.filter(a => a.startsWith('/Medication?'))).toEqual([]);
    const bare = await visit([...WARD, referred, medication], { faults: r => (r.path === '/metadata' ? { status: 404 } : null) });
    expect(bare.asked.some(a => a.includes('_include'))).toBe(false);
    for (const { result } of [declared, bare])
      expect(result.ok && result.value.charts[0]!.sections.orders.items[0]!.drug.name).toBe('warfarin');
  });
});

describe('the order', () => {
  test('its number is the placer’s, and two orders never share one', () => {
    const identifier = [
      { value: 'F1', type: { coding: [{ code: 'FILL' }] } },
      { value: 'P1', type: { coding: [{ code: 'PLAC' }] } },
    ];
    expect(mapped({ identifier }).number).toBe('P1');
    expect(mapped().number).toBe('o1');
    const numbered = withUniqueNumbers([
      { id: 'a', number: '7' },
      { id: 'b', number: '7' },
      { id: 'c', number: 'a' },
      { id: 'd', number: '8' },
    ]);
    expect(numbered.map(o => o.number)).toEqual(['a', 'b', 'c', '8']);
  });

  test('a number that cannot be read out is said, and the order is called by its id', () => {
    for (const value of ['فِ x', 'a\nb', ' ', 'x'.repeat(65)]) {
      const order = mapped({ identifier: [{ value }] });
      expect(order.number).toBe('o1');
      expect(order.unread.join()).toMatch(value.trim() === '' ? /^$/ : /its number [^]* cannot be read out/);
    }
    expect(mapped({ identifier: [{ value: 'RX 12/7-A' }] }).number).toBe('RX 12/7-A');
  });

  test('its validity comes from the dosage, else from the dispensing; a date stays a date', () => {
    const bounds = { timing: { repeat: { boundsPeriod: { start: '2026-11-20', end: '2026-11-24' } } } };
    const dispenseRequest = { validityPeriod: { start: '2026-11-01T08:00:00', end: '2026-11-30T10:00:00-05:00' } };
    expect(mapped({ dosageInstruction: [bounds] })).toMatchObject({ start: '2026-11-20', stop: '2026-11-24' });
    expect(mapped({ dispenseRequest })).toMatchObject({ start: '2026-11-01T13:00:00.000Z', stop: '2026-11-30T10:00:00-05:00' });
    expect(mapped({ dosageInstruction: [bounds, {}] })).toMatchObject({ start: '2026-11-20', stop: null });
  });

  test('pending is what pharmacy has yet to verify, in the words of a real EHR', () => {
    const verification = (text: string): Partial<MedicationRequest> => ({
      extension: [
        {
          url: 'https://fhir-ehr.cerner.com/r4/StructureDefinition/pharmacy-verification-status',
          valueCodeableConcept: { text },
        },
      ],
    });
    expect(mapped(verification('Needs pharmacy verification')).pending).toBe(true);
    expect(mapped(verification('Does not need pharmacy verification')).pending).toBe(false);
    expect(mapped({ statusReason: { text: 'Unverified' } }).pending).toBe(true);
    expect(mapped().pending).toBe(false);
  });

  test('an order not to give is printed as that, with nothing a time could be computed from', () => {
    const forbidden = mapped({
      doNotPerform: true,
      dosageInstruction: [{ text: 'BID', timing: { repeat: { timeOfDay: ['09:00:00'] } } }],
    });
    expect(forbidden.dosages).toHaveLength(1);
    expect(forbidden.dosages[0]).toMatchObject({ text: expect.stringMatching(/^DO NOT GIVE.*BID$/) as string, timing: null });
    expect(forbidden.notes[0]).toContain('DO NOT GIVE');
  });

  test('a modifier that is not understood is told', () => {
    expect(mapped({ modifierExtension: [{ url: 'http://x/only-if' }] }).unread).toEqual([
      'modifier http://x/only-if is not understood',
    ]);
  });

  test('a long course of therapy is not a drip', () => {
    expect(mapped({ courseOfTherapyType: { text: 'Continuous long term therapy' }, priority: 'stat' }).categories).toEqual([
      'stat',
    ]);
  });
});

describe('quirk 18: the drug’s name', () => {
  const name = (change: Partial<MedicationRequest>, ...known: Medication[]): string => {
    const book = drugBook();
    for (const medication of known) book.add(medication);
    const { medicationCodeableConcept: _, ...bare } = request();
    return resolveDrug({ ...bare, ...change }, book).name;
  };
  const medication = (change: Partial<Medication>): Medication => ({ resourceType: 'Medication', id: 'm', ...change });
  const toM = { medicationReference: { reference: 'Medication/m' } };

  test.each<[string, string, () => string]>([
    ['words', 'aspirin', () => name({ medicationCodeableConcept: { text: 'aspirin' } })],
    [
      'a code that is a name',
      'CeftriaXONE',
      () => name({ medicationCodeableConcept: { coding: [{ system: 'http://x/medication-name', code: 'CeftriaXONE' }] } }),
    ],
    ['a reference', 'warfarin', () => name(toM, medication({ code: { text: 'warfarin' } }))],
    [
      'an identifier of names',
      'Artificial Tears',
      () =>
        name(
          toM,
          medication({
            code: { coding: [{ code: '1' }] },
            identifier: [{ system: 'http://x/medication-name', value: 'Artificial Tears' }],
          }),
        ),
    ],
    [
      'what the reference displays',
      'lisinopril 5 MG',
      () => name({ medicationReference: { reference: 'Medication/gone', display: 'lisinopril 5 MG' } }),
    ],
    [
      'a contained Medication',
      'nystatin',
      () => name({ contained: [medication({ code: { text: 'nystatin' } })], medicationReference: { reference: '#m' } }),
    ],
    [
      'a mix by reference',
      'Heparin 25000 UNIT/250 mL + 5% Dextrose',
      () =>
        name(
          toM,
          medication({
            ingredient: [
              {
                itemReference: { reference: 'Medication/h' },
                strength: { numerator: { value: 25000, unit: 'UNIT' }, denominator: { value: 250, unit: 'mL' } },
              },
              { itemReference: { reference: 'Medication/d' } },
            ],
          }),
          medication({ id: 'h', code: { text: 'Heparin' } }),
          medication({ id: 'd', code: { text: '5% Dextrose' } }),
        ),
    ],
    [
      'the same code elsewhere',
      'warfarin',
      () =>
        name(
          { medicationCodeableConcept: { coding: [{ system: 'urn:f', code: 'W5' }] } },
          medication({ code: { text: 'warfarin' }, identifier: [{ system: 'urn:f', value: 'W5' }] }),
        ),
    ],
    [
      'only a code',
      'NAME NOT RESOLVED (code W5)',
      () => name({ medicationCodeableConcept: { coding: [{ system: 'urn:f', code: 'W5' }] } }),
    ],
    ['only an unknown reference', 'NAME NOT RESOLVED (code Medication m)', () => name(toM)],
    ['nothing', 'NAME NOT RESOLVED', () => name({})],
  ])('from %s', (_from, expected, get) => {
    expect(get()).toBe(expected);
  });

  test('a code that two drugs share names neither', () => {
    const shared = (id: string, text: string): Medication =>
      medication({ id, code: { text }, identifier: [{ system: 'urn:f', value: 'W5' }] });
    const code = { medicationCodeableConcept: { coding: [{ system: 'urn:f', code: 'W5' }] } };
    expect(name(code, shared('a', 'warfarin'), shared('b', 'water'))).toBe('NAME NOT RESOLVED (code W5)');
  });

  test('ingredients of a mix are fetched from the EHR, level by level', async () => {
    const mix = order('o1', { medicationReference: { reference: 'Medication/mix' } });
    delete (mix as unknown as { medicationCodeableConcept?: object }).medicationCodeableConcept;
    const chart = await chartOf([
      mix,
      {
        resourceType: 'Medication',
        id: 'mix',
        ingredient: [{ itemReference: { reference: 'Medication/a' } }, { itemReference: { reference: 'Medication/b' } }],
      } as FhirResource,
      { resourceType: 'Medication', id: 'a', code: { text: 'Pantoprazole' } } as FhirResource,
      { resourceType: 'Medication', id: 'b', code: { text: 'Vial' } } as FhirResource,
    ]);
    expect(chart.sections.orders.items[0]!.drug).toMatchObject({
      name: 'Pantoprazole + Vial',
      resolved: true,
      ingredients: ['Pantoprazole', 'Vial'],
    });
  });
});

describe('the dosage', () => {
  const quantity = (value: number, unit: string): { value: number; unit: string } => ({ value, unit });

  test('quirk 19: text only is printed as it is, and no dosage at all leaves none', () => {
    expect(dosage({ text: 'Take one  tablet; if K <3.5 and >2 call' })).toMatchObject({
      text: 'Take one  tablet; if K <3.5 and >2 call',
      timing: null,
      dose: null,
    });
    expect(mapped().dosages).toEqual([]);
  });

  test.each([
    ['Q6H:PRN', { coding: [{ code: 'Q6H:PRN' }] }],
    ['TITRATE TO RASS', { coding: [{ code: 'TITRATE TO RASS' }] }],
    [
      'BID',
      {
        coding: [
          { system: 'urn:site', code: '696528', display: 'BID', userSelected: true },
          { system: 'http://snomed.info/sct', code: '229799001', display: 'Twice a day' },
        ],
      },
    ],
    ['ONCE MR1', { coding: [{ system: 'http://snomed.info/sct', code: '1' }, { code: 'ONCE MR1' }] }],
  ])('quirk 20: the site’s code %s is kept exactly', (code, concept) => {
    expect(mapTiming({ code: concept }, ZONE)?.timing.code).toBe(code);
  });

  test('quirk 21: the hospital’s own times of day are used as given', () => {
    const read = mapTiming(
      {
        repeat: { timeOfDay: ['08:00:00', '12:00', '18:00:00.000'], dayOfWeek: ['mon', 'fri'] },
        code: { text: '0800, 1200, 1800' },
      },
      ZONE,
    );
    expect(read?.timing).toMatchObject({
      timeOfDay: ['08:00', '12:00', '18:00'],
      dayOfWeek: ['mon', 'fri'],
      code: null,
      codeText: '0800, 1200, 1800',
    });
    expect(mapTiming({ repeat: { timeOfDay: ['8 o’clock'] } }, ZONE)?.unread).toEqual(['time of day "8 o’clock"']);
  });

  test('quirks 22 and 23: text, code and structure are all kept as sent, also when they contradict each other', () => {
    const sent = dosage({
      text: '40 mg IVP once',
      timing: { code: { text: 'once' }, repeat: { frequency: 1, period: 1, periodUnit: 'd', count: 1 } },
    });
    expect(sent).toMatchObject({
      text: '40 mg IVP once',
      timing: { codeText: 'once', frequency: 1, period: 1, periodUnit: 'd', count: 1 },
    });
  });

  test('quirk 24: a drip keeps its odd dose and its rate in the units sent', () => {
    const drip = dosage({
      doseAndRate: [
        {
          doseQuantity: quantity(0.9, '%'),
          rateRatio: { numerator: quantity(200, 'mL'), denominator: { value: 1, unit: 'hr' } },
        },
      ],
    });
    expect(drip).toMatchObject({ dose: '0.9 %', rate: '200 mL/hr' });
    expect(dosage({ doseAndRate: [{ rateQuantity: quantity(83.91608428955078, 'mL/hour') }] }).rate).toBe(
      '83.91608428955078 mL/hour',
    );
    expect(dosage({ doseAndRate: [{ rateRange: { low: quantity(1, 'L/min'), high: quantity(4, 'L/min') } }] }).rate).toBe(
      '1–4 L/min',
    );
  });

  test('quirk 25: the dose is what was ordered; what that is in tablets stands beside it', () => {
    const typed = (code: string, value: number, unit: string): NonNullable<FhirDosage['doseAndRate']>[number] => ({
      type: { coding: [{ code }] },
      doseQuantity: quantity(value, unit),
    });
    const all = [typed('calculated', 350, 'mg'), typed('admin-amount', 7, 'mL'), typed('ordered', 5, 'mg/kg')];
    expect(dosage({ doseAndRate: all })).toMatchObject({ dose: '5 mg/kg', amount: '350 mg = 7 mL' });
    const same = [typed('calculated', 5, 'mg'), typed('admin-amount', 1, 'tablet'), typed('ordered', 5, 'mg')];
    expect(dosage({ doseAndRate: same })).toMatchObject({ dose: '5 mg', amount: '1 tablet' });
  });

  test.each<[string, FhirDosage]>([
    ['the flag', { asNeededBoolean: true }],
    ['a reason', { asNeededCodeableConcept: { text: 'pain' } }],
    ['R5’s reason', { asNeededFor: [{ text: 'pain' }] } as FhirDosage],
    ['the code', { asNeededBoolean: false, timing: { code: { coding: [{ code: 'Q6H:PRN' }] } } }],
    ['the code with an underscore', { timing: { code: { coding: [{ code: 'Q6H_PRN' }] } } }],
    ['the code’s words', { timing: { code: { text: 'Every 4 hours as needed' } } }],
    ['the text', { text: '1 tablet q4h PRN pain' }],
    ['an instruction', { additionalInstruction: [{ text: 'as needed' }] }],
  ])('quirk 26: PRN when %s says so', (_what, sent) => {
    expect(dosage(sent).asNeeded).toBe(true);
  });

  test('quirk 26: what does not say so is not PRN', () => {
    expect(
      dosage({ asNeededBoolean: false, text: 'BID, warn if needle is bent', timing: { code: { text: 'BID' } } }).asNeeded,
    ).toBe(false);
  });

  test('a range, a maximum and instructions are read out', () => {
    const sent = dosage({
      doseAndRate: [{ doseRange: { low: quantity(0, 'units'), high: quantity(12, 'units') } }],
      maxDosePerPeriod: { numerator: quantity(4, 'g'), denominator: quantity(24, 'h') } as never,
      additionalInstruction: [{ text: 'With food' }],
      patientInstruction: 'Do not crush',
    });
    expect(sent).toMatchObject({ dose: '0–12 units', maxPerPeriod: '4 g/24 h', instructions: ['With food', 'Do not crush'] });
    expect(sent).toMatchObject({
      doseAmount: { value: 12, unit: 'units' },
      limits: [{ amount: { value: 4, unit: 'g' }, hours: 24, words: '4 g/24 h' }],
    });
  });

  test('of a maximum per day the hours are known, of one per something else they are not', () => {
    const limits = (denominator: unknown) =>
      dosage({ maxDosePerPeriod: { numerator: quantity(6, 'tablet'), denominator } as never }).limits;
    expect(limits(quantity(1, 'day'))).toMatchObject([{ hours: 24 }]);
    expect(limits({ code: 'd' })).toMatchObject([{ hours: 24 }]);
    expect(limits(quantity(1, 'episode'))).toMatchObject([{ hours: null, words: '6 tablet/episode' }]);
  });

  test('doses in several amounts have no one number', () => {
    const two = [{ doseQuantity: quantity(5, 'mg') }, { doseQuantity: quantity(10, 'mg') }];
    expect(dosage({ doseAndRate: two })).toMatchObject({ dose: '5 mg; 10 mg', doseAmount: null });
  });

  test('how long an order goes is read as a number too, of a range the longest', () => {
    const bounds = (repeat: object) => dosage({ timing: { repeat } }).timing;
    expect(bounds({ boundsDuration: { value: 10, code: 'd', unit: 'days' } })).toMatchObject({
      boundsDuration: '10 days',
      boundsLength: { value: 10, unit: 'd' },
    });
    expect(bounds({ boundsRange: { low: quantity(5, 'days'), high: quantity(7, 'days') } })).toMatchObject({
      boundsLength: { value: 7, unit: 'd' },
    });
    expect(bounds({ boundsDuration: quantity(3, 'cycles') })).toMatchObject({ boundsDuration: '3 cycles', boundsLength: null });
  });
});

describe('quirk 28: mark-up', () => {
  test.each([
    [
      '<div xmlns="http://www.w3.org/1999/xhtml"><p>Give <b>slowly</b></p><p>over 5&nbsp;min</p></div>',
      'Give slowly\nover 5 min',
    ],
    [
      "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0\\fs20 Give \\b slowly\\b0\\par caf\\'e9 \\u8805? 5 mL}",
      'Give slowly\ncafé ≥ 5 mL',
    ],
    ['K &lt; 3.5 &amp; Mg', 'K < 3.5 & Mg'],
    ['titrate <max and >min', 'titrate <max and >min'],
    ['if K<3.5 or <b', 'if K<3.5 or <b'],
    ['a  b \n c ', 'a  b \n c '],
  ])('%j', (sent, printed) => {
    expect(plainText(sent)).toBe(printed);
  });
});

describe('who the patient is', () => {
  test('family name first as on a band, official before usual, and text where there are no parts', async () => {
    expect((await chartOf([])).identity).toMatchObject({ name: 'NGUYỄN, Thị Minh Khai', mrn: '00123', sex: 'female' });
    expect(nameWords({ text: '张无忌' })).toBe('张无忌');
    const nameless = { resourceType: 'Patient', id: 'p1', gender: 'unknown' } as FhirResource;
    const chart = await chartOf([nameless]);
    expect(chart.identity).toMatchObject({ name: 'NAME NOT RECEIVED', mrn: null, sex: 'unknown' });
    expect(chart.warnings.join()).toContain('no name');
  });

  test('a social security number or a login is never the record number, and of several unknown ones none is guessed', () => {
    const ssn = { use: 'usual' as const, system: 'urn:oid:2.16.840.1.113883.4.1', value: '775-44-6211' };
    const login = { type: { text: 'MYCHARTLOGIN' }, value: 'JASON' };
    expect(medicalRecordNumber([ssn, login])).toBeNull();
    expect(medicalRecordNumber([ssn, { type: { text: 'EPI' }, value: '203675' }])).toBe('203675');
    expect(medicalRecordNumber([ssn, { system: 'http://x/identifier/patient', value: '10020740' }])).toBe('10020740');
    expect(
      medicalRecordNumber([
        { system: 'urn:a', value: '1' },
        { system: 'urn:b', value: '2' },
      ]),
    ).toBeNull();
    expect(
      medicalRecordNumber([
        { value: 'X', type: { coding: [{ code: 'MR' }] }, period: { end: '2020' } },
        { value: 'Y', type: { coding: [{ code: 'MR' }] } },
      ]),
    ).toBe('Y');
  });
});
