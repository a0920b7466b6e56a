import { useSyncExternalStore } from 'react';
import type { Caller, Door, Status, Topic } from '../main/contract.ts';
import { epochMs, type Instant } from '../main/domain/time.ts';
import { client, Fault, listen } from './client.ts';
import { go } from './route.ts';

const POLL_MS = 15_000;
const TICK_MS = 5_000;
const ANSWER_MS = 10_000;
/** Without an answer for so long, nothing on the screen may be taken for the present state. */
export const LOST_AFTER_MS = 30_000;

/** What every screen knows at any time: the last status heard, the kiosk's time now, and whether it still answers. */
export interface Live {
  /** How the kiosk is whoever stands there, and who is signed in; null before the first answer. */
  door: Door | null;
  /** Null before the first answer, and while nobody is signed in. */
  status: Status | null;
  /** The kiosk's clock, carried on here between answers so that no age can freeze; null before the first answer. */
  now: Instant | null;
  /** Since when the kiosk has not answered, by its own clock; null while it answers. */
  lostSince: Instant | null;
  /** The line over which the kiosk tells of changes. */
  link: 'opening' | 'up' | 'down';
  fault: Fault | null;
}

/** Elapsed time by two clocks: the wall clock may be set back, the monotonic one sleeps with the computer. The longer one counts. */
interface Heard {
  wall: number;
  steady: number;
}
const stamp = (): Heard => ({ wall: Date.now(), steady: performance.now() });
const elapsed = (since: Heard): number => Math.max(0, Date.now() - since.wall, performance.now() - since.steady);

let live: Live = { door: null, status: null, now: null, lostSince: null, link: 'opening', fault: null };
let heard = stamp();
const watchers = new Set<() => void>();
const topicWatchers = new Set<(topic: Topic) => void>();

function set(change: Partial<Live>): void {
  live = { ...live, ...change };
  for (const watch of watchers) watch();
}

/** What says the kiosk's time: the status, or while nobody is signed in the door. */
const told = (): { now: Instant } | null => live.status ?? live.door;

function tick(): void {
  const lost = elapsed(heard) > LOST_AFTER_MS;
  const last = told();
  if (last) {
    set({
      now: new Date(epochMs(last.now) + elapsed(heard)).toISOString(),
      lostSince: lost ? (live.lostSince ?? new Date(epochMs(last.now)).toISOString()) : null,
    });
  } else if (lost && live.lostSince === null) set({ lostSince: new Date(Date.now() - elapsed(heard)).toISOString() });
}

/** Asks for the door now, and for the status when somebody is signed in; the banner's words come from nowhere else. */
export async function askStatus(): Promise<void> {
  try {
    const { door, status } = await Promise.race([asked(), silence()]);
    heard = stamp();
    leadIn(door.caller);
    set({ door, status, now: new Date(epochMs((status ?? door).now)).toISOString(), lostSince: null, fault: null });
  } catch (error) {
    set({ fault: error instanceof Fault ? error : new Fault('internal', String(error)) });
    tick();
  }
}

/** Who was signed in here last; '' where nobody was when the page was loaded. */
let last: string | null = null;

/** Another person than the last one begins at the ward: nobody's patient is opened under the next one's name. */
function leadIn(caller: Caller | null): void {
  if (caller === null) {
    last ??= '';
    return;
  }
  const who = caller.user ?? caller.name;
  if (last !== null && last !== who) go({ screen: 'ward' });
  last = who;
}

/** Nothing of the ward is kept on this screen once nobody is signed in at it. */
async function asked(): Promise<{ door: Door; status: Status | null }> {
  const door = await client.getDoor({});
  if (door.caller === null) return { door, status: null };
  try {
    return { door, status: await client.getStatus({}) };
  } catch (error) {
    if (!(error instanceof Fault && error.fault === 'signed-out')) throw error;
    return { door: { ...door, caller: null }, status: null };
  }
}

const silence = (): Promise<never> =>
  new Promise((_, refuse) => setTimeout(() => refuse(new Fault('no-answer', 'no answer within 10 seconds')), ANSWER_MS));

/** Starts listening and the two clocks: ask every 15 s, tick every 5 s. Called once. */
export function startLive(): void {
  listen(
    topic => {
      if (topic === 'status' || topic === 'door') void askStatus();
      changedHere(topic);
    },
    up => set({ link: up ? 'up' : 'down' }),
  );
  setInterval(() => void askStatus(), POLL_MS);
  setInterval(tick, TICK_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void askStatus();
  });
  void askStatus();
}

/** Lets everything be asked again that this topic makes out of date: the kiosk told so, or this screen itself changed it. */
export function changedHere(topic: Topic): void {
  for (const watch of topicWatchers) watch(topic);
}

/** Calls back whenever an answer of this topic is out of date. */
export function onTopic(watch: (topic: Topic) => void): () => void {
  topicWatchers.add(watch);
  return () => topicWatchers.delete(watch);
}

const subscribe = (watch: () => void): (() => void) => {
  watchers.add(watch);
  return () => watchers.delete(watch);
};

/** A part of the live state; the component is drawn again only when that part changes. */
export const useLive = <T>(part: (live: Live) => T): T => useSyncExternalStore(subscribe, () => part(live));
