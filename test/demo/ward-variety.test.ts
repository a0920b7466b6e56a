import type { Dosage, MedicationRequest } from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import { epochMs } from '../../main/domain/time.ts';
import { all, marOrders, NOW, PATIENTS } from './support/demo-ward.ts';

const orders = marOrders();
const dosage = (r: MedicationRequest): Dosage | undefined => r.dosageInstruction?.[0];
const repeat = (r: MedicationRequest) => dosage(r)?.timing?.repeat;
const code = (r: MedicationRequest) => dosage(r)?.timing?.code?.text;
const text = (r: MedicationRequest) => dosage(r)?.text ?? '';
const says = (r: MedicationRequest, word: string) => r.category?.some(c => c.text === word) ?? false;
const isPrn = (r: MedicationRequest) => dosage(r)?.asNeededBoolean === true || dosage(r)?.asNeededCodeableConcept !== undefined;
interface About {
  subject?: { reference?: string | undefined } | undefined;
  patient?: { reference?: string | undefined } | undefined;
  beneficiary?: { reference?: string | undefined } | undefined;
}
const patientOf = (r: object): string => {
  const { subject, patient, beneficiary } = r as About;
  return (subject ?? patient ?? beneficiary)?.reference ?? '';
};
const onWard = (r: object): boolean => PATIENTS.has(patientOf(r));

describe('the ward has', () => {
  test.each<[string, (r: MedicationRequest) => boolean, number]>([
    ['orders with a code and no structure', r => code(r) !== undefined && !repeat(r), 10],
    ['orders with a structure and no code', r => repeat(r) !== undefined && !code(r), 10],
    ['BID orders', r => code(r) === 'BID', 5],
    ['TID orders', r => code(r) === 'TID', 2],
    ['Q6H orders', r => code(r) === 'Q6H', 3],
    ['daily orders', r => code(r) === 'DAILY', 10],
    ['orders with times of day from the EHR', r => (repeat(r)?.timeOfDay?.length ?? 0) > 0, 20],
    ['orders before meals and at bedtime', r => repeat(r)?.when !== undefined, 3],
    ['a weekly order on its day', r => repeat(r)?.dayOfWeek?.join() === 'sun', 2],
    ['orders on three days of the week', r => repeat(r)?.dayOfWeek?.length === 3, 2],
    [
      'PRN orders with a reason and a minimum interval',
      r => dosage(r)?.asNeededCodeableConcept !== undefined && repeat(r)?.period !== undefined,
      20,
    ],
    ['PRN orders with a most per period', r => isPrn(r) && dosage(r)?.maxDosePerPeriod !== undefined, 10],
    ['PRN said only by a boolean', r => dosage(r)?.asNeededBoolean === true, 10],
    ['PRN said only in the code and the words', r => !isPrn(r) && code(r) === 'Q4H:PRN', 1],
    ['a single dose in the past', r => code(r) === 'ONCE' && epochMs(dosage(r)!.timing!.event?.[0] ?? 'x') < epochMs(NOW), 2],
    ['a single dose to come', r => code(r) === 'ONCE' && epochMs(dosage(r)!.timing!.event?.[0] ?? 'x') > epochMs(NOW), 2],
    ['"once" coded as once a day', r => code(r) === 'ONCE' && repeat(r)?.frequency === 1 && repeat(r)?.periodUnit === 'd', 1],
    ['a count that means days', r => repeat(r)?.count === 5, 1],
    ['planned moments as events', r => (dosage(r)?.timing?.event?.length ?? 0) > 1, 1],
    ['infusions at a rate', r => says(r, 'continuous') && dosage(r)?.doseAndRate?.[0]?.rateQuantity !== undefined, 6],
    ['infusions to titrate, with the target in words', r => says(r, 'titrated') && /Titrate|nomogram/.test(text(r)), 4],
    ['sliding scales in words', r => says(r, 'sliding scale') && /150–199/.test(text(r)), 4],
    [
      'patches with the words to remove the old one',
      r => says(r, 'patch') && /Remove/.test(JSON.stringify(dosage(r)?.additionalInstruction)),
      4,
    ],
    ['PCA orders in words', r => says(r, 'PCA') && /lockout/.test(text(r)), 4],
    ['orders that are only words', r => !dosage(r)?.timing && !dosage(r)?.doseAndRate && text(r) !== '', 3],
    ['an order without any dosage', r => r.dosageInstruction === undefined, 1],
    ['ASDIR', r => code(r) === 'ASDIR', 2],
    ['HD PROTOCOL', r => code(r) === 'HD PROTOCOL', 2],
    ['288 a day', r => repeat(r)?.frequency === 288, 1],
    ['orders on hold, with why', r => r.status === 'on-hold' && r.statusReason?.text !== undefined, 4],
    [
      'orders that stop within the day',
      r => (epochMs(stop(r)) - epochMs(NOW)) / 3_600_000 < 24 && epochMs(stop(r)) > epochMs(NOW),
      5,
    ],
    ['orders that start later', r => epochMs(start(r)) > epochMs(NOW), 2],
    ['an order pending in an extension', r => r.extension?.[0]?.valueString === 'Pending pharmacy verification', 1],
    ['an order pending in a category', r => says(r, 'Pending pharmacy verification'), 1],
    ["the patient's own medicine", r => says(r, "Patient's own supply"), 2],
    ['words that contradict the structure', r => /3 times daily/.test(text(r)) && repeat(r)?.frequency === 2, 1],
    ['two dosage lines', r => r.dosageInstruction?.length === 2, 1],
    ['a dose as a range', r => dosage(r)?.doseAndRate?.[0]?.doseRange !== undefined, 6],
    ['what the dose is in tablets', r => dosage(r)?.doseAndRate?.[1]?.type?.text === 'admin-amount', 20],
    ['HTML in the words', r => text(r).startsWith('<div'), 1],
    ['dangerous abbreviations', r => /MSO4|\d+U |QOD|\bQD\b|1\.0 mg/.test(text(r)), 4],
    ['a number with a long tail', r => JSON.stringify(r).includes('49.99999873689376'), 1],
    [
      'a very long drug line',
      r =>
        (r.medicationReference?.display ?? r.medicationCodeableConcept?.text ?? JSON.stringify(r.contained) ?? '').length > 300,
      1,
    ],
    ['very long instructions', r => JSON.stringify(dosage(r)?.additionalInstruction ?? '').length > 500, 1],
    ['indications', r => r.reasonCode !== undefined, 30],
    ['notes', r => r.note !== undefined, 5],
    ['drugs by reference', r => r.medicationReference?.reference?.startsWith('Medication/') === true, 50],
    ['drugs by concept', r => r.medicationCodeableConcept?.text !== undefined, 20],
    ['drugs contained', r => r.contained?.[0]?.resourceType === 'Medication', 20],
    ['a drug that no longer resolves', r => r.medicationReference?.reference === 'Medication/eNoLongerInTheFormulary', 1],
    ['a drug without a name', r => r.medicationCodeableConcept?.extension !== undefined, 1],
    ['a prescriber known by display only', r => r.requester?.reference === undefined, 10],
  ])('%s', (_, is, atLeast) => expect(orders.filter(is).length).toBeGreaterThanOrEqual(atLeast));

  test('a mixture known only by its ingredients, and a drug that is only a code', () => {
    const used = new Set(orders.map(r => r.medicationReference?.reference));
    const medications = all('Medication').filter(m => used.has(`Medication/${m.id}`));
    expect(medications.filter(m => !m.code && m.ingredient?.length === 2)).toHaveLength(1);
    expect(medications.filter(m => m.code && !m.code.text && !m.code.coding?.[0]?.display)).toHaveLength(1);
  });
});

