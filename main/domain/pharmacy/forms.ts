import type { UnitForm } from '../forms.ts';
import { fillSheet } from './fill-sheet.ts';
import { listSheet } from './list-sheet.ts';
import { ORDER_LISTS, type ListKind } from './lists.ts';

const LIST = { about: 'unit', orientation: 'landscape', charting: false, timed: true } as const;

/** The lists of the pharmacy as forms, each about one unit: what differs in age never stands on one sheet. */
export const PHARMACY_FORMS: Record<ListKind, UnitForm> = {
  'fill-list': { ...LIST, title: 'PHARMACY FILL LIST', letter: 'RF', content: fillSheet },
  'expiring-list': {
    ...LIST,
    title: ORDER_LISTS['expiring-list'].title,
    letter: 'RE',
    content: listSheet(ORDER_LISTS['expiring-list']),
  },
  'high-alert-list': {
    ...LIST,
    title: ORDER_LISTS['high-alert-list'].title,
    letter: 'RH',
    timed: false,
    content: listSheet(ORDER_LISTS['high-alert-list']),
  },
  'controlled-list': {
    ...LIST,
    title: ORDER_LISTS['controlled-list'].title,
    letter: 'RC',
    content: listSheet(ORDER_LISTS['controlled-list']),
  },
  'unverified-list': {
    ...LIST,
    title: ORDER_LISTS['unverified-list'].title,
    letter: 'RU',
    timed: false,
    content: listSheet(ORDER_LISTS['unverified-list']),
  },
  'iv-list': { ...LIST, title: ORDER_LISTS['iv-list'].title, letter: 'RI', content: listSheet(ORDER_LISTS['iv-list']) },
  'changes-list': {
    ...LIST,
    title: ORDER_LISTS['changes-list'].title,
    letter: 'RG',
    timed: false,
    content: listSheet(ORDER_LISTS['changes-list']),
  },
};
