/** What keeps senders from hurting the kiosk, or each other. */
export interface ListenerLimits {
  /** The longest message, in bytes. */
  messageBytes: number;
  /** Connections at the same time. */
  connections: number;
  /** A message must be whole so long after it began, in milliseconds. */
  messageMs: number;
  /** A new connection must bring its first whole message within that, in milliseconds. */
  firstMessageMs: number;
  /** A connection that brings nothing for so long is ended; feeds are quiet at night, so hours. */
  idleMs: number;
  /** A sender must take its answers within that, in milliseconds. */
  answerMs: number;
  handshakeMs: number;
  /** So many malformed messages in a row end the connection: the sender is no ADT feed. */
  malformedInRow: number;
  /** Bytes outside of any frame that end the connection. */
  strayBytes: number;
  /** How often the journal is tidied. */
  pruneMs: number;
}

/** Fits a hospital's feed of some thousand messages an hour through one or two interface engines. */
export const LISTENER_LIMITS: ListenerLimits = {
  messageBytes: 1024 * 1024,
  connections: 16,
  messageMs: 30_000,
  firstMessageMs: 10 * 60_000,
  idleMs: 12 * 3_600_000,
  answerMs: 30_000,
  handshakeMs: 10_000,
  malformedInRow: 100,
  strayBytes: 64 * 1024,
  pruneMs: 3_600_000,
};
