import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FormDefinition } from '../domain/form.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { contradictionsIn } from './form-contradictions.ts';
import { definitionOf } from './form-definition.ts';
import { writtenForm } from './form-schema.ts';
import { badConfig, type BadConfig, type Problem } from './problem.ts';
import { strict } from './strict.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

/** The forms that every kiosk has. */
const USUAL_FORMS = join(import.meta.dirname, '../../resources/forms');

/** A form with where it is written, for what is found out about it later. */
export interface ReadForm {
  form: FormDefinition;
  file: string;
  line: number;
  /** The line of each of its sections. */
  sections: number[];
}

/** Forms that can be used, and what is wrong with the others; `declared` has the ids of both. */
export interface ReadForms {
  forms: ReadForm[];
  problems: Problem[];
  declared: string[];
}

const file = strict({ forms: z.array(z.unknown()).min(1) });
const named = z.object({ id: z.string() });

/** The forms in one file: a mistake in one of them keeps no other from being used. */
export function readFormFile(path: string): Result<ReadForms, BadConfig> {
  const yaml = readYaml(path, file);
  if (!yaml.ok) return yaml;
  const read: ReadForms = { forms: [], problems: [], declared: [] };
  yaml.value.written.forms.forEach((raw, i) => {
    const said = named.safeParse(raw);
    if (said.success) read.declared.push(said.data.id);
    const form = formAt(yaml.value, i);
    const lineOf = (...at: PropertyKey[]): number => yaml.value.problem(['forms', i, ...at], '').line;
    if (form.ok) {
      const { content } = form.value;
      const sections = content.kind === 'sections' ? content.sections.map((_, s) => lineOf('sections', s)) : [];
      read.forms.push({ form: form.value, file: path, line: lineOf(), sections });
    } else read.problems.push(...form.error.problems);
  });
  return ok(read);
}

function formAt({ check, problem }: YamlFile<unknown>, i: number): Result<FormDefinition, BadConfig> {
  const at = ['forms', i];
  const checked = check(at, writtenForm);
  if (!checked.ok) return checked;
  const form = definitionOf(checked.value);
  const problems = contradictionsIn(form).map(({ path, why }) => problem([...at, ...path], why));
  return problems.length > 0 ? err(badConfig(problems)) : ok(form);
}

/** The forms in a folder's .yml files, files by name, forms as written. `said` is a problem of the folder itself. */
export function readForms(folder: string, said: (why: string) => Problem): ReadForms {
  const all: ReadForms = { forms: [], problems: [], declared: [] };
  let names: string[];
  try {
    names = readdirSync(folder)
      .filter(name => /\.ya?ml$/.test(name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ...all, problems: [said(`the folder ${folder} cannot be read (${code}): make it, or correct the name`)] };
  }
  if (names.length === 0) return { ...all, problems: [said(`there are no .yml files in ${folder}: write the forms there`)] };
  for (const name of names) {
    const read = readFormFile(join(folder, name));
    if (!read.ok) {
      all.problems.push(...read.error.problems);
      continue;
    }
    all.forms.push(...read.value.forms);
    all.problems.push(...read.value.problems);
    all.declared.push(...read.value.declared);
  }
  return all;
}

let usual: Result<ReadForm[], BadConfig> | null = null;

/** The forms that hold where a site has none of its own; they travel with the kiosk, so one reading is good for all. */
export function usualForms(): Result<ReadForm[], BadConfig> {
  usual ??= (() => {
    const inFolder = (why: string): Problem => ({ file: USUAL_FORMS, line: 1, field: '', why });
    const read = readForms(USUAL_FORMS, inFolder);
    const added = withOwn([], read);
    const problems = [...read.problems, ...added.problems];
    return problems.length > 0 ? err(badConfig(problems)) : ok(added.forms);
  })();
  return usual;
}

/** A site's own forms upon the usual ones: one of the same id takes its place, others follow. What can't be used is named and left out. */
export function withOwn(base: readonly ReadForm[], own: ReadForms): { forms: ReadForm[]; problems: Problem[] } {
  const forms = [...base];
  const problems: Problem[] = [];
  const taken = new Map<string, string>();
  for (const read of own.forms) {
    const { form, file: path, line } = read;
    const say = (field: string, why: string): void => void problems.push({ file: path, line, field: `${form.id}.${field}`, why });
    const twin = taken.get(form.id);
    if (twin !== undefined) {
      say('id', `"${form.id}" is already a form of ${twin}: give each its own id`);
      continue;
    }
    const sameLetters = forms.find(({ form: other }) => other.id !== form.id && other.letters === form.letters);
    if (sameLetters) {
      say(
        'letters',
        `${form.letters} are already the letters of ${sameLetters.form.id}: take others, sheets are told apart by them`,
      );
      continue;
    }
    taken.set(form.id, `${path}:${line}`);
    const at = forms.findIndex(({ form: other }) => other.id === form.id);
    if (at < 0) forms.push(read);
    else forms[at] = read;
  }
  return { forms, problems };
}
