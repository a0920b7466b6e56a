import type { CapabilityStatement } from 'fhir/r4';
import type { SectionName } from '../domain/chart.ts';
import { ok, type Result } from '../domain/result.ts';
import type { FhirClient } from './client.ts';
import type { HttpFault } from './fault.ts';
import { list, words } from './tolerant.ts';

/** What a server says it offers. When it says nothing readable, everything is tried. */
export interface Capability {
  offers(type: string): boolean;
  includes(type: string, path: string): boolean;
  /** Did the server say what it offers at all? */
  declared: boolean;
  /** Why a type is not asked for although it may be offered, in words for the ward. */
  notAsked?(type: string): string | null;
  /** Why a section is not read although what it is made of may be asked for by others. */
  leftOut?(section: SectionName): string | null;
}

/** What is assumed of a server that declares nothing. */
export const TRY_ALL: Capability = { offers: () => true, includes: () => false, declared: false };

/** Reads the CapabilityStatement, which differs per customer; fails only when the EHR can't be reached at all. */
export async function readCapability(client: FhirClient): Promise<Result<Capability, HttpFault>> {
  const answer = await client.get('metadata');
  if (!answer.ok) {
    if (answer.error.kind === 'unreachable' || answer.error.kind === 'cancelled') return answer;
    client.log.write('warn', 'no CapabilityStatement: everything is tried', { kind: answer.error.kind });
    return ok(TRY_ALL);
  }
  const capability = capabilityOf(answer.value as unknown as CapabilityStatement);
  if (!capability) client.log.write('warn', 'the CapabilityStatement lists no resources: everything is tried');
  return ok(capability ?? TRY_ALL);
}

/** What a CapabilityStatement declares; null when it declares nothing. */
export function capabilityOf(statement: CapabilityStatement): Capability | null {
  const rests = list(statement.rest);
  const rest = rests.find(r => r.mode === 'server') ?? rests[0];
  const types = new Map(list(rest?.resource).map(resource => [words(resource.type) ?? '', resource]));
  if (types.size === 0) return null;
  return {
    offers: type => {
      const resource = types.get(type);
      const interactions = list(resource?.interaction).map(i => words(i.code));
      return resource !== undefined && (interactions.length === 0 || interactions.some(i => i === 'search-type' || i === 'read'));
    },
    declared: true,
    includes: (type, path) => list(types.get(type)?.searchInclude).some(i => i === '*' || i === path || i === path.split(':')[1]),
  };
}
