import { isKnown } from '../../main/domain/caller.ts';
import type { Caller } from '../../main/contract.ts';
import type { Role } from '../../main/domain/role.ts';

/** Whose steps are shown first: the own role's; where nobody signs in, the nurse's. */
export const stepsRole = (caller: Caller): Role => (isKnown(caller) ? caller.role : 'nurse');
