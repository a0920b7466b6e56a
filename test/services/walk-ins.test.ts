import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { err } from '../../main/domain/result.ts';
import { wardOf } from '../../main/services/charts.ts';
import type { WrittenWalkIn } from '../../main/domain/ward/written-walk-in.ts';
import { folder } from '../store/support/fresh-store.ts';
import { must, NOW, walkIn, walkInKiosk as kiosk } from '../support/walk-in-kiosk.ts';

const FORM = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
];

const refusal = <E>(result: { ok: true } | { ok: false; error: E }): E => {
  if (result.ok) throw new Error('this was not refused');
  return result.error;
};

const written = (part: Partial<WrittenWalkIn> = {}): WrittenWalkIn => walkIn(part);

test('a walk-in gets a record and a visit number, an unknown one an alias, too, and stands on the ward list at once', () => {
  const ward = kiosk();
  const { patientId } = must(ward.register(FORM[0]!, written({ bed: '409-A', arrived: '14:52' }), [], 'A. Clerk'));
  const unknown = must(ward.register(FORM[1]!, written({ unknown: true, name: '', born: '45' }), [], 'A. Clerk')).patientId;
  expect([patientId, unknown]).toEqual([expect.stringMatching(/^DM-001-0001-.$/), expect.stringMatching(/^DM-001-0002-.$/)]);
  expect(ward.shown(patientId)).toMatchObject({
    identity: { name: 'OKAFOR, Chidi', mrn: patientId },
    encounter: { visit: expect.stringMatching(/^DV-002-0001/), bed: '409-A', admitted: '2026-11-22T19:52:00.000Z' },
  });
  expect(ward.shown(unknown).identity.name).toMatch(/^(Lighthouse|Kayak) DA-004-0001-.$/);
  expect(wardOf(ward.copy(), NOW).rows.map(row => row.patientId)).toContain(patientId);
  expect(must(ward.desk())).toMatchObject({ whyNot: null, left: { known: 3, unknown: 3 } });
  expect(must(ward.desk()).rows.map(({ number }) => number)).toEqual([patientId, unknown]);
});

test('the same form sent twice registers once, also after a restart', () => {
  const ward = kiosk();
  const first = must(ward.register(FORM[0]!, written(), [], 'A. Clerk'));
  expect(must(ward.register(FORM[0]!, written(), [], 'A. Clerk'))).toEqual(first);
  ward.ledger.close();
  const again = kiosk({ store: ward.store });
  expect(must(again.register(FORM[0]!, written({ name: 'CHANGED, By accident' }), [], 'A. Clerk'))).toEqual(first);
  expect(again.admitted()).toHaveLength(1);
  expect(again.issued()).toHaveLength(2);
});

describe('nothing is registered and no number used', () => {
  test('where something cannot be: each field says what', () => {
    const ward = kiosk();
    expect(refusal(ward.register(FORM[0]!, written({ arrived: '23:59', born: '2027' }), [], 'A. Clerk'))).toMatchObject({
      kind: 'fields',
      fields: { arrived: expect.stringContaining('future'), born: expect.stringContaining('after today') },
    });
    expect([ward.issued(), ward.admitted()]).toEqual([[], []]);
  });
  test('without a downtime', () => {
    const ward = kiosk({ declared: false });
    expect(refusal(ward.register(FORM[0]!, written(), [], 'A. Clerk'))).toMatchObject({ kind: 'no-outage' });
    expect(must(ward.desk()).whyNot).toContain('No downtime is declared');
    expect(ward.issued()).toEqual([]);
  });
  test('when a kind is exhausted, which is said in a sentence; what needs another kind goes on', () => {
    const ward = kiosk({ sizes: { mrn: 5, visit: 5, order: 5, alias: 0 } });
    const refused = refusal(ward.register(FORM[0]!, written({ unknown: true, name: '' }), [], 'A. Clerk'));
    expect(refused).toMatchObject({
      kind: 'no-number-left',
      why: expect.stringMatching(
        /^Nobody was registered and no number was used: this kiosk has no alias for an unknown patient left.*another kiosk, or have IT make more for K1:/,
      ),
    });
    expect(ward.issued()).toEqual([]);
    must(ward.register(FORM[1]!, written(), [], 'A. Clerk'));
    expect(must(ward.desk())).toMatchObject({ left: { known: 4, unknown: 0 } });
  });
  test('when the number on the band is of somebody who is known here', () => {
    expect(refusal(kiosk().register(FORM[0]!, written({ mrn: 'E32401945', from: '5 East' }), [], 'A. Clerk'))).toMatchObject({
      fields: { mrn: expect.stringContaining('This is SCHMIDT, Ana') },
    });
  });
});

