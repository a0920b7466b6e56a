import type { SectionName } from '../domain/chart.ts';
import type { Capability } from './capability.ts';
import { SECTION_NEEDS } from './section-needs.ts';

/** Sections that are not asked for, and why in words; `unlessDeclared` ones are, when the server's own statement names their types. */
export type NotAsked = Readonly<Partial<Record<SectionName, { why: string; unlessDeclared: boolean }>>>;

/** What a server offers, less what the site doesn't want. A type is still asked for when another section needs it. */
export function narrowed(capability: Capability, notAsked: NotAsked): Capability {
  const leftOut = (section: SectionName): string | null => {
    const wish = notAsked[section];
    const declared = capability.declared && SECTION_NEEDS[section].types.some(capability.offers);
    return wish === undefined || (wish.unlessDeclared && declared) ? null : wish.why;
  };
  const notAskedFor = (type: string): string | null => {
    const sections = (Object.keys(SECTION_NEEDS) as SectionName[]).filter(name => SECTION_NEEDS[name].types.includes(type));
    const reasons = sections.map(leftOut);
    return reasons.includes(null) ? null : (reasons[0] ?? null);
  };
  return {
    ...capability,
    offers: type => notAskedFor(type) === null && capability.offers(type),
    notAsked: notAskedFor,
    leftOut,
  };
}
