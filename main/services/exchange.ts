import { durationWords } from '../domain/freshness.ts';
import { missingHere } from '../domain/exchange.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { epochMs, type Instant } from '../domain/time.ts';
import type { Exchange, ExchangingKiosk } from '../contract.ts';
import type { Clock, WardSeal } from '../ports.ts';
import { exchangeName, isOfSign, type ExchangeFolder } from '../store/exchange-folder.ts';
import type { Ledger } from '../store/ledger.ts';
import type { HeardKiosk } from '../store/ward-book.ts';
import { bundleFor, packed, unpacked } from './bundle.ts';

type Fault = { kind: string; why: string };

/** What an exchange through a folder brought and gave. */
export interface Exchanged {
  /** Acts that were not here before. */
  brought: number;
  /** Acts written for the others, in a file of this name; null when none was written. */
  given: number;
  file: string | null;
  /** Files of which nothing was taken, a sentence each. */
  refused: string[];
}

/** The kiosk's side of its ward's exchange. What carries a bundle, a file or later the network, is the caller's. */
export interface WardExchange {
  /** Sealed for the ward: what the kiosks that were heard of lack; `everything` for one that never was. */
  give(everything?: boolean): Result<{ sealed: Buffer; events: number }, Fault>;
  /** Takes in what another kiosk gave; all of it or nothing. `name` is what its fault is said of. */
  take(sealed: Buffer, name: string): Result<{ brought: number; from: string }, Fault>;
  /** Takes in every file of a folder, then puts there what the others lack; or only one of both. */
  through(folder: ExchangeFolder, how?: Partial<Through>): Promise<Result<Exchanged, Fault>>;
  /** Waits no more for a kiosk that is no more, by its sign. Its acts stay. */
  forget(sign: string): Result<{ kiosk: string }, Fault>;
  /** Who is known, and what is wrong, in words. */
  shown(): Pick<Exchange, 'kiosks' | 'clashes' | 'troubles'>;
}

interface Through {
  /** Whose files: its own are those that an older file of this kiosk left there. */
  take: 'everyones' | 'own';
  give: 'lacked' | 'everything' | 'nothing';
}

export interface WardExchangeOptions {
  ledger: Ledger;
  seal: WardSeal;
  clock: Clock;
  kiosk: string;
}

/** Exchanges events with the other kiosks of the ward: a union of sets, so that it may be repeated, interrupted and come in any order. */
export function wardExchange({ ledger, seal, clock, kiosk }: WardExchangeOptions): Result<WardExchange, Fault> {
  const { ward } = ledger;
  const signing = ward.signingKey(seal.newSigningKey);
  if (!signing.ok) return signing;
  const own = seal.publicKeyOf(signing.value);
  /** Files that were read to their end: they never change. */
  const done = new Set<string>();
  let count = 0;
  const isOwn = (name: string): boolean => isOfSign(name, signOf(own));

  const give: WardExchange['give'] = (everything = false) => {
    const heard = everything ? [] : ward.heard().map(({ held }) => held);
    const bundle = bundleFor({ site: seal.site, kiosk, made: clock.now() }, ward.records(), heard);
    return ok({ sealed: seal.seal(packed(bundle), signing.value), events: bundle.events.length });
  };
  const take: WardExchange['take'] = (sealed, name) => {
    const refuse = (fault: Fault) => err({ kind: fault.kind, why: `${name} ${fault.why}. Nothing of it was taken.` });
    const opened = seal.open(sealed);
    if (!opened.ok) return refuse(opened.error);
    const bundle = unpacked(opened.value.content);
    if (!bundle.ok) return refuse(bundle.error);
    const { id, kiosk: from, made, held, events, site } = bundle.value;
    if (site !== seal.site) return refuse({ kind: 'other-site', why: `is of another hospital, ${site}` });
    const heard = clock.now();
    const maker: HeardKiosk = { publicKey: opened.value.publicKey, kiosk: from, bundle: id, made, heard, held };
    const taken = ward.take(events, heard, maker.publicKey === own ? null : maker);
    return taken.ok ? ok({ brought: taken.value.fresh.length + taken.value.clashing.length, from }) : taken;
  };

  async function through(
    folder: ExchangeFolder,
    { take: whose = 'everyones', give: what = 'lacked' }: Partial<Through> = {},
  ): Promise<Result<Exchanged, Fault>> {
    const names = await folder.names();
    if (!names.ok) return names;
    let brought = 0;
    const refused: string[] = [];
    const spoilt: string[] = [];
    for (const name of done) if (!names.value.includes(name)) done.delete(name);
    for (const name of names.value.filter(name => !done.has(name) && (whose === 'everyones' || isOwn(name)))) {
      const content = await folder.read(name);
      if (!content.ok) return content;
      if (content.value === null) continue;
      const taken = take(content.value, name);
      if (taken.ok) {
        brought += taken.value.brought;
        done.add(name);
      } else {
        refused.push(taken.error.why);
        if (isOwn(name) && ['cut-short', 'altered'].includes(taken.error.kind)) spoilt.push(name);
      }
    }
    if (what === 'nothing') return ok({ brought, given: 0, file: null, refused });
    const given = give(what === 'everything');
    if (!given.ok) return given;
    const file = exchangeName(kiosk, signOf(own), ledger.run, ++count);
    await folder.sweep(signOf(own));
    const put = await folder.put(file, given.value.sealed);
    if (!put.ok) return put;
    done.add(file);
    // The new file says all that the older ones said and somebody still lacks; of a spoilt one nobody can read anything.
    for (const name of names.value.filter(name => isOwn(name) && (done.has(name) || spoilt.includes(name))))
      await folder.remove(name);
    return ok({ brought, given: given.value.events, file, refused });
  }

  return ok({
    give,
    take,
    through,
    forget(sign) {
      const gone = ward.heard().find(({ publicKey }) => signOf(publicKey) === sign);
      if (!gone)
        return err({
          kind: 'no-such-kiosk',
          why: `No other kiosk has the sign ${sign}: "kiosk exchange status" lists those that are known.`,
        });
      const forgotten = ward.forget(gone.publicKey);
      return forgotten.ok ? ok({ kiosk: gone.kiosk }) : forgotten;
    },
    shown: () => {
      const records = ward.records();
      const heard = ward.heard();
      const counts = Map.groupBy(records, record => record.kiosk);
      const eventsOf = (name: string): number => counts.get(name)?.length ?? 0;
      const kiosks = [
        { kiosk, sign: signOf(own), own: true, events: eventsOf(kiosk), missing: 0, heardAt: null as Instant | null },
        ...heard.map(other => ({
          kiosk: other.kiosk,
          sign: signOf(other.publicKey),
          own: false,
          events: eventsOf(other.kiosk),
          missing: missingHere(other.held, records),
          heardAt: other.made,
        })),
      ];
      const clashes = ward
        .clashes()
        .map(sides => sides.map(({ kiosk, number, at, by, unit, act }) => ({ kiosk, number, at, by, unit, act })));
      return {
        kiosks,
        clashes,
        troubles: troublesOf(kiosks, clashes.length, ward.ahead(clock.now()), ledger.unknownEvents().length),
      };
    },
  });
}

