import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4';
import type { FhirJson } from './answer-body.ts';
import { conceptName } from './concept.ts';
import { plainText } from './plain-text.ts';
import { list, words } from './tolerant.ts';

const INCOMPLETE_CODES = [
  'suppressed',
  'incomplete',
  'security',
  'forbidden',
  'login',
  'unknown',
  'too-costly',
  'throttled',
  'timeout',
];
const INCOMPLETE_WORDS =
  /not (be )?(authori[sz]ed|permitted|returned)|entire record|incomplete|suppressed|withheld|restricted|partial/i;
const HARMLESS_WORDS =
  /no (results|matches|matching)|returns no|parameter.*(ignored|unknown|not supported)|(ignored|unknown).*parameter/i;
const LONGEST = 300;

/**
 * What an OperationOutcome beside the results says about their completeness, in the EHR's own words (fhir.md quirks 1 and 2): empty
 * for "no results" and for ignored parameters, which every filter here makes harmless.
 */
export function completenessNotices(resource: FhirJson): string[] {
  const outcome = resource as unknown as OperationOutcome;
  return list(outcome.issue).flatMap(issue => {
    const text = issueWords(issue);
    const code = words(issue.code) ?? '';
    if (text === null || (HARMLESS_WORDS.test(text) && !INCOMPLETE_WORDS.test(text))) return [];
    const grave = ['warning', 'error', 'fatal'].includes(words(issue.severity) ?? '');
    return grave || INCOMPLETE_CODES.includes(code) || INCOMPLETE_WORDS.test(text) ? [text.slice(0, LONGEST)] : [];
  });
}

/** Is it an error rather than a remark? */
export const isError = (resource: FhirJson): boolean =>
  list((resource as unknown as OperationOutcome).issue).some(issue => issue.severity === 'error' || issue.severity === 'fatal');

function issueWords(issue: OperationOutcomeIssue): string | null {
  const said = [conceptName(issue.details), words(issue.diagnostics)].filter(text => text !== null).map(plainText);
  const [details, diagnostics] = said;
  if (details === undefined) return words(issue.code);
  return diagnostics === undefined || diagnostics.includes(details) ? (diagnostics ?? details) : `${details} (${diagnostics})`;
}
