import type { Chart } from '../../main/domain/chart.ts';
import type { Act, KioskEvent } from '../../main/domain/event.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import type { CensusAct } from '../../main/domain/ward/ward-act.ts';
import { heldBeds } from '../../main/domain/ward/held-beds.ts';
import { stayOf, type Stay } from '../../main/domain/ward/stay.ts';
import { wardCourse } from '../../main/domain/ward/ward-course.ts';
import { AS_OF, chart } from './charts.ts';
import { site } from './site.ts';

/** The downtime to which the acts of these tests belong. */
export const OUTAGE = 'K1:1';

/** When so many minutes of it have passed. */
export const minute = (n: number): string => plusMinutes(AS_OF, 10 + n);

export const event = (id: string, at: number, act: Act, by = 'A. Clerk'): KioskEvent => ({
  id,
  at: minute(at),
  by,
  unit: '4 West',
  act,
});

export const declared = (drill = false): KioskEvent =>
  event(OUTAGE, 0, { kind: 'outage-declared', reason: 'EHR down', drill, planned: false, degraded: null, noticedAt: null });

/** What an act says besides whom it is about and what it knew. */
export type Said = CensusAct extends infer A
  ? A extends CensusAct
    ? Omit<A, 'outage' | 'patient' | 'after' | 'happenedAt'>
    : never
  : never;

/** An act of a patient at a minute; `after` are the acts it knew of. */
export const census = (patient: string, at: number, said: Said, after: string[] = []): CensusAct =>
  ({ outage: OUTAGE, patient, happenedAt: minute(at), after, ...said }) as CensusAct;

export const undone = (of: string, after: string[] = []): Act => ({
  kind: 'act-corrected',
  event: of,
  after,
  becomes: null,
  reason: 'recorded by mistake',
});

export const moved = (bed: string): Said => ({ kind: 'patient-moved', from: null, bed });
export const discharged: Said = { kind: 'patient-discharged', from: null, where: 'home' };

/** A chart of one patient in a bed. */
export const inBed = (id: string, bed: string | null, part: Partial<Chart> = {}): Chart =>
  chart(
    {},
    {
      identity: { ...chart().identity, id, name: `${id.toUpperCase()}, Patient`, mrn: `mrn-${id}` },
      encounter: { ...chart().encounter, id: `stay of ${id}`, bed },
      ...part,
    },
  );

/** Where a patient is by these events, among these patients. */
export function stayIn(charts: readonly Chart[], events: readonly KioskEvent[], patient: string, now = minute(600)): Stay {
  const course = wardCourse(events);
  const own = charts.find(({ identity }) => identity.id === patient)!;
  return stayOf(own, { course, held: heldBeds(charts, course), now, zone: site.zone });
}
