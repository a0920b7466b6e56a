import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './command-line.ts';

/** A unit of the demo hospital with nobody on it: it never has a copy. */
export const ICU = 'Medical Intensive Care Unit';

/** A printer that nothing answers for: what is given to it waits. */
export const SILENT_PRINTER = 'PHARM-PRN1';

/** A site file of the demo hospital with a pharmacy desk over three units, of which 5 East has times of its own. */
export function deskSite(): string {
  const here = folder();
  mkdirSync(here, { recursive: true });
  const path = join(here, 'site.yml');
  writeFileSync(
    path,
    [
      'institution: Lakeside General Hospital',
      'desk: { units: all }',
      'wardStock: { source: pharmacy committee, stems: [acetaminophen] }',
      `printers: [{ name: ${SILENT_PRINTER}, uri: "ipp://127.0.0.1:9/ipp/print" }]`,
      'units:',
      '  - name: 4 West',
      '  - name: 5 East',
      '    administrationTimes: { rows: [{ codes: [BID], frequency: 2, period: 1, periodUnit: d, times: ["10:00", "22:00"], words: twice a day at 10 and 22 }] }',
      `  - name: ${ICU}`,
      '',
    ].join('\n'),
  );
  return path;
}
