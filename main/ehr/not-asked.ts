import type { Capability } from './capability.ts';

/** Resource types that are not asked for, and why in words; `unlessDeclared` ones are, when the server's own statement names them. */
export type NotAsked = Readonly<Record<string, { why: string; unlessDeclared: boolean }>>;

/** What a server offers, less what the site doesn't want. */
export function narrowed(capability: Capability, notAsked: NotAsked): Capability {
  const why = (type: string): string | null => {
    const wish = Object.hasOwn(notAsked, type) ? notAsked[type]! : null;
    if (wish === null || (wish.unlessDeclared && capability.declared && capability.offers(type))) return null;
    return wish.why;
  };
  return { ...capability, offers: type => why(type) === null && capability.offers(type), notAsked: why };
}
