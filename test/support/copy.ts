import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import { planOf } from '../../main/config/site-configuration.ts';
import type { Chart } from '../../main/domain/chart.ts';
import type { Copy } from '../../main/services/charts.ts';

/** A copy of 5 West with these charts, under the default rules. */
export function copyOf(charts: Chart[], asOf: string, generation = 17): Copy {
  const site = readSite(SITE_DEFAULTS);
  if (!site.ok) throw new Error('no site rules');
  const snapshot = {
    unit: '5 West',
    institution: 'Lakeside',
    zone: 'America/New_York',
    source: 'test',
    asOf,
    charts,
    unread: [],
  };
  return { generation, snapshot, rules: site.value.rules, events: [], plan: planOf(site.value) };
}
