import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { usualForms } from '../../main/config/forms.ts';
import { readSite } from '../../main/config/read-site.ts';
import { START_FORMS, WALK_IN_FORMS, type FormDefinition } from '../../main/domain/form.ts';
import { FACTS } from '../../main/domain/form-facts.ts';
import { LISTS } from '../../main/domain/form-lists.ts';
import { PART_NAMES } from '../../main/domain/form-parts.ts';
import { PHASES } from '../../main/domain/procedure.ts';
import { FORM_IDS, site as usualSite } from '../support/site.ts';

const here = mkdtempSync(join(tmpdir(), 'kiosk-forms-'));

const form = (more = '', head = 'id: pain-diary\n    name: Pain diary\n    letters: PD'): string => `forms:
  - ${head}
    title: PAIN DIARY
    roles: [nurse]
    phases: [days]
    about: whoever
    orientation: portrait
    sections:
      - heading: PAIN
      - fields: [[Worst pain, { label: Weight, prefill: weight }]]
${more}`;

let made = 0;
/** A site file beside a folder of forms; the folder's files by name. */
function site(files: Record<string, string>, more = 'forms: forms\n'): string {
  const folder = join(here, String(made++));
  mkdirSync(join(folder, 'forms'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'forms', name), text);
  writeFileSync(join(folder, 'site.yml'), `institution: Lakeside\n${more}`);
  return join(folder, 'site.yml');
}

function read(path: string): { forms: readonly FormDefinition[]; problems: string[] } {
  const found = readSite(path);
  if (!found.ok) throw new Error(found.error.why);
  return {
    forms: found.value.rules.forms,
    problems: found.value.formProblems.map(
      ({ file, line, field, why }) => `${file.split(/[\\/]/).at(-1)}:${line} ${field}: ${why}`,
    ),
  };
}
const problems = (...files: string[]): string[] =>
  read(site(Object.fromEntries(files.map((text, i) => [`${'abc'[i]}.yml`, text])))).problems;

describe('the usual forms', () => {
  test('are right', () => {
    const usual = usualForms();
    expect(usual.ok || usual.error.why).toBe(true);
  });
  test('have every computed part on a form, and every form that a start or a walk-in needs', () => {
    expect(FORM_IDS).toEqual(expect.arrayContaining([...PART_NAMES, ...START_FORMS, ...WALK_IN_FORMS]));
  });
  test('are told apart by their letters, and used by somebody in some phase', () => {
    expect(new Set(usualSite.forms.map(({ letters }) => letters)).size).toBe(usualSite.forms.length);
    for (const { roles, phases } of usualSite.forms) {
      expect(roles.length).toBeGreaterThan(0);
      expect(PHASES).toEqual(expect.arrayContaining(phases));
    }
  });
  test('ask for everything that practice.md, section 5, says', () => {
    const said = (id: string): string => JSON.stringify(usualSite.forms.find(form => form.id === id));
    const ASKED: Record<string, string[]> = {
      'order-sheet': ['written', 'START', 'signature', 'Verbal', 'read back', 'Noted', 'Pharmacy received'],
      'nursing-flowsheet': [
        'Temperature',
        'Heart rate',
        'Respirations',
        'Blood pressure',
        'SpO2',
        'Oxygen',
        'Pain',
        'Initials',
        'normal',
        'Identity band',
        'Allergy band',
        'Risk bands',
      ],
      'intake-output': [
        'IV',
        'Oral',
        'Blood',
        'TPN, lipids',
        'Tube feed',
        'urine',
        'Liquid stool',
        'Emesis',
        'NG',
        'Drain',
        'total',
        '24-h TOTAL',
      ],
      transfusion: [
        'Product',
        'Unit number',
        'Unit ABO, Rh',
        'Patient ABO, Rh',
        '1st checker',
        '2nd checker',
        'STARTED',
        'ENDED',
        'Before',
        'After 15 minutes',
        'End',
        'Reaction',
        'EMERGENCY RELEASE',
      ],
      'lab-requisition': [
        'TESTS',
        'Diagnosis',
        'COLLECTED',
        'Collector',
        'Source',
        'last dose',
        'Height',
        'Weight',
        'Anticoagulant',
        'start',
        'end',
        'STAT',
        'Routine',
      ],
      'imaging-requisition': [
        'Examination',
        'Clinical question',
        'Urgency',
        'Renal function',
        'contrast',
        'Pregnancy',
        'Implants',
        'Anticoagulation',
        'Mobility',
        'Infection',
      ],
      registration: [
        'ARRIVED',
        'Downtime number',
        'alias',
        'estimated age',
        'Sex',
        'Reason',
        'Brought by',
        'Contact',
        'Insurance',
        'Consent',
        'Destination',
      ],
      'reconciliation-discharge': [
        'MEDICINES AT HOME',
        'Continue',
        'Change',
        'Stop',
        'DISCHARGE PRESCRIPTIONS',
        'INSTRUCTIONS GIVEN',
      ],
      'code-record': [
        'EVENT',
        'TIME ZERO',
        'Witnessed',
        'Weight',
        'Rhythm',
        'Pulse',
        'Compressions',
        'Joules',
        'Drug, dose, route',
        'Airway',
        'Recorder',
        'Leader',
        'ONE CLOCK',
      ],
      'downtime-log': ['DECLARED', 'By whom', 'CHECKS', 'CALLS', 'TICKET NUMBERS'],
    };
    for (const [id, words] of Object.entries(ASKED)) for (const word of words) expect(said(id), `${id}: ${word}`).toContain(word);
    expect(FORM_IDS).toEqual(expect.arrayContaining(['diet-order', 'consent', 'transfer', 'critical-results', 'runner-log']));
  });
  test('never leave the safety questions of an imaging requisition blank', () => {
    const { content } = usualSite.forms.find(({ id }) => id === 'imaging-requisition')!;
    const fields = content.kind === 'sections' ? content.sections.flatMap(s => (s.kind === 'fields' ? s.rows.flat() : [])) : [];
    for (const asked of [/Renal/, /contrast, iodine/, /Pregnancy/, /Implants/, /Anticoag/, /Mobility/, /Infection/])
      expect(
        fields.find(({ label }) => asked.test(label)),
        String(asked),
      ).toMatchObject({ must: true });
  });
  test('print the times of an arrival first on a registration', () => {
    const { content } = usualSite.forms.find(({ id }) => id === 'registration')!;
    expect(content.kind === 'sections' && content.sections.find(s => s.kind === 'fields')).toMatchObject({
      rows: [[{ label: 'ARRIVED: date, time', prefill: 'arrival', must: true }, {}, {}]],
    });
  });
});

