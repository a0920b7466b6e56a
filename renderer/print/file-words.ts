import type { PackFile } from '../../main/contract.ts';
import type { FormShown } from '../../main/domain/form.ts';
import { LIST_KINDS } from '../../main/domain/pharmacy/lists.ts';
import { formName } from '../forms.ts';
import { text } from '../text.ts';

const words = text.print;

/** Whose sheets a file holds: a patient's bed and name, the unit's list, the ward's own forms, or blank forms with nobody's name. */
export function fileWords(
  { patientId, bed, name, sheets }: PackFile,
  forms: readonly FormShown[],
): { bed: string; name: string } {
  if (patientId !== null) return { bed: bed ?? text.ward.noBed, name };
  const are = (about: 'whoever' | 'ward' | 'census'): boolean =>
    sheets.every(sheet => forms.some(form => form.id === sheet.form && form.about === about));
  if (are('census')) return { bed: words.unitBed, name: words.censusFile(name) };
  if (are('ward')) return { bed: words.wardBed, name: words.wardFile(name) };
  if (are('whoever')) return { bed: words.blankBed, name: words.blankFile };
  const [first] = sheets;
  const list = LIST_KINDS.find(kind => kind === first?.form);
  return { bed: words.unitBed, name: list ? `${formName(forms, list)}, ${name}` : words.unitFile(name) };
}
