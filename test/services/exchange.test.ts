import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../main/domain/event.ts';
import { eventId, type EventRecord } from '../../main/domain/event-record.ts';
import { outageOf, outagesOf } from '../../main/domain/outage.ts';
import { err, ok } from '../../main/domain/result.ts';
import { packed } from '../../main/services/bundle.ts';
import { exchangeRounds } from '../../main/services/exchange-rounds.ts';
import { exchangeFolder, type ExchangeFolder } from '../../main/store/exchange-folder.ts';
import { wardSeal } from '../../main/vault/ward-seal.ts';
import { folder } from '../store/support/fresh-store.ts';
import { declared, must, SITE, WARD_KEY, WardKiosk, whyOf } from './support/ward-kiosk.ts';

const kiosks: WardKiosk[] = [];
afterEach(() => kiosks.splice(0).forEach(kiosk => kiosk.ledger.close()));
const ward = (...names: string[]): WardKiosk[] => names.map(name => (kiosks.push(new WardKiosk(name)), kiosks.at(-1)!));

const pass = async (share: string, ...of: WardKiosk[]): Promise<void> => {
  for (const kiosk of of) must(await kiosk.exchange.through(exchangeFolder(share)));
};
/** Both ways, so that each has all. */
const settle = async (share: string, ...of: WardKiosk[]): Promise<void> => {
  for (let round = 0; round < 3; round++) await pass(share, ...of);
};
const expectSameView = (...of: WardKiosk[]): void => {
  const [first, ...others] = of;
  for (const other of others) {
    expect(other.ledger.events()).toEqual(first!.ledger.events());
    expect(other.ledger.unknownEvents()).toEqual(first!.ledger.unknownEvents());
    expect(outageOf(other.ledger.events('4 West'))).toEqual(outageOf(first!.ledger.events('4 West')));
    expect(outagesOf(other.ledger.events('4 West'))).toEqual(outagesOf(first!.ledger.events('4 West')));
  }
};
const troubles = (kiosk: WardKiosk): string => kiosk.exchange.shown().troubles.join('\n');

