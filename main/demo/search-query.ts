import { err, ok, type Result } from '../domain/result.ts';
import { COMMON_PARAMETERS, OTHER_TYPE_PARAMETERS, SEARCH_PARAMETERS, type SearchParameter } from './search-parameters.ts';
import { dateTest, referenceKey, referenceTest, stringTest, tokenTest } from './search-values.ts';

/** One condition: any of its tests on any value at the parameter's paths. */
export interface Criterion {
  name: string;
  parameter: SearchParameter;
  tests: ((value: unknown) => boolean)[];
  /** For references: the keys to look up in the index instead of testing every resource. */
  keys: string[] | null;
}

export interface Include {
  name: string;
  parameter: SearchParameter;
  target: string | null;
}

/** A search as understood. */
export interface SearchQuery {
  type: string;
  criteria: Criterion[];
  includes: Include[];
  sort: { name: string; parameter: SearchParameter; descending: boolean }[];
  count: number | null;
  /** Name and value of everything that was understood, for Bundle.link self. */
  understood: [string, string][];
  /** What was not, in words. */
  ignored: string[];
}

/** Parameters that say how to answer, not what to find. */
const ABOUT_THE_ANSWER = new Set(['_format', '_pretty', '_count', '_sort', '_include']);
const MODIFIERS: Record<SearchParameter['kind'], RegExp> = {
  token: /^$/,
  date: /^$/,
  string: /^(exact|contains)?$/,
  reference: /^([A-Z]\w+)?$/,
};

/** The parameters a type can be searched by. */
export const parametersOf = (type: string): Record<string, SearchParameter> => ({
  ...COMMON_PARAMETERS,
  ...(SEARCH_PARAMETERS[type] ?? OTHER_TYPE_PARAMETERS),
});

/** Reads search parameters; a wrong value or modifier is refused, an unknown parameter only noted (FHIR R4 search, 3.1.1.3). */
export function readQuery(type: string, params: URLSearchParams): Result<SearchQuery, { kind: 'bad-parameter'; why: string }> {
  const query: SearchQuery = { type, criteria: [], includes: [], sort: [], count: null, understood: [], ignored: [] };
  const known = parametersOf(type);
  for (const [key, value] of params) {
    const why = ABOUT_THE_ANSWER.has(key)
      ? readAnswerParameter(query, known, key, value)
      : readCriterion(query, known, key, value);
    if (why !== null) return err({ kind: 'bad-parameter', why });
  }
  return ok(query);
}

function readAnswerParameter(
  query: SearchQuery,
  known: Record<string, SearchParameter>,
  key: string,
  value: string,
): string | null {
  if (key === '_count') {
    if (!/^\d{1,6}$/.test(value)) return `_count must be a whole number, not "${value}"`;
    query.count = Number(value);
  }
  if (key === '_sort') return readSort(query, known, value);
  if (key === '_include') {
    const [type, name = '', target = null] = value.split(':');
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
    if (type !== query.type || parameter?.kind !== 'reference') {
      query.ignored.push(`_include=${value} is not supported and was ignored`);
      return null;
    }
    query.includes.push({ name, parameter, target });
  }
  query.understood.push([key, value]);
  return null;
}

function readSort(query: SearchQuery, known: Record<string, SearchParameter>, value: string): null {
  const kept: string[] = [];
  for (const item of value.split(',').filter(Boolean)) {
    const name = item.replace(/^-/, '');
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
    if (parameter?.kind === 'date' || name === '_id') {
      query.sort.push({ name, parameter: parameter!, descending: item.startsWith('-') });
      kept.push(item);
    } else query.ignored.push(`sorting by "${name}" is not supported and was ignored`);
  }
  if (kept.length) query.understood.push(['_sort', kept.join(',')]);
  return null;
}

function readCriterion(query: SearchQuery, known: Record<string, SearchParameter>, key: string, value: string): string | null {
  const [name = '', modifier = ''] = key.split(':');
  const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!parameter || value === '') {
    query.ignored.push(
      parameter
        ? `search parameter "${key}" is empty and was ignored`
        : `search parameter "${key}" is unknown for ${query.type} and was ignored`,
    );
    return null;
  }
  if (!MODIFIERS[parameter.kind].test(modifier)) return `modifier ":${modifier}" is not supported for "${name}"`;
  const criterion: Criterion = { name, parameter, tests: [], keys: parameter.kind === 'reference' ? [] : null };
  for (const part of value.split(',').filter(Boolean)) {
    switch (parameter.kind) {
      case 'token':
        criterion.tests.push(tokenTest(part));
        break;
      case 'string':
        criterion.tests.push(stringTest(part, modifier));
        break;
      case 'reference': {
        const type = modifier || parameter.target;
        criterion.tests.push(referenceTest(part, type));
        criterion.keys?.push(referenceKey(part, type));
        break;
      }
      case 'date': {
        const test = dateTest(part);
        if (!test) return `"${part}" is not a date that "${name}" can be searched by`;
        criterion.tests.push(test);
      }
    }
  }
  query.criteria.push(criterion);
  query.understood.push([key, value]);
  return null;
}
