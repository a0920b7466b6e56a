import type { Bundle } from 'fhir/r4';
import type { Fault, Faults, FhirResource } from '../../main/demo/fhir-server.ts';
import type { Seeded } from '../../main/demo/seeded.ts';
import type { AuthorizationServer } from './authorization-server.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };
const json = { 'content-type': 'application/fhir+json' };
const denied = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'forbidden' }] });

/** Changes the bundle of an answer; other answers stay. */
const bundled = (change: (bundle: Bundle) => void): Fault => ({
  alter: answer => {
    if (answer.status !== 200 || !answer.body.includes('"searchset"')) return answer;
    const bundle = JSON.parse(answer.body) as Bundle;
    change(bundle);
    return { ...answer, body: JSON.stringify(bundle) };
  },
});

/** Entries of shapes that no schema allows. */
const GARBAGE: unknown[] = [
  null,
  7,
  'entry',
  [],
  {},
  { resource: null },
  { resource: 'MedicationRequest/1' },
  { resource: { resourceType: 12 } },
  { resource: { resourceType: 'MedicationRequest' } },
  { resource: { resourceType: 'MedicationRequest', id: 'garbage-1', subject: [{ reference: 7 }] } },
  { resource: { resourceType: 'AllergyIntolerance', id: { value: 'x' }, patient: 'Patient/x', code: [] } },
  { resource: { resourceType: 'Observation', id: 'garbage-2', subject: { reference: 'Patient/' }, category: 'labs', code: 3 } },
  { resource: { resourceType: 'Encounter', id: 'garbage-3', status: ['in-progress'], location: 'here' } },
  { resource: { resourceType: 'Condition', id: 'garbage-4', subject: { identifier: { value: 1 } } }, search: 'match' },
];

/** Everything that a sick EHR does to one request. */
export function anyFault(random: Seeded, others: readonly FhirResource[]): Fault {
  const at = random.whole(1, 900);
  const kinds: (() => Fault)[] = [
    () => ({ status: 429, headers: { 'retry-after': '0' } }),
    () => ({ status: 429, headers: { 'retry-after': '3600' } }),
    () => ({ status: 429, headers: { 'retry-after': new Date(Date.now() - 5000).toUTCString() } }),
    () => ({ status: 429, headers: { 'retry-after': 'soon' } }),
    () => ({ status: 429, headers: { ratelimit: '"requests";r=0;t=0' } }),
    () => ({ status: 429, headers: html, body: '<h1>Too many requests</h1>' }),
    () => ({ status: 503 }),
    () => ({ status: 500, body: 'boom' }),
    () => ({ status: 502, headers: html, body: '<html>Bad gateway</html>' }),
    () => ({ status: 401 }),
    () => ({ status: 403, headers: json, body: denied }),
    () => ({ status: 404 }),
    () => ({ status: 400, headers: json, body: denied }),
    () => ({ status: 200, headers: html, body: '<!doctype html><title>Sign in</title>' }),
    () => ({ status: 200, headers: { 'content-type': 'application/fhir+xml' }, body: '<Bundle xmlns="http://hl7.org/fhir"/>' }),
    () => ({ status: 200, headers: json, body: '' }),
    () => ({ status: 200, headers: json, body: 'null' }),
    () => ({ status: 200, headers: json, body: denied }),
    () => ({ alter: answer => ({ ...answer, headers: html }) }),
    () => ({ alter: answer => ({ ...answer, headers: { 'content-type': 'text/plain' } }) }),
    () => ({ truncateAfter: at }),
    () => ({ endAfter: at }),
    () => ({ reset: true }),
    () => ({ hang: true }),
    () => ({ delayMs: random.whole(1, 60) }),
    () => ({ dripBytes: 64, everyMs: 20 }),
    () => ({ dripBytes: 2048, everyMs: 1 }),
    () => bundled(bundle => void (bundle.link = [{ relation: 'next', url: bundle.link![0]!.url }])),
    () =>
      bundled(bundle => {
        const next = new URL(bundle.link![0]!.url);
        next.searchParams.set('_again', String(random.whole(0, 1e9)));
        bundle.link = [{ relation: 'next', url: next.href }];
      }),
    () => bundled(bundle => void (bundle.link = [{ relation: 'next', url: 'http://127.0.0.1:9/elsewhere' }])),
    () => bundled(bundle => void (bundle.link = 'no links' as never)),
    () => bundled(bundle => (bundle.entry ??= []).splice(0, 0, ...(GARBAGE as never[]))),
    () =>
      bundled(bundle => {
        const asked = bundle.entry?.[0]?.resource?.resourceType;
        const foreign = others.filter(r => r.resourceType === asked && asked !== 'Encounter' && asked !== 'Location').slice(0, 5);
        for (const resource of foreign) bundle.entry!.unshift({ resource: resource as never, search: { mode: 'match' } });
      }),
  ];
  return random.pick(kinds)();
}

/** How sick an EHR is during one refresh: some types refused or broken throughout, `next` links that expire, and chance. */
export function sickness(random: Seeded, types: readonly string[], others: readonly FhirResource[]): Faults {
  const rate = random.pick([0, 0.01, 0.05, 0.2, 0.6]);
  const forbidden = new Set(random.chance(0.4) ? [random.pick(types), random.pick(types)] : []);
  const broken = random.chance(0.4) ? random.pick(types) : null;
  const brokenHow = anyFault(random, others);
  const expired = random.chance(0.3) ? random.pick([410, 404, 400, 403, 401]) : null;
  const loops = random.chance(0.15);
  return ({ path, params }) => {
    const type = path.split('/')[1] ?? '';
    if (params.has('_getpages') && expired !== null && random.chance(0.5)) return { status: expired };
    if (forbidden.has(type)) return { status: 403, headers: json, body: denied };
    if (type === broken) return brokenHow;
    if (loops && random.chance(0.05))
      return bundled(bundle => void (bundle.link = [{ relation: 'next', url: bundle.link![0]!.url }]));
    return random.chance(rate) ? anyFault(random, others) : null;
  };
}

/** How often a token had ended: when the next page of a search was asked for, and elsewhere. */
export interface EndedTokens {
  betweenPages: number;
  elsewhere: number;
}

/**
 * Answers 401 to whoever has no living token, as an EHR does with tokens of a short life; once in a refresh all of them end before their
 * time, on the way to a next page or in the middle of a patient.
 */
export function endingTokens(random: Seeded, service: AuthorizationServer, ended: EndedTokens): Faults {
  const onPages = random.chance(0.5);
  let until = random.whole(0, onPages ? 8 : 250);
  return ({ params, headers }) => {
    const isPage = params.has('_getpages');
    if (isPage === onPages && until-- === 0) service.revokeAll();
    if (service.accepts(headers['authorization'])) return null;
    ended[isPage ? 'betweenPages' : 'elsewhere']++;
    return { status: 401 };
  };
}
