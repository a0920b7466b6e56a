import type { Act, KioskEvent } from '../../main/domain/event.ts';
import type { OrderAct, WrittenOrder } from '../../main/domain/ward/ward-act.ts';

/** A moment of 22 November 2026 on the ward in New York. */
export const clock = (time: string, day = '22'): string => new Date(`2026-11-${day}T${time}:00-05:00`).toISOString();

/** An event of 4 West, recorded at a moment by somebody. */
export const event = (id: string, at: string, act: Act, by = 'R. Alvarez RN'): KioskEvent => ({
  id,
  at,
  by,
  unit: '4 West',
  act,
});

/** The downtime to which acts of these tests belong. */
export const DECLARED: KioskEvent = event('K1:1', clock('12:00'), {
  kind: 'outage-declared',
  reason: 'EHR down',
  drill: false,
  planned: false,
  degraded: null,
  noticedAt: null,
});

/** What Dr. Lindqvist wrote: amoxicillin 500 mg by mouth BID from 14:00 on, but for what a test says. */
export const written = (part: Partial<WrittenOrder> = {}): WrittenOrder => ({
  drug: { name: 'amoxicillin 500 mg capsule', codes: [] },
  dose: '500 mg',
  route: 'by mouth',
  frequency: 'BID',
  once: false,
  prn: null,
  rate: null,
  start: clock('14:00'),
  stop: null,
  indication: null,
  instructions: null,
  prescriber: 'Dr. P. Lindqvist',
  ...part,
});

type Said = OrderAct extends infer A
  ? A extends OrderAct
    ? Omit<A, 'outage' | 'patient' | 'order' | 'after' | 'happenedAt'>
    : never
  : never;

/** An act upon an order of Ana Schmidt. */
export const upon = (order: string, at: string, said: Said, after: string[] = []): OrderAct =>
  ({ outage: 'K1:1', patient: 'p1', order, happenedAt: at, after, ...said }) as OrderAct;
