import type { UnitPart } from '../form-parts.ts';
import { fillSheet } from './fill-sheet.ts';
import { listSheet } from './list-sheet.ts';
import { ORDER_LISTS, type ListKind } from './lists.ts';

const LIST = {
  about: 'unit',
  orientation: 'landscape',
  charting: false,
  timed: true,
  sedation: false,
  wholeUnit: false,
} as const;

/** The lists of the pharmacy as parts of forms, each about one unit: what differs in age never stands on one sheet. */
export const PHARMACY_PARTS: Record<ListKind, UnitPart> = {
  'fill-list': { ...LIST, content: fillSheet },
  'expiring-list': { ...LIST, content: listSheet(ORDER_LISTS['expiring-list']) },
  'high-alert-list': { ...LIST, timed: false, content: listSheet(ORDER_LISTS['high-alert-list']) },
  'controlled-list': { ...LIST, content: listSheet(ORDER_LISTS['controlled-list']) },
  'unverified-list': { ...LIST, timed: false, content: listSheet(ORDER_LISTS['unverified-list']) },
  'iv-list': { ...LIST, content: listSheet(ORDER_LISTS['iv-list']) },
  'changes-list': { ...LIST, timed: false, content: listSheet(ORDER_LISTS['changes-list']) },
};
