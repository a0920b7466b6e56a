import { epochMs, type Instant } from './time.ts';

/** One thing asked of the EHR to see how it is, how long it took, and what went wrong. */
export interface EhrLook {
  at: 'metadata' | 'sign-in' | 'read';
  milliseconds: number;
  fault: { kind: string; why: string } | null;
}

/** `partial`: it is there, but something that the kiosk needs doesn't work. `unreachable`: nothing about patients can be read from it. */
export type HealthState = 'reachable' | 'slow' | 'partial' | 'unreachable';

/** What one look round says by itself. */
export interface Verdict {
  at: Instant;
  state: HealthState;
  /** Why it isn't `reachable`, as a sentence. */
  reason: string | null;
}

/** When a verdict becomes the state: one lost answer is no outage, and one answer is no recovery. */
export interface HealthRules {
  /** An answer that takes longer is slow. */
  slowMilliseconds: number;
  /** The state gets worse when so many … */
  worse: number;
  /** … of so many last verdicts are at least that bad. */
  window: number;
  /** It gets better after so many better verdicts in a row. */
  better: number;
}

export const DEFAULT_HEALTH_RULES: HealthRules = { slowMilliseconds: 5_000, worse: 2, window: 3, better: 3 };

/** How the EHR is, since when and why, with the verdicts that may yet change it. */
export interface EhrHealth {
  state: 'never-asked' | HealthState;
  since: Instant | null;
  reason: string | null;
  recent: readonly Verdict[];
}

export const NEVER_ASKED: EhrHealth = { state: 'never-asked', since: null, reason: null, recent: [] };

const GRADES: readonly HealthState[] = ['reachable', 'slow', 'partial', 'unreachable'];
const grade = (state: HealthState): number => GRADES.indexOf(state);

/** Faults that say something about the EHR; the others are ours, the site's or nobody's. */
const SICK = new Set(['unreachable', 'timeout', 'not-fhir', 'busy', 'malformed', 'server-error']);
const REFUSED = 'unauthorised';

/** What a fault of a whole reading says about the EHR; null when it says nothing. */
export function verdictOfFault(fault: { kind: string; why: string }, at: Instant): Verdict | null {
  if (SICK.has(fault.kind)) return { at, state: 'unreachable', reason: fault.why };
  return fault.kind === REFUSED ? { at, state: 'partial', reason: fault.why } : null;
}

/** What the looks of one round say together; null when none of them says anything about the EHR. */
export function verdictOf(looks: readonly EhrLook[], at: Instant, rules: HealthRules): Verdict | null {
  const telling = looks.filter(look => look.fault === null || SICK.has(look.fault.kind) || look.fault.kind === REFUSED);
  const failed = telling.flatMap(look => (look.fault === null ? [] : [{ at: look.at, ...look.fault }]));
  const sick = failed.filter(fault => SICK.has(fault.kind));
  const [first] = failed;
  if (telling.length === 0) return null;
  const read = sick.find(fault => fault.at === 'read');
  const alone = failed.length === telling.length ? sick[0] : undefined;
  if (alone) return { at, state: 'unreachable', reason: (read ?? alone).why };
  if (read) return { at, state: 'unreachable', reason: `The EHR answers, but no patient data can be read: ${read.why}` };
  if (first) {
    if (first.kind === REFUSED) return { at, state: 'partial', reason: first.why };
    const what = first.at === 'sign-in' ? 'this kiosk cannot sign in' : 'not when asked what it offers';
    return { at, state: 'partial', reason: `The EHR answers, but ${what}: ${first.why}` };
  }
  const slowest = Math.max(...telling.map(look => look.milliseconds));
  if (slowest <= rules.slowMilliseconds) return { at, state: 'reachable', reason: null };
  return { at, state: 'slow', reason: `The EHR takes ${(slowest / 1000).toFixed(1)} s for a small question` };
}

/**
 * The health after one more verdict. Worse once enough of the last verdicts are that bad, since the first of them; better once enough in a
 * row are, and then what was before them is forgotten, or it would count again. The very first verdict is taken at its word, as there is nothing to hold on to.
 */
export function afterVerdict(health: EhrHealth, verdict: Verdict, rules: HealthRules): EhrHealth {
  const keep = Math.max(rules.window, rules.better);
  const recent = [...health.recent, verdict].slice(-keep);
  if (health.state === 'never-asked') return { state: verdict.state, since: verdict.at, reason: verdict.reason, recent };
  const now = grade(health.state);
  const window = recent.slice(-rules.window);
  for (const state of GRADES.slice(now + 1).reverse()) {
    const bad = window.filter(past => grade(past.state) >= grade(state));
    if (bad.length >= rules.worse) return { state, since: earliest(bad), reason: bad.at(-1)!.reason, recent };
  }
  const run = recent.slice(-rules.better);
  if (run.length >= rules.better && run.every(past => grade(past.state) < now)) {
    const worst = run.reduce((a, b) => (grade(b.state) >= grade(a.state) ? b : a));
    return { state: worst.state, since: earliest(run), reason: worst.reason, recent: run };
  }
  return { ...health, reason: reasonNow(health, verdict), recent };
}

/** A state that stands keeps its newest reason; a healthy EHR's last hiccup is said too. */
function reasonNow(health: EhrHealth, verdict: Verdict): string | null {
  if (verdict.state === health.state) return verdict.reason;
  return health.state === 'reachable' ? `The last look went wrong: ${verdict.reason ?? verdict.state}` : health.reason;
}

const earliest = (verdicts: readonly Verdict[]): Instant =>
  verdicts.map(verdict => verdict.at).reduce((a, b) => (epochMs(b) < epochMs(a) ? b : a));

/** After a whole unit was read there is no doubt that the EHR answers; how fast and how completely only looks can tell. */
export function afterReading(health: EhrHealth, at: Instant, rules: HealthRules): EhrHealth {
  if (health.state === 'slow' || health.state === 'partial') return health;
  const proof = Array.from({ length: rules.better }, (): Verdict => ({ at, state: 'reachable', reason: null }));
  return proof.reduce((so, verdict) => afterVerdict(so, verdict, rules), health);
}

/** Has nothing been readable often enough to suggest an outage? Also from the start, when the first verdict alone made the state. */
export const suggestsOutage = ({ state, recent }: EhrHealth, rules: HealthRules): boolean =>
  state === 'unreachable' && recent.slice(-rules.window).filter(past => past.state === 'unreachable').length >= rules.worse;
