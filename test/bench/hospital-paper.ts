import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { renderPatient } from '../../main/paper/render.ts';
import type { Copy } from '../../main/services/charts.ts';
import { sheetsOf } from './ward-sheets.ts';

// Renders the sheets of so many units like the one in a file in this process, which the first unit has warmed up. Says how long it took and how much memory it needed.
const units = Number(process.argv[2]);
const copy = deserialize(readFileSync(process.argv[3]!)) as Copy;
let patients = 0;
let pages = 0;
let seconds = 0;
for (let unit = 0; unit <= units; unit++) {
  for (const sheets of sheetsOf(copy, unit + 1)) {
    const begin = performance.now();
    const rendered = renderPatient(sheets, 'letter');
    const took = performance.now() - begin;
    if (!rendered.ok) throw new Error(rendered.error.why);
    if (unit === 0) continue;
    patients++;
    pages += rendered.value.pages.reduce((sum, p) => sum + p.pages, 0);
    seconds += took / 1000;
  }
}
process.stdout.write(JSON.stringify({ patients, pages, seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
