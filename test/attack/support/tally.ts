import { expect } from 'vitest';

/** Counts what was tried at the door; what got through is named, all of it, at the end of each test. */
export function tally(of: string) {
  let tried = 0;
  let held = 0;
  return {
    /** `whyNot` of each try is null where the door held. */
    expectAll(tries: readonly (string | null)[]): void {
      const through = tries.filter(whyNot => whyNot !== null);
      tried += tries.length;
      held += tries.length - through.length;
      expect(through).toEqual([]);
      expect(tries).not.toEqual([]);
    },
    /** One line for whoever runs the tests. */
    report: (): void => console.log(`${of}: ${tried} door cases tried, ${tried - held} violations`),
  };
}
