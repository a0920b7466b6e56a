import type { Socket } from 'node:net';
import type { Instant } from '../../domain/time.ts';
import { deframer, framed, type Frame } from './framing.ts';
import type { Inbox } from './inbox.ts';
import type { ListenerLimits } from './listener-limits.ts';

/** One sender's connection. */
export interface Connection {
  state(): { from: string; since: Instant; lastMessageAt: Instant | null; messages: number; malformed: number };
  /** In the middle of a message, or of taking its answers? */
  readonly busy: boolean;
  /** Milliseconds of the process clock. */
  readonly quietSince: number;
  end(why: string): void;
}

/** What a connection needs. `ended` is called once, with why. */
export interface ConnectionWork {
  box: Inbox;
  limits: ListenerLimits;
  now(): Instant;
  ended(why: string, malformed: number): void;
  fault(why: string): void;
}

/** Serves one connection until it ends. Messages that arrive together are kept in one step; no more is read while answers are not taken. */
export function serveConnection(socket: Socket, { box, limits, now, ended, fault }: ConnectionWork): Connection {
  const frames = deframer(limits.messageBytes);
  const from = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`;
  const since = now();
  let lastMessageAt: Instant | null = null;
  let messages = 0;
  let malformed = 0;
  let inRow = 0;
  let quietSince = performance.now();
  let over = false;
  let reason = 'the sender ended it';
  let timer: NodeJS.Timeout | null = null;
  let timing: 'idle' | 'message' | 'answer' | null = null;

  /** One time limit at a time; that of a message runs on from its beginning, however the bytes drip. */
  const limitTime = (what: NonNullable<typeof timing>, ms: number): void => {
    if (timing === what && what !== 'idle') return;
    if (timer) clearTimeout(timer);
    timing = what;
    timer = setTimeout(() => {
      if (what === 'message') take([frames.rest()]);
      end(what === 'idle' ? 'silent too long' : what === 'message' ? 'message not finished in time' : 'answers not taken');
    }, ms).unref();
  };
  const watch = (): void => {
    if (socket.writableNeedDrain) limitTime('answer', limits.answerMs);
    else if (frames.within) limitTime('message', limits.messageMs);
    else limitTime('idle', messages === malformed ? limits.firstMessageMs : limits.idleMs);
  };

  const take = (found: readonly (Frame | null)[]): void => {
    const whole = found.filter(frame => frame !== null);
    if (whole.length === 0) return;
    const { answers, malformed: bad, fault: why } = box.take(whole);
    if (why !== null) fault(why);
    messages += whole.length;
    malformed += bad;
    inRow = bad === whole.length ? inRow + bad : 0;
    lastMessageAt = now();
    // Node would read many pieces of a flood in a row: what else this process does comes in between.
    socket.pause();
    if (socket.writable && !socket.write(Buffer.concat(answers.map(framed)))) return;
    setImmediate(() => !socket.writableNeedDrain && socket.resume());
  };
  const end = (why: string): void => {
    if (over) return;
    reason = why;
    if (timer) clearTimeout(timer);
    over = true;
    // What was answered is sent before the end, and a peer that doesn't read can't hold the socket.
    if (socket.writable) socket.end();
    socket.resume();
    setTimeout(() => socket.destroy(), 1000).unref();
  };

  socket.setKeepAlive(true, 60_000);
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    if (over) return;
    quietSince = performance.now();
    const found = frames.push(chunk);
    if (found.length > 0) timing = null;
    take(found);
    if (inRow >= limits.malformedInRow) end('nothing but malformed messages');
    else if (frames.stray > limits.strayBytes) end('no MLLP frames');
    else watch();
  });
  socket.on('drain', () => {
    socket.resume();
    timing = null;
    watch();
  });
  socket.on('end', () => take([frames.rest()]));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    take([frames.rest()]);
    over = true;
    if (timer) clearTimeout(timer);
    ended(reason, malformed);
  });
  watch();

  return {
    state: () => ({ from, since, lastMessageAt, messages, malformed }),
    get busy() {
      return frames.within || socket.writableNeedDrain;
    },
    get quietSince() {
      return quietSince;
    },
    end,
  };
}
