import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEvent } from 'fhir/r4';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';

let demo: DemoKiosk;
let patient: { patientId: string; name: string; mrn: string | null };
let sheets: string[];
let onPaper: string;
const out = folder();

/** A pack that is ready. */
async function made(forms: string[]): Promise<number> {
  const begun = await demo.call.startPack({ patients: [patient.patientId], forms, from: null, span: 'hours', hours: 24 });
  if (!begun.ok) throw new Error(begun.error.why);
  for (;;) {
    const progress = await demo.call.getPack({ pack: begun.value.pack });
    if (!progress.ok) throw new Error(progress.error.why);
    if (progress.value.state === 'done') {
      sheets = progress.value.files.flatMap(file => file.sheets.map(({ id }) => id));
      return begun.value.pack;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

beforeAll(async () => {
  demo = await openDemoKiosk();
  await demo.kiosk.firstRefresh;
  const ward = await demo.call.getWard({});
  if (!ward.ok) throw new Error(ward.error.why);
  patient = ward.value.rows[0]!;
  for (let i = 0; i < 3; i++) await demo.call.getPatient({ patientId: patient.patientId });
  await demo.call.findSheet({ id: 'NO-SUCH-SHEET' });
  const pack = await made(['mar-scheduled', 'summary']);
  const saved = await demo.call.savePack({ pack });
  if (!saved.ok) throw new Error(saved.error.why);
  const [pdf] = readdirSync(saved.value.folder);
  const pages = (await readBack(readFileSync(join(saved.value.folder, pdf!)))).map(pageText);
  const heads = new Set(pages.map(page => /Audit(\d+·[0-9A-F]{8})/.exec(page)?.[1]));
  expect(heads.size).toBe(1);
  onPaper = [...heads][0]!;
  await demo.close();
}, 120_000);

const store = (): string[] => ['--store', demo.store];
const segment = (): string => join(demo.store, 'audit', 'audit-000001.log');
const exported = (file: string): AuditEvent[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as AuditEvent);

describe('after a shift', () => {
  test('the audit holds, and has what stands in the foot of a sheet', async () => {
    const { code, value } = await kioskJson<{ findings: unknown[]; entries: number; sheet: { fault: string | null } }>(
      'audit',
      'verify',
      ...store(),
      '--sheet',
      onPaper,
    );
    expect(code).toBe(0);
    expect(value).toMatchObject({ findings: [], notLookedAt: null, sheet: { fault: null } });
    expect(value.entries).toBeGreaterThan(5);
  });

  test('the export says in FHIR who saw the patient, once, and which sheets left the kiosk', async () => {
    const file = join(out, 'audit.ndjson');
    const { code } = await kiosk('audit', 'export', ...store(), '--format', 'ndjson', '--out', file);
    expect(code).toBe(0);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const events = exported(file);
    expect(events.flatMap(event => faultsOf(event))).toEqual([]);
    const about = (of: AuditEvent) => of.entity?.flatMap(({ what }) => what?.reference ?? []);
    const named = (name: string) => events.filter(event => event.entity?.at(-1)?.name === name);
    expect(named('getPatient').map(about)).toEqual([[`Patient/${patient.patientId}`]]);
    const [saved, ...more] = named('savePack');
    expect(more).toEqual([]);
    expect(about(saved!)).toEqual([`Patient/${patient.patientId}`]);
    expect(saved!.entity?.flatMap(({ what }) => what?.identifier?.value ?? [])).toEqual(sheets);
    expect(saved!.outcomeDesc).toContain(`audit ${onPaper} in the foot`);
    expect(named('findSheet')[0]?.outcomeDesc).toBe('sheet NO-SUCH-SHEET: not found');
  });

  test('the export is itself an entry', async () => {
    const file = join(out, 'again.ndjson');
    await kiosk('audit', 'export', ...store(), '--format', 'ndjson', '--out', file, '--by', 'P. Officer');
    const last = exported(file).at(-1)!;
    expect(last.type.code).toBe('110106');
    expect(last.outcomeDesc).toContain('the audit as ndjson, all days');
    const { value } = await kioskJson<{ findings: unknown[] }>('audit', 'verify', ...store());
    expect(value.findings).toEqual([]);
  });

  test('a report of one patient says every entry about them with the name, on paper that was read back', async () => {
    const file = join(out, 'audit.pdf');
    const { code, stderr } = await kiosk(
      'audit',
      'export',
      ...store(),
      '--format',
      'pdf',
      '--out',
      file,
      '--patient',
      patient.mrn!,
      '--order',
      'patient',
      '--by',
      'P. Officer',
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const text = (await readBack(readFileSync(file))).map(pageText).join('');
    for (const words of [
      patient.name,
      'Saw a patient',
      'Saved a file',
      'ward staff',
      'The audit holds',
      'by P. Officer',
      ...sheets,
    ])
      expect(text).toContain(folded(words));
  });

  test('what the command line shows and takes out is told, and its paper says the head', async () => {
    const packs = join(folder(), 'pack');
    await kiosk('inspect', ...store(), '--patient', patient.mrn!);
    const { code, stderr } = await kiosk('pack', ...store(), '--out', packs, '--forms', 'summary');
    expect(code, stderr).toBe(0);
    const file = join(out, 'commands.ndjson');
    await kiosk('audit', 'export', ...store(), '--format', 'ndjson', '--out', file);
    const [inspected, saved] = exported(file).slice(-2);
    expect(inspected!.entity?.[0]?.what?.reference).toBe(`Patient/${patient.patientId}`);
    expect(inspected!.outcomeDesc).toMatch(/^inspect \(command line, account .+\)$/);
    const ids = saved!.entity?.flatMap(({ what }) => what?.identifier?.value ?? []) ?? [];
    expect(ids.length).toBeGreaterThan(20);
    const head = /audit (\d+·[0-9A-F]{8}) in the foot/.exec(saved!.outcomeDesc ?? '')![1]!;
    const first = readdirSync(packs).find(name => name.endsWith('.pdf'))!;
    const text = (await readBack(readFileSync(join(packs, first)))).map(pageText).join('');
    expect(text).toContain(folded(`Audit ${head}`));
    expect(ids.some(id => text.includes(folded(id)))).toBe(true);
    expect((await kioskJson('audit', 'verify', ...store(), '--sheet', head)).code).toBe(0);
  });

  test('an export never writes over a file', async () => {
    const { code, stderr } = await kiosk('audit', 'export', ...store(), '--format', 'ndjson', '--out', join(out, 'audit.ndjson'));
    expect(code).toBe(1);
    expect(stderr).toContain('is there already and was not touched');
  });

  test('what was changed on the disk is said with file and line, and ends with 1', async () => {
    const before = readFileSync(segment(), 'utf8');
    const lines = before.split('\n');
    writeFileSync(segment(), [...lines.slice(0, 3), ...lines.slice(4)].join('\n'));
    const { code, stdout } = await kiosk('audit', 'verify', ...store(), '--sheet', onPaper);
    expect(code).toBe(1);
    expect(stdout).toMatch(/THE AUDIT DOES NOT HOLD/);
    expect(stdout).toMatch(/audit-000001\.log, line 4: entry \d+ comes after entry \d+/);
    writeFileSync(segment(), before);
  });

  test('what is no head of a sheet is refused with what it looks like', async () => {
    const { code, stderr } = await kiosk('audit', 'verify', ...store(), '--sheet', 'K1-7F3QXH-0004');
    expect(code).toBe(2);
    expect(stderr).toContain('1234·9F3A2C7B');
  });
});

describe('on a kiosk with a vault', () => {
  test(
    'only who may read the audit exports it, under the own name; anybody can check the chain',
    { timeout: 120_000 },
    async () => {
      const root = folder();
      const at = (name: string): string => join(root, name);
      writeFileSync(at('site.yml'), `institution: General Hospital\nstore: ${JSON.stringify(at('store'))}\n`);
      const on = (command: string, ...more: string[]) => kiosk(...command.split(' '), '--site', at('site.yml'), ...more);
      process.env['KIOSK_PIN'] = '482913';
      process.env['KIOSK_NEW_PIN'] = '482913';
      try {
        await kiosk('vault', 'recovery-key', '--out', at('recovery.pem'), '--hospital', 'General Hospital');
        const init = [
          '--user',
          'avery',
          '--name',
          'Avery Stone',
          '--recovery',
          at('recovery.pem.pub'),
          '--envelope',
          at('sheet.txt'),
        ];
        const made = await on('vault init', ...init);
        expect(made.code, made.stderr).toBe(0);
        const nora = await on('vault enrol', 'njones', '--name', 'Nora Jones', '--role', 'nurse', '--user', 'avery');
        const first = /\b(\d{6})\b/.exec(nora.stdout)![1]!;
        const take = (file: string, user: string) => on('audit export', '--format', 'ndjson', '--out', at(file), '--user', user);
        expect((await take('one.ndjson', 'avery')).code).toBe(0);
        process.env['KIOSK_PIN'] = first;
        const refused = await take('two.ndjson', 'njones');
        expect(refused.code).toBe(1);
        expect(refused.stderr).toContain('The role nurse may not do this');
        expect(readdirSync(root)).not.toContain('two.ndjson');
        process.env['KIOSK_PIN'] = '482913';
        expect((await take('three.ndjson', 'avery')).code).toBe(0);
        const told = exported(at('three.ndjson')).map(
          ({ outcomeDesc, agent }) => `${agent[0]?.altId ?? 'kiosk'}: ${outcomeDesc}`,
        );
        expect(told).toContainEqual(expect.stringMatching(/^avery: the vault was made with avery as its first administrator/));
        expect(told).toContainEqual(expect.stringMatching(/^avery: njones enrolled as nurse/));
        expect(told.join()).not.toContain(first);
        expect(exported(at('three.ndjson')).at(-1)?.agent[0]).toMatchObject({
          altId: 'avery',
          name: 'Avery Stone',
          requestor: true,
        });
        const checked = await on('audit verify');
        expect(checked.code).toBe(0);
        expect(checked.stdout).toContain('Only the chain was looked at');
      } finally {
        delete process.env['KIOSK_PIN'];
        delete process.env['KIOSK_NEW_PIN'];
      }
    },
  );
});

/** What FHIR R4 asks of an AuditEvent: cardinalities, required bindings and its two constraints. */
function faultsOf(event: AuditEvent): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, what: string): void => void (holds || faults.push(`${event.id}: ${what}`));
  must(event.resourceType === 'AuditEvent', 'resourceType');
  must(/^[A-Za-z0-9\-.]{1,64}$/.test(event.id ?? ''), 'id');
  must(typeof event.type.code === 'string' && typeof event.type.system === 'string', 'type 1..1');
  must(['C', 'R', 'U', 'D', 'E'].includes(event.action ?? ''), 'action is of its required value set');
  must(['0', '4', '8', '12'].includes(event.outcome ?? ''), 'outcome is of its required value set');
  must(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(event.recorded), 'recorded is an instant');
  must(event.agent.length > 0, 'agent 1..*');
  must(event.agent.filter(agent => agent.requestor === true).length === 1, 'one requestor');
  must(
    event.agent.every(agent => typeof agent.requestor === 'boolean'),
    'agent.requestor 1..1',
  );
  must(event.source.observer.identifier !== undefined, 'source.observer 1..1');
  must(
    (event.entity ?? []).every(({ name, query }) => name === undefined || query === undefined),
    'sev-1: a name or a query',
  );
  for (const { what } of event.entity ?? [])
    must(what?.reference === undefined || /^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(what.reference), 'reference');
  const empty = (value: unknown): boolean =>
    value === '' ||
    value === null ||
    (Array.isArray(value) && (value.length === 0 || value.some(empty))) ||
    (typeof value === 'object' && value !== null && Object.values(value).some(empty));
  must(!empty(event), 'no element is empty');
  return faults;
}
