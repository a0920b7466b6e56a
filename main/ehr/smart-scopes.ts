import { SECTION_TITLES, type SectionName } from '../domain/chart.ts';
import { SECTION_NEEDS, SHARED_NEEDS, TYPES_READ } from './section-needs.ts';

/** All scopes the kiosk needs, as SMART version 1 ("system/Patient.read") or 2 ("system/Patient.rs") spells them. */
export const systemScopes = (version: 'v1' | 'v2'): string[] =>
  TYPES_READ.map(type => `system/${type}.${version === 'v1' ? 'read' : 'rs'}`);

/**
 * How far a system's granted scopes allow reading a type: `some` when only by id, only by search, or only for some categories
 * (v2 scopes with a query).
 */
export function mayRead(granted: readonly string[], type: string): 'all' | 'some' | 'none' {
  const rights = new Set<string>();
  for (const scope of granted) {
    const [, whose, of, verbs, query] = /^(system)\/([A-Za-z]+|\*)\.([a-z*]+)(\?.*)?$/.exec(scope) ?? [];
    if (whose === undefined || (of !== '*' && of !== type) || verbs === undefined) continue;
    const able = verbs === 'read' || verbs === '*' ? 'rs' : /^c?r?u?d?s?$/.test(verbs) ? verbs : '';
    for (const verb of ['r', 's']) if (able.includes(verb)) rights.add(query === undefined ? verb : `${verb} in part`);
  }
  if (rights.has('r') && rights.has('s')) return 'all';
  return rights.size > 0 ? 'some' : 'none';
}

/** What of the asked scopes was not granted. A granted scope in the other version's spelling, or a wider one, counts. */
export function missingScopes(asked: readonly string[], granted: readonly string[]): string[] {
  return asked.filter(scope => {
    if (granted.includes(scope)) return false;
    const type = /^system\/([A-Za-z]+)\./.exec(scope)?.[1];
    return type === undefined || mayRead(granted, type) !== 'all';
  });
}

/** In words, what the ward will not get with these scopes: one sentence a section. */
export function lacksInWords(granted: readonly string[]): string[] {
  const shared = SHARED_NEEDS.flatMap(({ type, lack }) => {
    const may = mayRead(granted, type);
    if (may === 'all') return [];
    return [`${type} is ${may === 'none' ? 'not granted' : 'granted only in part'}: ${lack}.`];
  });
  const sections = (Object.keys(SECTION_NEEDS) as SectionName[]).flatMap(name => {
    const { types, lack } = SECTION_NEEDS[name];
    const lacking = types.filter(type => mayRead(granted, type) !== 'all');
    if (lacking.length === 0) return [];
    const none = types.every(type => mayRead(granted, type) === 'none');
    const list = lacking.join(', ');
    return none
      ? [`${SECTION_TITLES[name]} will be unauthorised (${list} not granted): ${lack}.`]
      : [`${SECTION_TITLES[name]} will be incomplete: ${list} ${lacking.length === 1 ? 'is' : 'are'} not granted in full.`];
  });
  return [...shared, ...sections];
}
