import { createHash } from 'node:crypto';
import type { FhirJson } from './answer-body.ts';
import { words } from './tolerant.ts';

/** The resource's id as sent; one without an id gets a name made from its content, the same at every refresh. */
export const resourceId = (resource: object): string =>
  words((resource as FhirJson).id) ?? `no-id-${createHash('sha256').update(JSON.stringify(resource)).digest('hex').slice(0, 12)}`;
