import type { Caller } from '../../main/contract.ts';
import type { Role } from '../../main/domain/role.ts';

/** Whose steps are shown first: the own role's; where nobody signs in, the nurse's. */
export const stepsRole = ({ role, user, breakGlass }: Caller): Role => (user === null && breakGlass === null ? 'nurse' : role);
