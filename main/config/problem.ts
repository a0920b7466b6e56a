import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';

/** One thing that is wrong in a configuration file: where, and in one sentence what to change. */
export interface Problem {
  file: string;
  line: number;
  /** "units[1].census.kind", counted from 1; "" for the file as a whole. */
  field: string;
  why: string;
}

/** Why a configuration cannot be used: every problem, and all of them as text, one a line. */
export interface BadConfig {
  kind: 'bad-config';
  why: string;
  problems: Problem[];
}

export const problemWords = ({ file, line, field, why }: Problem): string =>
  `${file}:${line}: ${field === '' ? '' : `${field}: `}${why}${why.endsWith('?') ? '' : '.'}`;

export const badConfig = (problems: Problem[]): BadConfig => ({
  kind: 'bad-config',
  why: problems.map(problemWords).join('\n'),
  problems,
});

/** A path as people write it, list places counted from 1. */
export const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (said, key) => (typeof key === 'number' ? `${said}[${key + 1}]` : said === '' ? String(key) : `${said}.${String(key)}`),
    '',
  );

/** What an issue says about a field, as sentences that tell what to change; a place within `path` may be more exact. */
export function sentencesOf(issue: z.core.$ZodIssue, value: unknown): { path: PropertyKey[]; why: string }[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({ path: [...issue.path, key], why: unknownKey(key, issue.message.split(' '), issue.path) }));
  return [{ path: issue.path, why: sentenceOf(issue, value) }];
}

function unknownKey(key: string, known: string[], path: readonly PropertyKey[]): string {
  if (path.includes('authentication') && /secret|password|privatekey|pem|token$/i.test(key))
    return 'a secret must not stand in this file: keep it in a file of its own, and write that file’s name as secretFile or privateKeyFile';
  const meant = didYouMean(key, known);
  const choice = known.length > 12 ? `${known.slice(0, 12).join(', ')} …` : known.join(', ');
  return meant === null
    ? `the kiosk knows no such setting here: remove it, or use one of ${choice}`
    : `the kiosk knows no such setting here: did you mean ${meant}?`;
}

/** zod names the choices of a discriminated union beside its typed fields. */
const optionsOf = (issue: object): readonly unknown[] | null =>
  'options' in issue && Array.isArray(issue.options) ? (issue.options as unknown[]) : null;

function sentenceOf(issue: Exclude<z.core.$ZodIssue, { code: 'unrecognized_keys' }>, value: unknown): string {
  const name = String(issue.path.at(-1) ?? 'the file');
  if (value === undefined) {
    const choice = 'values' in issue ? `: ${oneOf(issue.values)}` : optionsOf(issue) ? `: ${oneOf(optionsOf(issue)!)}` : '';
    return `${name} is missing here: add it${choice}`;
  }
  switch (issue.code) {
    case 'invalid_type':
      return typeSentence(issue.expected, value);
    case 'invalid_value':
      return choiceSentence(issue.values, value, issue.path);
    case 'invalid_union':
      return optionsOf(issue) ? choiceSentence(optionsOf(issue)!, value, issue.path) : issue.message;
    case 'too_small':
      if (issue.origin === 'string') return 'this must not be empty: write a text, or remove the line';
      if (issue.origin === 'array') return `list at least ${issue.minimum} here`;
      return `write a number ${issue.inclusive ? `of ${issue.minimum} or more` : `above ${issue.minimum}`}`;
    case 'too_big':
      return issue.origin === 'string' ? `write at most ${issue.maximum} characters` : `write ${issue.maximum} at most`;
    default:
      return issue.message;
  }
}

function typeSentence(expected: string, value: unknown): string {
  if (value === null) return 'nothing is written here: write a value, or remove the line';
  switch (expected) {
    case 'string':
      return typeof value === 'object'
        ? 'write a text here, not a list or a group of settings'
        : `write this as text, in quotes: "${String(value)}" as you mean it, with any leading zeros`;
    case 'array':
      return 'write a list here, like [one, two], or lines that begin with "- "';
    case 'object':
    case 'record':
      return 'write a group of settings here, indented below this line, each as "name: value"';
    case 'boolean':
      return 'write true or false, without quotes';
    case 'int':
      return 'write a whole number, without quotes';
    case 'number':
      return 'write a number, without quotes';
    default:
      return `write a value of another kind here (${expected})`;
  }
}

function choiceSentence(choices: readonly unknown[], value: unknown, path: readonly PropertyKey[]): string {
  const said = typeof value === 'string' && value.length <= 40 && !path.includes('authentication') ? `"${value}"` : 'this';
  const meant = typeof value === 'string' ? didYouMean(value, choices.map(String)) : null;
  return `${said} is not known here: write ${oneOf(choices)}${meant === null ? '' : ` (did you mean ${meant}?)`}`;
}

function oneOf(choices: readonly unknown[]): string {
  const words = choices.map(String);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