test('the README’s example of a form is right, and names everything that can be filled in beforehand', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const example = /```yaml\n(forms:\n[^]*?)```/.exec(readme)?.[1] ?? '';
  const { forms, problems } = read(site({ 'a.yml': example }));
  expect(problems).toEqual([]);
  expect(forms.at(-1)?.id).toBe('pain-diary');
  for (const name of [...Object.keys(FACTS), ...Object.keys(LISTS)]) expect(readme).toContain(`\`${name}\``);
});

describe('a site’s own form', () => {
  test('comes after the usual ones, with everything decided that it leaves open', () => {
    const { forms, problems } = read(site({ 'a.yml': form(), 'notes.txt': 'not read' }));
    expect(problems).toEqual([]);
    expect(forms.map(({ id }) => id)).toEqual([...FORM_IDS, 'pain-diary']);
    expect(forms.at(-1)).toMatchObject({
      copies: 1,
      charting: false,
      content: {
        kind: 'sections',
        sections: [
          { kind: 'heading', text: 'PAIN', note: null },
          { kind: 'fields', rows: [[{ label: 'Worst pain', prefill: null, width: 1 }, { prefill: 'weight' }]] },
        ],
      },
    });
  });
  test('takes the place of the usual one of its name', () => {
    const own = form('', 'id: diet-order\n    name: Kitchen slip\n    letters: DO');
    const { forms, problems } = read(site({ 'a.yml': own }));
    expect(problems).toEqual([]);
    expect(forms.map(({ id }) => id)).toEqual(FORM_IDS);
    expect(forms.find(({ id }) => id === 'diet-order')?.name).toBe('Kitchen slip');
  });
  test('may give a computed form another name and title, but not another layout', () => {
    const mar = (more: string) => `forms:
  - { id: mar-scheduled, name: Kardex, title: KARDEX, letters: S, roles: [nurse], phases: [days], part: mar-scheduled${more} }\n`;
    expect(read(site({ 'a.yml': mar('') })).forms[0]).toMatchObject({ title: 'KARDEX', orientation: 'landscape', timed: true });
    expect(problems(mar(', orientation: portrait'))).toEqual([
      expect.stringMatching(/part mar-scheduled decides this by itself/),
    ]);
  });
  test.each<[string, string, RegExp]>([
    ['an unknown field', form('        colour: red\n'), /^a\.yml:13 .*colour: the kiosk knows no such setting here/],
    ['an endless row', form('        height: 4000\n'), /^a\.yml:13 .*height: write 120 at most/],
    ['a row too low to write on', form('        height: 8\n'), /height: write a number of 20 or more/],
    ['too many lines', form('      - table: { columns: [A], empty: 500 }\n'), /^a\.yml:13 .*empty: write 60 at most/],
    [
      'a column nobody can write in',
      form(`      - table: { columns: [{ label: A, width: 1 }, { label: B, width: 100 }], empty: 2 }\n`),
      /^a\.yml:13 .*columns\[1\].*5 points wide, and a hand needs 18/,
    ],
    [
      'a label that would fill the page',
      form(
        `      - fields: [[${Array.from({ length: 12 }, (_, i) => `{ label: '${i} ${'what is asked '.repeat(7)}' }`).join(', ')}]]\n`,
      ),
      /^a\.yml:13 .*label is too long for its width/,
    ],
    [
      'more options than fit',
      form(
        `      - fields: [[${'ABCDEFGHIJKL'.replace(/./g, l => `{ label: ${l}, options: [${'one, two, three, four, five, six, seven, eight'}] },`)}]]\n`,
      ),
      /more options than fit/,
    ],
    [
      'an unknown value to fill in',
      form('      - fields: [[{ label: A, prefill: wieght }]]\n'),
      /prefill: "wieght" is not known here.*did you mean weight/,
    ],
    ['an unknown list', form('      - table: { columns: [A], prefill: medicines }\n'), /prefill: "medicines" is not known here/],
    [
      'a list with too few columns',
      form('      - table: { columns: [A], prefill: medication-orders }\n'),
      /fills 4 columns: write as many/,
    ],
    [
      'a ward’s list on a patient’s form',
      form('      - table: { columns: [A, B], prefill: phones }\n'),
      /about ward, and this form about whoever/,
    ],
    [
      'two tables that could not be told apart',
      form('      - table: { columns: [A], empty: 2 }\n      - table: { columns: [A], empty: 3 }\n'),
      /^a\.yml:14 .*same heading and columns/,
    ],
    ['an unknown phase', form().replace('[days]', '[month]'), /^a\.yml:7 .*phases\[1\]: "month" is not known here/],
    ['an unknown role', form().replace('[nurse]', '[porter]'), /^a\.yml:6 .*roles\[1\]: "porter" is not known here/],
    [
      'an unknown part',
      form().replace('about: whoever', 'part: mar-sheduled'),
      /part: "mar-sheduled" is not known here.*did you mean mar-scheduled/,
    ],
    [
      'a part under another name',
      form().replace(/ {4}about[^]*/, '    part: summary\n'),
      /fills the form of its own name only: write id: summary/,
    ],
    [
      'letters of another form',
      form('', 'id: pain-diary\n    name: Pain diary\n    letters: U'),
      /U are already the letters of summary/,
    ],
    ['no letters at all', form('', 'id: pain-diary\n    name: Pain diary'), /letters is missing here/],
    [
      'a section that is nothing',
      form('      - note: where?\n'),
      /a section is one of heading, words, fields, table, signatures: write which/,
    ],
    ['a section that is two things', form('      - { heading: A, words: B }\n'), /make two sections of these/],
    ['a height beside words', form('      - { words: B, height: 30 }\n'), /height says nothing beside words/],
    ['neither sections nor a part', form().replace(/ {4}about[^]*/, ''), /sections is missing here/],
    ['something that is no form', 'forms:\n  - true\n', /^a\.yml:2 forms\[1\]: write a group of settings here/],
    ['an empty file', '', /forms is missing here/],
    ['no YAML', 'forms: [', /not proper YAML/],
  ])('with %s is named with its line and left out', (_, text, why) => {
    const { forms, problems } = read(site({ 'a.yml': text }));
    expect(problems).toContainEqual(expect.stringMatching(why));
    expect(forms.map(({ id }) => id)).toEqual(FORM_IDS);
  });
  test('that is wrong keeps the usual one in its place, and no other form of the site from being used', () => {
    const wrong = form('        height: 4000\n', 'id: diet-order\n    name: Kitchen slip\n    letters: DO');
    const { forms, problems } = read(site({ 'a.yml': wrong, 'b.yml': form() }));
    expect(problems).toHaveLength(1);
    expect(forms.find(({ id }) => id === 'diet-order')?.name).toBe('Diet order');
    expect(forms.map(({ id }) => id)).toContain('pain-diary');
  });
  test('of an id that another file has is named: of two only one can count', () =>
    expect(problems(form(), form('', 'id: pain-diary\n    name: Other\n    letters: PE'))).toEqual([
      expect.stringMatching(/^b\.yml:2 pain-diary\.id: "pain-diary" is already a form of .*a\.yml/),
    ]));
  test('may be named by the site’s steps; one that cannot be used takes no steps with it', () => {
    const steps =
      'phase: days\nsteps:\n  - { id: diary, roles: [nurse], text: Write., why: Pain., print: [pain-diary, summary] }\n';
    for (const [more, printed] of [
      ['', ['pain-diary', 'summary']],
      ['        height: 4000\n', ['summary']],
    ] as const) {
      const path = site({ 'a.yml': form(more) }, 'forms: forms\nprocedures: steps\n');
      mkdirSync(join(path, '../steps'));
      writeFileSync(join(path, '../steps/a.yml'), steps);
      expect(readSite(path)).toMatchObject({
        ok: true,
        value: { procedureProblems: [], procedures: [{ id: 'diary', print: printed }] },
      });
    }
  });
  test('a folder that is not there is named at the site’s own line', () =>
    expect(read(site({}, 'forms: formss\n')).problems).toEqual([
      expect.stringMatching(/^site\.yml:2 forms: the folder .*formss cannot be read/),
    ]));
});