const start = (r: MedicationRequest) => repeat(r)?.boundsPeriod?.start ?? r.dispenseRequest?.validityPeriod?.start ?? 'none';
const stop = (r: MedicationRequest) => repeat(r)?.boundsPeriod?.end ?? r.dispenseRequest?.validityPeriod?.end ?? 'none';

describe('doses charted in the last 48 hours', () => {
  const doses = all('MedicationAdministration').filter(onWard);
  const method = (d: (typeof doses)[number]) => d.dosage?.method?.text;

  test.each<[string, (d: (typeof doses)[number]) => boolean, number]>([
    ['given', d => d.status === 'completed' && method(d) === 'Administered', 300],
    ['refused', d => d.status === 'not-done' && d.statusReason?.[0]?.text === 'Patient refused', 4],
    ['held', d => d.status === 'on-hold', 4],
    ['"completed" and yet not given', d => d.status === 'completed' && method(d) === 'Not Given', 1],
    ['running infusions with their rate', d => d.status === 'in-progress' && d.dosage?.rateQuantity !== undefined, 6],
    ['as needed, with the reason', d => d.reasonCode !== undefined, 20],
    ['linked to no order', d => d.request === undefined, 5],
  ])('%s', (_, is, atLeast) => expect(doses.filter(is).length).toBeGreaterThanOrEqual(atLeast));

  test('none before its order began, none long before the last 48 hours but running infusions and patches', () => {
    const byId = new Map(all('MedicationRequest').map(r => [`MedicationRequest/${r.id}`, r]));
    for (const dose of doses) {
      const order = byId.get(dose.request?.reference ?? '');
      if (!order || !dose.effectiveDateTime) continue;
      const began = start(order);
      if (began !== 'none') expect(epochMs(dose.effectiveDateTime)).toBeGreaterThanOrEqual(epochMs(began) - 16 * 60_000);
      expect(dose.subject.reference).toBe(order.subject.reference);
    }
  });

  test('once given and once not given are both there', () => {
    const given = new Set(doses.map(d => d.request?.reference));
    const single = orders.filter(r => code(r) === 'ONCE');
    expect(single.some(r => given.has(`MedicationRequest/${r.id}`))).toBe(true);
    expect(single.some(r => !given.has(`MedicationRequest/${r.id}`))).toBe(true);
  });
});

