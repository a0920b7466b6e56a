import { cpSync, linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KioskEvent } from '../../main/domain/event.ts';
import { NUMBER_KINDS, readNumber, type NumberKind } from '../../main/domain/downtime-number.ts';
import { claimCode, readClaim, withMoreBlocks, type BlockBook } from '../../main/domain/number-block.ts';
import { err, ok } from '../../main/domain/result.ts';
import { numbersService, type IssuedNumber, type Numbers, type NumbersStatus } from '../../main/services/numbers.ts';
import { newBook } from '../../main/store/block-book.ts';
import { openLedger, type Ledger } from '../../main/store/ledger.ts';
import { numberMark, type Mark, type NumberMark } from '../../main/store/number-mark.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from '../store/support/fresh-store.ts';
import { killAtRandom } from '../store/support/kill.ts';

const SITE = 'Lakeside General Hospital';
const few = { mrn: 3, visit: 0, order: 0, alias: 0 };
const numbersOn = (ledger: Pick<Ledger, 'append' | 'events'>, mark: NumberMark): Numbers =>
  numbersService({
    ledger,
    mark,
    clock: { now: () => '2026-11-22T19:00:00.000Z' },
    unit: '4 West',
    site: SITE,
    words: ['Lighthouse', 'Kayak', 'Quilt'],
    few,
  });

const must = <T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T => {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
};
const why = (result: { ok: true } | { ok: false; error: { why: string } }): string => {
  if (result.ok) throw new Error('this was not refused');
  return result.error.why;
};
const moreFor = (book: BlockBook, claims: string[], size = 10): BlockBook =>
  must(
    withMoreBlocks(
      book,
      claims.map(claim => must(readClaim(claim))),
      { mrn: size, visit: size, order: size, alias: size },
    ),
  );
const left = (status: NumbersStatus, kind: NumberKind): number => status.kinds.find(row => row.kind === kind)!.left;

/** A kiosk with a real encrypted ledger and a real mark, in a folder of its own. */
function realKiosk(kiosk = 'K1', store = folder()) {
  ensureKeyFile(join(store, 'key'));
  const open = (): { ledger: Ledger; numbers: Numbers } => {
    const ledger = must(openLedger({ folder: store, keys: keyFile(join(store, 'key')), kiosk }));
    return { ledger, numbers: numbersOn(ledger, numberMark({ folder: store, kiosk })) };
  };
  let now = open();
  return {
    store,
    get numbers() {
      return now.numbers;
    },
    get ledger() {
      return now.ledger;
    },
    claim: () => must(now.numbers.status()).claim,
    issue: (kind: NumberKind = 'mrn') => must(now.numbers.issue(kind, 'R. Lee RN')).number,
    /** Ends the kiosk, does something to its files, and starts it again. */
    restart(meanwhile: () => void = () => undefined) {
      now.ledger.close();
      meanwhile();
      now = open();
    },
  };
}

const files = (store: string, which: RegExp): string[] => readdirSync(store).filter(name => which.test(name));
const copyFiles = (from: string, to: string, which: RegExp = /./): void =>
  files(from, which).forEach(name => cpSync(join(from, name), join(to, name), { preserveTimestamps: true }));
const removeFiles = (store: string, which: RegExp): void => files(store, which).forEach(name => rmSync(join(store, name)));
const LEDGER = /^ledger\./;
const MARK = /\.mark$/;

