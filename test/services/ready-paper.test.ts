import { beforeEach, describe, expect, test } from 'vitest';
import type { Selection } from '../../main/contract.ts';
import { START_FORMS } from '../../main/domain/form.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { packPatients, type PackJob, type PackStep } from '../../main/services/pack.ts';
import { fromShelf, prepare, type ReadyStep } from '../../main/services/ready-paper.ts';
import { openPaperShelf, type PaperShelf } from '../../main/store/paper-shelf.ts';
import { emptyStore } from '../store/support/fresh-store.ts';
import { copyOf } from '../support/copy.ts';
import { chartOf, paperPatient } from '../support/paper-patient.ts';

const patient = paperPatient();
const copy = copyOf([chartOf(patient)], patient.asOf);
const job = { copy, outage: { state: 'normal' } as const, now: patient.now, run: '7F3QXH' };
const everything: Selection = { patients: 'all', forms: START_FORMS, from: null, span: 'hours', hours: 24 };

let shelf: PaperShelf;
beforeEach(() => {
  const opened = openPaperShelf(emptyStore());
  if (!opened.ok) throw new Error(opened.error.why);
  shelf = opened.value;
});

async function prepared(part: Partial<typeof job> = {}): Promise<ReadyStep> {
  const steps: ReadyStep[] = [];
  for await (const step of prepare({ ...job, ...part }, shelf)) steps.push(step);
  expect(steps).toHaveLength(1);
  return steps[0]!;
}

/** Prints, and says whether the paper had lain ready. */
async function printed(part: Partial<PackJob> = {}): Promise<PackStep & { lay: boolean }> {
  let lay = false;
  const find = fromShelf(shelf);
  const whole: PackJob = { ...job, selection: everything, by: 'R. Alvarez', pack: 4, ...part };
  for await (const step of packPatients(whole, async (...args) => {
    const found = await find(...args);
    lay = found !== null;
    return found;
  }))
    return { ...step, lay };
  throw new Error('nobody to print for');
}

const textOf = async (step: PackStep): Promise<string> => (await readBack(step.pdf!)).map(pageText).join('\f');

describe('paper made in advance', () => {
  test('is what would be made now, but for its numbers and its stamp', async () => {
    const fresh = await printed();
    expect(fresh.lay).toBe(false);
    expect(await prepared()).toEqual({ made: true, ready: true, refused: [] });
    const ready = await printed();
    expect(ready).toMatchObject({ lay: true, orders: fresh.orders, warnings: fresh.warnings, refused: [] });
    const plain = (text: string, step: PackStep): string =>
      step.file!.sheets.reduce((all, s) => all.replaceAll(s.id, 'ID'), text);
    expect(plain(await textOf(ready), ready)).toBe(plain(await textOf(fresh), fresh));
  });

  test('says by whom and when it is printed, not made, and how old the data are by then', async () => {
    await prepared();
    const later = plusMinutes(patient.now, 3);
    const step = await printed({ now: later });
    expect(step.lay).toBe(true);
    const pages = (await textOf(step)).split('\f');
    for (const page of pages) {
      expect(page).toContain(folded('Printed 11/22/2026 15:05 by R. Alvarez from K1'));
      expect(page).toContain(folded('(20 min old when printed)'));
      expect(page).not.toContain(folded('in advance'));
    }
  });

  test('says which entries the audit has when it is printed', async () => {
    await prepared();
    const step = await printed({ auditHead: '1234·9F3A2C7B' });
    expect(step.lay).toBe(true);
    for (const page of (await textOf(step)).split('\f')) expect(page).toContain(folded('from K1. Audit 1234·9F3A2C7B'));
  });

  test('is handed out once: no two sheets have one number', async () => {
    await prepared();
    const first = await printed();
    const second = await printed();
    expect([first.lay, second.lay]).toEqual([true, false]);
    const numbers = [...first.file!.sheets, ...second.file!.sheets].map(s => s.id);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await prepared({ now: plusMinutes(patient.now, 1) })).toMatchObject({ made: true });
    expect((await printed({ now: plusMinutes(patient.now, 1) })).lay).toBe(true);
  });

  test('is handed out once also when the MARs are asked for alone', async () => {
    await prepared();
    const mars: Selection = { ...everything, forms: ['mar-scheduled', 'mar-prn'] };
    const alone = await printed({ selection: mars });
    const all = await printed();
    expect([alone.lay, all.lay]).toEqual([true, false]);
    expect(alone.file!.sheets.filter(s => all.file!.sheets.some(other => other.id === s.id))).toEqual([]);
  });

  test('is not made again while nothing on it changes, minute after minute', async () => {
    await prepared();
    expect(await prepared({ now: plusMinutes(patient.now, 4) })).toEqual({ made: false, ready: true, refused: [] });
  });
});