/** Of several kiosks of one name the one that most likely is no more. */
const longestSilent = (kiosks: Exchange['kiosks']): ExchangingKiosk =>
  kiosks.filter(({ own }) => !own).sort((a, b) => epochMs(a.heardAt!) - epochMs(b.heardAt!))[0]!;

/** Eight characters by which people tell two kiosks of one name apart. */
const signOf = (publicKey: string): string => Buffer.from(publicKey, 'base64url').toString('hex').slice(0, 8);

function troublesOf(
  kiosks: Exchange['kiosks'],
  clashes: number,
  ahead: readonly { kiosk: string; events: number; ms: number }[],
  unknown: number,
): string[] {
  const names = Map.groupBy(kiosks, ({ kiosk }) => kiosk.toLowerCase());
  const acts = (n: number): string => (n === 1 ? '1 act' : `${n} acts`);
  return [
    ...[...names.values()]
      .filter(same => same.length > 1)
      .map(
        same =>
          `${same.length} kiosks call themselves ${same[0]!.kiosk}: give each a name of its own (kiosk in site.yml), or if one was installed anew, forget what it was before (kiosk exchange forget ${longestSilent(same).sign}). Their acts are told apart all the same.`,
      ),
    ...kiosks
      .filter(({ missing }) => missing > 0)
      .map(
        ({ kiosk, missing }) =>
          `${kiosk} knows of ${acts(missing)} that ${missing === 1 ? 'is' : 'are'} not here yet: exchange once more, first from here.`,
      ),
    ...ahead.map(
      ({ kiosk, events, ms }) =>
        `The clock of ${kiosk} is ${durationWords(Math.floor(ms / 60_000))} ahead of this kiosk's, or was (${acts(events)} of the last day): set both clocks right. Nothing is lost, and acts that answer to these still come after them.`,
    ),
    ...(clashes > 0
      ? [
          `${acts(clashes)} ${clashes === 1 ? 'stands' : 'stand'} twice, with different words: a disk was copied while its kiosk ran. All sides are kept and counted; look at each, and give the copied computer a store of its own.`,
        ]
      : []),
    ...(unknown > 0
      ? [
          `${acts(unknown)} ${unknown === 1 ? 'was' : 'were'} recorded by a newer version of this app: kept and passed on, but not shown here. Update this kiosk.`,
        ]
      : []),
  ];
}
