import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Selection } from '../../main/contract.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { pageTexts } from '../support/pdf-text.ts';

const form = (id: string, letters: string, more: string): string => `  - id: ${id}
    name: Form ${id}
    title: FORM ${id.toUpperCase()}
    letters: ${letters}
    roles: [nurse]
    phases: [days]
    about: whoever
    orientation: portrait
    sections:
      - heading: HOW IT WAS
      - fields: [[Worst pain, { label: Weight, prefill: weight }]]
${more}`;

/** A site file with forms of its own: one that is right, one with a letter that no font has, one that stands for a usual one and is wrong. */
function siteFile(): { site: string; forms: string } {
  const home = folder();
  const forms = join(home, 'forms');
  mkdirSync(forms);
  writeFileSync(join(forms, 'a.yml'), `forms:\n${form('pain-diary', 'PD', '')}`);
  writeFileSync(join(forms, 'b.yml'), `forms:\n${form('diet-order', 'DO', "      - words: 'Soup 😀'\n")}`);
  writeFileSync(join(forms, 'c.yml'), `forms:\n${form('consent', 'CO', '        height: 9000\n')}`);
  writeFileSync(join(home, 'site.yml'), 'institution: Lakeside\nforms: forms\n');
  return { site: join(home, 'site.yml'), forms };
}

const everyHour = { from: null, span: 'hours', hours: 24 } as const;

