import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PHASES, type Phone, type ProcedureStep } from '../domain/procedure.ts';
import { remembered } from '../domain/remembered.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { ROLES } from '../domain/role.ts';
import { badConfig, type BadConfig, type Problem } from './problem.ts';
import { strict } from './strict.ts';
import { readYaml } from './yaml-file.ts';

/** The steps that hold where a site has none of its own. */
export const USUAL_PROCEDURES = join(import.meta.dirname, '../../resources/procedures');

/** Longer is no step but several. */
const MOST_LETTERS = 400;
const words = z.string().trim().min(1).max(MOST_LETTERS);

/** Whom to call in a downtime, in the order in which they are listed. */
export const writtenPhones = z.array(strict({ who: words, number: z.string().trim().min(1).max(60) }) satisfies z.ZodType<Phone>);

/** The shape of a file of steps that may name these forms; made once, since making one takes longer than reading a file. */
const writtenSteps = remembered(
  4,
  (forms: readonly string[]) => forms.join(),
  forms =>
    strict({
      phase: z.enum(PHASES),
      steps: z
        .array(
          strict({
            id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write small letters, digits and hyphens, like print-ward'),
            roles: z.array(z.enum(ROLES)).min(1),
            text: words,
            why: words,
            print: z.array(z.enum(forms)).optional(),
          }),
        )
        .min(1),
    }),
);

/** The steps in a folder's .yml files, files by name, steps as written; or everything that is wrong with them. They may name these forms. `said` is a problem of the folder itself. */
export function readProcedures(
  folder: string,
  forms: readonly string[],
  said: (why: string) => Problem,
): Result<ProcedureStep[], BadConfig> {
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter(name => /\.ya?ml$/.test(name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err(badConfig([said(`the folder ${folder} cannot be read (${code}): make it, or correct the name`)]));
  }
  if (names.length === 0) return err(badConfig([said(`there are no .yml files in ${folder}: write the steps there`)]));
  const steps: ProcedureStep[] = [];
  const problems: Problem[] = [];
  const places = new Map<string, string>();
  for (const name of names) {
    const file = readYaml(join(folder, name), writtenSteps(forms));
    if (!file.ok) {
      problems.push(...file.error.problems);
      continue;
    }
    const { phase, steps: own } = file.value.written;
    own.forEach((step, i) => {
      const twin = places.get(step.id);
      if (twin !== undefined)
        problems.push(file.value.problem(['steps', i, 'id'], `"${step.id}" is already a step of ${twin}: give each its own id`));
      places.set(step.id, name);
      steps.push({ ...step, phase, print: step.print ?? [] });
    });
  }
  return problems.length > 0 ? err(badConfig(problems)) : ok(steps);
}
