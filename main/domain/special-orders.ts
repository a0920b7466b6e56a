import { DO_NOT_GIVE, type MedicationOrder } from './order.ts';
import type { OrderView } from './view.ts';

/** Forms on which more is written of an order than on the MAR. */
export type SpecialForm = 'infusion' | 'insulin' | 'pca';

/** How a MAR calls them. */
export const SPECIAL_NAMES: Record<SpecialForm, string> = {
  infusion: 'INFUSION AND TITRATION RECORD',
  insulin: 'INSULIN AND GLUCOSE RECORD',
  pca: 'PCA AND EPIDURAL RECORD',
};

/**
 * The form on which doses or rates of an order are charted besides the MAR, on which it stands all the same; null for most orders. Names
 * and words only: an order that none of them fits is charted on the MAR, and so is what was stopped.
 */
export function specialFormOf({ order, schedule, over }: Pick<OrderView, 'order' | 'schedule' | 'over'>): SpecialForm | null {
  if (over || order.notes.includes(DO_NOT_GIVE)) return null;
  if (isPump(order)) return 'pca';
  if (schedule.kind === 'continuous' || isRateOnly(order)) return 'infusion';
  return hasInsulin(order) ? 'insulin' : null;
}

/** A pump that the patient or an epidural catheter is connected to. In the dosage text "PCA" alone may be another order's. */
function isPump(order: MedicationOrder): boolean {
  const said = [
    order.drug.name,
    ...order.categories,
    ...order.dosages.flatMap(d => [d.route, d.site, d.method, d.timing?.code, d.timing?.codeText]),
  ].join(' | ');
  if (/\b(PCA|PCEA|patient[- ]controlled|epidural|peridural)\b/i.test(said)) return true;
  return order.dosages.some(
    d => d.text !== null && /\b(PCA|PCEA|patient[- ]controlled)\b/i.test(d.text) && /lock-?out/i.test(d.text),
  );
}

const isRateOnly = ({ dosages }: MedicationOrder): boolean =>
  dosages.some(d => d.rate !== null && d.dose === null && !d.asNeeded);

/** Brand names too: not every EHR puts the word before them. */
const INSULINS =
  /\b(insulin|humalog|novolog|humulin|novolin|lantus|levemir|tresiba|toujeo|basaglar|semglee|rezvoglar|admelog|apidra|fiasp|lyumjev|actrapid|insulatard|novorapid)\b/i;

const hasInsulin = ({ drug }: MedicationOrder): boolean =>
  [drug.name, ...drug.ingredients, ...drug.codes.map(c => c.display ?? '')].some(name => INSULINS.test(name));
