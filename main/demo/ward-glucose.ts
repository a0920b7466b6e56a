import { epochMs, type Instant } from '../domain/time.ts';
import type { WardFrame } from './ward-frame.ts';
import type { Person } from './ward-people.ts';

const CLOCKS = ['07:20', '11:20', '16:25', '21:10'];

/** Bedside glucose in mg/dL of yesterday and today, for everybody on insulin: what correction doses are given by. */
export function bedsideGlucose(frame: WardFrame, person: Person): { at: Instant; value: number }[] {
  if (!person.orders.some(order => order.drug.startsWith('insulin'))) return [];
  return [-1, 0]
    .flatMap(day => CLOCKS.map(clock => frame.at(day, clock)))
    .filter(at => epochMs(at) <= epochMs(frame.now))
    .map(at => ({ at, value: frame.random(`glucose:${person.key}:${at}`).whole(112, 288) }));
}
