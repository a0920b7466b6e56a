import { may, type Right } from '../../main/domain/right.ts';
import { useLive } from '../live.ts';

/** Whether whoever is signed in may do this; the kiosk itself decides, the screen only offers nothing that it would refuse. */
export const useMay = (right: Right): boolean => useLive(({ door }) => !door?.caller || may(door.caller.role, right));