describe('a kiosk with a block of numbers', () => {
  test('issues each number once, in order, whoever asks and after a restart', () => {
    const kiosk = realKiosk();
    must(kiosk.numbers.take(moreFor(newBook(SITE), [kiosk.claim()]), 'IT'));
    const first = [kiosk.issue(), kiosk.issue(), kiosk.issue('visit')];
    kiosk.restart();
    const later = [kiosk.issue(), kiosk.issue('visit'), kiosk.issue('order')];
    expect([...first, ...later].map(number => must(readNumber(number)))).toEqual([
      { kind: 'mrn', block: '001', running: 1 },
      { kind: 'mrn', block: '001', running: 2 },
      { kind: 'visit', block: '002', running: 1 },
      { kind: 'mrn', block: '001', running: 3 },
      { kind: 'visit', block: '002', running: 2 },
      { kind: 'order', block: '003', running: 1 },
    ]);
  });

  test('calls unknown patients by a word and a number that both differ', () => {
    const kiosk = realKiosk();
    must(kiosk.numbers.take(moreFor(newBook(SITE), [kiosk.claim()]), 'IT'));
    const aliases = [1, 2, 3].map(() => must(kiosk.numbers.issue('alias', 'R. Lee RN')));
    expect(new Set(aliases.map(({ alias }) => alias!.split(' ')[0]))).toEqual(new Set(['Lighthouse', 'Kayak', 'Quilt']));
    for (const { number, alias } of aliases) expect(readNumber(alias!)).toEqual(readNumber(number));
    kiosk.restart();
    const recorded = kiosk.ledger.events().flatMap(({ act }) => (act.kind === 'number-issued' ? [act.alias] : []));
    expect(recorded).toEqual(aliases.map(({ alias }) => alias));
  });

  test('goes on in its next block, warns when few are left and says whom to ask when none is', () => {
    const kiosk = realKiosk();
    expect(must(kiosk.numbers.status()).warnings.join()).toMatch(/no downtime numbers, so walk-ins cannot be registered/);
    let book = moreFor(newBook(SITE), [kiosk.claim()], 4);
    must(kiosk.numbers.take(book, 'IT'));
    expect(must(kiosk.numbers.status()).warnings).toEqual([]);
    kiosk.issue();
    expect(must(kiosk.numbers.status()).warnings).toEqual([expect.stringMatching(/Few numbers.*medical record number: 3.*K1:/)]);
    book = moreFor(book, [kiosk.claim()], 4);
    must(kiosk.numbers.take(book, 'IT'));
    expect(left(must(kiosk.numbers.status()), 'mrn')).toBe(7);
    const seen = new Set(Array.from({ length: 7 }, () => kiosk.issue()));
    expect(seen.size).toBe(7);
    expect(why(kiosk.numbers.issue('mrn', 'R. Lee RN'))).toMatch(/no medical record number left: IT makes more for K1:/);
  });

  test('hands out no number that could not be recorded, and never that one later', () => {
    const kiosk = realKiosk();
    must(kiosk.numbers.take(moreFor(newBook(SITE), [kiosk.claim()]), 'IT'));
    const full = numbersOn(
      { events: () => kiosk.ledger.events(), append: () => err({ kind: 'disk-full' as const, why: 'The disk is full.' }) },
      numberMark({ folder: kiosk.store, kiosk: 'K1' }),
    );
    expect(why(full.issue('mrn', 'x'))).toBe('No number was issued: The disk is full.');
    expect(must(readNumber(kiosk.issue())).running).toBe(2);
  });
});

