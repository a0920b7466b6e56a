import { expect, test } from 'vitest';
import type { Output } from '../../main/contract.ts';
import type { AuditActor, AuditRecord } from '../../main/domain/audit.ts';
import { ok } from '../../main/domain/result.ts';
import type { KnownPaper } from '../../main/services/audit-of-calls.ts';
import { callAudit } from '../../main/services/call-audit.ts';

const alvarez: AuditActor = { who: { user: 'ralvarez', name: 'R. Alvarez', role: 'nurse' }, session: 's1', breakGlass: null };
const known: KnownPaper = {
  pack: pack => [
    {
      patientId: 'p1',
      name: 'Abbott, Mary',
      bed: '401-A',
      pages: 2,
      sheets: [{ id: `4W-K1-7F3QXH-${pack}-1`, form: 'mar-scheduled', pages: 2 }],
    },
  ],
  headOf: () => '1234·9F3A2C7B',
  print: () => [
    { document: 1, patientId: 'p1', bed: '401-A', sheets: ['A'], pages: 2, stock: null, labelSheet: null, again: null },
    { document: 2, patientId: 'p2', bed: '402-A', sheets: ['B', 'C'], pages: 3, stock: null, labelSheet: null, again: null },
  ],
};

function door() {
  const said: AuditRecord[] = [];
  let now = Date.parse('2026-11-22T14:00:00Z');
  const calls = callAudit({
    audit: { record: one => void said.push(one) },
    clock: { now: () => new Date(now).toISOString() },
    known,
  });
  return { said, calls, later: (minutes: number) => void (now += minutes * 60_000) };
}
const patient = ok({}) as Output<'getPatient'>;

test('opening a patient is one entry while the screen reads it again, and another after some minutes', () => {
  const { said, calls, later } = door();
  for (let i = 0; i < 5; i++) calls.answered('getPatient', { patientId: 'p1' }, patient, alvarez);
  calls.answered('getPatient', { patientId: 'p2' }, patient, alvarez);
  expect(said.map(one => one.patients)).toEqual([['p1'], ['p2']]);
  later(6);
  calls.answered('getPatient', { patientId: 'p1' }, patient, alvarez);
  expect(said).toHaveLength(3);
  expect(said[0]).toEqual({ what: 'patient-opened', method: 'getPatient', patients: ['p1'], details: '', ...alvarez });
});

test('another session that opens the same patient is another entry', () => {
  const { said, calls } = door();
  calls.answered('getPatient', { patientId: 'p1' }, patient, alvarez);
  calls.answered('getPatient', { patientId: 'p1' }, patient, { ...alvarez, session: 's2' });
  expect(said).toHaveLength(2);
});

test('a patient who is not in the copy was not opened', () => {
  const { said, calls } = door();
  const answer = { ok: false, error: { kind: 'patient-unknown', why: 'not here' } } as const;
  calls.answered('getPatient', { patientId: 'p1' }, answer, alvarez);
  expect(said).toEqual([]);
});

test('what leaves the kiosk is never folded, with its sheets, its patients and the head in the foot', () => {
  const { said, calls } = door();
  for (let i = 0; i < 2; i++) {
    calls.answered('startPrint', { pack: 17, printer: 'Desk' }, ok({ print: '4W-K1-7F3QXH-17-1' }), alvarez);
    calls.answered('savePack', { pack: 17 }, ok({ folder: '/print/pack-17', files: 1 }), alvarez);
  }
  expect(said).toHaveLength(4);
  expect(said[0]).toMatchObject({ what: 'sheet-printed', patients: ['p1', 'p2'], sheets: ['A', 'B', 'C'] });
  expect(said[1]).toMatchObject({ what: 'file-saved', patients: ['p1'], sheets: ['4W-K1-7F3QXH-17-1'] });
  for (const one of said) expect(one.details).toContain('audit 1234·9F3A2C7B in the foot');
});

test('of doses of which only the first were recorded, those are told', () => {
  const { said, calls } = door();
  const doses = [
    { order: null, drug: 'x', outcome: 'given', at: '2026-11-22T14:00:00Z', dose: null, reason: null, givenBy: 'RA' },
  ];
  const input = { patientId: 'p1', doses: doses as never, confirmed: [], signed: 'R. Alvarez' };
  calls.answered('chartDoses', input, { ok: false, error: { kind: 'partly-recorded', why: '', recorded: 3 } }, alvarez);
  calls.answered('chartDoses', input, { ok: false, error: { kind: 'not-recorded', why: '' } }, alvarez);
  expect(said.map(one => one.details)).toEqual(['3 doses, signed R. Alvarez']);
});

test('a walk-in who looks like somebody shows that somebody', () => {
  const { said, calls } = door();
  const similar = [
    { patientId: 'p9', name: 'A', mrn: null, bed: null, birthDate: null, sex: 'female' as const, why: ['same name'] },
  ];
  calls.answered(
    'registerWalkIn',
    { form: '', written: {} as never, notSame: [], signed: 'RA' },
    { ok: false, error: { kind: 'similar', why: '', similar } },
    alvarez,
  );
  expect(said).toMatchObject([{ what: 'ward-shown', patients: ['p9'] }]);
});

test('a correction is told with those whom it concerns', () => {
  const { said, calls } = door();
  const swap = { event: 'K1:7', change: null, reason: 'the wrong two', signed: 'RA' };
  calls.answered('correctPlace', swap, ok({ patients: ['p1', 'p2'] }), alvarez);
  expect(said).toMatchObject([{ what: 'recorded', patients: ['p1', 'p2'], details: 'act K1:7, signed RA: the wrong two' }]);
});

test('of what windows without a sign-in are refused, sixty an hour are told one by one and the others counted', () => {
  const { said, calls, later } = door();
  const nobody: AuditActor = { who: null, session: null, breakGlass: null };
  for (let i = 0; i < 1000; i++) calls.refused('getWard', 'nobody is signed in', nobody);
  expect(said).toHaveLength(61);
  expect(said[60]).toMatchObject({ what: 'refused', details: expect.stringContaining('only counted') });
  calls.refused('getWard', 'not yours', alvarez);
  expect(said).toHaveLength(62);
  later(61);
  calls.answered('getPatient', { patientId: 'p1' }, patient, alvarez);
  expect(said.slice(62)).toMatchObject([
    { what: 'refused', details: '940 more in the hour from 2026-11-22T14:00:00.000Z, with nobody signed in' },
    { what: 'patient-opened' },
  ]);
  calls.refused('getWard', 'nobody is signed in', nobody);
  expect(said).toHaveLength(65);
});

test('a refused call is told by what it asked for, cut short, and never folded', () => {
  const { said, calls } = door();
  for (let i = 0; i < 2; i++) calls.refused('x'.repeat(5000), 'forbidden', { who: null, session: null, breakGlass: null });
  expect(said).toHaveLength(2);
  expect(said[0]).toMatchObject({ what: 'refused', details: 'forbidden', who: null });
  expect(said[0]?.method).toHaveLength(60);
});
