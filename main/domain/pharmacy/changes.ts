import { shortMoment } from '../order-block.ts';
import type { Site } from '../site.ts';
import { endOf, epochMs, isInstant, paperFhirDate, type Instant } from '../time.ts';
import { stepWords } from '../ward/on-ward.ts';
import type { OrderView, PatientView } from '../view.ts';
import type { OrderList } from './order-list.ts';

/** Orders that are new or have ended since the patient's medication sheets were printed last, by what was done on the ward and the dates that the orders bear. */
export const CHANGES: OrderList = {
  about:
    'Orders that are new or have ended since the patient’s medication sheets were last printed, by what was done on the ward and the dates of the orders. An order that the EHR took away since then is not here.',
  column: 'Since the last sheets',
  says: (order, patient, site) => changeSince(order, patient, site),
  ofPatient: patient =>
    lastSheets(patient) === null ? 'no medication sheets were printed here: all of the orders are new to paper' : null,
};

/** When the patient's medication sheets were printed last; null when they never were. */
export const lastSheets = ({ sheets }: Pick<PatientView, 'sheets'>): Instant | null =>
  sheets
    .filter(({ form }) => form === 'mar-scheduled' || form === 'mar-prn')
    .map(({ at }) => at)
    .sort((a, b) => epochMs(b) - epochMs(a))[0] ?? null;

function changeSince({ order, stopsAt, onWard }: OrderView, patient: PatientView, { zone }: Site): string | null {
  const since = lastSheets(patient);
  if (since === null) return null;
  const { now } = patient;
  const after = `after the sheets of ${shortMoment(since, now, zone)}`;
  const steps = [...(onWard?.earlier ?? []), ...(onWard?.steps ?? [])]
    .sort((a, b) => epochMs(a.recordedAt) - epochMs(b.recordedAt))
    .filter(step => epochMs(step.recordedAt) > epochMs(since));
  const said = steps.map(step => stepWords(step, now, zone, true));
  const { authored } = order;
  const ordered = authored === null ? null : endOf(authored, zone);
  if (onWard?.origin === 'ward') return said.join('; ') || null;
  if (authored === null || ordered === null)
    said.push(`when it was ordered is not known: compare it with the sheets of ${shortMoment(since, now, zone)}`);
  else if (epochMs(ordered) > epochMs(since))
    said.push(
      isInstant(authored)
        ? `NEW: ordered ${shortMoment(authored, now, zone)}, ${after}`
        : `ordered ${paperFhirDate(authored, zone)}, perhaps ${after}`,
    );
  if (stopsAt !== null && epochMs(stopsAt) > epochMs(since) && epochMs(stopsAt) <= epochMs(now))
    said.push(`STOPPED: ended ${shortMoment(stopsAt, now, zone)}, ${after}`);
  return said.join('; ') || null;
}