describe('an older ledger brought back reissues nothing', () => {
  function usedKiosk() {
    const kiosk = realKiosk();
    const book = moreFor(newBook(SITE), [kiosk.claim()]);
    must(kiosk.numbers.take(book, 'IT'));
    kiosk.issue();
    const backup = folder();
    kiosk.restart(() => copyFiles(kiosk.store, backup));
    const since = [kiosk.issue(), kiosk.issue()];
    return { kiosk, book, backup, since };
  }

  test('the ledger alone: the mark beside it says how far it was', () => {
    const { kiosk, backup } = usedKiosk();
    kiosk.restart(() => (removeFiles(kiosk.store, LEDGER), copyFiles(backup, kiosk.store, LEDGER)));
    expect(must(readNumber(kiosk.issue())).running).toBe(4);
  });

  test('the failing control: without the mark the number of a patient is given to another', () => {
    const { kiosk, backup, since } = usedKiosk();
    kiosk.restart(() => (removeFiles(kiosk.store, LEDGER), copyFiles(backup, kiosk.store, LEDGER)));
    const claim = must(numberMark({ folder: kiosk.store, kiosk: 'K1' }).read()).claim;
    const forgetful: NumberMark = {
      read: () => ok({ claim, issued: {} }),
      renew: () => ok({ claim, issued: {} }),
      alone: step => ok(step({ claim, issued: {} }, () => undefined)),
    };
    expect(since).toContain(must(numbersOn(kiosk.ledger, forgetful).issue('mrn', 'x')).number);
  });

  test('a ledger from before the block was imported: it may be imported once more, and goes on above what was issued', () => {
    const kiosk = realKiosk();
    const backup = folder();
    kiosk.restart(() => copyFiles(kiosk.store, backup));
    const book = moreFor(newBook(SITE), [kiosk.claim()]);
    must(kiosk.numbers.take(book, 'IT'));
    kiosk.issue();
    kiosk.issue();
    kiosk.restart(() => (removeFiles(kiosk.store, LEDGER), copyFiles(backup, kiosk.store, LEDGER)));
    must(kiosk.numbers.take(book, 'IT'));
    expect(must(readNumber(kiosk.issue())).running).toBe(3);
  });

  test('an older mark alone, even the very file it was: the ledger says how far it was', () => {
    const { kiosk } = usedKiosk();
    const kept = join(folder(), 'mark');
    const [name] = files(kiosk.store, MARK);
    linkSync(join(kiosk.store, name!), kept);
    kiosk.issue();
    kiosk.restart(() => (removeFiles(kiosk.store, MARK), linkSync(kept, join(kiosk.store, name!))));
    expect(must(readNumber(kiosk.issue())).running).toBe(5);
  });

  test('a mark that was torn while it was written: the one before counts, and the ledger', () => {
    const { kiosk } = usedKiosk();
    const [name] = files(kiosk.store, MARK);
    const text = readFileSync(join(kiosk.store, name!), 'utf8');
    kiosk.restart(() => writeFileSync(join(kiosk.store, 'numbers-00000999.mark'), text.slice(0, 30)));
    expect(must(readNumber(kiosk.issue())).running).toBe(4);
    expect(files(kiosk.store, MARK)).toEqual(['numbers-00001000.mark']);
  });

  test('the whole folder copied over: the newest mark is still there', () => {
    const { kiosk, backup } = usedKiosk();
    kiosk.restart(() => copyFiles(backup, kiosk.store));
    expect(must(readNumber(kiosk.issue())).running).toBe(4);
  });

  test.each([
    [
      'the whole folder emptied and brought back',
      (store: string, backup: string) => (removeFiles(store, /./), copyFiles(backup, store)),
    ],
    ['the mark lost', (store: string) => removeFiles(store, MARK)],
    ['the kiosk installed anew, with the same key', (store: string) => removeFiles(store, /^ledger|\.mark$/)],
  ])('%s: its blocks are retired until IT makes new ones', (_, happen) => {
    const { kiosk, book, backup } = usedKiosk();
    const before = kiosk.claim();
    kiosk.restart(() => happen(kiosk.store, backup));
    const status = must(kiosk.numbers.status());
    expect(status.claim).not.toBe(before);
    expect(NUMBER_KINDS.map(kind => left(status, kind))).toEqual([0, 0, 0, 0]);
    expect(why(kiosk.numbers.take(book, 'IT'))).toMatch(/before K1 was installed anew or restored/);
    const more = moreFor(book, [status.claim]);
    must(kiosk.numbers.take(more, 'IT'));
    expect(must(readNumber(kiosk.issue())).block).toBe('005');
  });

  test('a disk image brought back, which only people can know: they say so', () => {
    const { kiosk } = usedKiosk();
    const before = kiosk.claim();
    const status = must(kiosk.numbers.retire());
    expect(status.claim).not.toBe(before);
    expect(status.retired).toEqual(['001', '002', '003', '004']);
    expect(status.warnings.join(' ')).toMatch(/are retired: it was installed anew or restored/);
    kiosk.restart();
    expect(kiosk.claim()).toBe(status.claim);
  });

  test('a disk copied to another kiosk: that one has no numbers', () => {
    const { kiosk } = usedKiosk();
    const twin = folder();
    kiosk.restart(() => copyFiles(kiosk.store, twin));
    const other = realKiosk('K2', twin);
    expect(NUMBER_KINDS.map(kind => left(must(other.numbers.status()), kind))).toEqual([0, 0, 0, 0]);
  });
});

test('after each of 10 kills the next number is above every one that was said', { timeout: 120_000 }, async () => {
  const kiosk = realKiosk();
  must(kiosk.numbers.take(moreFor(newBook(SITE), [kiosk.claim()], 9_999), 'IT'));
  kiosk.ledger.close();
  let said = 0;
  for (let kill = 1; kill <= 10; kill++) {
    said = Math.max(said, await killAtRandom('number-issuer.ts', kiosk.store, 100));
    kiosk.restart();
    const next = must(readNumber(kiosk.issue())).running;
    expect(next, `kill ${kill}`).toBeGreaterThan(said);
    said = next;
  }
  expect(said).toBeGreaterThan(10);
});

const HAPPENINGS = [
  'issue',
  'restart',
  'backup',
  'ledger back',
  'copied over',
  'folder back',
  'mark lost',
  'retired',
  'import',
] as const;

