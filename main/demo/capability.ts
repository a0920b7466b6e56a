import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4';
import { parametersOf } from './search-query.ts';

/** What this server can do, and nothing it can't: built from the same table that searches run on. */
export function capabilityStatement(types: readonly string[], url: string, date: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date,
    kind: 'instance',
    software: { name: 'Downtime Kiosk demo EHR' },
    implementation: { description: 'A read-only FHIR server over resources held in memory', url },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        resource: types.map(type => {
          const parameters = Object.entries(parametersOf(type));
          return {
            type: type as CapabilityStatementRestResource['type'],
            interaction: [{ code: 'read' as const }, { code: 'search-type' as const }],
            versioning: 'no-version' as const,
            searchInclude: parameters.filter(([, p]) => p.kind === 'reference').map(([name]) => `${type}:${name}`),
            searchParam: parameters.map(([name, { kind }]) => ({ name, type: kind })),
          };
        }),
      },
    ],
  };
}
