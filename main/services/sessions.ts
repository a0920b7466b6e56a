import type { Caller } from '../contract.ts';

/** Why a session ended. */
export type SessionEnd = 'signed out' | 'another signed in' | 'idle' | 'lock screen' | 'suspend' | 'taken out' | 'closing';

export interface Session {
  id: string;
  /** The window at which somebody sits; a host knows it, nobody else. */
  seat: string;
  caller: Caller;
}

export interface Sessions {
  begin(seat: string, caller: Caller): Session;
  /** Who is signed in there. Looking is no touch. */
  at(seat: string): Session | null;
  touch(seat: string): void;
  end(seat: string, why: SessionEnd): void;
  endAll(why: SessionEnd): void;
  /** Ends those of people who may not sign in any more. */
  endOthers(users: readonly string[]): void;
  /** Ends those that nobody has touched for too long. */
  endIdle(): void;
  count(): number;
}

export interface SessionsOptions {
  idleMs: number;
  /** Milliseconds by a clock that nobody can set. */
  steady(): number;
  newId(): string;
  ended(session: Session, why: SessionEnd): void;
}

/** Who is signed in at which window; one person a window, and never longer than somebody is there. */
export function sessions({ idleMs, steady, newId, ended }: SessionsOptions): Sessions {
  const open = new Map<string, Session & { touched: number }>();
  const end = (seat: string, why: SessionEnd): void => {
    const session = open.get(seat);
    if (session === undefined) return;
    open.delete(seat);
    ended(session, why);
  };
  const isIdle = (session: { touched: number }): boolean => steady() - session.touched >= idleMs;
  return {
    begin(seat, caller) {
      end(seat, 'another signed in');
      const session = { id: newId(), seat, caller, touched: steady() };
      open.set(seat, session);
      return session;
    },
    at(seat) {
      const session = open.get(seat) ?? null;
      if (session === null || !isIdle(session)) return session;
      end(seat, 'idle');
      return null;
    },
    touch(seat) {
      const session = open.get(seat);
      if (session !== undefined && !isIdle(session)) session.touched = steady();
    },
    end,
    endAll: why => [...open.keys()].forEach(seat => end(seat, why)),
    endOthers(users) {
      for (const { seat, caller } of [...open.values()])
        if (caller.user !== null && !users.includes(caller.user)) end(seat, 'taken out');
    },
    endIdle: () => [...open.values()].filter(isIdle).forEach(({ seat }) => end(seat, 'idle')),
    count: () => open.size,
  };
}
