import type { LabelWish, Selection } from '../../main/contract.ts';
import { client } from '../client.ts';

const LOOK_MS = 150;

/** What labels became: their pack, or why there are none. */
export type Made = { pack: number } | { why: string };

/** A patient's labels as a pack; without a wish the page to cut out. */
export const labelSelection = (patientId: string, wish?: LabelWish): Selection => ({
  patients: [patientId],
  forms: ['band-and-labels'],
  from: null,
  span: 'hours',
  hours: 24,
  ...(wish && { labels: wish }),
});

/** Has labels made and read back, and gives them to a label printer. */
export async function printLabels(patientId: string, counts: LabelWish['counts'], printer: string): Promise<Made> {
  try {
    const started = await client.startPack(labelSelection(patientId, { on: { kind: 'printer', name: printer }, counts }));
    if (!started.ok) return started.error;
    const { pack } = started.value;
    for (;;) {
      const progress = await client.getPack({ pack });
      if (!progress.ok) return progress.error;
      if (progress.value.state === 'rendering') await new Promise(resolve => setTimeout(resolve, LOOK_MS));
      else if (progress.value.refused[0]) return progress.value.refused[0];
      else break;
    }
    const printed = await client.startPrint({ pack, printer });
    return printed.ok ? { pack } : printed.error;
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** Has sheets of labels made, or with `null` the page to cut out. */
export async function makeLabels(patientId: string, wish: LabelWish | null): Promise<Made> {
  try {
    const started = await client.startPack(labelSelection(patientId, wish ?? undefined));
    return started.ok ? started.value : started.error;
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
