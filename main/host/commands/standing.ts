import { rulesFor, unitOf } from '../../config/read-site.ts';
import { durationWords } from '../../domain/freshness.ts';
import { outageOf } from '../../domain/outage.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import type { FormKind } from '../../domain/sheet.ts';
import { packPrefix, placeState, TYPED, type Envelope, type PlaceShown } from '../../domain/standing-pack.ts';
import { minutesBetween, type Instant } from '../../domain/time.ts';
import { pageCount } from '../../paper/read-back.ts';
import { layInPlaces } from '../../services/lay-standing-pack.ts';
import { packNumber } from '../../services/pack.ts';
import { makeStandingPack } from '../../services/standing-pack.ts';
import { secondPlace } from '../../store/second-place.ts';
import { openSnapshotStore } from '../../store/snapshot-store.ts';
import { passwordsOf, standingPhrases, type StandingPhrase, type StandingPhrases } from '../../store/standing-phrase.ts';
import { columns, EXIT, fail, say } from '../terminal.ts';
import { deviceKeys, keysToRead } from './store-keys.ts';
import { commandAudit } from './command-audit.ts';
import { clockAt, openCopy, situationOf, type Situation, type StoreOptions } from './store-options.ts';

type Fault = { kind: string; why: string };
type Options = StoreOptions & { unit?: string; now?: Instant };

interface Places {
  situation: Situation;
  unit: string;
  kiosk: string;
  folders: string[];
  phrases: StandingPhrases;
}

/** The unit's second places and the phrases that open what lies there. */
function placesOf(situation: Situation, asked: string | undefined): Result<Places, Fault> {
  const { site, folders } = situation;
  const unit = unitOf(site, asked ?? null);
  if (!unit.ok) return unit;
  if (site.standingFolders.length === 0)
    return err({
      kind: 'not-set-up',
      why: `${site.file ?? 'The command line'} names no second place: write standingPack: { folders: [ … ] } in the site file.`,
    });
  const keys = deviceKeys(folders);
  if (!keys.ok) return keys;
  const { name } = unit.value;
  const store = openSnapshotStore({ folder: folders.store, unit: name, keys: keys.value });
  const { kiosk } = rulesFor(site, name);
  return ok({ situation, unit: name, kiosk, folders: site.standingFolders, phrases: standingPhrases(store) });
}

/** The site's configuration, also where only the command line names the unit. */
const situationFor = (options: Options): Situation | null =>
  situationOf(options, options.unit === undefined ? {} : { unit: options.unit });

async function withPlaces(options: Options, step: (places: Places) => Result<unknown, Fault>): Promise<void> {
  const situation = situationFor(options);
  if (!situation) return;
  // The phrase opens what only people who sign in may read.
  const keys = await keysToRead(situation.folders, situation.signIn);
  if (!keys.ok) return fail(options.json, keys.error);
  const places = placesOf(situation, options.unit);
  const done = places.ok ? step(places.value) : places;
  if (!done.ok) fail(options.json, done.error);
}

/** Says the pass phrase. */
export const sayPhrase = (options: Options): Promise<void> =>
  withPlaces(options, ({ phrases, folders, kiosk, unit }) => {
    const found = phrases.current(clockAt(undefined).now());
    if (found.ok) say(options.json, { ...found.value, unit, kiosk, folders }, phraseWords(found.value, unit, kiosk));
    return found;
  });

/** Makes another. */
export const rotatePhrase = (options: Options): Promise<void> =>
  withPlaces(options, ({ phrases, folders, kiosk, unit }) => {
    const made = phrases.rotate(clockAt(options.now).now());
    if (made.ok)
      say(
        options.json,
        { ...made.value, unit, kiosk, folders },
        `${phraseWords(made.value, unit, kiosk)}\nPacks that lie there open with the phrase before until the next is written; in a place that can’t be reached, for longer: keep its envelope until "kiosk standing status" shows p${made.value.number} everywhere.`,
      );
    return made;
  });

const phraseWords = ({ phrase, number }: StandingPhrase, unit: string, kiosk: string): string =>
  `${phrase}\nPass phrase ${number} of ${unit}, kiosk ${kiosk}. ${TYPED}`;

/** What the sheet for the envelope says; null when it isn't asked for or there are no second places. */
export function envelopeFor(situation: Situation, unit: string, forms: FormKind[], now: Instant): Envelope | null {
  if (!forms.includes('standing-envelope')) return null;
  const places = placesOf(situation, unit);
  const phrase = places.ok ? places.value.phrases.current(now) : places;
  return places.ok && phrase.ok ? { ...phrase.value, folders: places.value.folders } : null;
}

