import type { Printing } from './band.ts';
import { isDrill } from './outage.ts';
import { periodOf, replaces, type PrintedSheet } from './printed-sheets.ts';
import { changesBetween, sheetSays, type SheetSays } from './sheet-says.ts';
import type { Block, FormKind } from './sheet.ts';
import { epochMs, paperDateTime, type Instant, type Zone } from './time.ts';
import type { OrderView, PatientView } from './view.ts';

/** What a sheet has to say of those whose place it takes. */
export interface Reprint {
  /** Each in a sentence that begins with its id. */
  replaces: { id: string; words: string }[];
  /** What changed since the newest of them; a summary is not compared, and of some sheets it is not known what they said. */
  changes: string[] | 'not-compared' | 'not-known';
}

/** What a form would cover if it were printed now. */
export interface Coming {
  form: FormKind;
  /** Null for a form that is not about certain hours. */
  period: PatientView['window'] | null;
  carries(order: OrderView): boolean;
}

/** Which sheets of the patient would be replaced, and what changed since; null when there is none. */
export function reprintOf(view: PatientView, coming: Coming, printing: Pick<Printing, 'site' | 'outage'>): Reprint | null {
  const { zone } = printing.site;
  const newer = { form: coming.form, period: coming.period, at: view.now, drill: isDrill(printing.outage) };
  const older = view.sheets.filter(sheet => sheet.replacedBy.length === 0 && replaces(newer, sheet));
  const [newest] = older;
  if (!newest) return null;
  return {
    replaces: older.map(sheet => ({ id: sheet.id, words: replacedWords(sheet, coming.period, view.now, zone) })),
    changes: newest.says
      ? changesSince(newest.says, view, coming, zone)
      : coming.form === 'summary'
        ? 'not-compared'
        : 'not-known',
  };
}

/** What changed for a form since a sheet said so. */
export const changesSince = (says: SheetSays, view: PatientView, { carries }: Pick<Coming, 'carries'>, zone: Zone): string[] =>
  changesBetween(says, sheetSays(view, carries, zone), new Set(view.orders.map(o => o.order.number)));

/** What has been written on an old sheet is a record: it is struck through, never thrown away. */
function replacedWords(sheet: PrintedSheet, period: Coming['period'], now: Instant, zone: Zone): string {
  const printed = `REPLACES sheet ${sheet.id}, printed ${paperDateTime(sheet.at, zone)}`;
  const away = 'strike it through and keep it if anything is written on it, else destroy it.';
  if (period === null) return `${printed}: ${away}`;
  const old = periodOf(sheet);
  const later = epochMs(period.from) > epochMs(now) && old.from < epochMs(period.from);
  const rest =
    old.to > epochMs(period.to)
      ? ` That one went on to ${paperDateTime(new Date(old.to).toISOString(), zone)}, this one ends ${paperDateTime(period.to, zone)}: print the next in time.`
      : '';
  return later
    ? `FROM ${paperDateTime(period.from, zone)} ON ${printed}: chart on that one until then, then ${away}${rest}`
    : `${printed}: ${away}${rest}`;
}

const NOTHING_CHANGED = 'Since then no order, allergy, bed or code status has changed.';
const CHANGES_UNKNOWN = 'What changed since then is not known: compare every order with the old sheet.';
const CHANGED = 'CHANGED SINCE THEN';
const OLD_DOSES = 'Doses charted by hand on the old sheet are on this one only if they were typed in.';

/** What stands first on a sheet that takes another one's place. */
export function reprintBlocks(reprint: Reprint | null): Block[] {
  if (reprint === null) return [];
  const lines = reprint.replaces.map(({ words }) => words);
  return [
    {
      kind: 'paragraph',
      box: 'alarm',
      lines: [...lines, ...changeWords(reprint)].map(text => [{ text, role: 'body', tone: 'alarm' }]),
    },
  ];
}

/** The changes as they stand on paper, a line each. */
export function changeWords({ changes }: Reprint): string[] {
  if (changes === 'not-compared') return [];
  if (changes === 'not-known') return [CHANGES_UNKNOWN, OLD_DOSES];
  const said =
    changes.length === 0 ? [NOTHING_CHANGED] : changes.map((change, i) => (i === 0 ? `${CHANGED}: ${change}` : change));
  return [...said, OLD_DOSES];
}
