import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { FormularyDrug } from '../domain/formulary.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { badConfig, type BadConfig, type Problem } from './problem.ts';
import { strict } from './strict.ts';
import { readYaml } from './yaml-file.ts';

/** Larger than the formulary of any hospital; what is larger is another file. */
const LARGEST = 10_000_000;
const MOST_LETTERS = 300;
const words = z.string().trim().min(1).max(MOST_LETTERS);
const code = strict({ system: words.optional(), code: words, display: words.optional() });

const written = strict({
  drugs: z
    .array(
      strict({
        name: words,
        codes: z.array(code).optional(),
        routes: z.array(words).optional(),
        units: z.array(words).optional(),
      }),
    )
    .min(1),
});

/** The hospital's list of drugs, out of a .yml file or a CSV with the columns name, codes, routes, units; or everything that is wrong with it. */
export const readFormulary = (file: string): Result<FormularyDrug[], BadConfig> =>
  /\.ya?ml$/i.test(file) ? fromYaml(file) : fromCsv(file);

function fromYaml(file: string): Result<FormularyDrug[], BadConfig> {
  const read = readYaml(file, written);
  if (!read.ok) return read;
  const drugs = read.value.written.drugs.map(({ name, codes = [], routes = [], units = [] }) => ({
    name,
    codes: codes.map(({ system = null, code, display = null }) => ({ system, code, display })),
    routes,
    units,
  }));
  const twins = twinsOf(drugs).map(([index, name]) => read.value.problem(['drugs', index, 'name'], `"${name}" is listed twice`));
  return twins.length > 0 ? err(badConfig(twins)) : ok(drugs);
}

const COLUMNS = ['name', 'codes', 'routes', 'units'] as const;

function fromCsv(file: string): Result<FormularyDrug[], BadConfig> {
  const problem = (line: number, why: string, field = ''): Problem => ({ file, line, field, why });
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code: why } = error as NodeJS.ErrnoException;
    return err(badConfig([problem(1, `the file cannot be read (${why}): check its name and who may read it`)]));
  }
  if (text.length > LARGEST) return err(badConfig([problem(1, 'this is far too large for a formulary: name the right file')]));
  const rows = text.split(/\r\n|\r|\n/).flatMap((line, i) => (line.trim() === '' ? [] : [{ line: i + 1, cells: cellsOf(line) }]));
  const [head, ...rest] = rows;
  const heads = (head?.cells ?? []).map(cell => cell.toLowerCase());
  if (!heads.includes('name'))
    return err(badConfig([problem(head?.line ?? 1, `the first line must name the columns: ${COLUMNS.join(',')}`)]));
  const strange = heads.find(name => !COLUMNS.some(known => known === name));
  if (strange !== undefined)
    return err(badConfig([problem(head!.line, `there is no column "${strange}": use ${COLUMNS.join(', ')}`)]));
  const read = rest.map(({ line, cells }) => {
    const cell = (name: (typeof COLUMNS)[number]): string => cells[heads.indexOf(name)] ?? '';
    return {
      line,
      more: cells.length > heads.length,
      name: cell('name'),
      ...listsOf(cell('codes'), cell('routes'), cell('units')),
    };
  });
  const faults = read.flatMap(({ line, more, name }) => [
    ...(name === '' ? [problem(line, 'the drug has no name', 'name')] : []),
    ...(name.length > MOST_LETTERS ? [problem(line, `a name has at most ${MOST_LETTERS} letters`, 'name')] : []),
    ...(more ? [problem(line, 'this line has more cells than there are columns: put a name with a comma into "quotes"')] : []),
  ]);
  const twins = twinsOf(read).map(([index, name]) => problem(read[index]!.line, `"${name}" is listed twice`, 'name'));
  if (read.length === 0) faults.push(problem(1, 'there is no drug in it'));
  return faults.length + twins.length > 0
    ? err(badConfig([...faults, ...twins]))
    : ok(read.map(({ name, codes, routes, units }) => ({ name, codes, routes, units })));
}

/** Several in a cell stand with semicolons between; a code may have its system before it: "http://www.nlm.nih.gov/research/umls/rxnorm|308182". */
function listsOf(codes: string, routes: string, units: string): Omit<FormularyDrug, 'name'> {
  const parts = (cell: string): string[] =>
    cell
      .split(';')
      .map(part => part.trim())
      .filter(part => part !== '');
  return {
    codes: parts(codes).map(said => {
      const at = said.lastIndexOf('|');
      return { system: at < 0 ? null : said.slice(0, at), code: said.slice(at + 1), display: null };
    }),
    routes: parts(routes),
    units: parts(units),
  };
}

/** The cells of a line; in quotes a comma is part of the cell, and two quotes are one. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:\s*"((?:[^"]|"")*)"\s*|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')).trim(),
  );

/** Names that stand before already, by their place. */
function twinsOf(drugs: readonly { name: string }[]): [index: number, name: string][] {
  const seen = new Set<string>();
  return drugs.flatMap(({ name }, index) => {
    const key = name.toLowerCase();
    if (!seen.has(key)) return seen.add(key) && [];
    return key === '' ? [] : [[index, name] as [number, string]];
  });
}
