import type { Site } from '../site.ts';
import type { PatientView } from '../view.ts';
import { noOrders } from '../worksheet.ts';
import { deskLine, type DeskLine } from './desk-line.ts';
import { fillWords, type Fill } from './fill.ts';
import { fillLines } from './fill-list.ts';
import { FILL_PARTS } from './fill-sheet.ts';
import { ORDER_LISTS, type ListKind } from './lists.ts';
import { linesOf, type OrderList } from './order-list.ts';
import { quantityWords } from './quantity.ts';
import { newestOf } from './rows.ts';

/** A part of a list under one heading; what it says when it has no lines. */
export interface DeskPart {
  heading: string;
  note: string;
  lines: DeskLine[];
  none: string;
}

/** A patient of whom a list has no line, or not all, with the reason. */
export interface DeskSilence {
  patient: string;
  why: string;
}

/** What a list is about and says of one unit, as a screen shows it. */
export function deskParts(kind: ListKind, patients: readonly PatientView[], site: Site): DeskPart[] {
  if (patients.length === 0) return [];
  const newest = newestOf(patients);
  if (kind !== 'fill-list') {
    const list: OrderList = ORDER_LISTS[kind];
    const lines = linesOf(list, patients, site).map(({ patient, order, says }) =>
      deskLine(patient, order, newest, { need: null, says }),
    );
    return [{ heading: list.column, note: list.about, lines, none: 'None of the orders of these patients.' }];
  }
  const all = fillLines(patients, site);
  const part = (of: Fill['kind']): DeskPart => ({
    ...FILL_PARTS[of],
    lines: all
      .filter(({ fill }) => fill.kind === of)
      .map(({ patient, order, fill, wardStock }) =>
        deskLine(patient, order, newest, {
          need: fill.kind === 'needed' ? `${quantityWords(fill.need)}${fill.most ? ' AT MOST' : ''}` : null,
          says: fill.kind === 'not-computed' ? fill.why : fillWords(fill),
          wardStock,
        }),
      ),
  });
  return [part('needed'), part('not-computed'), part('expired'), part('nothing')];
}

/** Patients who are not on the list, or not wholly: those without orders here, and of whom it can't judge. */
export function deskSilences(kind: ListKind, patients: readonly PatientView[]): DeskSilence[] {
  const list: OrderList | null = kind === 'fill-list' ? null : ORDER_LISTS[kind];
  return patients.flatMap(patient => {
    const why = patient.orders.length === 0 ? noOrders(patient) : (list?.ofPatient?.(patient) ?? null);
    return why === null ? [] : [{ patient: `${patient.encounter.bed ?? 'no bed'} ${patient.identity.name}`, why }];
  });
}
