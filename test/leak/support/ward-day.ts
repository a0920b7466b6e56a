import { setTimeout as wait } from 'node:timers/promises';
import type { Client, Selection } from '../../../main/contract.ts';
import { must } from './must.ts';

/** Until everybody’s paper lies ready on the shelf. */
export async function paperReady(call: Client): Promise<void> {
  while ((await call.getStatus({})).paper.at === null) await wait(200);
}

/** Makes a pack of everybody's sheets, and waits for it. */
export async function onPaper(call: Client, more: Partial<Selection> = {}): Promise<number> {
  const all: Selection = {
    patients: 'all',
    forms: ['mar-scheduled', 'mar-prn', 'summary'],
    from: null,
    span: 'hours',
    hours: 12,
  };
  const { pack } = must(await call.startPack({ ...all, ...more }));
  while (must(await call.getPack({ pack })).state === 'rendering') await wait(200);
  return pack;
}
