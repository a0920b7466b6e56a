import { plainUser, type Person } from './staff.ts';
import { err, ok, type Result } from './result.ts';

/** Fewest and most digits of a PIN. */
export const PIN_DIGITS = { least: 6, most: 12 } as const;

export type PinFault = { kind: 'bad-pin'; why: string };

/** Is this good enough as a PIN of this person? The sentence says what to choose instead. */
export function pinOf(typed: string, { user, badge }: Pick<Person, 'user' | 'badge'>): Result<string, PinFault> {
  const bad = (why: string): Result<string, PinFault> => err({ kind: 'bad-pin', why });
  const { least, most } = PIN_DIGITS;
  if (!/^\d+$/.test(typed) || typed.length < least || typed.length > most) return bad(`A PIN has ${least} to ${most} digits.`);
  const steps = new Set([...typed].slice(1).map((digit, i) => (Number(digit) - Number(typed[i]) + 10) % 10));
  if (steps.size === 1 && (steps.has(0) || steps.has(1) || steps.has(9)))
    return bad('This PIN is easy to guess, all the same or a run of digits: choose another.');
  const ownNumbers = [user, badge ?? ''].map(text => plainUser(text).replace(/\D/g, '')).filter(own => own.length >= 4);
  if (ownNumbers.some(own => typed.includes(own) || own.includes(typed)))
    return bad('This PIN is in the user name or on the badge: choose another.');
  return ok(typed);
}