describe('the kiosks of a ward', () => {
  test('see the same outage after they met at a share, whoever declared and whoever ended it', async () => {
    const [one, two] = ward('K1', 'K2') as [WardKiosk, WardKiosk];
    const share = folder();
    one.record(declared());
    await pass(share, one, two);
    expect(outageOf(two.ledger.events('4 West'))).toMatchObject({ state: 'declared', reason: 'EHR is down' });
    two.now = '2019-01-01T00:00:00.000Z';
    two.record({ kind: 'outage-closed', reason: 'over' });
    await pass(share, two, one);
    expect(outageOf(one.ledger.events('4 West')).state).toBe('normal');
    expectSameView(one, two);
  });

  test('give each other only what is lacked, and leave one file each', async () => {
    const [one, two] = ward('K1', 'K2') as [WardKiosk, WardKiosk];
    const share = folder();
    for (let i = 0; i < 20; i++) one.record({ kind: 'outage-suspected', reason: `${i}` });
    const through = async (kiosk: WardKiosk) => must(await kiosk.exchange.through(exchangeFolder(share)));
    expect(await through(one)).toMatchObject({ brought: 0, given: 20 });
    expect(await through(two)).toMatchObject({ brought: 20, given: 0 });
    two.record(declared());
    expect(await through(one)).toMatchObject({ brought: 0, given: 0 });
    expect(await through(two)).toMatchObject({ brought: 0, given: 1 });
    expect(await through(one)).toMatchObject({ brought: 1, given: 0 });
    expect(readdirSync(share)).toHaveLength(2);
  });

  test('a third one that comes later gets everything, although the others had nothing to tell each other any more', async () => {
    const [one, two] = ward('K1', 'K2') as [WardKiosk, WardKiosk];
    const share = folder();
    one.record(declared());
    await settle(share, one, two);
    const [three] = ward('K3') as [WardKiosk];
    await settle(share, three, one, two);
    expectSameView(one, two, three);
    expect(three.ids()).toHaveLength(1);
  });

  test('one of which an older ledger was brought back gets its own acts back, and goes on under other numbers', async () => {
    const [one, two] = ward('K1', 'K2') as [WardKiosk, WardKiosk];
    const share = folder();
    one.record(declared());
    one.keepBackup();
    const lost = one.record({ kind: 'recovery-started', reason: 'EHR is back' });
    await settle(share, one, two);
    one.restore();
    const since = one.record({ kind: 'outage-suspected', reason: 'again' });
    expect(one.ids()).not.toContain(lost.id);
    await settle(share, two, one);
    expect(one.ids()).toContain(lost.id);
    expect(two.ids()).toContain(since.id);
    expect(new Set(one.ids()).size).toBe(3);
    expectSameView(one, two);
  });

  test('say how many acts another one knows of that are not here yet', async () => {
    const [one, two, three] = ward('K1', 'K2', 'K3') as [WardKiosk, WardKiosk, WardKiosk];
    one.record(declared());
    const { sealed } = must(one.exchange.give());
    must(two.exchange.take(sealed, 'first'));
    must(one.exchange.take(must(two.exchange.give()).sealed, 'back'));
    one.record({ kind: 'outage-closed', reason: 'over' });
    must(three.exchange.take(must(one.exchange.give()).sealed, 'for K2 only'));
    expect(three.exchange.shown().kiosks).toMatchObject([{ kiosk: 'K3' }, { kiosk: 'K1', events: 1, missing: 1 }]);
    expect(troubles(three)).toContain('K1 knows of 1 act that is not here yet');
    must(three.exchange.take(must(one.exchange.give(true)).sealed, 'everything'));
    expect(troubles(three)).toBe('');
  });

  test('two of one name are told apart, and it is said', async () => {
    const [one, twin] = ward('K1', 'K1') as [WardKiosk, WardKiosk];
    const share = folder();
    one.record(declared());
    twin.record(declared('of the twin'));
    await settle(share, one, twin);
    expectSameView(one, twin);
    expect(new Set(one.ids()).size).toBe(2);
    expect(troubles(one)).toContain('2 kiosks call themselves K1');
    expect(new Set(one.exchange.shown().kiosks.map(({ sign }) => sign)).size).toBe(2);
  });

  test('do not wait for one that was installed anew, once they are told; its acts stay', async () => {
    const [one, old] = ward('K1', 'K2') as [WardKiosk, WardKiosk];
    old.record(declared());
    await settle(folder(), one, old);
    const [anew] = ward('K2') as [WardKiosk];
    anew.now = '2026-11-23T07:00:00.000Z';
    await settle(folder(), one, anew);
    const sign = /kiosk exchange forget ([0-9a-f]{8})/.exec(troubles(one))![1]!;
    expect(old.exchange.shown().kiosks[0]).toMatchObject({ own: true, sign });
    expect(must(one.exchange.forget(sign))).toEqual({ kiosk: 'K2' });
    expect(troubles(one)).toBe('');
    expect(whyOf(one.exchange.forget(sign))).toContain('No other kiosk has the sign');
    expectSameView(one, anew);
    expect(one.ids()).toHaveLength(1);
  });

  test('a clock that is years ahead loses nothing, is said, and does not keep anybody from answering', async () => {
    const [one, two] = ward('K1', 'K2') as [WardKiosk, WardKiosk];
    const share = folder();
    one.now = '2031-05-05T00:00:00.000Z';
    one.record(declared());
    await settle(share, one, two);
    two.record({ kind: 'outage-closed', reason: 'over' });
    await settle(share, one, two);
    expect(outageOf(one.ledger.events('4 West')).state).toBe('normal');
    expectSameView(one, two);
    expect(troubles(two)).toMatch(/The clock of K1 is \d+ d.* ahead/);
    expect(troubles(one)).toBe('');
  });

  test('an act that only a newer version understands and one of another unit travel on as they are', async () => {
    const [one, two, three] = ward('K1', 'K2', 'K3') as [WardKiosk, WardKiosk, WardKiosk];
    const newer: EventRecord = {
      kiosk: 'K9',
      run: '7F3QXH',
      number: 1,
      clock: { ms: 1, counter: 0 },
      at: '2026-11-22T19:00:00.000Z',
      by: 'R. Lee RN',
      unit: 'A unit nobody here has',
      kind: 'blood-given',
      act: '{"kind":"blood-given",  "units": 2}',
    };
    must(one.ledger.ward.take([newer], one.now, null));
    const share = folder();
    await pass(share, one, two);
    rmSync(
      join(
        share,
        readdirSync(share).find(name => name.startsWith('K1'))!,
      ),
    );
    await settle(share, two, three);
    expect(three.ledger.ward.records()).toEqual([newer]);
    expect(three.ledger.unknownEvents()).toMatchObject([{ id: 'K9:7F3QXH:1', raw: newer.act }]);
    expect(troubles(three)).toContain('1 act was recorded by a newer version');
  });
});

describe('an act number that was used twice', () => {
  test('is shown with all its sides on every kiosk, and each side counts', async () => {
    const [one, two, three] = ward('K1', 'K2', 'K3') as [WardKiosk, WardKiosk, WardKiosk];
    one.record(declared());
    const [side] = one.ledger.ward.records();
    const other: EventRecord = { ...side!, act: JSON.stringify(declared('as the copied disk says')) };
    must(two.ledger.ward.take([other], two.now, null));
    const share = folder();
    await settle(share, one, two, three);
    expectSameView(one, two, three);
    for (const kiosk of [one, two, three]) {
      expect(kiosk.ids().sort()).toEqual([eventId(side!), `${eventId(side!)}~2`]);
      expect(
        kiosk.exchange
          .shown()
          .clashes[0]!.map(({ act }) => act)
          .sort(),
      ).toEqual([side!.act, other.act].sort());
      expect(troubles(kiosk)).toContain('stands twice, with different words');
    }
    one.restart();
    expectSameView(one, two);
  });
});

