import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actSchema } from '../../main/domain/act-schema.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import type { PrintAct } from '../../main/domain/print-act.ts';
import { jobName, pagesWords, printsOf } from '../../main/domain/prints.ts';

const events = (...acts: PrintAct[]): KioskEvent[] =>
  acts.map((act, i) => ({ id: `K1:7F3QXH:${i + 1}`, at: '2026-11-22T20:00:00Z', by: 'A. Nurse', unit: '4 West', act }));
const queued: PrintAct & { kind: 'print-queued' } = {
  kind: 'print-queued',
  print: 'P',
  pack: 1,
  unit: null,
  printer: 'PRN-1',
  documents: [{ document: 1, patientId: 'p1', bed: '12', sheets: ['S1'], pages: 4, stock: null, labelSheet: null, again: null }],
};
const of = { print: 'P', document: 1 };
const confirmed = (pages: number, attempt = 1): PrintAct => ({
  kind: 'print-confirmed',
  ...of,
  attempt,
  pages,
  of: 4,
  counted: 'printer',
});
const accepted = (attempt = 1): PrintAct => ({ kind: 'print-accepted', ...of, attempt, job: 7 });
const moved = (from: number, unclear = false): PrintAct => ({
  kind: 'print-moved',
  print: 'P',
  printer: 'PRN-2',
  documents: [{ document: 1, from, unclear }],
  doubt: unclear ? 'may come twice' : null,
});
const after = (...acts: PrintAct[]) => printsOf(events(queued, ...acts))[0]!.documents[0]!;

test('what an older kiosk gave to a printer were pages', () => {
  const [document] = queued.documents;
  const { stock: _, labelSheet: __, ...older } = document!;
  expect(actSchema.parse({ ...queued, documents: [older] })).toEqual(queued);
});

test('what the printer took is not confirmed by that', () =>
  expect(after(accepted())).toMatchObject({ state: 'accepted', confirmed: 0, job: 7 }));

test('moved to another printer it goes on after the last confirmed page, as another attempt with another job’s name', () => {
  const document = after(accepted(), confirmed(2), moved(3));
  expect(document).toMatchObject({
    state: 'waiting',
    printer: 'PRN-2',
    from: 3,
    attempt: 2,
    confirmed: 2,
    job: null,
    doubts: [],
  });
  expect(jobName('P', document)).not.toBe(jobName('P', after(accepted())));
  expect(pagesWords(document)).toBe('bed 12, pages 3 to 4');
});

test('moved away from a printer that did not answer, the doubt stays with it and the old job is to be cancelled there', () => {
  const document = after(accepted(), moved(1, true), accepted(2), confirmed(4, 2));
  expect(document).toMatchObject({
    state: 'done',
    doubts: ['may come twice'],
    leftBehind: [{ printer: 'PRN-1', job: 7, name: 'P.1.1' }],
  });
});

test('news of an earlier attempt says nothing about the one that runs', () => {
  const failed: PrintAct = { kind: 'print-failed', ...of, attempt: 1, certain: true, why: 'late' };
  expect(after(accepted(), moved(1), failed, confirmed(4, 1))).toMatchObject({ state: 'waiting', confirmed: 0 });
});

test('whatever happens in whatever order, confirmed pages never become fewer and what is done stays done', () => {
  const attempt = fc.integer({ min: 1, max: 3 });
  const act = fc.oneof(
    attempt.map(accepted),
    fc.tuple(fc.integer({ min: 0, max: 4 }), attempt).map(([pages, n]) => confirmed(pages, n)),
    attempt.map((n): PrintAct => ({ kind: 'print-failed', ...of, attempt: n, certain: n > 1, why: 'jam' })),
    fc.constant<PrintAct>({ kind: 'print-cancelled', print: 'P', documents: [1] }),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([from, unclear]) => moved(from, unclear)),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), acts => {
      let before = after();
      for (let n = 1; n <= acts.length; n++) {
        const now = after(...acts.slice(0, n));
        expect(now.confirmed).toBeGreaterThanOrEqual(before.confirmed);
        if (before.state === 'done') expect(now).toEqual(before);
        expect(now.state === 'done').toBe(now.confirmed === 4);
        before = now;
      }
    }),
  );
});
