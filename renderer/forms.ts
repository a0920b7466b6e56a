import type { FormShown } from '../main/domain/form.ts';
import type { FormKind } from '../main/domain/sheet.ts';
import { useLive } from './live.ts';

const NONE: FormShown[] = [];

/** Every form of this kiosk, in the order in which they are printed. */
export const useForms = (): FormShown[] => useLive(live => live.status?.forms ?? NONE);

/** What a form is called; one that this kiosk has no longer, by its id. */
export const formName = (forms: readonly FormShown[], id: FormKind): string => forms.find(form => form.id === id)?.name ?? id;

/** The forms about somebody or something, by id. */
export const idsOf = (forms: readonly FormShown[], about: FormShown['about']): FormKind[] =>
  forms.filter(form => form.about === about).map(({ id }) => id);