/** Makes a pack and lays it into each place. Ends with 1 when one of them did not get it, or a sheet is missing from it. */
export async function writeStanding(options: Options): Promise<void> {
  const situation = situationFor(options);
  if (!situation) return;
  const places = placesOf(situation, options.unit);
  if (!places.ok) return fail(options.json, places.error);
  const { unit, kiosk, folders, phrases } = places.value;
  const now = clockAt(options.now).now();
  const phrase = phrases.current(now);
  if (!phrase.ok) return fail(options.json, phrase.error);
  const opened = await openCopy(situation, unit);
  if (!opened.ok) return fail(options.json, opened.error);
  const { copy, ledger } = opened.value;
  try {
    const { generation } = copy;
    const started = ledger.append({
      at: now,
      by: 'command line',
      unit,
      act: { kind: 'standing-pack-started', generation, folders },
    });
    const passwords = passwordsOf(phrase.value);
    const audit = await commandAudit(situation, unit);
    const pack = packNumber(started, now);
    const job = { copy, outage: outageOf(copy.events), now, run: ledger.run, pack, passwords, auditHead: audit.head };
    const made = await makeStandingPack(job, new AbortController().signal, () => Promise.resolve());
    if (made === null) return;
    if (!made.ok) return fail(options.json, made.error);
    const { pages, patients, refused } = made.value;
    const laid = await layInPlaces(
      made.value,
      folders.map(folder => secondPlace(folder, packPrefix(unit, kiosk))),
      { password: passwords.user, phrase: phrase.value.number, at: now, zone: copy.snapshot.zone },
    );
    const lying = laid.flatMap(({ folder, result }) => (result.ok ? [folder] : []));
    if (lying.length > 0) audit.tell({ what: 'exported', details: `standing pack ${pack} into ${lying.join(', ')}` });
    say(
      options.json,
      { patients, pages: pages.length, refused, laid },
      [
        `${patients} patients, ${pages.length} pages`,
        ...laid.map(({ folder, result }) => (result.ok ? `${folder}: ${result.value.name}` : result.error.why)),
        ...refused.map(({ sheet, why }) => `NOT IN IT: ${sheet}: ${why}`),
      ].join('\n'),
    );
    if (refused.length > 0 || laid.some(({ result }) => !result.ok)) process.exitCode = EXIT.failed;
  } finally {
    ledger.close();
  }
}

interface PlaceRow extends PlaceShown {
  phrase: number | null;
}

/** Looks into each place and opens what lies there. Ends with 1 when one of them has no good pack. */
export async function standingStatus(options: Options): Promise<void> {
  const situation = situationFor(options);
  if (!situation) return;
  const places = placesOf(situation, options.unit);
  if (!places.ok) return fail(options.json, places.error);
  const { unit, kiosk, folders, phrases } = places.value;
  const now = clockAt(options.now).now();
  const phrase = phrases.current(now);
  if (!phrase.ok) return fail(options.json, phrase.error);
  const { site } = situation;
  const limits = { refreshMinutes: site.refreshMinutes, staleMinutes: rulesFor(site, unit).freshness.staleMinutes };
  const rows = await Promise.all(folders.map(folder => rowOf(folder, packPrefix(unit, kiosk), phrase.value, now, limits)));
  const table = columns([
    ['Place', 'State', 'Newest pack', 'Made', 'Pages'],
    ...rows.map(row => [
      row.folder,
      row.state,
      row.file ?? '-',
      row.at === null ? '-' : `${durationWords(Math.max(0, minutesBetween(row.at, now)))} ago`,
      row.pages === null ? '-' : String(row.pages),
    ]),
  ]);
  say(
    options.json,
    { unit, kiosk, phrase: phrase.value.number, places: rows },
    [table, ...rows.flatMap(row => row.why ?? [])].join('\n'),
  );
  if (rows.some(({ state }) => state !== 'good')) process.exitCode = EXIT.failed;
}

async function rowOf(
  folder: string,
  prefix: string,
  phrase: StandingPhrase,
  now: Instant,
  limits: Parameters<typeof placeState>[2],
): Promise<PlaceRow> {
  const place = secondPlace(folder, prefix);
  const lying = await place.packs();
  const newest = lying.ok ? lying.value[0] : undefined;
  const known = { at: newest?.at ?? null, file: newest?.name ?? null, phrase: newest?.phrase ?? null };
  const opened = newest ? await opensWith(place, newest.name, newest.phrase, phrase) : { pages: null, why: null };
  const why = lying.ok ? opened.why : lying.error.why;
  return { folder, ...known, pages: opened.pages, why, state: placeState({ at: known.at, why }, now, limits) };
}

async function opensWith(
  place: ReturnType<typeof secondPlace>,
  name: string,
  number: number,
  phrase: StandingPhrase,
): Promise<{ pages: number | null; why: string | null }> {
  if (number !== phrase.number)
    return {
      pages: null,
      why: `${name} opens with phrase ${number}, not with the one that holds (${phrase.number}): keep its envelope.`,
    };
  const content = await place.read(name);
  if (!content.ok) return { pages: null, why: content.error.why };
  const pages = await pageCount(content.value, phrase.phrase).catch(() => null);
  return { pages, why: pages === null ? `${name} does not open with the pass phrase: write another pack.` : null };
}
