import type { FhirDate } from './time.ts';

/** One measured value: a vital sign or a laboratory result; numbers printed without changing the value. */
export interface Observation {
  id: string;
  /** What groups repeats into a trend: the preferred code, else the name. */
  code: string;
  name: string;
  /** As sent: "4.1", "≥ 60", "NO GROWTH". Null with `absent` saying why. */
  value: string | null;
  unit: string | null;
  /** H, L, HH, LL, A, … as sent. */
  flag: string | null;
  range: string | null;
  at: FhirDate | null;
  status: string;
  /** data-absent-reason in words when there is no value. */
  absent: string | null;
  /** For blood pressure and other panels: "120/80". */
  components: { name: string; value: string | null; unit: string | null }[];
}
