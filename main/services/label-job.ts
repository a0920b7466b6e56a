import type { LabelWish, NoLabels } from '../contract.ts';
import { labelsOnSheet, LABEL_KINDS, takes, type LabelCounts, type LabelJob } from '../domain/label.ts';
import type { PrinterPlace } from '../domain/printer.ts';
import { err, ok, type Result } from '../domain/result.ts';
import type { Site } from '../domain/site.ts';

/** What is meant by the name of a label printer or of a label sheet, and how many labels go there. */
export function labelJobOf(
  { on, counts }: LabelWish,
  { labelSheets }: Pick<Site, 'labelSheets'>,
  printers: readonly PrinterPlace[],
): Result<LabelJob, NoLabels> {
  if (on.kind === 'sheets') {
    const layout = Object.hasOwn(labelSheets, on.name) ? labelSheets[on.name] : undefined;
    if (!layout) return no(`There are no label sheets ${on.name} in site.yml: it has ${Object.keys(labelSheets).join(', ')}.`);
    if (on.start > labelsOnSheet(layout))
      return no(`A sheet ${on.name} has ${labelsOnSheet(layout)} labels: begin at one of them, not at ${on.start}.`);
    if (!any(counts)) return no('Choose how many labels.');
    return ok({ counts, target: { ...on, layout } });
  }
  const stock = printers.find(({ name }) => name === on.name)?.label ?? null;
  if (!stock) return no(`${on.name} is no label printer of this unit.`);
  const fitting = Object.fromEntries(
    LABEL_KINDS.map(kind => [kind, takes(stock.prints, kind) ? counts[kind] : 0]),
  ) as LabelCounts;
  if (!any(fitting)) return no(`${on.name} prints ${stock.prints}: choose how many of them.`);
  return ok({ counts: fitting, target: { ...on, stock } });
}

const no = (why: string) => err<NoLabels>({ kind: 'no-labels', why });
const any = (counts: LabelCounts): boolean => LABEL_KINDS.some(kind => counts[kind] > 0);
