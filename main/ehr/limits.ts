/** What keeps one reading of the EHR bounded in time and memory, whatever the other side does. */
export interface EhrLimits {
  /** One request, from sending to the last byte, in milliseconds. */
  requestMs: number;
  /** One whole reading of a unit, in milliseconds; below the refresh interval, so that readings never pile up. */
  cycleMs: number;
  /** The longest that one request may wait in all because the EHR is busy, in milliseconds. */
  patienceMs: number;
  /** First pause before asking a busy or failing EHR again, in milliseconds; doubled each time, with jitter. */
  backoffMs: number;
  /** How often a busy EHR is asked again for the same thing. */
  retries: number;
  /** The largest answer that is read, in bytes. */
  bodyBytes: number;
  /** The most pages of one search. */
  pages: number;
  /** Entries asked for per page; the EHR may send fewer. */
  perPage: number;
  /** Requests made at the same time, and patients read at the same time. */
  parallel: number;
  /** So many failures in a row, with no success between them, and the rest of the reading is given up. */
  strikes: number;
}

/** Fits a unit of 40 patients that is refreshed every 15 minutes. */
export const DEFAULT_LIMITS: EhrLimits = {
  requestMs: 30_000,
  cycleMs: 10 * 60_000,
  patienceMs: 90_000,
  backoffMs: 500,
  retries: 4,
  bodyBytes: 64 * 1024 * 1024,
  pages: 200,
  perPage: 200,
  parallel: 6,
  strikes: 5,
};
