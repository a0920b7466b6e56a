import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onlyPages } from '../../main/paper/only-pages.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { pageText } from '../../main/paper/read-text.ts';
import { renderPatient } from '../../main/paper/render.ts';
import { restamped } from '../../main/paper/stamp.ts';
import { folder } from '../support/command-line.ts';
import { needs } from '../support/needs.ts';
import { paperPatient, sheetsOf, viewOf } from '../support/paper-patient.ts';

async function stampedPaper(): Promise<Buffer> {
  const rendered = renderPatient(sheetsOf(viewOf(paperPatient())), 'letter');
  if (!rendered.ok) throw new Error(rendered.error.why);
  const pdf = restamped(rendered.value.pdf, rendered.value.stamps, {
    age: '(3 h 7 min old when printed)',
    printed: 'Printed 11/22/2026 17:52 by R. Alvarez from K1',
  });
  if (pdf === null) throw new Error('not stamped');
  return pdf;
}

test('the rest of a patient’s paper is the same pages, from the one asked for on', async () => {
  const pdf = await stampedPaper();
  const pages = (await readBack(pdf)).map(pageText);
  expect(pages.length).toBeGreaterThan(2);
  for (let first = 1; first <= pages.length; first++) {
    const rest = onlyPages(pdf, first);
    expect((await readBack(rest)).map(pageText)).toEqual(pages.slice(first - 1));
    expect(rest.subarray(0, pdf.length).equals(pdf)).toBe(true);
  }
});

test.skipIf(needs.poppler.missing)('another reader finds the same pages', async () => {
  const pdf = await stampedPaper();
  const pages = (await readBack(pdf)).length;
  const file = join(folder(), 'rest.pdf');
  writeFileSync(file, onlyPages(pdf, 2));
  expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(new RegExp(`Pages: +${pages - 1}\\n`));
});
