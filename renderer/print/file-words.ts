import type { PackFile } from '../../main/contract.ts';
import { FORMS } from '../../main/domain/forms.ts';
import { text } from '../text.ts';

const words = text.print;

/** Whose sheets a file holds: a patient's bed and name, the unit's list, or blank forms with nobody's name. */
export function fileWords({ patientId, bed, name, sheets }: PackFile): { bed: string; name: string } {
  if (patientId !== null) return { bed: bed ?? text.ward.noBed, name };
  return sheets.every(sheet => FORMS[sheet.form].about === 'whoever')
    ? { bed: words.blankBed, name: words.blankFile }
    : { bed: words.unitBed, name: words.unitFile(name) };
}
