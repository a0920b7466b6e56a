import type { Role } from './role.ts';

/** Somebody who may sign in on this kiosk. */
export interface Person {
  /** What is typed to sign in; capitals and surrounding blanks don't matter. */
  user: string;
  name: string;
  role: Role;
  /** What a scan of the person's badge says: a user name, never a secret. Null when there is none. */
  badge: string | null;
  /** The PIN was given by somebody else and must be changed at the first sign-in. */
  pinIsInitial: boolean;
}

/** A user name or a badge without what doesn't make another one: capitals, surrounding blanks, the Enter that a scanner sends. */
export const plainUser = (said: string): string =>
  said
    .normalize('NFKC')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** Whom a typed user name or a scanned badge means; null when nobody, or not one person alone. */
export function staffMember<P extends Pick<Person, 'user' | 'badge'>>(people: readonly P[], said: string): P | null {
  const plain = plainUser(said);
  if (plain === '') return null;
  const named = people.filter(({ user }) => plainUser(user) === plain);
  const meant = named.length > 0 ? named : people.filter(({ badge }) => badge !== null && plainUser(badge) === plain);
  return meant.length === 1 ? meant[0]! : null;
}
