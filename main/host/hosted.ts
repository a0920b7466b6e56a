import type { Handlers, Topic } from '../contract.ts';

/** What a host needs of the composed app: its methods, what it pushes, and a way to end it. */
export interface HostedKiosk {
  handlers: Handlers;
  /** Returns the way to stop listening. */
  subscribe(listener: (topic: Topic) => void): () => void;
  close(): Promise<void>;
}

/** The most bytes of JSON that one call may send. */
export const LARGEST_CALL = 1_000_000;
