import { existsSync } from 'node:fs';
import { aliasWords } from '../../config/alias-words.ts';
import { rulesFor, unitOf } from '../../config/read-site.ts';
import { kindWords, readNumber, writtenNumber, type NumberKind } from '../../domain/downtime-number.ts';
import { readClaim, withMoreBlocks, type Claim, type GivenBlock } from '../../domain/number-block.ts';
import { knownBlocks } from '../../domain/number-stock.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { numbersService, type Numbers, type NumbersStatus } from '../../services/numbers.ts';
import { aloneWithBook, newBook, readBook, writeBook } from '../../store/block-book.ts';
import { openLedger, type Ledger } from '../../store/ledger.ts';
import { numberMark } from '../../store/number-mark.ts';
import { columns, fail, failUsage, say } from '../terminal.ts';
import { keysToRead } from './store-keys.ts';
import { clockAt, situationOf, type Situation, type StoreOptions } from './store-options.ts';

type Fault = { kind: string; why: string };

type MakeOptions = { siteName: string; kiosks: string[]; out: string; begin?: string; json: boolean } & Record<
  NumberKind,
  number
>;

/** Gives out more blocks in a hospital's book: one of each kind for each kiosk. */
export function makeBlocks(options: MakeOptions): void {
  const { kiosks, out, json } = options;
  const claims: Claim[] = [];
  for (const written of kiosks.flatMap(list => list.split(',')).filter(name => name.trim() !== '')) {
    const claim = readClaim(written);
    if (!claim.ok) return failUsage(json, claim.error);
    claims.push(claim.value);
  }
  const done = aloneWithBook(out, () => giveOut(claims, options));
  if (!done.ok) return fail(json, done.error);
  if (!done.value.ok) return fail(json, done.value.error);
  const given = done.value.value;
  const rows = given.map(({ block, kiosk, kind, size }) => [block, kiosk, kindWords(kind), String(size)]);
  say(
    json,
    { book: out, given },
    `${columns([['Block', 'Kiosk', 'Of', 'Numbers'], ...rows])}\nKeep ${out} and make the next blocks in it. Bring a copy of it to each kiosk: kiosk numbers import FILE`,
  );
}

function giveOut(claims: readonly Claim[], { siteName, out, begin, ...sizes }: MakeOptions): Result<GivenBlock[], Fault> {
  const there = existsSync(out);
  if (!there && begin === undefined)
    return err({
      kind: 'no-book',
      why: `There is no book ${out}. Name the hospital's book, so that no block is given twice; if it never had one, say --begin; if it is lost, --begin BLOCK above every block it ever gave out.`,
    });
  if (there && begin !== undefined)
    return err({ kind: 'book-there', why: `${out} is there: leave --begin away to continue it. Nothing was made.` });
  const book = there ? readBook(out) : ok(newBook(siteName));
  if (!book.ok) return book;
  if (book.value.site !== siteName)
    return err({ kind: 'other-site', why: `${out} is the book of ${book.value.site}, not of ${siteName}. Nothing was made.` });
  const { mrn, visit, order, alias } = sizes;
  const more = withMoreBlocks(book.value, claims, { mrn, visit, order, alias }, begin);
  if (!more.ok) return more;
  const written = writeBook(out, more.value);
  return written.ok ? ok(more.value.blocks.slice(book.value.blocks.length)) : written;
}

/** Takes this kiosk's blocks out of a book. */
export function importBlocks(file: string, options: StoreOptions): Promise<void> {
  return withNumbers(options, numbers => {
    const book = readBook(file);
    if (!book.ok) return book;
    const taken = numbers.take(book.value, BY);
    if (!taken.ok) return taken;
    const words = taken.value.map(({ block, kind, size }) => `Block ${block}: ${size} × ${kindWords(kind)}`);
    say(options.json, { taken: taken.value }, words.join('\n'));
    return ok(null);
  });
}

/** What is left of each kind; fails when there is none of some kind. */
export function numbersStatus(options: StoreOptions): Promise<void> {
  return withNumbers(options, numbers => {
    const status = numbers.status();
    if (!status.ok) return status;
    sayStatus(status.value, options.json);
    if (status.value.kinds.some(({ left }) => left === 0)) process.exitCode = 1;
    return ok(null);
  });
}

