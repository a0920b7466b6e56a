import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadFhirFolder, serveFhir, type FhirResource, type ServeOptions } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { chaptersOf } from '../../main/ehr/probe-chapters.ts';
import type { ProbeReport, SectionOutlook } from '../../main/ehr/probe-report.ts';
import { withoutPeople } from '../../main/ehr/probe-redaction.ts';
import { SECTION_NEEDS } from '../../main/ehr/section-needs.ts';
import { surveyEhr, type SurveyRequest } from '../../main/ehr/probe-survey.ts';
import { smartAuthorization } from '../../main/ehr/smart.ts';
import { probePage } from '../../main/host/commands/ehr-probe-page.ts';
import { authorizationServer } from '../support/authorization-server.ts';
import { chart } from '../support/charts.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW, DEMO_ZONE } from '../support/demo-kiosk.ts';
import { needs } from '../support/needs.ts';
import { bundle, says, WARD } from './ward.ts';

const ward = demoWard({ seed: 1, now: DEMO_NOW, zone: DEMO_ZONE });

async function survey(
  resources: readonly FhirResource[],
  serve: ServeOptions = {},
  change: (url: string) => Partial<Omit<SurveyRequest, 'reader'>> & { reader?: Partial<SurveyRequest['reader']> } = () => ({}),
): Promise<ProbeReport> {
  const server = await serveFhir(resources, serve);
  try {
    const { reader, ...more } = change(server.url);
    const limits = { requestMs: 2_000, backoffMs: 5, patienceMs: 500 };
    return await surveyEhr({
      reader: { baseUrl: server.url, log: { write: () => undefined }, limits, ...reader },
      smart: null,
      unit: DEMO_UNIT,
      now: DEMO_NOW,
      zone: DEMO_ZONE,
      patients: 3,
      signal: new AbortController().signal,
      ...more,
    });
  } finally {
    await server.close();
  }
}

const outlook = (report: ProbeReport, section: SectionOutlook['section']): SectionOutlook =>
  report.sections.find(s => s.section === section)!;
const everything = (report: ProbeReport): string => `${JSON.stringify(report)}\n${probePage('t', 's', chaptersOf(report))}`;

/** Whatever could tell who is on the ward. */
function peopleIn(resources: readonly FhirResource[]): string[] {
  const telling = (value: unknown, key: string): string[] => {
    if (typeof value === 'string')
      return ['id', 'value', 'family', 'text', 'birthDate', 'line', 'reference'].includes(key) ? [value] : [];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) => telling(inner, Array.isArray(value) ? key : name));
  };
  const patients = resources.filter(r => r.resourceType === 'Patient' || r.resourceType === 'Encounter');
  return [...new Set(patients.flatMap(r => telling(r, '')))].filter(text => text.length >= 4 && /[\d]|^[A-Z]{4}/.test(text));
}

test('what is known of a patient is taken out of a sentence, whole words only, and long numbers with it', () => {
  const { identity, encounter } = chart();
  const clean = withoutPeople([{ identity, encounter }], [{ patientId: 'p(1)*', family: ['enc.7'] }], new Set(['Ask Anna.']));
  expect(clean(`p(1)*, enc.7, ${identity.name}, ${identity.mrn}, ${identity.birthDate}: HTTP 403`)).toBe(
    '…, …, …, …, …: HTTP 403',
  );
  const [family = ''] = identity.name.split(/[ ,]+/);
  expect(clean(`${family} and ${family}ville, 12345. Ask Anna.`)).toBe(
    `… and ${family}ville, …. the EHR says that this may not be everything`,
  );
});

