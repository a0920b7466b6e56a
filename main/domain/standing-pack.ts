import type { Printing } from './band.ts';
import { silentField } from './band.ts';
import type { KioskEvent } from './event.ts';
import type { Block, Words } from './sheet.ts';
import { epochMs, minutesBetween, paperDateTime, zoned, type Instant, type Zone } from './time.ts';
import type { PatientView } from './view.ts';
import type { WholeUnit } from './ward/whole-unit.ts';

/** The standing pack: a unit's sheets as one encrypted PDF, laid at each refresh where any device can open it (practice.md, section 8). */
export interface StandingContents {
  /** Everybody who has pages in it, by bed. */
  patients: { view: PatientView; sheets: number; pages: number }[];
  /** Sheets that could not be made whole and are not in it. */
  refused: { patient: string; sheet: string; why: string }[];
  /** How many pages the list of contents itself has. */
  front: number;
  unit: WholeUnit;
}

/** Who a row of the contents is about, and the pages of the PDF, counted from 1. */
export interface ContentsRow {
  bed: string;
  name: string;
  mrn: string;
  ageSex: string;
  pages: string;
}

/** The contents of the pack as its front says them, by bed. */
export function contentsRows({ patients, front }: StandingContents): ContentsRow[] {
  let next = front + 1;
  return patients.map(({ view, pages }) => {
    const first = next;
    next += pages;
    return {
      bed: view.encounter.bed ?? silentField(view),
      name: view.identity.name,
      mrn: view.identity.mrn ?? silentField(view),
      ageSex: `${view.age ?? 'age unknown'} ${view.identity.sex}`,
      pages: pages === 0 ? 'NO SHEETS' : pages === 1 ? `${first}` : `${first} to ${next - 1}`,
    };
  });
}

/** What a reader of the pack must know first, whatever device shows it. */
export const standingWords = ({ site, unit, now }: Pick<Printing, 'site' | 'unit' | 'now'>): string[] => [
  `Everybody’s sheets of ${unit} as kiosk ${site.kiosk} had them on ${paperDateTime(now, site.zone)}, to give drugs from when neither the EHR nor the kiosk can be had.`,
  'Is there a newer pack, on another stick or share, or a kiosk that works? Use the newest. Nothing that was written on paper or in the EHR afterwards is in here.',
  'Each page says itself how old its data are. Print what you need, write on it, and keep every page: it is part of the record.',
];

const body = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'body', tone });
const large = (text: string, tone: Words['tone'] = 'plain'): Words => ({ text, role: 'large', tone });

/** The pack's first pages: what it is, what is missing from it, and on which pages everybody is. */
export function standingFront(contents: StandingContents, printing: Printing): Block[] {
  const missing = [
    ...contents.unit.unread.map(({ patient, why }) => `MAY BE ON THE UNIT AND HAS NO SHEETS: ${patient} (${why})`),
    ...contents.refused.map(({ patient, sheet, why }) => `NOT IN THIS PACK: ${patient}, ${sheet}: ${why}`),
  ];
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      box: 'frame',
      lines: standingWords(printing).map((text, i) => [i === 0 ? large(text, 'strong') : large(text)]),
    },
  ];
  if (missing.length > 0) blocks.push({ kind: 'paragraph', box: 'alarm', lines: missing.map(text => [body(text, 'alarm')]) });
  return [
    ...blocks,
    { kind: 'heading', text: 'WHO IS IN IT', note: 'pages of this document, counted from the first' },
    {
      kind: 'table',
      columns: [
        { label: 'Bed', weight: 11 },
        { label: 'Name', weight: 38 },
        { label: 'MRN', weight: 18 },
        { label: 'Age, sex', weight: 16 },
        { label: 'Pages', weight: 17 },
      ],
      rows: contentsRows(contents).map(({ bed, name, mrn, ageSex, pages }) => [
        [body(bed, 'strong')],
        [body(name, 'strong')],
        [body(mrn, 'strong')],
        [body(ageSex)],
        [body(pages, 'strong')],
      ]),
    },
  ];
}

/** What opens the standing packs of a unit, for the envelope. */
export interface Envelope {
  /** Groups of four with hyphens, of check-character.ts's alphabet. */
  phrase: string;
  /** Counts from 1; a new phrase has the next number, which stands in the names of the files too. */
  number: number;
  since: Instant;
  /** Where the packs lie. */
  folders: string[];
}

/** How a phrase is typed in. */
export const TYPED =
  'Type it with its hyphens and in capitals, or all of it in small letters without hyphens. It has no letters I, L, O or U: 0 is the digit zero and 1 the digit one.';

