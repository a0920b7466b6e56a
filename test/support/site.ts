import type { FormDefinition } from '../../main/domain/form.ts';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import type { Site } from '../../main/domain/site.ts';

const read = readSite(SITE_DEFAULTS);
if (!read.ok) throw new Error(read.error.why);

/** The default rules for 4 West in New York. */
export const site: Site = {
  ...read.value.rules,
  unit: '4 West',
  zone: 'America/New_York',
  institution: 'Lakeside General Hospital',
};

/** Every form that the kiosk has by itself, in the order in which they are printed. */
export const FORM_IDS: string[] = site.forms.map(({ id }) => id);

/** The forms about somebody or something. */
export const formsAbout = (about: FormDefinition['about']): string[] =>
  site.forms.filter(form => form.about === about).map(({ id }) => id);
