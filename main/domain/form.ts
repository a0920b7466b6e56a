import type { PartName } from './form-parts.ts';
import type { FormSection } from './form-section.ts';
import type { Phase } from './phase.ts';
import type { Role } from './role.ts';
import type { FormKind, Sheet } from './sheet.ts';

/**
 * Whom a form is about: one patient, whoever (a patient, or nobody yet, then it is blank), several patients of a unit, the ward itself, or
 * everybody of the unit whoever was chosen; or the standing pack that it lies in front of.
 */
export type About = 'patient' | 'whoever' | 'unit' | 'ward' | 'census' | 'standing';

/** How a form is laid out and what stands on each of its pages, besides its own content. */
export interface Shape {
  about: About;
  orientation: Sheet['orientation'];
  /** Somebody writes on it: codes' legends and room for signatures on every page. */
  charting: boolean;
  /** It is about certain hours, which stand at its head. */
  timed: boolean;
  /** Sedation is scored on it, so that its scale stands at the foot. */
  sedation: boolean;
  /** One for the whole unit, never under a patient's head. */
  wholeUnit: boolean;
}

/** A form as resources/forms or the site defines it, checked: what it is called, who uses it when, and what is on it. */
export interface FormDefinition extends Shape {
  id: FormKind;
  /** In lists, on the screen. */
  name: string;
  /** At the head of each page. */
  title: string;
  /** One to three, part of the sheet's id, different for each form. */
  letters: string;
  /** So many are needed each time: one for the chart, one for whoever acts on it. */
  copies: number;
  /** Who uses it; the first has it in hand first. */
  roles: Role[];
  /** In which phases of an outage it is needed. */
  phases: Phase[];
  /** Departments that it goes to, or that act on it. */
  departments: Department[];
  content: FormContent;
}

/** A computed part fills its sheet by itself; everything else is made of sections. */
export type FormContent = { kind: 'part'; part: PartName } | { kind: 'sections'; sections: FormSection[] };

/** The definition of a form that this kiosk has. That it has one is checked before paper is made. */
export function formOf(forms: readonly FormDefinition[], id: FormKind): FormDefinition {
  const found = forms.find(form => form.id === id);
  if (!found) throw new Error(`no form is called ${id}`);
  return found;
}

/** Whom a ward sends forms to. */
export const DEPARTMENTS = ['pharmacy', 'laboratory', 'blood-bank', 'radiology', 'kitchen'] as const;
export type Department = (typeof DEPARTMENTS)[number];

/** What the screen has to know of a form to offer it. */
export type FormShown = Pick<
  FormDefinition,
  'id' | 'name' | 'about' | 'wholeUnit' | 'charting' | 'timed' | 'copies' | 'roles' | 'phases' | 'departments'
>;

/** A form as it is offered. */
export const formShown = ({
  id,
  name,
  about,
  wholeUnit,
  charting,
  timed,
  copies,
  roles,
  phases,
  departments,
}: FormDefinition): FormShown => ({
  id,
  name,
  about,
  wholeUnit,
  charting,
  timed,
  copies,
  roles,
  phases,
  departments,
});

export interface FormUnknown {
  kind: 'form-unknown';
  why: string;
}

/** Why paper of these forms can't be made; null when this kiosk has all of them. */
export function unknownForms(forms: readonly FormDefinition[], asked: readonly FormKind[]): FormUnknown | null {
  const unknown = asked.filter(id => !forms.some(form => form.id === id));
  if (unknown.length === 0) return null;
  const why = `This kiosk has no form called ${unknown.join(', ')}. It has ${forms.map(({ id }) => id).join(', ')}.`;
  return { kind: 'form-unknown', why };
}

/** What a ward needs when a downtime begins: both MARs, the sheets of those with infusions, insulin or a pump, and the summary. */
export const START_FORMS: FormKind[] = ['mar-scheduled', 'mar-prn', 'infusion', 'insulin', 'pca', 'summary'];

/** What is printed to be written by hand as long as nobody chooses. */
export const FIRST_BLANKS: FormKind[] = ['mar-blank', 'infusion-blank', 'insulin-blank', 'pca-blank', 'order-sheet', 'adt-blank'];

/** What a patient who was just registered needs, made by one action (practice.md section 6). */
export const WALK_IN_FORMS: FormKind[] = ['band-and-labels', 'mar-scheduled', 'mar-prn', 'order-sheet'];
