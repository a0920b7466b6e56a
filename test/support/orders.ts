import type { Dosage, MedicationOrder, Timing } from '../../main/domain/order.ts';
import { NO_TIMING } from '../../main/domain/ward/written-order.ts';

/** A timing that says nothing, to be filled in by a test. */
export const timing = (part: Partial<Timing> = {}): Timing => ({ ...NO_TIMING, ...part });

/** A dosage line that says nothing, to be filled in by a test. */
export const dosage = (part: Partial<Dosage> = {}): Dosage => ({
  text: null,
  instructions: [],
  timing: null,
  asNeeded: false,
  asNeededReason: null,
  route: null,
  site: null,
  method: null,
  dose: null,
  amount: null,
  rate: null,
  maxPerPeriod: null,
  ...part,
});

/** An active order of metoprolol with one dosage line. */
export const order = (
  part: Partial<MedicationOrder> = {},
  line: Partial<Dosage> = {},
  when: Partial<Timing> | null = null,
): MedicationOrder => ({
  id: 'order-1',
  number: '48228921',
  status: 'active',
  drug: { name: 'metoprolol tartrate 50 mg tablet', resolved: true, codes: [], ingredients: [] },
  dosages: [dosage({ route: 'PO', dose: '50 mg', timing: when === null ? null : timing(when), ...line })],
  authored: '2026-11-18T03:00:00-05:00',
  start: null,
  stop: null,
  prescriber: 'R. Alvarez',
  indication: null,
  notes: [],
  categories: [],
  pending: false,
  unread: [],
  ...part,
});
