import type { Printing } from './band.ts';
import { formOf } from './form.ts';
import { comingOf } from './forms.ts';
import { isDrill } from './outage.ts';
import { periodOf } from './printed-sheets.ts';
import { changesSince } from './reprint.ts';
import type { FormKind } from './sheet.ts';
import { epochMs, paperDateTime } from './time.ts';
import type { PatientView } from './view.ts';

/** Each order stands on one of them. */
const COMPARED: FormKind[] = ['mar-scheduled', 'mar-prn'];

/**
 * Why a patient's MARs should be printed again: there is none, its hours are over, or an order, allergy, the bed or the code status is
 * another than it says. Doses are no reason: those since are written on the sheet by hand.
 */
export function changedSheets(view: PatientView, { site, outage }: Pick<Printing, 'site' | 'outage'>): string[] {
  const { zone } = site;
  const now = epochMs(view.now);
  const reasons = COMPARED.flatMap(form => {
    const own = view.sheets.filter(
      sheet => sheet.form === form && sheet.drill === isDrill(outage) && sheet.replacedBy.length === 0,
    );
    const running =
      own.find(sheet => periodOf(sheet).from <= now && periodOf(sheet).to > now) ?? own.find(s => periodOf(s).to > now);
    if (!running) {
      const [last] = own;
      return last
        ? [`its last MAR ended ${paperDateTime(new Date(periodOf(last).to).toISOString(), zone)}`]
        : ['no MAR was printed yet'];
    }
    if (running.says === null) return ['what its MAR says is not known here'];
    return changesSince(running.says, view, comingOf(formOf(site.forms, form), view), zone);
  });
  return [...new Set(reasons)];
}
