/** Does one thing at a time; what can't wait comes before all that waits. */
export type InTurn = <T>(work: () => Promise<T>, first?: 'first') => Promise<T>;

/** A queue of work of which one failing keeps no other from its turn. */
export function inTurn(): InTurn {
  const waiting: (() => Promise<void>)[] = [];
  let busy = false;

  async function go(): Promise<void> {
    if (busy) return;
    busy = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) await next();
    busy = false;
  }

  return (work, first) =>
    new Promise((resolve, reject) => {
      const turn = (): Promise<void> => Promise.resolve().then(work).then(resolve, reject);
      if (first) waiting.unshift(turn);
      else waiting.push(turn);
      void go();
    });
}
