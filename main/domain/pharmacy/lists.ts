import { CHANGES } from './changes.ts';
import { CONTROLLED } from './controlled.ts';
import { EXPIRING } from './expiring.ts';
import { HIGH_ALERT } from './high-alert.ts';
import { IV_LIST } from './intravenous.ts';
import type { FormKind } from '../sheet.ts';
import type { OrderList } from './order-list.ts';
import { UNVERIFIED } from './unverified.ts';

/** The lists of some orders that the pharmacy can see and print; the name is that of their form. */
export const ORDER_LISTS = {
  'expiring-list': EXPIRING,
  'high-alert-list': HIGH_ALERT,
  'controlled-list': CONTROLLED,
  'unverified-list': UNVERIFIED,
  'iv-list': IV_LIST,
  'changes-list': CHANGES,
} as const satisfies Record<string, OrderList>;
export type OrderListKind = keyof typeof ORDER_LISTS;

/** All lists of the pharmacy, the fill list first. */
export const LIST_KINDS = ['fill-list', ...(Object.keys(ORDER_LISTS) as OrderListKind[])] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** The list that a form prints; null for other forms. */
export const orderListOf = (form: FormKind): OrderList | null =>
  Object.hasOwn(ORDER_LISTS, form) ? ORDER_LISTS[form as OrderListKind] : null;
