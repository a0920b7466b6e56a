import { z } from 'zod';
import { PHASES } from '../domain/procedure.ts';
import { PART_NAMES } from '../domain/form-parts.ts';
import { ROLES } from '../domain/role.ts';
import { strict } from './strict.ts';

/** How a form is called everywhere: in site.yml, procedures and the ledger. */
export const FORM_ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A form as it is written: what every form says of itself, and the part that fills it. */
export const writtenForm = strict({
  id: z.string().max(40).regex(FORM_ID, 'write small letters, digits and hyphens, like diet-order'),
  name: z.string().trim().min(2).max(60),
  title: z.string().trim().min(2).max(80),
  letters: z.string().regex(/^[A-Z]{1,3}$/, 'write one to three capital letters: they end the id of each sheet of this form'),
  copies: z.int().min(1).max(9).default(1),
  roles: z.array(z.enum(ROLES)).min(1),
  phases: z.array(z.enum(PHASES)).min(1),
  part: z.enum(PART_NAMES),
});
export type WrittenForm = z.infer<typeof writtenForm>;
