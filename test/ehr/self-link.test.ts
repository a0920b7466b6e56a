import type { Bundle, MedicationRequest } from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import type { Fault, Faults } from '../../main/demo/fhir-server.ts';
import { chaptersOf } from '../../main/ehr/probe-chapters.ts';
import type { AskedSearch } from '../../main/ehr/probe-recorder.ts';
import { surveyEhr } from '../../main/ehr/probe-survey.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import type { ProbeReport } from '../../main/ehr/probe-report.ts';
import { allergy, NOW, order, result, visit, WARD, ZONE } from './ward.ts';

const PEOPLE = [...WARD, order('o1'), allergy('a1'), result('r1')];
const WITH_PAST = [...PEOPLE, order('o2', { status: 'stopped' } as Partial<MedicationRequest>)];

/** As a server that doesn't know these parameters: it searches without them, and its self link says so. */
const ignoring =
  (...names: string[]): Faults =>
  ({ params }) => {
    for (const name of names) params.delete(name);
    return null;
  };

/** Another self link, or none. */
const self = (change: (url: string) => string | null): Fault => ({
  alter: answer => {
    const bundle = JSON.parse(answer.body) as Bundle;
    if (bundle.resourceType !== 'Bundle') return answer;
    bundle.link = bundle.link!.flatMap(link => {
      const url = link.relation === 'self' ? change(link.url) : link.url;
      return url === null ? [] : [{ ...link, url }];
    });
    return { ...answer, body: JSON.stringify(bundle) };
  },
});

const noted = (logged: string): unknown[] =>
  logged
    .split('\n')
    .filter(line => line.includes('ignores a search parameter'))
    .map(line => JSON.parse(line) as unknown);

async function survey(faults: Faults): Promise<ProbeReport> {
  const server = await serveFhir(WITH_PAST, { faults });
  try {
    return await surveyEhr({
      reader: { baseUrl: server.url, log: { write: () => undefined } },
      ...{ smart: null, unit: '4 West', now: NOW, zone: ZONE, patients: 3, signal: new AbortController().signal },
    });
  } finally {
    await server.close();
  }
}
const orders = (report: ProbeReport): AskedSearch => report.searches.find(s => s.type === 'MedicationRequest')!;

describe('quirk 3: a server that ignores a parameter leaves it out of its self link', () => {
  test('the chart is the same and says nothing of it; the log names type and parameter once', async () => {
    const well = await visit(WITH_PAST);
    const { result: read, logged } = await visit(WITH_PAST, { faults: ignoring('status', 'category') });
    if (!read.ok || !well.result.ok) throw new Error('nothing read');
    expect(read.value.charts.map(c => [c.sections.orders, c.sections.labs, c.warnings])).toEqual(
      well.result.value.charts.map(c => [c.sections.orders, c.sections.labs, c.warnings]),
    );
    expect(read.value.notes).toEqual(well.result.value.notes);
    expect(noted(well.logged)).toEqual([]);
    const lines = noted(logged);
    expect(lines).toContainEqual([
      'info',
      'the EHR ignores a search parameter',
      { type: 'MedicationRequest', parameter: 'status' },
    ]);
    expect(lines).toContainEqual(['info', 'the EHR ignores a search parameter', { type: 'Observation', parameter: 'category' }]);
    expect(new Set(lines.map(line => JSON.stringify(line))).size).toBe(lines.length);
  });

  test('the report names it with the search, and asks for it in one sentence', async () => {
    const report = await survey(ignoring('status', '_include'));
    expect(orders(report).ignored).toContain('status');
    expect(report.searches.find(s => s.type === 'AllergyIntolerance')!.ignored).toEqual([]);
    expect(report.asks.filter(ask => ask.startsWith('MedicationRequest:'))).toEqual([
      expect.stringMatching(/ask to have searches by status.* honoured: the server ignores this/),
    ]);
    const { columns, rows } = chaptersOf(report).find(c => c.title === 'Searches tried')!.table!;
    const cell = (type: string): string | undefined => rows.find(r => r[0]!.startsWith(type))?.[columns.indexOf('Ignored')];
    expect([cell('MedicationRequest'), cell('AllergyIntolerance')]).toEqual([expect.stringContaining('status'), 'none']);
  });

  test.each<[string, (url: string) => string | null]>([
    ['that is missing', () => null],
    ['that is opaque', url => `${new URL(url).origin}/fhir?_getpages=17&_count=200`],
    ['that names the type only', url => url.split('?')[0]!],
    ['that is no address', () => 'http://['],
    ['of another kind', url => url.replace(/\/[A-Za-z]+\?/, '/Basic?')],
  ])('a self link %s says nothing: neither log nor report', async (_, change) => {
    const { logged } = await visit(PEOPLE, { faults: () => self(change) });
    expect(noted(logged)).toEqual([]);
    const report = await survey(({ path }) => (path === '/metadata' ? null : self(change)));
    expect(orders(report).ignored).toBeNull();
    expect(report.asks.join()).not.toMatch(/honoured/);
  });

  test('a self link in another order, relative or with a page size of the server’s own is no sign of it', async () => {
    const turned = (url: string): string => {
      const { pathname, searchParams } = new URL(url);
      searchParams.set('_count', '20');
      return `${pathname}?${new URLSearchParams([...searchParams].reverse()).toString()}`;
    };
    const { logged } = await visit(PEOPLE, { faults: () => self(turned) });
    expect(noted(logged)).toEqual([]);
  });
});