/** The sheet for the envelope: the phrase, what it opens, and who opened it. */
export function envelopeSheet({ phrase, number, since, folders }: Envelope, { site, unit }: Printing): Block[] {
  return [
    { kind: 'heading', text: `PASS PHRASE ${number} OF ${unit}, KIOSK ${site.kiosk}`, note: null },
    { kind: 'paragraph', box: 'alarm', lines: [[large(phrase, 'strong')]] },
    { kind: 'paragraph', box: 'none', lines: [[large(TYPED)]] },
    {
      kind: 'paragraph',
      box: 'frame',
      lines: [
        [
          body(
            `It opens the files of kiosk ${site.kiosk} whose names say p${number}, in any PDF reader on any device. They lie in:`,
          ),
        ],
        ...folders.map(folder => [body(folder, 'strong')]),
        [body(`Valid since ${paperDateTime(since, site.zone)}. Whoever has it and a file can read the patients’ data.`)],
        [
          body(
            'Seal this sheet in an envelope where the charge nurse finds it at night. Opened or lost: IT says “kiosk standing rotate”.',
          ),
        ],
      ],
    },
    { kind: 'heading', text: 'SEALED AND OPENED', note: null },
    {
      kind: 'table',
      rowHeight: 26,
      columns: [
        { label: 'Sealed or opened', weight: 22 },
        { label: 'Date, time', weight: 22 },
        { label: 'Name, signature', weight: 34 },
        { label: 'Why', weight: 22 },
      ],
      rows: Array.from({ length: 4 }, () => []),
    },
  ];
}

/** Was the sheet for the envelope handed out since the phrase is valid? */
export const envelopePrinted = (events: readonly KioskEvent[], since: Instant): boolean =>
  events.some(
    ({ at, act }) =>
      act.kind === 'sheets-released' &&
      epochMs(at) >= epochMs(since) &&
      act.sheets.some(({ form }) => form === 'standing-envelope'),
  );

/** How a second place is: `old`: nothing was written there for longer than two refreshes; `failed`: the last attempt did not go through. */
export interface PlaceShown {
  folder: string;
  state: 'good' | 'old' | 'too-old' | 'failed' | 'never';
  /** When the newest pack there was made; null while none is known. */
  at: Instant | null;
  file: string | null;
  pages: number | null;
  /** What went wrong last, in one sentence. */
  why: string | null;
}

/** What a place's age means: late is more than two refreshes, too old what would be a stale copy. */
export function placeState(
  { at, why }: Pick<PlaceShown, 'at' | 'why'>,
  now: Instant,
  { refreshMinutes, staleMinutes }: { refreshMinutes: number; staleMinutes: number },
): PlaceShown['state'] {
  if (at === null) return why === null ? 'never' : 'failed';
  const age = minutesBetween(at, now);
  // A clock that was put back makes an age that can't be trusted.
  if (age > staleMinutes || age < -5) return 'too-old';
  if (why !== null) return 'failed';
  return age > 2 * refreshMinutes ? 'old' : 'good';
}

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'unit';

/** What is the same in the names of all packs of a unit by one kiosk. */
export const packPrefix = (unit: string, kiosk: string): string => `${plain(unit)}_${plain(kiosk)}_`;

/** "4-West_4W-K1_p1_000123_2026-11-26_1445-0500.pdf": phrase, count in its folder, and when it was made by the hospital's clock. */
export function packFileName(
  prefix: string,
  { phrase, count, at }: { phrase: number; count: number; at: Instant },
  zone: Zone,
): string {
  const z = zoned(at, zone);
  const two = (n: number): string => String(n).padStart(2, '0');
  const when = `${z.year}-${two(z.month)}-${two(z.day)}_${two(z.hour)}${two(z.minute)}${z.offset.replace(':', '')}`;
  return `${prefix}p${phrase}_${String(count).padStart(6, '0')}_${when}.pdf`;
}

/** What a name says; null for what is no pack of this unit and kiosk. */
export function readPackName(prefix: string, name: string): { phrase: number; count: number; at: Instant } | null {
  if (!name.startsWith(prefix)) return null;
  const [, phrase, count, date, hour, minute, offset, offsetMinute] =
    /^p(\d+)_(\d{6,})_(\d{4}-\d\d-\d\d)_(\d\d)(\d\d)([+-]\d\d)(\d\d)\.pdf$/.exec(name.slice(prefix.length)) ?? [];
  if (phrase === undefined) return null;
  return { phrase: Number(phrase), count: Number(count), at: `${date}T${hour}:${minute}:00${offset}:${offsetMinute}` };
}
