import { silentField, type Printing } from './band.ts';
import type { AllergyState } from './allergy.ts';
import type { LabelCounts, LabelKind } from './label.ts';
import { isDrill, type Outage } from './outage.ts';
import { unreachable } from './result.ts';
import type { Block, Label, Words } from './sheet.ts';
import { paperFhirDate, type Zone } from './time.ts';
import type { PatientView } from './view.ts';

/** One band and a spare; so many labels for the chart and for specimens: a downtime admission takes about 30 (practice.md section 5). */
export const BANDS = 2;
export const CHART_LABELS = 12;
export const SPECIMEN_LABELS = 15;
/** On label stock: a whole sheet of thirty. */
export const LABELS_OF_ADMISSION: LabelCounts = { band: 1, chart: 12, specimen: 18 };

/** Bands and labels to cut out: two identifiers and the number as a bar code on each; label sheets and label printers draw the same words. */
export function bandAndLabels(view: PatientView, { site: { zone }, outage }: Printing): Block[] {
  const repeated = (count: number, kind: LabelKind): Label[] => {
    const label = labelOf(kind, view, zone, outage);
    return Array.from({ length: count }, () => label);
  };
  return [
    { kind: 'heading', text: 'WRISTBAND', note: 'one for the wrist, one spare: cut out, read back with the patient' },
    { kind: 'labels', across: 2, labels: repeated(BANDS, 'band') },
    { kind: 'heading', text: 'CHART LABELS', note: 'for forms, bottles and the bed' },
    { kind: 'labels', across: 3, labels: repeated(CHART_LABELS, 'chart') },
    {
      kind: 'heading',
      text: 'SPECIMEN LABELS',
      note: 'filled in and stuck on at the bedside, by whoever took the sample',
      newPage: true,
    },
    { kind: 'labels', across: 3, labels: repeated(SPECIMEN_LABELS, 'specimen') },
  ];
}

/** What a band or label of this patient says. */
export function labelOf(kind: LabelKind, view: PatientView, zone: Zone, outage: Outage): Label {
  const code = view.identity.mrn;
  const whose = [line(bandName(view), 'drug'), line(bandNumber(view), 'drug')];
  const born = line(bornWords(view, zone), 'body', 'strong');
  const mark: Words = { text: labelMark(outage), role: 'body', tone: 'alarm' };
  const allergies: Words = { text: ALLERGY_MARKS[view.allergies.state], role: 'body', tone: 'alarm' };
  switch (kind) {
    case 'band': {
      const [name, number] = whose as [Words[], Words[]];
      const visit = line(`Visit ${view.encounter.visit ?? silentField(view)}`, 'body', 'strong');
      const where = line(`${view.encounter.unit}, ${arrivalWords(view, zone)}`, 'body');
      const substances = view.allergies.listed.map(a => a.substance).join(', ');
      return {
        kind,
        identity: [name, ...knownAs(view), number, born, [mark, allergies]],
        rest: [...(substances === '' ? [] : [line(`Allergic to: ${substances}`, 'body', 'strong')]), visit, where],
        code,
      };
    }
    case 'chart':
      return { kind, identity: [...whose, born, [mark, allergies]], rest: [], code };
    case 'specimen':
      return { kind, identity: [...whose, born, [mark]], rest: SPECIMEN_LINES.map(text => line(text, 'hand')), code };
    default:
      return unreachable(kind);
  }
}

/** Cut out or stuck on, a label has no page's head that would say so. */
export const labelMark = (outage: Outage): string => (isDrill(outage) ? 'DOWNTIME DRILL' : 'DOWNTIME');

const line = (text: string, role: Words['role'], tone: Words['tone'] = 'plain'): Words[] => [{ text, role, tone }];

/** What stands on the band for good: the alias of a patient who was unknown, also after the name is known (practice.md section 6: blood bank). */
export const bandName = ({ registered, identity }: Pick<PatientView, 'registered' | 'identity'>): string =>
  registered?.registration.alias ?? identity.name;

/** The number as text and as bar code. */
export const bandNumber = (view: PatientView): string => view.identity.mrn ?? silentField(view);

/** "Born 05/01/1990, 36 y female". */
export const bornWords = (view: PatientView, zone: Zone): string => {
  const { birthDate, sex } = view.identity;
  const born = birthDate === null ? silentField(view) : paperFhirDate(birthDate, zone);
  return `Born ${born}, ${view.age ?? 'age unknown'} ${sex}`;
};

/** Which of the four it is; what they are allergic to stands on the band and on every sheet. */
export const ALLERGY_MARKS: Record<AllergyState, string> = {
  listed: 'ALLERGIES',
  'none-known': 'NO KNOWN ALLERGIES',
  'not-asked': 'ALLERGIES NOT ASSESSED',
  'not-received': 'ALLERGIES NOT RECEIVED',
};

const knownAs = (view: PatientView): Words[][] => {
  const name = view.registered?.identified.at(-1)?.name;
  return name !== undefined && name !== bandName(view) ? [line(`Identified as ${name}`, 'body', 'strong')] : [];
};

const arrivalWords = (view: PatientView, zone: Zone): string =>
  view.encounter.admitted === null ? 'admitted: not received' : `here since ${paperFhirDate(view.encounter.admitted, zone)}`;

/** What whoever takes a sample writes on its label. */
export const SPECIMEN_LINES = ['Collector ______________________', 'Date ____________ Time __________'] as const;
