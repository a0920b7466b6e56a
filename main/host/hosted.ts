import type { Reply, Topic } from '../contract.ts';

/** What a host needs of the composed app: the one door, what it pushes, and a way to end it. */
export interface HostedKiosk {
  /** `seat` tells one window from another; the host makes it, nothing that is sent can choose it. */
  call(name: string, input: unknown, seat: string): Promise<Reply>;
  /** Everybody is signed out: the computer was locked, or goes to sleep. */
  lock(why: 'lock screen' | 'suspend'): void;
  /** Returns the way to stop listening. */
  subscribe(listener: (topic: Topic) => void): () => void;
  close(): Promise<void>;
}

/** The most bytes of JSON that one call may send. */
export const LARGEST_CALL = 1_000_000;