test('a registration that could not be recorded leaves its numbers burnt and recorded, and the next one gets others', () => {
  let full = true;
  const ward = kiosk({ instead: () => (full ? err({ kind: 'disk-full', why: 'The disk is full.' }) : null) });
  expect(refusal(ward.register(FORM[0]!, written(), [], 'A. Clerk'))).toMatchObject({
    why: expect.stringContaining('stay unused'),
  });
  full = false;
  const { patientId } = must(ward.register(FORM[0]!, written(), [], 'A. Clerk'));
  expect(patientId).toMatch(/^DM-001-0002/);
  expect(ward.issued()).toHaveLength(4);
  expect(ward.admitted()).toHaveLength(1);
});

test('somebody like a patient of the copy or another walk-in is shown with why; the clerk decides, and that is recorded', () => {
  const ward = kiosk();
  const ana = written({ name: 'SMITH, Anna', born: '10/28/1936', sex: 'female' });
  const similar = refusal(ward.register(FORM[0]!, ana, [], 'A. Clerk'));
  expect(similar).toMatchObject({
    kind: 'similar',
    similar: [
      { patientId: 'p1', name: 'SCHMIDT, Ana', bed: '512-A', why: ['name nearly the same', 'same birth date', 'same sex'] },
    ],
  });
  expect(ward.issued()).toEqual([]);
  const { patientId } = must(ward.register(FORM[0]!, ana, ['p1'], 'A. Clerk'));
  expect(ward.admitted()[0]!.act).toMatchObject({ notSame: ['p1'] });
  expect(refusal(ward.register(FORM[1]!, ana, ['p1'], 'A. Clerk'))).toMatchObject({ similar: [{ patientId }] });
});

test('a patient who comes with a number of the EHR keeps it, and no downtime number is used', () => {
  const ward = kiosk();
  expect(must(ward.register(FORM[0]!, written({ mrn: 'E777', from: '5 East' }), [], 'A. Clerk'))).toEqual({ patientId: 'E777' });
  expect(ward.issued()).toEqual([]);
  expect(must(ward.desk()).rows).toEqual([]);
});

test('a correction changes what was typed and keeps the numbers', () => {
  const ward = kiosk();
  const { patientId } = must(ward.register(FORM[0]!, written(), [], 'A. Clerk'));
  const { event, registration } = ward.shown(patientId).registered!;
  const corrected = ward.correct(event, written({ name: 'OKAFOR, Chidinma', sex: 'female' }), 'misheard', 'A. Clerk');
  expect(must(corrected)).toEqual({ patients: [patientId] });
  expect(ward.shown(patientId)).toMatchObject({ identity: { name: 'OKAFOR, Chidinma', sex: 'female', mrn: patientId } });
  expect(ward.shown(patientId).registered!.registration).toMatchObject({ mrn: registration.mrn, visit: registration.visit });
  expect(refusal(ward.correct(event, written({ born: '01/01/1880' }), 'x y z', 'A. Clerk'))).toMatchObject({
    fields: { born: expect.any(String) },
  });
});

