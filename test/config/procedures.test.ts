import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProcedures, USUAL_PROCEDURES } from '../../main/config/procedures.ts';
import { readSite } from '../../main/config/read-site.ts';
import { PHASES } from '../../main/domain/procedure.ts';
import { ROLES } from '../../main/domain/role.ts';
import { FORM_IDS } from '../support/site.ts';
import { unsafeWords } from '../support/unsafe-words.ts';

const here = mkdtempSync(join(tmpdir(), 'kiosk-steps-'));

const STEP = `  - { id: print-ward, roles: [nurse], text: Print the ward., why: Paper outlives the computer., print: [mar-scheduled] }\n`;
const hour = (steps: string): string => `phase: first-hour\nsteps:\n${steps}`;

let made = 0;
/** A site file beside a folder of procedures; the folder's files by name. */
function site(files: Record<string, string>, more = 'procedures: steps\n'): string {
  const folder = join(here, String(made++));
  mkdirSync(join(folder, 'steps'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'steps', name), text);
  writeFileSync(join(folder, 'site.yml'), `institution: Lakeside\n${more}`);
  return join(folder, 'site.yml');
}

/** What is wrong, as "file:line field: sentence", the file from the site's folder on. */
function problems(path: string): string[] {
  const read = readSite(path);
  const found = read.ok ? read.value.procedureProblems : read.error.problems;
  return found.map(({ file, line, field, why }) => `${file.split(/[\\/]/).at(-1)}:${line} ${field}: ${why}`);
}

describe('the usual procedures', () => {
  const read = readProcedures(USUAL_PROCEDURES, FORM_IDS, () => {
    throw new Error('the folder is there');
  });
  const steps = read.ok ? read.value : [];

  test('are right, in the order of an outage', () => {
    expect(read.ok || read.error.why).toBe(true);
    expect([...new Set(steps.map(step => step.phase))]).toEqual(PHASES);
  });

  test.each(ROLES)('tell a %s what to do in each phase', role => {
    for (const phase of PHASES)
      expect(steps.filter(step => step.phase === phase && step.roles.includes(role)).length, phase).toBeGreaterThan(0);
  });

  test('have no unsafe abbreviation in them', () =>
    expect(steps.flatMap(({ id, text, why }) => unsafeWords(`${text} ${why}`).map(what => `${id}: ${what}`))).toEqual([]));

  test('hold where a site says nothing, and there is no phone list', () => {
    const usual = readSite(site({}, ''));
    expect(usual).toMatchObject({ ok: true, value: { procedures: steps, phones: [] } });
  });
});

describe('a site’s own procedures', () => {
  test('take the place of the usual ones, the folder named from where the site file stands', () => {
    expect(readSite(site({ 'a.yml': hour(STEP), 'notes.txt': 'not read' }))).toMatchObject({
      ok: true,
      value: { procedures: [{ id: 'print-ward', phase: 'first-hour', roles: ['nurse'], print: ['mar-scheduled'] }] },
    });
  });

  test('a mistake is named with its file, line and field', () => {
    const path = site({
      'a.yml': 'phase: first-hours\nsteps: []\n',
      'b.yml': hour(`  - id: Print Ward\n    roles: [nurse, pharmacy]\n    why: ''\n    print: [mar-shedule]\n    when: soon\n`),
    });
    expect(problems(path)).toEqual([
      expect.stringMatching(/^a\.yml:1 phase: "first-hours" is not known here.*did you mean first-hour\?/),
      expect.stringMatching(/^a\.yml:2 steps: list at least 1/),
      expect.stringMatching(/^b\.yml:3 steps\[1\]\.id: write small letters/),
      expect.stringMatching(/^b\.yml:3 steps\[1\]\.text: text is missing here/),
      expect.stringMatching(/^b\.yml:4 steps\[1\]\.roles\[2\]: "pharmacy" is not known here/),
      expect.stringMatching(/^b\.yml:5 steps\[1\]\.why: this must not be empty/),
      expect.stringMatching(/^b\.yml:6 steps\[1\]\.print\[1\]: "mar-shedule" is not known here/),
      expect.stringMatching(/^b\.yml:7 steps\[1\]\.when: the kiosk knows no such setting/),
    ]);
  });

  test('with mistakes keep no ward from its copy: the usual ones hold until they are corrected', () => {
    const read = readSite(site({ 'a.yml': hour(STEP).replace('nurse', 'nurze') }));
    const usual = readSite(site({}, ''));
    if (!usual.ok || !read.ok) throw new Error('both site files are right');
    expect(read.value.procedureProblems).toHaveLength(1);
    expect(read.value.procedures).toEqual(usual.value.procedures);
  });

  test('two steps of one id are named, in one file or in two: their ticks could not be told apart', () => {
    expect(problems(site({ 'a.yml': hour(STEP), 'b.yml': hour(STEP) }))).toEqual([
      'b.yml:3 steps[1].id: "print-ward" is already a step of a.yml: give each its own id',
    ]);
    expect(problems(site({ 'a.yml': hour(STEP + STEP) }))).toHaveLength(1);
  });

  test('a folder that is not there or has no steps is named at the site’s own line', () => {
    expect(problems(site({}, 'procedures: stepps\n'))).toEqual([
      expect.stringMatching(/^site\.yml:2 procedures: the folder .*stepps cannot be read/),
    ]);
    expect(problems(site({}))).toEqual([expect.stringMatching(/^site\.yml:2 procedures: there are no \.yml files/)]);
  });
});

describe('the phone list of a site', () => {
  test('keeps its order and numbers as written', () =>
    expect(
      readSite(site({}, "phones:\n  - { who: Pharmacy, number: '0412' }\n  - { who: Runner, number: ext. 77 }\n")),
    ).toMatchObject({
      ok: true,
      value: {
        phones: [
          { who: 'Pharmacy', number: '0412' },
          { who: 'Runner', number: 'ext. 77' },
        ],
      },
    }));

  test('a number without quotes could lose its zeros: the line is named', () =>
    expect(problems(site({}, 'phones:\n  - { who: Pharmacy, number: 0412 }\n'))).toEqual([
      expect.stringMatching(/^site\.yml:3 phones\[1\]\.number: write this as text, in quotes/),
    ]));
});