test('whatever happens to the files of a kiosk, no number comes twice', { timeout: 240_000 }, () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...HAPPENINGS, 'issue', 'issue', 'import'), { minLength: 5, maxLength: 25 }),
      happenings => {
        const kiosk = realKiosk();
        const backup = folder();
        copyFiles(kiosk.store, backup);
        let book = newBook(SITE);
        const issued: string[] = [];
        for (const happening of happenings) {
          switch (happening) {
            case 'issue': {
              const number = kiosk.numbers.issue('mrn', 'x');
              if (number.ok) issued.push(number.value.number);
              break;
            }
            case 'restart':
              kiosk.restart();
              break;
            case 'backup':
              kiosk.restart(() => (removeFiles(backup, /./), copyFiles(kiosk.store, backup)));
              break;
            case 'ledger back':
              kiosk.restart(() => (removeFiles(kiosk.store, LEDGER), copyFiles(backup, kiosk.store, LEDGER)));
              break;
            case 'copied over':
              kiosk.restart(() => copyFiles(backup, kiosk.store));
              break;
            case 'folder back':
              kiosk.restart(() => (removeFiles(kiosk.store, /./), copyFiles(backup, kiosk.store)));
              break;
            case 'mark lost':
              kiosk.restart(() => removeFiles(kiosk.store, MARK));
              break;
            case 'retired':
              must(kiosk.numbers.retire());
              break;
            case 'import':
              // An older copy of the book first, as it lies on the stick; then what IT makes for the claim of now.
              kiosk.numbers.take(book, 'IT');
              if (left(must(kiosk.numbers.status()), 'mrn') > 0) break;
              book = moreFor(book, [kiosk.claim()], 3);
              must(kiosk.numbers.take(book, 'IT'));
              break;
          }
        }
        kiosk.ledger.close();
        expect(new Set(issued).size).toBe(issued.length);
      },
    ),
    { numRuns: 40 },
  );
});

/** A kiosk in memory, whose ledger and mark can be set back. */
function lightKiosk(kiosk: string, random: () => number) {
  let events: KioskEvent[] = [];
  const begin = (): Mark => ({
    claim: { kiosk, claim: claimCode(Array.from({ length: 5 }, () => Math.floor(random() * 32))) },
    issued: {},
  });
  let mark = begin();
  const keeper: NumberMark = {
    read: () => ok(mark),
    renew: () => ok((mark = begin())),
    alone: step => ok(step(mark, (block, running) => (mark = { ...mark, issued: { ...mark.issued, [block]: running } }))),
  };
  const ledger: Pick<Ledger, 'append' | 'events'> = {
    events: () => events,
    append: entry => {
      const event = { id: `${kiosk}:${events.length + 1}`, ...entry };
      events = [...events, event];
      return ok(event);
    },
  };
  return {
    numbers: numbersOn(ledger, keeper),
    olderLedger: () => (events = events.slice(0, Math.floor(random() * (events.length + 1)))),
  };
}

test('of 1,000 kiosks with restores at random, no two ever issue one number', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.integer(), seed => {
      let state = seed >>> 0;
      const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
      const kiosks = Array.from({ length: 1000 }, (_, i) => lightKiosk(`K${i + 1}`, random));
      const claimsOf = () => kiosks.map(({ numbers }) => must(numbers.status()).claim);
      let book = moreFor(newBook(SITE), claimsOf(), 5);
      const issued: IssuedNumber[] = [];
      for (let round = 1; round <= 2; round++) {
        for (const { numbers, olderLedger } of kiosks) {
          for (let step = 0; step < 8; step++) {
            const chance = random();
            if (chance < 0.1) olderLedger();
            else if (chance < 0.15) must(numbers.retire());
            else if (chance < 0.35) numbers.take(book, 'IT');
            else {
              const number = numbers.issue(random() < 0.5 ? 'mrn' : 'alias', 'x');
              if (number.ok) issued.push(number.value);
            }
          }
        }
        book = moreFor(book, claimsOf(), 5);
      }
      expect(issued.length).toBeGreaterThan(1000);
      expect(new Set(issued.map(({ number }) => number)).size).toBe(issued.length);
      expect(new Set(issued.flatMap(({ alias }) => alias ?? [])).size).toBe(issued.filter(({ alias }) => alias).length);
    }),
    { numRuns: 3 },
  );
});