describe('allergies', () => {
  const entries = all('AllergyIntolerance').filter(onWard);
  const codeOf = (a: (typeof entries)[number]) => a.code?.coding?.[0]?.code;
  const verified = (a: (typeof entries)[number]) => a.verificationStatus?.coding?.[0]?.code;

  test('stand in all four states: listed, none known, not asked, nothing received', () => {
    const states = [...PATIENTS].map(p => {
      const own = entries.filter(a => a.patient.reference === p);
      if (own.length === 0) return 'nothing';
      if (own.some(a => codeOf(a) === '716186003')) return 'none known';
      return own.some(a => codeOf(a) === '1631000175102') ? 'not asked' : 'listed';
    });
    const count = (state: string) => states.filter(s => s === state).length;
    expect([count('listed'), count('none known'), count('not asked'), count('nothing')]).toEqual([19, 8, 2, 3]);
  });

  test('one patient has fourteen', () => {
    expect([...PATIENTS].filter(p => entries.filter(a => a.patient.reference === p).length === 14)).toHaveLength(1);
  });

  test('some are severe with a reaction; some are resolved, in error, unconfirmed, without any status, without a substance', () => {
    expect(entries.filter(a => a.reaction?.[0]?.severity === 'severe').length).toBeGreaterThan(5);
    expect(entries.filter(a => a.clinicalStatus?.coding?.[0]?.code === 'resolved').length).toBeGreaterThan(1);
    expect(entries.filter(a => verified(a) === 'entered-in-error').length).toBeGreaterThan(1);
    expect(entries.filter(a => verified(a) === 'unconfirmed')).toHaveLength(1);
    expect(entries.filter(a => !a.clinicalStatus && !a.verificationStatus)).toHaveLength(1);
    expect(entries.filter(a => a.code?.extension?.[0]?.url.endsWith('data-absent-reason'))).toHaveLength(1);
  });
});

describe('numbers and words about the patient', () => {
  const observations = all('Observation').filter(onWard);
  const flags = new Set(observations.flatMap(o => o.interpretation?.[0]?.coding?.[0]?.code ?? []));
  const loinc = (o: (typeof observations)[number]) => o.code.coding?.find(c => c.system === 'http://loinc.org')?.code;

  test('results are flagged high, low, critical and abnormal', () => {
    expect([...flags].sort()).toEqual(['A', 'AA', 'H', 'HH', 'L', 'LL']);
  });

  test('some have a comparator, words, a concept, or no value with the reason', () => {
    expect(observations.some(o => o.valueQuantity?.comparator === '>=' && o.valueQuantity.value === 60)).toBe(true);
    expect(observations.some(o => o.valueString?.startsWith('NO GROWTH'))).toBe(true);
    expect(observations.some(o => o.valueCodeableConcept?.text === 'Detected')).toBe(true);
    expect(observations.filter(o => o.dataAbsentReason).length).toBeGreaterThanOrEqual(2);
  });

  test('vital signs come every four hours with blood pressure as a panel; weight for all, height for all but one', () => {
    const pressures = observations.filter(o => loinc(o) === '85354-9' && o.component?.length === 2);
    expect(pressures.length).toBeGreaterThan(300);
    const having = (code: string) => new Set(observations.filter(o => loinc(o) === code).map(o => o.subject?.reference)).size;
    expect([having('29463-7'), having('8302-2')]).toEqual([32, 31]);
  });

  test('a result has a trend of four mornings', () => {
    const sodium = observations.filter(o => loinc(o) === '2951-2');
    const perPatient = [...PATIENTS].map(p => sodium.filter(o => o.subject?.reference === p).length);
    expect(Math.max(...perPatient)).toBe(4);
    expect(Math.min(...perPatient)).toBeGreaterThanOrEqual(2);
  });

  test('code status is stated for most, absent for some, without a value for one, conflicting for two', () => {
    const statements = observations.filter(o => loinc(o) === '100822-6');
    const orders = all('ServiceRequest').filter(r => r.code?.text?.startsWith('DNR') && onWard(r));
    const per = [...PATIENTS].map(p => [...statements, ...orders].filter(s => s.subject?.reference === p).length);
    expect([per.filter(n => n === 0).length, per.filter(n => n === 1).length, per.filter(n => n === 2).length]).toEqual([
      4, 26, 2,
    ]);
    expect(statements.filter(s => !s.valueCodeableConcept)).toHaveLength(1);
    expect(orders).toHaveLength(1);
  });
});