describe('a report about an EHR', () => {
  test('that gives everything: nothing to ask for, and every search with its time and page size', async () => {
    const report = await survey(ward);
    expect(report.asks).toEqual([]);
    expect(report.census).toMatchObject({ patients: 32, fault: null });
    expect(report.sample).toMatchObject({ read: 3, failed: 0 });
    expect(report.sections.filter(s => s.outlook !== 'complete')).toEqual([]);
    const orders = report.searches.find(s => s.type === 'MedicationRequest')!;
    expect(orders).toMatchObject({ times: 3, answered: 3, faults: [], pageAskedFor: 200 });
    expect(orders.question).toMatch(/^MedicationRequest\?patient=…&status=active,on-hold/);
    expect(orders.largestPage).toBeGreaterThan(3);
    expect(orders.slowest).toBeGreaterThanOrEqual(orders.median);
  });

  test('names nobody: no id, name, number, birth date or place of any patient, in data, text or page', async () => {
    const report = await survey(ward, { faults: r => (r.path === '/Goal' ? { status: 500, body: '{}' } : null) });
    const people = peopleIn(ward);
    expect(people.length).toBeGreaterThan(150);
    const said = everything(report);
    expect(people.filter(text => said.includes(text))).toEqual([]);
  });

  test('names nobody even when the EHR does, and whatever letters a name has', async () => {
    const name = 'Odd(Name*[+\\';
    const notice = `Records of ${name} and of Kowalski in bed 7 are restricted and may not contain the entire record`;
    const outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'warning', code: 'suppressed', diagnostics: notice }],
    };
    const people = WARD.map(r => (r.resourceType === 'Patient' ? ({ ...r, name: [{ text: name }] } as FhirResource) : r));
    const report = await survey(
      people,
      {
        faults: r =>
          r.path === '/Flag' ? says(bundle([], undefined, [{ resource: outcome, search: { mode: 'outcome' } }])) : null,
      },
      () => ({ unit: '4 West' }),
    );
    expect(outlook(report, 'flags')).toMatchObject({
      outlook: 'partial',
      why: [expect.stringContaining('may not be everything')],
    });
    expect(report.searches.find(s => s.type === 'Flag')!.notices).toBe(1);
    expect(everything(report)).not.toMatch(/Odd|Kowalski|bed 7/);
  });

  test.each([
    ['Flag', 'flags'],
    ['MedicationAdministration', 'administrations'],
    ['NutritionOrder', 'diet'],
    ['MedicationRequest', 'orders'],
  ] as const)(
    'that has no %s: the section is not offered, and what to ask for says what the ward lacks',
    async (type, section) => {
      const report = await survey(ward, { without: [type] });
      expect(outlook(report, section)).toMatchObject({ outlook: 'not-supported', withContent: 0 });
      const ask = report.asks.filter(sentence => sentence.includes(type));
      expect(ask[0]).toMatch(new RegExp(`ask for ${type} in FHIR R4.*Without it .{15,}\\.$`));
      expect(report.offered.find(o => o.type === type)).toMatchObject({ offered: false });
      const others = report.sections.filter(s => !SECTION_NEEDS[s.section].types.includes(type));
      expect(others.every(s => s.outlook === 'complete')).toBe(true);
    },
  );

  test('asks nobody for what the site does not want, and tries what other sections need of it', async () => {
    const notAsked = Object.fromEntries(
      ['lines', 'pendingTests', 'coverage'].map(name => [name, { why: 'left out', unlessDeclared: false }]),
    );
    const report = await survey(ward, { without: ['Device', 'Coverage'] }, () => ({ reader: { notAsked } }));
    expect(report.sections.filter(s => s.outlook === 'not-wanted').map(s => s.section)).toEqual([
      'pendingTests',
      'lines',
      'coverage',
    ]);
    expect(outlook(report, 'reports').outlook).toBe('complete');
    expect(report.asks).toEqual([]);
  });

  test.each<[string, number, SectionOutlook['section'], SectionOutlook['outlook'], RegExp]>([
    ['AllergyIntolerance', 403, 'allergies', 'unauthorised', /have read and search of AllergyIntolerance granted/],
    ['Goal', 500, 'goals', 'failed', /Goals: ask why the searches fail .*HTTP 500/],
    ['CarePlan', 429, 'carePlans', 'failed', /turned away as busy/],
  ])('that answers %s with %i: %s is %s', async (type, status, section, expected, ask) => {
    const report = await survey(ward, { faults: r => (r.path === `/${type}` ? { status } : null) });
    expect(outlook(report, section).outlook).toBe(expected);
    expect(report.asks.join('\n')).toMatch(ask);
    const search = report.searches.find(s => s.type === type)!;
    expect(search.answered).toBe(0);
    expect(search.faults[0]).toMatchObject({ status });
    const others = report.sections.filter(s => !SECTION_NEEDS[s.section].types.includes(type));
    expect(others.filter(s => s.outlook !== 'complete')).toEqual([]);
  });

  test('that has no such unit, or is not there at all: what is known, and what to ask', async () => {
    const lost = await survey(ward, {}, () => ({ unit: '9 North' }));
    expect(lost.census).toMatchObject({ patients: 0, fault: expect.stringMatching(/9 North/) as string });
    expect(outlook(lost, 'orders').outlook).toBe('not-tried');
    expect(lost.asks[0]).toMatch(/Ask which way of finding a unit's inpatients/);
    const gone = await survey(ward, { faults: () => ({ reset: true }) });
    expect(gone.server.fault).toMatch(/.{20,}/);
    expect(gone.looks.every(look => look.fault !== null)).toBe(true);
    const bad = await survey(ward, {}, () => ({ reader: { baseUrl: 'https://me:secret@ehr.example.org' } }));
    expect(everything(bad)).not.toContain('secret');
    expect(bad.census.fault).toMatch(/user name/);
  });

  test('that declares nothing is still tried', async () => {
    const report = await survey(ward, { faults: r => (r.path === '/metadata' ? { status: 404 } : null) });
    expect(report.server).toMatchObject({ declares: false, fault: expect.any(String) as string });
    expect(outlook(report, 'orders').outlook).toBe('complete');
    expect(report.asks[0]).toMatch(/CapabilityStatement/);
  });

  test('that grants less than was asked: which sections are missing and why', async () => {
    const service = await authorizationServer({
      secret: 's3cret',
      grants: asked => asked.filter(scope => !scope.includes('Coverage')),
      clock: () => Date.now() + 600_000,
    });
    const secretFile = join(folder(), 'secret');
    writeFileSync(secretFile, 's3cret');
    const report = await survey(
      ward,
      { faults: r => (r.path === '/Coverage' || !service.accepts(r.headers['authorization']) ? { status: 403 } : null) },
      url => {
        const smart = smartAuthorization({
          fhirUrl: url,
          tokenUrl: service.tokenUrl,
          clientId: 'kiosk-4w',
          credentials: { method: 'client_secret_basic', secretFile },
          scopes: ['system/Patient.rs', 'system/Coverage.rs'],
          log: { write: () => undefined },
        });
        return { smart, reader: { authorization: smart.authorization } };
      },
    );
    await service.close();
    expect(report.signIn).toMatchObject({ granted: ['system/Patient.rs'], missing: ['system/Coverage.rs'], fault: null });
    expect(report.looks.map(look => look.at)).toEqual(['metadata', 'sign-in', 'read']);
    expect(outlook(report, 'coverage')).toMatchObject({ outlook: 'unauthorised' });
    expect(outlook(report, 'coverage').why.join()).toMatch(/not granted in full: Coverage/);
    expect(report.asks.join('\n')).toMatch(/Set this computer's clock: it is 10 min behind the EHR's/);
    for (const secret of service.secrets) expect(everything(report)).not.toContain(secret);
  });

  test.skipIf(needs.corpus.missing)('over MIMIC: what is not in the data is told apart from what is not offered', async () => {
    const { resources } = await loadFhirFolder(join(needs.corpus.path, 'mimic-medicine'));
    const unit = 'Medicine';
    const server = await survey(resources, { without: ['AllergyIntolerance', 'Flag'] }, () => ({
      unit,
      now: '2026-11-22T14:00:00-05:00',
      zone: '-05:00',
    }));
    expect(server.census.patients).toBeGreaterThan(0);
    expect(outlook(server, 'orders').withContent).toBeGreaterThan(0);
    expect(outlook(server, 'allergies').outlook).toBe('not-supported');
    expect(outlook(server, 'diet')).toMatchObject({
      outlook: 'complete',
      withContent: 0,
      why: [expect.stringMatching(/empty for all/)],
    });
    const said = everything(server);
    expect(peopleIn(resources).filter(text => said.includes(text))).toEqual([]);
  });
});

test('on the command line: text, JSON and a page of its own', async () => {
  const server = await serveFhir(ward, { without: ['Flag'] });
  const file = join(folder(), 'report.html');
  const where = ['--fhir', server.url, '--unit', DEMO_UNIT, '--now', DEMO_NOW, '--zone', DEMO_ZONE];
  try {
    const text = await kiosk('ehr', 'probe', ...where, '--html', file, '--patients', '2');
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/WHAT TO ASK FOR\n1\. Isolation and risks: ask for Flag/);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|src=|href=/);
    const json = await kioskJson<ProbeReport>('ehr', 'probe', ...where);
    expect(json.value.sections.find(s => s.section === 'flags')).toMatchObject({ outlook: 'not-supported' });
    const lost = await kioskJson<ProbeReport>('ehr', 'probe', '--fhir', server.url, '--unit', '9 North');
    expect(lost).toMatchObject({ code: 1, value: { census: { patients: 0 } } });
  } finally {
    await server.close();
  }
});
