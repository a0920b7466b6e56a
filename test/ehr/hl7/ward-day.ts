import { adt, type Said } from './messages.ts';

/** Repeatable chance. */
export function chance(seed: number): (below: number) => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Patient {
  mrn: string;
  visit: string;
  name: string;
  bed: string | null;
  status: 'here' | 'left' | 'cancelled';
  /** What may be cancelled now, and where that leads back to. */
  last: { event: 'admitted' | 'moved' | 'left' | null; from: string | null };
  formerly: string | null;
}

export interface WardDay {
  /** In the order things happened. */
  messages: string[];
  /** "4W^501^A" → MRN, of everybody who is somewhere at the end. */
  beds: Record<string, string>;
  events: Record<string, number>;
}

const BEDS = ['4W', '5E'].flatMap(unit =>
  Array.from({ length: 10 }, (_, i) => ['A', 'B'].map(bed => `${unit}^${501 + i}^${bed}`)).flat(),
);

/** A day of a ward of 20 and its neighbour: admissions, transfers, bed swaps, cancellations, merges and what has no effect. */
export function wardDay(seed: number, steps = 120): WardDay {
  const pick = chance(seed);
  const patients: Patient[] = [];
  const messages: string[] = [];
  const events: Record<string, number> = {};
  let minute = 0;
  let serial = 0;

  const free = (): string[] => BEDS.filter(bed => !patients.some(p => p.status === 'here' && p.bed === bed));
  const some = <T>(from: readonly T[]): T | undefined => from[pick(from.length)];
  const say = (said: Said): void => {
    events[said.event] = (events[said.event] ?? 0) + 1;
    minute += 1 + pick(5);
    const clock = [Math.floor(minute / 60), minute % 60, pick(60)].map(n => String(n).padStart(2, '0')).join('');
    messages.push(adt({ at: `20261122${clock}`, id: `D${seed}-${++serial}`, ...said }));
  };
  /** Some senders go on using the number that a merge ended. */
  const about = (p: Patient, event: string, place = p.bed ?? ''): Said => ({
    event,
    mrn: p.formerly !== null && pick(4) === 0 ? p.formerly : p.mrn,
    visit: p.visit,
    name: p.name,
    place,
  });
  const admit = (): void => {
    const bed = some(free());
    if (bed === undefined) return;
    const n = patients.length + 1;
    const p: Patient = {
      mrn: `M${1000 + n}`,
      visit: `V${n}`,
      name: `FAMILY${n}^GIVEN`,
      bed,
      status: 'here',
      last: { event: 'admitted', from: null },
      formerly: null,
    };
    patients.push(p);
    if (pick(3) > 0) return say(about(p, 'A01'));
    say(about(p, 'A04', 'ED^1^'));
    say(about(p, 'A02'));
    p.last = { event: null, from: null };
  };
  const move = (p: Patient, bed: string): void => {
    p.last = { event: 'moved', from: p.bed };
    p.bed = bed;
  };
  for (let i = 0; i < 16; i++) admit();
  while (messages.length < steps && minute < 1380) {
    const here = patients.filter(p => p.status === 'here');
    const p = some(patients)!;
    const bed = some(free());
    switch (pick(12)) {
      case 0:
        admit();
        break;
      case 1:
      case 2:
      case 3:
        if (p.status !== 'here' || bed === undefined) break;
        move(p, bed);
        say(about(p, 'A02'));
        break;
      case 4: {
        const [a, b] = [some(here), some(here)];
        if (!a || !b || a === b) break;
        const [bedA, bedB] = [a.bed!, b.bed!];
        move(a, bedB);
        move(b, bedA);
        if (pick(2) === 0) {
          say(about(a, 'A02'));
          say(about(b, 'A02'));
          break;
        }
        a.last = b.last = { event: null, from: null };
        const [one, two] = [adt(about(a, 'A17')), adt(about(b, 'A17'))].map(text => text.split('\r').filter(s => /^P/.test(s)));
        say({ ...about(a, 'A17'), segments: { PID: one![0]!, PV1: one![1]!, PID2: two![0]!, PV12: two![1]! } });
        break;
      }
      case 5:
        if (p.status !== 'here' || p.last.event !== 'moved' || !free().includes(p.last.from!)) break;
        // PV1-3: the place before, the cancelled one, or nothing.
        say({ ...about(p, 'A12', [p.last.from!, p.bed!, ''][pick(3)]!), prior: p.bed! });
        p.bed = p.last.from;
        p.last = { event: null, from: null };
        break;
      case 6:
        if (p.status !== 'here' || pick(2) === 0) break;
        p.status = 'left';
        p.last = { event: 'left', from: null };
        say(about(p, 'A03'));
        break;
      case 7:
        if (p.last.event !== 'left' || !free().includes(p.bed!)) break;
        say(about(p, 'A13', pick(2) === 0 ? '' : p.bed!));
        p.status = 'here';
        p.last = { event: null, from: null };
        break;
      case 8:
        if (p.status !== 'here' || p.last.event !== 'admitted') break;
        p.status = 'cancelled';
        p.last = { event: null, from: null };
        say(about(p, 'A11'));
        break;
      case 9:
        if (p.status === 'here') say({ ...about(p, 'A08'), attending: `2002^JONES${pick(9)}^A` });
        break;
      case 10: {
        if (p.formerly !== null) break;
        const survivor = `R${p.mrn}`;
        say({ event: 'A40', mrn: survivor, name: p.name, merges: p.mrn });
        p.formerly = p.mrn;
        p.mrn = survivor;
        break;
      }
      default:
        say(about(p, some(['A31', 'A05', 'A28', 'A60', 'A38'])!, ''));
    }
  }
  const beds = Object.fromEntries(patients.filter(p => p.status === 'here').map(p => [p.bed!, p.mrn]));
  return { messages, beds, events };
}
