import { connect, type Socket } from 'node:net';
import { hostStatusIn, type HostStatus } from './host-status.ts';

/** Milliseconds that connecting and one question may take, and that a printer may take nothing of what is sent. */
export interface LineLimits {
  connectMs: number;
  answerMs: number;
  silentMs: number;
}

/** An answer to ~HS, or why there is none: `silent` (yet), `broken` off, `not-one` (something else answered). */
export type Asked = HostStatus | 'silent' | 'broken' | 'not-one';

/** A connection to a label printer, within limits. Nothing of it rejects. */
export interface Line {
  ask(): Promise<Asked>;
  /** Sends all of it; `began`: at least a part may have arrived. */
  send(bytes: Buffer): Promise<{ kind: 'sent' } | { kind: 'silent' | 'broken'; began: boolean; code: string }>;
  /** Questions that were never answered: as many answers may still come late. */
  unanswered(): number;
  isOpen(): boolean;
  close(): void;
}

/** So much is given to the network at a time. */
const CHUNK = 16_384;

/** Connects; an error's code when that fails, SILENT when nobody answers in time. */
export function openLine(host: string, port: number, limits: LineLimits): Promise<Line | string> {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: limits.connectMs });
    socket.setNoDelay(true);
    const failed = (code: string): void => {
      socket.destroy();
      resolve(code);
    };
    socket.once('timeout', () => failed('SILENT'));
    socket.once('error', (error: NodeJS.ErrnoException) => failed(error.code ?? error.name));
    socket.once('connect', () => {
      socket.removeAllListeners('timeout').removeAllListeners('error');
      socket.setTimeout(0);
      resolve(lineOn(socket, limits));
    });
  });
}

function lineOn(socket: Socket, { answerMs, silentMs }: LineLimits): Line {
  let heard = '';
  let ended: string | null = null;
  let unanswered = 0;
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach(listener => listener());
  const end = (code: string): void => {
    ended ??= code;
    tell();
  };
  socket.on('data', chunk => {
    heard = (heard + chunk.toString('latin1')).slice(-8192);
    tell();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.name));
  socket.on('close', () => end('CLOSED'));
  socket.on('end', () => end('CLOSED'));

  /** The first answer that comes while listening, or `otherwise` when the time is over. */
  const heardWithin = <T>(ms: number, look: () => T | null, otherwise: T): Promise<T> =>
    new Promise(resolve => {
      const finish = (value: T): void => {
        clearTimeout(timer);
        listeners.delete(check);
        resolve(value);
      };
      const check = (): void => {
        const found = look();
        if (found !== null) finish(found);
      };
      const timer = setTimeout(() => finish(otherwise), ms);
      listeners.add(check);
      check();
    });

  return {
    async ask() {
      if (ended !== null) return 'broken';
      heard = '';
      socket.write('~HS');
      const answer = await heardWithin<Asked>(
        answerMs,
        () => hostStatusIn(heard) ?? (ended === null ? null : 'broken'),
        'silent',
      );
      if (answer === 'silent') unanswered++;
      return answer;
    },
    async send(bytes) {
      for (let at = 0; at < bytes.length; at += CHUNK) {
        if (ended !== null) return { kind: 'broken', began: at > 0, code: ended };
        let taken = false;
        socket.write(bytes.subarray(at, at + CHUNK), () => {
          taken = true;
          tell();
        });
        const went = await heardWithin<'taken' | 'broken' | 'silent'>(
          silentMs,
          () => (ended !== null ? 'broken' : taken ? 'taken' : null),
          'silent',
        );
        if (went !== 'taken') return { kind: went, began: true, code: ended ?? 'SILENT' };
      }
      return { kind: 'sent' };
    },
    unanswered: () => unanswered,
    isOpen: () => ended === null,
    close: () => void socket.destroy(),
  };
}
