import { join } from 'node:path';
import { z } from 'zod';
import type { DrugClass, DrugKnowledge } from '../domain/drug-knowledge.ts';
import { ok, type Result } from '../domain/result.ts';
import type { TallMan } from '../domain/tall-man.ts';
import type { BadConfig } from './problem.ts';
import { strict } from './strict.ts';
import { readYaml } from './yaml-file.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');

const name = z.string().trim().min(2);
const tallName = z
  .string()
  .regex(/^[A-Za-z]{4,}(-[A-Za-z]{4,})*$/, 'write one name as it is to be printed, like hydrOXYzine')
  .refine(text => /[A-Z]/.test(text.slice(1)), 'write the letters that set the name apart as capitals, like hydrOXYzine');
const drugClass = strict({
  name,
  called: z.array(name),
  drugs: z.array(name),
  umbrella: z.boolean().optional(),
  related: z.array(name).optional(),
}) satisfies z.ZodType<DrugClass>;
const synonyms = z.record(z.string(), z.array(name));

/** What a site changes of the tall man names: names of its own, and names that it prints as sent. */
export const writtenTallMan = strict({ add: z.array(tallName).optional(), remove: z.array(name).optional() });
/** What a site adds to what the allergy check knows; a class of the same name is replaced. */
export const writtenKnowledge = strict({ classes: z.array(drugClass).optional(), synonyms: synonyms.optional() });

const wholeTallMan = strict({ source: name, names: z.array(tallName) }) satisfies z.ZodType<TallMan>;
const wholeKnowledge = strict({
  source: name,
  classes: z.array(drugClass),
  synonyms,
  notIngredients: z.array(name),
}) satisfies z.ZodType<DrugKnowledge>;

/** The published lists of drugs with what the site changes of them. */
export function drugLists(written: {
  tallMan?: z.infer<typeof writtenTallMan> | undefined;
  allergyCheck?: z.infer<typeof writtenKnowledge> | undefined;
}): Result<{ tallMan: TallMan; allergyCheck: DrugKnowledge }, BadConfig> {
  const names = readYaml(join(RESOURCES, 'tall-man.yml'), wholeTallMan);
  if (!names.ok) return names;
  const known = readYaml(join(RESOURCES, 'drug-classes.yml'), wholeKnowledge);
  if (!known.ok) return known;
  return ok({
    tallMan: mergedNames(names.value.written, written.tallMan ?? {}),
    allergyCheck: mergedKnowledge(known.value.written, written.allergyCheck ?? {}),
  });
}

function mergedNames(list: TallMan, { add = [], remove = [] }: z.infer<typeof writtenTallMan>): TallMan {
  const gone = new Set([...add, ...remove].map(text => text.toLowerCase()));
  return { ...list, names: [...list.names.filter(text => !gone.has(text.toLowerCase())), ...add] };
}

function mergedKnowledge(
  known: DrugKnowledge,
  { classes = [], synonyms: others = {} }: z.infer<typeof writtenKnowledge>,
): DrugKnowledge {
  const replaced = new Set(classes.map(c => c.name));
  const spelt = { ...known.synonyms };
  for (const [meant, words] of Object.entries(others)) spelt[meant] = [...(spelt[meant] ?? []), ...words];
  return { ...known, classes: [...known.classes.filter(c => !replaced.has(c.name)), ...classes], synonyms: spelt };
}
