import type { Selection } from '../../main/contract.ts';
import { WALK_IN_FORMS } from '../../main/domain/form.ts';
import { client } from '../client.ts';
import { holdPack } from '../print/pack.ts';

const sheets = (patients: string[], forms: Selection['forms']): Selection => ({
  patients,
  forms,
  from: null,
  span: 'hours',
  hours: 24,
});

/** What a registered patient needs on paper. */
export const packet = (patientId: string): Selection => sheets([patientId], WALK_IN_FORMS);

/** What is to be merged once the EHR is back. */
export const mergeList = (patients: string[]): Selection => sheets(patients, ['merge-list']);

/** Has sheets made and takes them up; null, or why not. */
export async function makePack(selection: Selection): Promise<string | null> {
  try {
    const started = await client.startPack(selection);
    if (!started.ok) return started.error.why;
    holdPack(started.value.pack);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