async function makeOn(demo: DemoKiosk, selection: Selection) {
  const started = await demo.call.startPack(selection);
  if (!started.ok) return started;
  for (;;) {
    const pack = await demo.call.getPack(started.value);
    if (!pack.ok) throw new Error(pack.error.why);
    if (pack.value.state !== 'rendering') return { ok: true as const, value: pack.value };
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

describe('a kiosk whose site has forms of its own', () => {
  const { site } = siteFile();
  let demo: DemoKiosk;
  beforeAll(async () => {
    demo = await openDemoKiosk({ siteFile: site });
    await demo.kiosk.firstRefresh;
  });
  afterAll(() => demo.close());

  const make = (selection: Selection) => makeOn(demo, selection);
  test('offers it, and says on the screen which of them it cannot use and why', async () => {
    const { forms, weaknesses } = await demo.call.getStatus({});
    expect(forms.find(({ id }) => id === 'pain-diary')).toMatchObject({ name: 'Form pain-diary', about: 'whoever' });
    expect(forms.find(({ id }) => id === 'diet-order')?.name).toBe('Diet order');
    expect(forms.find(({ id }) => id === 'consent')?.name).toBe('Consent');
    const said = weaknesses.filter(why => why.startsWith('A form of the hospital cannot be used'));
    expect(said).toEqual([
      expect.stringMatching(/c\.yml:13: .*height: write 120 at most/),
      expect.stringMatching(/b\.yml:13: diet-order\.sections\[3\]: no font has U\+1F600, in "Soup/),
    ]);
  });

  test('prints it for a patient with what is known, and blank, read back like every sheet', async () => {
    const ward = await demo.call.getWard({});
    const patient = ward.ok ? ward.value.rows.find(row => row.bed !== null)!.patientId : '';
    const made = await make({ patients: [patient], forms: ['pain-diary', 'mar-scheduled'], ...everyHour });
    expect(made).toMatchObject({
      ok: true,
      value: { refused: [], files: [{ sheets: [{ form: 'pain-diary' }, { form: 'mar-scheduled' }] }] },
    });
    if (made.ok) expect((await demo.call.savePack({ pack: made.value.pack })).ok).toBe(true);
    expect(await make({ patients: { blank: 2 }, forms: ['pain-diary', 'diet-order'], ...everyHour })).toMatchObject({
      ok: true,
      value: { refused: [], files: [{ sheets: { length: 6 } }] },
    });
  });

  test('refuses in words what it has no form for, and its ledger opens with it all the same', async () => {
    const selection: Selection = { patients: 'none', forms: ['no-such-form'], ...everyHour };
    expect(await demo.call.planPrint(selection)).toMatchObject({
      ok: false,
      error: {
        kind: 'form-unknown',
        why: expect.stringMatching(/^This kiosk has no form called no-such-form\. It has mar-/) as string,
      },
    });
    expect(await make(selection)).toMatchObject({ ok: false, error: { kind: 'form-unknown' } });
    const again = await openDemoKiosk({ store: demo.store });
    const ward = await again.call.getWard({});
    const sheets = ward.ok
      ? (await Promise.all(ward.value.rows.map(row => again.call.getPatient({ patientId: row.patientId })))).flatMap(p =>
          p.ok ? p.value.sheets : [],
        )
      : [];
    expect(sheets.map(({ form: id }) => id)).toContain('pain-diary');
    await again.close();
  });
});

test('a kiosk without any copy prints blank forms and those of the ward itself, and says why it prints no others', async () => {
  const demo = await openDemoKiosk({ faults: () => ({ status: 503 }) });
  await demo.kiosk.firstRefresh;
  const { copy, forms } = await demo.call.getStatus({});
  expect(copy).toBeNull();
  const about = (what: string) =>
    forms.filter(form => form.about === what && !['all-clear', 'standing-envelope'].includes(form.id)).map(({ id }) => id);
  const sheets = about('whoever').reduce((sum, id) => sum + forms.find(form => form.id === id)!.copies, 0);
  const blanks: Selection = { patients: { blank: 1 }, forms: about('whoever'), ...everyHour };
  expect(await demo.call.planPrint(blanks)).toEqual({ ok: true, value: { patients: 0, sheets } });
  expect(await makeOn(demo, blanks)).toMatchObject({
    ok: true,
    value: { refused: [], files: [{ sheets: { length: sheets } }] },
  });
  expect(await makeOn(demo, { patients: 'none', forms: about('ward'), ...everyHour })).toMatchObject({
    ok: true,
    value: { refused: [], files: [{ sheets: { length: about('ward').length } }] },
  });
  for (const selection of [
    { patients: 'none', forms: ['census'], ...everyHour },
    { patients: 'all', forms: ['mar-scheduled'], ...everyHour },
  ] satisfies Selection[])
    expect(await demo.call.startPack(selection)).toMatchObject({ ok: false, error: { kind: 'no-copy' } });
  await demo.close();
});

describe('on the command line', () => {
  test('form list names every form, the site’s own with their file, and what cannot be used', async () => {
    const { site } = siteFile();
    const { code, value } = await kioskJson<{ forms: { id: string; from: string }[]; problems: { line: number }[] }>(
      'form',
      'list',
      '--site',
      site,
    );
    expect(code).toBe(0);
    expect(value.forms.find(({ id }) => id === 'pain-diary')?.from).toMatch(/a\.yml$/);
    expect(value.forms.find(({ id }) => id === 'diet-order')?.from).toBe('usual');
    expect(value.problems).toHaveLength(2);
  });

  test('config check names them, too', async () => {
    const { code, stderr } = await kiosk('config', 'check', '--site', siteFile().site);
    expect(code).toBe(1);
    expect(stderr).toMatch(/c\.yml:13: /);
    expect(stderr).toMatch(/b\.yml:13: /);
  });

  test('form preview makes a form blank and filled in for the demo ward, marked so that nobody takes it for paper', async () => {
    const { forms } = siteFile();
    const out = join(folder(), 'out');
    const { code, stdout } = await kiosk('form', 'preview', join(forms, 'a.yml'), '--out', out);
    expect({ code, files: readdirSync(out).sort() }).toEqual({
      code: 0,
      files: ['pain-diary-blank.pdf', 'pain-diary-filled-in.pdf'],
    });
    expect(stdout).toContain('pain-diary-filled-in.pdf (1 page)');
    const words = (await pageTexts(join(out, 'pain-diary-filled-in.pdf'))).join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('DRILL: NOT FOR PATIENT CARE');
    expect(words).toMatch(/Weight\s*\d+(\.\d+)? kg \(/);
  });

  test('form preview says what is wrong with file and line, and writes nothing of it', async () => {
    const { forms } = siteFile();
    const out = join(folder(), 'out');
    for (const [file, why] of [
      ['b.yml', /b\.yml:13: diet-order\.sections\[3\]: no font has/],
      ['c.yml', /c\.yml:13: .*write 120 at most/],
      ['none.yml', /there is no such file/],
    ] as const) {
      const { code, stderr } = await kiosk('form', 'preview', join(forms, file), '--out', out);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(why) as string });
    }
  });
});