describe('a file of which nothing can be taken says why, and changes nothing', () => {
  const sealedBy = (kiosk: WardKiosk): Buffer => (kiosk.record(declared()), must(kiosk.exchange.give()).sealed);
  let kiosk: WardKiosk;
  beforeEach(() => void ([kiosk] = ward('K2') as [WardKiosk]));
  const refusal = (sealed: Buffer): string => {
    const said = whyOf(kiosk.exchange.take(sealed, 'K1.exchange'));
    expect(kiosk.ledger.ward.records()).toEqual([]);
    expect(kiosk.exchange.shown().kiosks).toHaveLength(1);
    expect(said).toMatch(/^K1\.exchange .*\. Nothing of it was taken\.$/);
    return said;
  };
  const of = (key: typeof WARD_KEY): WardKiosk => (kiosks.push(new WardKiosk('K1', key)), kiosks.at(-1)!);

  test('of another hospital, another ward, or under another key of this ward', () => {
    expect(refusal(sealedBy(of({ ...WARD_KEY, site: 'Hillside Clinic' })))).toContain('of another hospital, Hillside Clinic');
    expect(refusal(sealedBy(of({ ...WARD_KEY, ward: '5 East' })))).toContain('of another ward, 5 East');
    expect(refusal(sealedBy(of({ ...WARD_KEY, secret: Buffer.alloc(32, 8) })))).toContain('another key of 4 West');
  });

  test('of a newer version, in its seal or in what it says', () => {
    const sealed = sealedBy(ward('K1')[0]!);
    const newer = Buffer.from(sealed.toString('latin1').replace('"version":1', '"version":2'), 'latin1');
    expect(refusal(newer)).toContain('newer version of this app');
    const seal = wardSeal(WARD_KEY);
    const more = { id: 'x', site: SITE, kiosk: 'K1', made: '', held: [], events: [], people: [] };
    expect(refusal(seal.seal(packed(more), seal.newSigningKey()))).toContain('does not understand');
  });

  test('cut short anywhere', () => {
    const sealed = sealedBy(ward('K1')[0]!);
    for (let length = 0; length < sealed.length; length += 7)
      expect(refusal(sealed.subarray(0, length)), `${length} bytes`).toContain('is cut short');
  });

  test('altered anywhere behind its first line, or longer than it was', () => {
    const sealed = sealedBy(ward('K1')[0]!);
    for (let at = sealed.indexOf('\n') + 1; at < sealed.length; at += 11) {
      const bent = Buffer.from(sealed);
      bent[at]! ^= 1;
      expect(refusal(bent), `byte ${at}`).toContain('altered');
    }
    expect(refusal(Buffer.concat([sealed, Buffer.from('x')]))).toContain('altered');
  });

  test('whose first line claims what it is not', () => {
    const sealed = sealedBy(of({ ...WARD_KEY, ward: '5 East' }));
    const forged = Buffer.from(sealed.toString('latin1').replace('5 East', '4 West'), 'latin1');
    expect(refusal(forged)).toMatch(/altered|another key/);
  });

  test('and was this kiosk’s own is replaced by its next one, as is what it had half written', async () => {
    const [one] = ward('K1') as [WardKiosk];
    const share = folder();
    await pass(share, one);
    const [torn] = readdirSync(share);
    truncateSync(join(share, torn!), 300);
    writeFileSync(join(share, torn!.replace('000001.exchange', '000009.exchange.tmp')), 'half');
    one.restart();
    expect(must(await one.exchange.through(exchangeFolder(share))).refused).toEqual([expect.stringContaining('is cut short')]);
    expect(must(await one.exchange.through(exchangeFolder(share))).refused).toEqual([]);
    expect(readdirSync(share)).toHaveLength(1);
  });

  test('that is something else', () => {
    expect(refusal(Buffer.from('%PDF-1.7'))).toContain('is no file that kiosks exchange');
    expect(refusal(Buffer.alloc(9000, 65))).toContain('is no file that kiosks exchange');
  });

  test('lets the other files of its folder be taken', async () => {
    const [one, two] = ward('K1', 'K2') as [WardKiosk, WardKiosk];
    const share = folder();
    one.record(declared());
    await pass(share, one);
    writeFileSync(join(share, 'K7-00000000-7F3QXH-000001.exchange'), 'half a f');
    expect(must(await two.exchange.through(exchangeFolder(share)))).toMatchObject({
      brought: 1,
      refused: [expect.stringContaining('K7-00000000')],
    });
  });

  test('shows nothing of what it holds to who has no key', () => {
    const [one] = ward('K1') as [WardKiosk];
    one.record(declared('Xylophone'));
    expect(must(one.exchange.give()).sealed.toString('latin1')).not.toMatch(/Xylophone|R\. Lee|outage/);
  });
});

