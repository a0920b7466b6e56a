import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4';

/** One message in FHIR's own form. */
export function operationOutcome(
  severity: OperationOutcomeIssue['severity'],
  code: OperationOutcomeIssue['code'],
  ...messages: string[]
): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: messages.map(diagnostics => ({ severity, code, diagnostics })),
  };
}
