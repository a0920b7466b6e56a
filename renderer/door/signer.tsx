import { isKnown } from '../../main/domain/caller.ts';
import { useLive } from '../live.ts';
import { useRemembered } from '../remembered-words.ts';
import { words } from './words.ts';

/** The name under which something is recorded. */
export interface Signer {
  name: string;
  /** Says another name; of no effect for somebody who is signed in. */
  sign(name: string): void;
  /** Somebody is signed in, and the kiosk records it under their name whatever is typed. */
  known: boolean;
}

/** Whoever is signed in; where nobody signs in, the name that was typed last into fields of this kind. */
export function useSigner(field: 'signed' | 'verifier'): Signer {
  const caller = useLive(l => l.door?.caller ?? null);
  const [typed, type] = useRemembered(field);
  const known = caller !== null && isKnown(caller);
  return known ? { name: caller.name, sign: () => undefined, known } : { name: typed, sign: type, known };
}

/** In the place of a field for the name, once it is known. */
export const SignedAs = ({ name }: { name: string }) => (
  <p className="signed-as">
    {words.signedAs} <strong>{name}</strong>
  </p>
);
