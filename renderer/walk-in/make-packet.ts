import type { PrinterShown, Selection } from '../../main/contract.ts';
import { WALK_IN_FORMS } from '../../main/domain/form.ts';
import type { LabelStock } from '../../main/domain/label.ts';
import { client } from '../client.ts';
import { holdPack } from '../print/pack.ts';

const sheets = (patients: string[], forms: Selection['forms']): Selection => ({
  patients,
  forms,
  from: null,
  span: 'hours',
  hours: 24,
});

/** What a registered patient needs on paper; where bands and labels have printers of their own, they are no pages. */
export const packet = (patientId: string, printers: readonly PrinterShown[]): Selection => {
  const has = (prints: LabelStock['prints']): boolean => printers.some(({ stock }) => stock?.prints === prints);
  const forms = WALK_IN_FORMS.filter(form => form !== 'band-and-labels' || !has('bands') || !has('labels'));
  return sheets([patientId], forms);
};

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
