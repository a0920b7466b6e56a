import { FLAG_WORDS } from '../drug-marks.ts';
import { epochMs } from '../time.ts';
import type { Instant } from '../time.ts';
import type { OrderView, PatientView } from '../view.ts';

/** An order on a list as a screen shows it: whose, which, and what the list says of it. */
export interface DeskLine {
  patientId: string;
  bed: string | null;
  name: string;
  mrn: string | null;
  /** The chart's own age when it is older than the unit's newest. */
  olderFrom: Instant | null;
  number: string;
  drug: string;
  doses: string[];
  /** Route and schedule in words. */
  how: string;
  /** What stands out: "3 tablets"; null on lists that count nothing. */
  need: string | null;
  says: string;
  marks: string[];
  warnings: string[];
}

/** The order as a line of a list. */
export function deskLine(
  patient: PatientView,
  { order, schedule, flags, allergyMatches, needsTwoInitials, warnings }: OrderView,
  newest: Instant,
  said: Pick<DeskLine, 'need' | 'says'> & { wardStock?: boolean },
): DeskLine {
  const { identity, encounter } = patient;
  return {
    patientId: identity.id,
    bed: encounter.bed,
    name: identity.name,
    mrn: identity.mrn,
    olderFrom: epochMs(patient.asOf) < epochMs(newest) ? patient.asOf : null,
    number: order.number,
    drug: order.drug.name,
    doses: [...new Set(order.dosages.flatMap(({ dose, rate }) => dose ?? rate ?? []))],
    how: [...new Set(order.dosages.map(({ route }) => route ?? 'route not received'))].concat(schedule.words).join(', '),
    need: said.need,
    says: said.says,
    marks: [
      ...(said.wardStock ? ['WARD STOCK'] : []),
      ...allergyMatches,
      ...flags.map(flag => FLAG_WORDS[flag]),
      ...(needsTwoInitials ? ['TWO INITIALS'] : []),
    ],
    warnings,
  };
}
