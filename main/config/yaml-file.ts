import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { err, ok, type Result } from '../domain/result.ts';
import { badConfig, fieldOf, sentencesOf, type BadConfig, type Problem } from './problem.ts';

/** Larger than any configuration; what is larger is another file. */
const LARGEST = 2_000_000;

/** A configuration file as written, and which line says what. */
export interface YamlFile<T> {
  written: T;
  /** The problem at a path, with its line. */
  problem(path: readonly PropertyKey[], why: string): Problem;
  /** Checks what is written at a path by a schema of its own; says everything that is wrong there. */
  check<P>(path: readonly PropertyKey[], schema: z.ZodType<P>): Result<P, BadConfig>;
}

/** Reads a YAML file and checks it by a schema; says everything that is wrong, each with its line. */
export function readYaml<T>(file: string, schema: z.ZodType<T>): Result<YamlFile<T>, BadConfig & { missing?: true }> {
  const whole = (why: string, line = 1): BadConfig => badConfig([{ file, line, field: '', why }]);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return err({ ...whole('there is no such file: write it, or name another'), missing: true });
    return err(whole(`the file cannot be read (${code}): check its name and who may read it`));
  }
  return readYamlText(file, text, schema);
}

/** The same for a text that stands in no file yet. */
export function readYamlText<T>(file: string, text: string, schema: z.ZodType<T>): Result<YamlFile<T>, BadConfig> {
  const bad = (why: string, line = 1): BadConfig => badConfig([{ file, line, field: '', why }]);
  if (text.length > LARGEST) return err(bad('this is far too large for a configuration: name the right file'));
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent' });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0)
    return err(
      badConfig(
        faults.map(fault => ({
          file,
          line: Math.max(1, counter.linePos(fault.pos[0]).line),
          field: '',
          why: `this is not proper YAML, correct this line: ${fault.message
            .split('\n')[0]!
            .replace(/ at line \d+, column \d+:?$/, '')
            .replace(/\.$/, '')}`,
        })),
      ),
    );
  const lineAt = (node: unknown): number | null => {
    const range = (node as Node | null)?.range;
    return range ? Math.max(1, counter.linePos(range[0]).line) : null;
  };
  const odd = keepKeysAsWritten(document);
  if (odd !== null) return err(bad('a setting’s name must be a single word or text: correct this line', lineAt(odd) ?? 1));
  let value: unknown;
  try {
    value = document.toJS() ?? {};
  } catch {
    return err(bad('the file refers to itself too often (YAML aliases): write the values out'));
  }
  const problem = (path: readonly PropertyKey[], why: string): Problem => ({
    file,
    line: lineOf(document, path, lineAt),
    field: fieldOf(path),
    why,
  });
  const check = <P>(path: readonly PropertyKey[], own: z.ZodType<P>): Result<P, BadConfig> => {
    const part = valueAt(value, path);
    const parsed = own.safeParse(part);
    if (parsed.success) return ok(parsed.data);
    const seen = new Set<string>();
    const problems = parsed.error.issues
      .flatMap(issue => sentencesOf(issue, valueAt(part, issue.path)))
      .map(said => problem([...path, ...said.path], said.why))
      .filter(({ field }) => !seen.has(field) && seen.add(field))
      .sort((a, b) => a.line - b.line);
    return err(badConfig(problems));
  };
  const whole = check([], schema);
  return whole.ok ? ok({ written: whole.value, problem, check }) : whole;
}

/** Names of beds and the like stay as written: 0412 is no number. Returns a key that is no text at all. */
function keepKeysAsWritten(document: Document): unknown {
  let odd: unknown = null;
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key)) {
        odd ??= key ?? document.contents;
        return visit.SKIP;
      }
      if (typeof key.value !== 'string') key.value = key.source ?? String(key.value);
      return undefined;
    },
  });
  return odd;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** The line of the deepest part of the path that is written. */
function lineOf(document: Document, path: readonly PropertyKey[], lineAt: (node: unknown) => number | null): number {
  let node: unknown = document.contents;
  let line = lineAt(node) ?? 1;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && item.key.value === String(key));
      if (!pair) break;
      line = lineAt(pair.key) ?? line;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      if (node === undefined) break;
      line = lineAt(node) ?? line;
    } else break;
  }
  return line;
}