test('an unknown patient who turns out to be in the copy is linked with that record both ways, never merged', () => {
  const ward = kiosk();
  const { patientId } = must(
    ward.register(FORM[0]!, written({ unknown: true, name: '', born: '88', sex: 'female' }), [], 'A. Clerk'),
  );
  const said = { patientId, name: 'SCHMIDT, Ana', born: '10/28/1936', sex: 'female' as const, how: 'daughter came' };
  expect(refusal(ward.identify({ ...said, mrn: patientId }, 'A. Clerk'))).toMatchObject({
    fields: { mrn: expect.stringContaining('downtime number') },
  });
  must(ward.identify({ ...said, mrn: 'E32401945' }, 'A. Clerk'));
  expect(ward.shown(patientId)).toMatchObject({ identity: { mrn: patientId }, linked: [{ patientId: 'p1' }] });
  expect(ward.shown('p1')).toMatchObject({ identity: { mrn: 'E32401945' }, linked: [{ patientId }] });
  expect(ward.shown('p1').warnings[0]).toContain('ALSO REGISTERED HERE in the downtime as SCHMIDT, Ana (band: ');
  expect(ward.shown(patientId).warnings[0]).toContain('ALSO IN THE COPY as SCHMIDT, Ana, MRN E32401945, bed 512-A');
  expect(must(ward.desk()).rows).toMatchObject([{ number: patientId, mrn: 'E32401945', name: 'SCHMIDT, Ana' }]);
  expect(refusal(ward.identify({ ...said, patientId: 'p1', mrn: null }, 'A. Clerk'))).toMatchObject({ kind: 'patient-unknown' });
});

test('somebody who was taken for another person is unknown again: the band stays, the record is no longer linked, and it can be said anew', () => {
  const ward = kiosk();
  const { patientId } = must(
    ward.register(FORM[0]!, written({ unknown: true, name: '', born: '88', sex: 'female' }), [], 'A. Clerk'),
  );
  const alias = ward.shown(patientId).identity.name;
  const said = { patientId, name: 'SCHMIDT, Ana', mrn: 'E32401945', born: '10/28/1936', sex: 'female' as const, how: 'a card' };
  must(ward.identify(said, 'A. Clerk'));
  const identification = ward.shown(patientId).registered!.identified[0]!.id;
  expect(must(ward.unidentify(identification, 'the card was her sister’s', 'B. Clerk'))).toEqual({ patients: [patientId] });
  expect(ward.shown(patientId)).toMatchObject({
    identity: { name: alias, mrn: patientId },
    linked: [],
    registered: { identified: [] },
  });
  expect(ward.shown('p1').linked).toEqual([]);
  expect(must(ward.desk()).rows).toMatchObject([{ number: patientId, mrn: null, name: null }]);
  expect(refusal(ward.unidentify(identification, 'again', 'B. Clerk'))).toMatchObject({ kind: 'no-such-act' });
  must(ward.identify({ ...said, name: 'SCHMIDT, Eva', mrn: null }, 'B. Clerk'));
  expect(ward.shown(patientId).identity.name).toBe(`SCHMIDT, Eva (band: ${alias})`);
});

test('killed between the issue of its numbers and the registration, the kiosk leaves them burnt and registers the form once', async () => {
  const store = folder();
  kiosk({ store }).ledger.close();
  const script = join(import.meta.dirname, 'support', 'killed-while-registering.ts');
  const child = spawn(process.execPath, [script, store, FORM[0]!], { stdio: 'inherit' });
  expect(await new Promise(ended => child.on('exit', (_, signal) => ended(signal)))).toBe('SIGKILL');
  const ward = kiosk({ store });
  expect([ward.issued().length, ward.admitted()]).toEqual([2, []]);
  const { patientId } = must(ward.register(FORM[0]!, written(), [], 'A. Clerk'));
  expect(patientId).toMatch(/^DM-001-0002/);
  must(ward.register(FORM[0]!, written(), [], 'A. Clerk'));
  expect(ward.admitted()).toHaveLength(1);
  expect(new Set(ward.issued()).size).toBe(4);
});