describe('a share that fails', () => {
  const rounds = (kiosk: WardKiosk, open: ExchangeFolder, patienceMs = 30_000) =>
    exchangeRounds({
      ward: ok({ name: '4 West', exchange: kiosk.exchange }),
      folder: { path: '/share', open },
      everyMinutes: 5,
      clock: { now: () => kiosk.now },
      log: { write: () => undefined },
      patienceMs,
      came: () => undefined,
      changed: () => undefined,
    });

  test('and hangs keeps nobody waiting: it is said, and the screen goes on', async () => {
    const [one] = ward('K1') as [WardKiosk];
    const hung: ExchangeFolder = { ...exchangeFolder(folder()), names: () => new Promise(() => undefined) };
    const exchange = rounds(one, hung, 20);
    expect(await exchange.now()).toMatchObject({ ok: false, error: { kind: 'no-answer' } });
    expect(exchange.shown()).toMatchObject({ fault: expect.stringContaining('has not answered'), running: true, last: null });
    exchange.close();
  });

  test('is said in words, until it works again', async () => {
    const [one] = ward('K1') as [WardKiosk];
    const real = exchangeFolder(folder());
    let full = true;
    const exchange = rounds(one, {
      ...real,
      put: (...file) => (full ? Promise.resolve(err({ kind: 'disk-full', why: 'There is no room left.' })) : real.put(...file)),
    });
    expect(await exchange.now()).toMatchObject({ ok: false });
    expect(exchange.shown().fault).toBe('There is no room left.');
    full = false;
    expect(await exchange.now()).toEqual(ok({ brought: 0, given: 0 }));
    expect(exchange.shown()).toMatchObject({ fault: null, last: { at: one.now } });
    exchange.close();
  });

  test('and is not there is named with what to check', async () => {
    const [one] = ward('K1') as [WardKiosk];
    expect(whyOf(await one.exchange.through(exchangeFolder(join(folder(), 'gone'))))).toMatch(/gone cannot be used \(ENOENT\)/);
  });
});

const HAPPENINGS = [
  'act',
  'act',
  'act',
  'pass',
  'pass',
  'torn',
  'file lost',
  'backup',
  'ledger back',
  'restart',
  'clock',
] as const;
const ACTS: Act[] = [
  { kind: 'outage-suspected', reason: 'EHR did not answer' },
  declared(),
  { kind: 'recovery-started', reason: 'EHR is back' },
  { kind: 'outage-closed', reason: 'over' },
];

test(
  'whatever happens to files, ledgers and clocks of three kiosks, in the end all see the same and nothing is lost that any of them has',
  { timeout: 240_000 },
  async () => {
    const happening = fc.record({
      what: fc.constantFrom(...HAPPENINGS),
      who: fc.integer({ min: 0, max: 2 }),
      which: fc.integer({ min: 0, max: 3 }),
      jump: fc.integer({ min: -1e9, max: 1e9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 8, maxLength: 40 }), async happenings => {
        const three = ward('K1', 'K2', 'K3');
        const share = folder();
        const given = new Set<string>();
        const exchanged = async (kiosk: WardKiosk) => void must(await kiosk.exchange.through(exchangeFolder(share)));
        for (const { what, who, which, jump } of happenings) {
          const kiosk = three[who]!;
          const file = readdirSync(share)[which];
          switch (what) {
            case 'act': {
              const { id } = kiosk.record(ACTS[which]!);
              expect(given).not.toContain(id);
              given.add(id);
              break;
            }
            case 'pass':
              await exchanged(kiosk);
              break;
            case 'torn':
              if (file) truncateSync(join(share, file), Math.floor(readFileSync(join(share, file)).length / 2));
              break;
            case 'file lost':
              if (file) rmSync(join(share, file));
              break;
            case 'backup':
              kiosk.keepBackup();
              break;
            case 'ledger back':
              kiosk.restore();
              break;
            case 'restart':
              kiosk.restart();
              break;
            case 'clock':
              kiosk.now = new Date(Date.parse(kiosk.now) + jump).toISOString();
              break;
          }
        }
        const had = new Set(three.flatMap(kiosk => kiosk.ids()));
        for (const name of readdirSync(share)) rmSync(join(share, name));
        await settle(share, ...three);
        expectSameView(...three);
        expect(new Set(three[0]!.ids())).toEqual(had);
        kiosks.splice(0).forEach(kiosk => kiosk.ledger.close());
      }),
      { numRuns: 25 },
    );
  },
);