describe('paper made in advance is never handed out when', () => {
  const changed = (part: Parameters<typeof paperPatient>[0]): PackJob['copy'] => {
    const other = paperPatient(part);
    return copyOf([chartOf(other)], other.asOf);
  };
  const stopped = { orders: patient.orders.slice(1) };
  test.each<[string, Partial<PackJob>]>([
    ['an order was stopped', { copy: changed(stopped) }],
    ['the data are newer', { copy: changed({ asOf: plusMinutes(patient.asOf, 15) }) }],
    ['an allergy was added', { copy: changed({ allergies: [] }) }],
    ['the hour has turned', { now: plusMinutes(patient.now, 60) }],
    [
      'the copy has become stale',
      {
        now: plusMinutes(patient.now, 58),
        copy: { ...copy, rules: { ...copy.rules, freshness: { ageingMinutes: 30, staleMinutes: 60 } } },
      },
    ],
    [
      'it is a drill',
      {
        outage: {
          state: 'declared',
          since: patient.now,
          by: 'x',
          reason: 'drill',
          drill: true,
          planned: false,
          degraded: null,
          noticedAt: null,
          recovering: [],
        },
      },
    ],
    ['other paper is in the printer', { copy: { ...copy, rules: { ...copy.rules, paper: 'a4' } } }],
    ['other hours are asked for', { selection: { ...everything, hours: 12 } }],
    ['other forms are asked for', { selection: { ...everything, forms: ['summary'] } }],
  ])('%s', async (_, part) => {
    await prepared();
    const step = await printed(part);
    expect(step.lay).toBe(false);
    expect(step.file).not.toBeNull();
  });

  test('whoever prints has a name that it has no letters for', async () => {
    await prepared();
    const step = await printed({ by: '김민준' });
    expect(step.lay).toBe(false);
    expect(await textOf(step)).toContain('김민준');
  });
});

test('a sheet that cannot be made whole is known in advance, is not made again and again, and is refused again when asked for', async () => {
  const endless = paperPatient({ name: 'Ana Maria '.repeat(300) });
  const bad = copyOf([chartOf(endless)], endless.asOf);
  const step = await prepared({ copy: bad });
  expect(step).toMatchObject({ made: true, ready: false });
  expect(step.refused.map(r => r.why).join()).toContain('leave no room');
  expect(await prepared({ copy: bad })).toEqual({ ...step, made: false });
  expect((await printed({ copy: bad })).refused.map(r => r.why).join()).toContain('leave no room');
});

test('a patient with whom the kiosk itself fails is named in advance', async () => {
  const broken = { ...copy.snapshot.charts[0]!, sections: null as never };
  const step = await prepared({ copy: { ...copy, snapshot: { ...copy.snapshot, charts: [broken] } } });
  expect(step).toMatchObject({ ready: false, refused: [{ patient: 'SCHMIDT, Ana', sheet: 'all their sheets' }] });
});

test('the paper of a patient who has left is cleared away', async () => {
  await prepared();
  const gone = { ...copy, snapshot: { ...copy.snapshot, charts: [] } };
  for await (const _ of prepare({ ...job, copy: gone }, shelf)) throw new Error('nobody is here');
  expect(shelf.find(copy.snapshot.charts[0]!.identity.id, START_FORMS.join())).toBeNull();
});

describe('paper that takes the place of sheets that were handed out', () => {
  /** The copy as it is once the ledger has these sheets. */
  const afterRelease = (step: PackStep): PackJob['copy'] => ({
    ...copy,
    events: [
      {
        id: 'K1:1',
        at: patient.now,
        by: 'R. Alvarez',
        unit: '5 West',
        act: { kind: 'sheets-released', pack: 4, generation: 17, drill: false, sheets: step.released },
      },
    ],
  });
  const names = async (step: PackStep, old: PackStep): Promise<boolean[]> => {
    const text = await textOf(step);
    return old.file!.sheets.map(({ id }) => text.includes(folded(`REPLACES sheet ${id}, printed 11/22/2026`)));
  };

  test('is never what was made before: it would not name them', async () => {
    const first = await printed();
    await prepared();
    const again = await printed({ copy: afterRelease(first) });
    expect(again.lay).toBe(false);
    expect(new Set(await names(again, first))).toEqual(new Set([true]));
    expect(await textOf(again)).toContain(folded('Since then no order, allergy, bed or code status has changed.'));
  });

  test('is made anew in advance, lies ready, and names them', async () => {
    const first = await printed();
    await prepared({ copy: afterRelease(first) });
    const again = await printed({ copy: afterRelease(first) });
    expect(again.lay).toBe(true);
    expect(new Set(await names(again, first))).toEqual(new Set([true]));
    expect(again.released.map(({ id }) => id)).toEqual(again.file!.sheets.map(({ id }) => id));
  });

  test('says the same to the ledger whether it lay ready or not', async () => {
    const fresh = await printed();
    await prepared();
    const ready = await printed();
    const plain = ({ released }: PackStep) => released.map(({ id: _, ...sheet }) => sheet);
    expect(ready.lay).toBe(true);
    expect(plain(ready)).toEqual(plain(fresh));
    expect(fresh.released.find(({ form }) => form === 'mar-scheduled')!.says!.orders.length).toBeGreaterThan(5);
  });
});
