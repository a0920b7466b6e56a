import { epochMs } from '../time.ts';
import type { OrderStepView } from './on-ward.ts';
import type { PatientView } from '../view.ts';

/** Something that a second person still has to compare with the order sheet. */
export interface UnverifiedAct {
  patient: { id: string; name: string; mrn: string | null; bed: string | null };
  order: { id: string; number: string; drug: string };
  step: OrderStepView;
}

/** What counts on these patients' orders and nobody but its writer has looked at, the oldest first; of a stopped order the stop alone. */
export function unverifiedActs(views: readonly PatientView[]): UnverifiedAct[] {
  const acts = views.flatMap(({ identity: { id, name, mrn }, encounter: { bed }, orders }) =>
    orders.flatMap(({ order, onWard }) =>
      (onWard?.steps ?? [])
        .filter(step => step.verified === null && (onWard?.stoppedAt == null || step.kind === 'order-stopped'))
        .map(step => ({
          patient: { id, name, mrn, bed },
          order: { id: order.id, number: order.number, drug: order.drug.name },
          step,
        })),
    ),
  );
  return acts.sort(
    (a, b) => epochMs(a.step.recordedAt) - epochMs(b.step.recordedAt) || (a.step.version < b.step.version ? -1 : 1),
  );
}