describe('people', () => {
  const people = all('Patient').filter(p => PATIENTS.has(`Patient/${p.id}`));
  const names = people.map(p =>
    (p.name ?? []).map(n => [n.text, n.family, ...(n.given ?? [])].filter(Boolean).join(' ')).join(' / '),
  );

  test.each([
    ['Vietnamese letters', /ễ|ị|ồ/],
    ['Arabic letters', /\p{Script=Arabic}/u],
    ['Han characters', /\p{Script=Han}/u],
    ['Polish letters', /ś|Ł|ł/],
    ['a hyphen', /\p{L}-\p{L}/u],
    ['more than 60 letters', /^.{61,}/],
    ['one word only', /^[A-Z][a-z]+$/],
  ])('have names with %s', (_, pattern) => expect(names.some(name => pattern.test(name))).toBe(true));

  test('two share a name, and both are flagged', () => {
    const same = names.filter((name, i) => names.indexOf(name) !== i);
    expect(same).toEqual(['Smith John']);
    expect(all('Flag').filter(f => f.code.text?.startsWith('NAME ALERT'))).toHaveLength(2);
  });

  test('one has no known name and no birth date; the others are 19 to 97', () => {
    const [unknown, ...more] = people.filter(p => p.birthDate === undefined);
    expect(more).toEqual([]);
    expect(unknown?.name?.[0]?.extension?.[0]?.valueCode).toBe('unknown');
    const ages = people.flatMap(p => (p.birthDate ? Math.floor((epochMs(NOW) - epochMs(p.birthDate)) / 31_556_952_000) : []));
    expect([Math.min(...ages), Math.max(...ages)]).toEqual([19, 97]);
  });

  test('some need an interpreter', () => {
    expect(
      people.filter(p => p.extension?.some(e => e.url.endsWith('interpreterRequired') && e.valueBoolean)).length,
    ).toBeGreaterThan(4);
  });

  test('isolation is contact, contact enteric, droplet and airborne; fall risks are flagged; one flag is over and one only a code', () => {
    const flags = all('Flag').filter(onWard);
    const isolation = flags
      .filter(f => f.category?.[0]?.text === 'Isolation' && f.status === 'active')
      .map(f => f.code.text!.split(' isolation')[0]);
    expect(new Set(isolation)).toEqual(new Set(['Contact', 'Contact enteric', 'Droplet', 'Airborne']));
    expect(flags.filter(f => f.code.text === 'Fall risk: high').length).toBeGreaterThan(8);
    expect(flags.filter(f => f.status === 'inactive')).toHaveLength(1);
    expect(flags.filter(f => !f.code.text)).toHaveLength(1);
  });

  test('everybody has problems, orders, diet, report, plan, goal, contact and insurance', () => {
    const kinds = [
      'Condition',
      'ServiceRequest',
      'NutritionOrder',
      'DiagnosticReport',
      'CarePlan',
      'Goal',
      'RelatedPerson',
      'Coverage',
    ] as const;
    for (const kind of kinds) {
      const having = new Set((all(kind) as object[]).map(patientOf));
      expect([kind, [...PATIENTS].every(p => having.has(p))]).toEqual([kind, true]);
    }
  });

  test('of each of these kinds there is one that a strict reader would drop', () => {
    expect(all('Condition').some(c => c.code?.extension)).toBe(true);
    expect(all('ServiceRequest').some(r => !r.authoredOn && !r.requester)).toBe(true);
    expect(all('NutritionOrder').some(n => !n.oralDiet && n.note)).toBe(true);
    expect(all('DiagnosticReport').some(d => d.status === 'unknown' && !d.code.text)).toBe(true);
    expect(all('CarePlan').some(p => !p.title && p.text)).toBe(true);
    expect(all('RelatedPerson').some(p => !p.name)).toBe(true);
    expect(all('Coverage').some(c => !c.subscriberId)).toBe(true);
    expect(all('Location').some(l => !l.name)).toBe(true);
    expect(all('Practitioner').some(p => !p.name?.[0]?.family)).toBe(true);
    expect(all('Encounter').some(e => e.class.code === '101')).toBe(true);
    expect(all('Observation').some(o => !o.code.coding && !o.code.text)).toBe(true);
  });

  test('tests are pending', () => {
    expect(all('ServiceRequest').some(r => r.code?.text?.includes('result pending'))).toBe(true);
  });
});
