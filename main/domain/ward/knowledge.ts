import type { EffectiveAct } from './effective-acts.ts';

/** Does the first event know of the second, directly or through others? Also through acts that are said never to have happened. */
export type Knows = (event: string, other: string) => boolean;

/** What the writers of some acts knew of each other. It depends on the acts, not on the order in which they arrived. */
export function knowledgeOf(acts: readonly EffectiveAct[]): Knows {
  const direct = new Map(acts.map(({ recorded, first }) => [recorded.id, first.after]));
  const known = new Map<string, Set<string>>();
  const behind = (event: string): Set<string> => {
    const before = known.get(event);
    if (before) return before;
    const all = new Set<string>();
    known.set(event, all);
    for (const seen of direct.get(event) ?? []) {
      all.add(seen);
      for (const more of behind(seen)) all.add(more);
    }
    return all;
  };
  return (event, other) => behind(event).has(other);
}

/** The newest of some acts: those that no other of them knows of. What whoever records the next one can see. */
export const newestOf = <A extends Pick<EffectiveAct, 'recorded'>>(acts: readonly A[], knows: Knows): A[] =>
  acts.filter(({ recorded }) => !acts.some(other => other.recorded.id !== recorded.id && knows(other.recorded.id, recorded.id)));
