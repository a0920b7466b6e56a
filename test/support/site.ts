import { readSiteRules } from '../../main/config.ts';
import type { Site } from '../../main/domain/site.ts';

const rules = readSiteRules();
if (!rules.ok) throw new Error(rules.error.why);

/** The default rules for 4 West in New York. */
export const site: Site = { ...rules.value, unit: '4 West', zone: 'America/New_York', institution: 'Lakeside General Hospital' };
