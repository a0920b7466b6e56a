import { foldPatient } from '../../main/domain/fold.ts';
import { WALK_IN_FORMS } from '../../main/domain/form.ts';
import { patientSheet, unitSheet } from '../../main/domain/forms.ts';
import { marWindow } from '../../main/domain/medication-day.ts';
import type { KioskEvent } from '../../main/domain/event.ts';
import type { FormKind, Sheet } from '../../main/domain/sheet.ts';
import type { PatientView } from '../../main/domain/view.ts';
import { registeredCharts } from '../../main/domain/ward/registered-charts.ts';
import type { Registration } from '../../main/domain/ward/ward-act.ts';
import { wardCourse } from '../../main/domain/ward/ward-course.ts';
import { GENERATION, printingOf, site } from './paper-patient.ts';
import { admitted, at, declared, event } from './ward-acts.ts';

/** The views at 16:00 of everybody whom these events registered. */
export function walkInViews(events: KioskEvent[]): PatientView[] {
  const now = at(60);
  return registeredCharts(wardCourse(events), [], site.unit, site.zone).map(chart =>
    foldPatient(chart, { generation: GENERATION, events, now, window: marWindow(now, 24, site.zone), site }),
  );
}

/** One walk-in, an unknown man of about 45 unless told, with what happened since. */
export const walkInView = (part: Partial<Registration> = {}, ...since: KioskEvent[]): PatientView =>
  walkInViews([declared, event('K1:2', 11, admitted(part)), ...since])[0]!;

/** The packet that registering makes, or some forms of it. */
export const packetOf = (view: PatientView, forms: FormKind[] = WALK_IN_FORMS): Sheet[] =>
  forms.flatMap(form => patientSheet(form, view, printingOf(view), 1) ?? []);

/** The merge list of some views. */
export function mergeListOf(views: PatientView[]): Sheet {
  const sheet = unitSheet('merge-list', views, printingOf(views[0]!));
  if (!sheet) throw new Error('there is nothing to merge');
  return sheet;
}
