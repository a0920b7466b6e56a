import { readProcedures, USUAL_PROCEDURES } from '../../main/config/procedures.ts';
import type { Printing } from '../../main/domain/band.ts';
import type { Act, Declaration, KioskEvent } from '../../main/domain/event.ts';
import { wardSheet } from '../../main/domain/forms.ts';
import { outageOf } from '../../main/domain/outage.ts';
import type { DowntimePlan } from '../../main/domain/procedure.ts';
import type { FormKind, Sheet } from '../../main/domain/sheet.ts';
import type { Envelope } from '../../main/domain/standing-pack.ts';
import { wardStateOf, type WardState } from '../../main/domain/ward-forms.ts';
import { paperPatient, printingOf } from './paper-patient.ts';
import { FORM_IDS } from './site.ts';

const usual = readProcedures(USUAL_PROCEDURES, FORM_IDS, () => {
  throw new Error('the usual procedures are there');
});
if (!usual.ok) throw new Error(usual.error.why);

/** What the ward of the paper tests agreed on: the usual steps and some numbers. */
export const plan = (more: Partial<DowntimePlan> = {}): DowntimePlan => ({
  steps: usual.value,
  notOwn: false,
  phones: [
    { who: 'Pharmacy, day and night', number: '0412' },
    { who: 'Laboratory, for critical results and everything that was pending when the EHR failed', number: '0417' },
    { who: 'House supervisor', number: '+1 (555) 010-0199, pager 88' },
  ],
  ...more,
});

const DAY = '2026-11-22T';
/** An event at a time of the day ("15:05"). */
export const at = (time: string, act: Act, by = 'R. Alvarez RN'): KioskEvent => ({
  id: `5W-K1:${time}`,
  at: `${DAY}${time}:00-05:00`,
  by,
  unit: '5 West Med-Surg',
  act,
});
export const declared = (more: Partial<Declaration> = {}): Act => ({
  kind: 'outage-declared',
  reason: 'EHR login fails on all stations',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
  ...more,
});
export const ticked = (step: string, outage = '5W-K1:09:05'): Act => ({ kind: 'step-ticked', outage, step, done: true });
/** A long outage whose reach changed, now being recovered. */
export const recovering = (drill = false): KioskEvent[] => [
  at('09:05', declared({ drill })),
  at('09:20', ticked('print-ward'), 'M. Chen RN'),
  at('11:40', { kind: 'extent-changed', degraded: ['Orders', 'Results'], reason: 'notes and bed list work again' }),
  at('14:30', { kind: 'recovery-started', reason: 'IT says that all systems answer' }, 'House supervisor'),
];

/** What opens the standing packs of this ward. */
export const envelope: Envelope = {
  phrase: 'QJ8Y-NQFH-FQ48-15TQ-8VZ9-XG71',
  number: 3,
  since: `${DAY}08:00:00-05:00`,
  folders: ['/media/stick/downtime', '\\\\files\\downtime\\5-west'],
};

/** A form of the ward with all that it was made from. */
export interface WardPaper {
  sheet: Sheet;
  ward: WardState;
  printing: Printing;
}

/** A form of the ward after these events; null when there is nothing to print. */
export function wardPaper(kind: FormKind, events: KioskEvent[], agreed: DowntimePlan = plan()): WardPaper | null {
  const printing: Printing = { ...printingOf(paperPatient()), outage: outageOf(events) };
  const ward = wardStateOf(agreed, events, printing.now, envelope);
  const sheet = wardSheet(kind, ward, printing);
  return sheet && { sheet, ward, printing };
}