/** Takes the next number of a kind, for a paper that a person fills in. */
export function issueNumber(kind: NumberKind, { by, ...options }: StoreOptions & { by: string }): Promise<void> {
  return withNumbers(options, numbers => {
    const issued = numbers.issue(kind, by);
    if (issued.ok) say(options.json, issued.value, issued.value.alias ?? issued.value.number);
    return issued;
  });
}

/** Gives up all blocks that this kiosk has, after its disk was brought back from an image. */
export function retireNumbers(options: StoreOptions): Promise<void> {
  return withNumbers(options, numbers => {
    const status = numbers.retire();
    if (status.ok) sayStatus(status.value, options.json);
    return status;
  });
}

/** Is it one of ours: which kind, whose, and was it issued, as far as a book or this kiosk's ledger knows? */
export async function checkNumber(written: string, { book, ...options }: StoreOptions & { book?: string }): Promise<void> {
  const number = readNumber(written);
  if (!number.ok) return fail(options.json, number.error);
  const { kind, block, running } = number.value;
  const right = `${writtenNumber(number.value)} is a rightly written ${kindWords(kind)}`;
  if (book !== undefined) {
    const read = readBook(book);
    if (!read.ok) return fail(options.json, read.error);
    const given = read.value.blocks.find(other => other.block === block && other.kind === kind && running <= other.size);
    if (!given) return fail(options.json, { kind: 'not-ours', why: `${right}, but ${read.value.site} never gave it out.` });
    return say(options.json, { ...number.value, kiosk: given.kiosk, issued: null }, `${right} of ${given.kiosk}.`);
  }
  await withNumbers(options, (_, ledger) => {
    const events = ledger.events();
    const known = knownBlocks(events).find(other => other.block === block && other.kind === kind && running <= other.size);
    const issue = events.find(({ act }) => act.kind === 'number-issued' && act.number === writtenNumber(number.value));
    const { at = null, by = null } = issue ?? {};
    const kiosk = known?.kiosk ?? null;
    const whose = kiosk === null ? ', of another kiosk (--book FILE says of which)' : ` of ${kiosk}`;
    const used = issue ? `, issued ${at} by ${by}` : kiosk === null ? '' : ', not issued as far as its ledger knows';
    say(options.json, { ...number.value, kiosk, issued: at }, `${right}${whose}${used}.`);
    return ok(null);
  });
}

const BY = 'command line';

function sayStatus({ claim, kinds, retired, warnings }: NumbersStatus, json: boolean): void {
  const rows = kinds.map(({ kind, left, few, next }) => [kindWords(kind), String(left), next ?? '-', few ? 'FEW' : '']);
  say(
    json,
    { claim, kinds, retired, warnings },
    [`This kiosk's claim: ${claim}`, columns([['Of', 'Left', 'Next', ''], ...rows]), ...warnings].join('\n'),
  );
}

/** Opens this kiosk's numbers for one step and says its fault. */
async function withNumbers(
  options: StoreOptions,
  step: (numbers: Numbers, ledger: Ledger) => Result<unknown, Fault>,
): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const opened = await numbersOf(situation);
  if (!opened.ok) return fail(options.json, opened.error);
  const { numbers, ledger } = opened.value;
  const done = step(numbers, ledger);
  if (!done.ok) fail(options.json, done.error);
  ledger.close();
}

/** The numbers of the kiosk of a store, with its ledger, which whoever opened them closes. */
export async function numbersOf({
  site,
  folders,
  signIn,
}: Situation): Promise<Result<{ numbers: Numbers; ledger: Ledger }, Fault>> {
  const unit = unitOf(site);
  if (!unit.ok) return unit;
  const words = aliasWords();
  if (!words.ok) return words;
  const keys = await keysToRead(folders, signIn);
  if (!keys.ok) return keys;
  const { kiosk, institution } = rulesFor(site, unit.value.name);
  const ledger = openLedger({ folder: folders.store, keys: keys.value, kiosk });
  if (!ledger.ok) return ledger;
  const numbers = numbersService({
    ledger: ledger.value,
    mark: numberMark({ folder: folders.store, kiosk }),
    clock: clockAt(undefined),
    unit: unit.value.name,
    site: institution,
    words: words.value,
    few: site.fewNumbers,
  });
  return ok({ numbers, ledger: ledger.value });
}
