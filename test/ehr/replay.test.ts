import { join } from 'node:path';
import type { AllergyIntolerance, Condition, Encounter, Location, MedicationRequest } from 'fhir/r4';
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../main/domain/chart.ts';
import { err, ok } from '../../main/domain/result.ts';
import { epicList } from '../../main/ehr/census-epic-list.ts';
import type { CensusSource } from '../../main/ehr/census.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { wholeFault } from '../../main/ehr/fault.ts';
import { mapAllergy } from '../../main/ehr/map-allergy.ts';
import { mapCondition } from '../../main/ehr/map-entry.ts';
import { whyOver } from '../../main/ehr/map-order.ts';
import { collect } from '../../main/ehr/paging.ts';
import { isHere, residentsOf } from '../../main/ehr/stays.ts';
import { needs } from '../support/needs.ts';
import {
  patientOf,
  REPLAY_AUTHORIZATION,
  REPLAY_LIST,
  REPLAY_UNIT,
  replayVendor,
  type CapturedResource,
  type Replay,
  type ReplayVendor,
} from '../support/replay-server.ts';

const NOW = '2026-05-02T14:00:00-05:00';
const ADMITTED = '2026-05-01T08:00:00-05:00';
const ZONE = 'America/Chicago';
const MEASURED = ['MedicationRequest', 'AllergyIntolerance', 'Condition'] as const;

/** The hospital names its patients; their open stay on the unit is asked for one by one, as these vendors need it. */
const namedPatients = (ids: readonly string[]): CensusSource => ({
  async census(client, { unit, now, zone }) {
    const within = new Map([[unit, { resourceType: 'Location', id: unit, name: unit } as Location]]);
    const places = { unit, within, others: new Map<string, Location>() };
    const here: Encounter[] = [];
    for (const id of ids) {
      const found = await collect(client, `Encounter?patient=${id}`, r => r as unknown as Encounter);
      if (found.fault) return err(wholeFault(found.fault, client.host));
      here.push(...found.items.filter(e => isHere(e, places, now, zone)));
    }
    return ok({ unit, institution: '', places, residents: residentsOf(here, new Map(), places, now, zone), unread: [] });
  },
});

interface Synced {
  replay: Replay;
  charts: Chart[];
}

async function sync(vendor: ReplayVendor): Promise<Synced> {
  const replay = await replayVendor(join(needs.corpus.path, 'vendor-captures', vendor), vendor, ADMITTED);
  try {
    const read = await fhirEhr({
      baseUrl: replay.url,
      log: { write: () => undefined },
      authorization: () => Promise.resolve(ok(REPLAY_AUTHORIZATION)),
      census: vendor === 'epic' ? epicList({ ...REPLAY_LIST, locationIds: [REPLAY_UNIT] }) : namedPatients(replay.patients),
      limits: { backoffMs: 5 },
    }).fetchUnit({
      unit: REPLAY_UNIT,
      now: NOW,
      zone: ZONE,
      signal: new AbortController().signal,
      progress: () => undefined,
    });
    if (!read.ok) throw new Error(read.error.why);
    expect(read.value.unread).toEqual([]);
    return { replay, charts: read.value.charts };
  } finally {
    await replay.close();
  }
}

/** Where a captured resource went: listed, kept raw, or the reason in words why it is not listed; null when it was lost. */
function fateOf(resource: CapturedResource, chart: Chart): string | null {
  const { orders, homeMedicines, allergies, problems } = chart.sections;
  const has = (items: readonly { id: string }[]): boolean => items.some(item => item.id === resource.id);
  if (chart.unmapped.some(u => u.resource === resource.resourceType && u.id === resource.id)) return 'kept raw';
  switch (resource.resourceType) {
    case 'MedicationRequest': {
      if (has(orders.items)) return 'on the MAR';
      if (has(homeMedicines.items)) return 'home medicine';
      const over = whyOver(resource as unknown as MedicationRequest);
      if (over !== null) return `filtered: ${over}`;
      const told = chart.warnings.some(w => w.startsWith('Not on the MAR') && w.includes(resource.id));
      return told ? 'filtered: its stay is over' : null;
    }
    case 'AllergyIntolerance': {
      if (has(allergies.items)) return 'listed';
      return told(mapAllergy(resource as unknown as AllergyIntolerance), allergies.reason);
    }
    default: {
      if (has(problems.items)) return 'listed';
      return told(mapCondition(resource as unknown as Condition, [chart.encounter.id], ZONE), problems.reason);
    }
  }
}

/** A reason counts only when the chart's own section says it too. */
const told = (mapped: object, reason: string | null): string | null => {
  const why = 'leftOut' in mapped ? mapped.leftOut : null;
  return typeof why === 'string' && reason?.includes(`not listed: ${why}`) === true ? `filtered: ${why}` : null;
};

describe.skipIf(needs.corpus.missing)('the recorded answers of three vendors, replayed', () => {
  test.each([
    { vendor: 'epic', patients: 7, raw: { MedicationRequest: 17, AllergyIntolerance: 6, Condition: 22 } },
    { vendor: 'cerner', patients: 4, raw: { MedicationRequest: 50, AllergyIntolerance: 191, Condition: 832 } },
    { vendor: 'meditech', patients: 1, raw: { MedicationRequest: 16, AllergyIntolerance: 1, Condition: 14 } },
  ] as const)(
    '$vendor: every order, allergy and problem is in its patient’s chart, or out of it for a stated reason',
    async expected => {
      const { replay, charts } = await sync(expected.vendor);
      for (const { sections } of charts)
        for (const name of ['orders', 'allergies', 'problems'] as const)
          expect(['ok', 'partial']).toContain(sections[name].status);
      expect(charts.map(c => c.identity.id).sort()).toEqual(replay.patients);
      expect(replay.patients).toHaveLength(expected.patients);
      const fates: Record<string, Record<string, number>> = {};
      const lost: string[] = [];
      for (const type of MEASURED) {
        const raw = replay.captured.filter(r => r.resourceType === type);
        expect(raw).toHaveLength(expected.raw[type]);
        const counts: Record<string, number> = (fates[type] = {});
        for (const resource of raw) {
          const chart = charts.find(c => c.identity.id === patientOf(resource))!;
          const fate = fateOf(resource, chart);
          if (fate === null) lost.push(`${type}/${resource.id}`);
          else counts[fate] = (counts[fate] ?? 0) + 1;
        }
      }
      console.log(expected.vendor, JSON.stringify(fates), `${replay.asked.length} requests, ${replay.refused.length} refused`);
      expect(lost).toEqual([]);
    },
  );

  test.each(['epic', 'cerner', 'meditech'] as const)(
    '%s: nothing in a chart is another patient’s, or was never sent',
    async vendor => {
      const { replay, charts } = await sync(vendor);
      const owners = new Map(replay.captured.map(r => [`${r.resourceType}/${r.id}`, patientOf(r)]));
      for (const { identity, sections } of charts) {
        const { orders, homeMedicines, allergies, problems } = sections;
        const shown = [
          ...[...orders.items, ...homeMedicines.items].map(o => `MedicationRequest/${o.id}`),
          ...allergies.items.map(a => `AllergyIntolerance/${a.id}`),
          ...problems.items.map(p => `Condition/${p.id}`),
        ];
        expect(shown.filter(key => owners.get(key) !== identity.id)).toEqual([]);
      }
    },
  );

  test('quirk 5: recorded next links are followed as they are, and what lies behind them is read', async () => {
    const { replay, charts } = await sync('cerner');
    const followed = replay.asked.filter(q => q.startsWith('MedicationRequest?') && q.includes('-pageContext='));
    expect(followed).toHaveLength(2);
    const sizes = charts.map(c => c.sections.orders.items.length + c.sections.homeMedicines.items.length);
    expect(sizes.filter(n => n > 0)).toEqual([25, 25]);
  });

  test('quirk 8: a refusal with MEDITECH’s own error body is a refused sign-in', async () => {
    const replay = await replayVendor(join(needs.corpus.path, 'vendor-captures', 'meditech'), 'meditech', ADMITTED);
    const read = await fhirEhr({ baseUrl: replay.url, log: { write: () => undefined }, census: namedPatients(replay.patients) })
      .fetchUnit({ unit: REPLAY_UNIT, now: NOW, zone: ZONE, signal: new AbortController().signal, progress: () => undefined })
      .finally(() => replay.close());
    expect(read.ok ? 'read' : read.error.kind).toBe('unauthorised');
  });

  test('quirk 13: no drug, substance or problem of the recordings is without a name', async () => {
    for (const vendor of ['epic', 'cerner', 'meditech'] as const) {
      const { charts } = await sync(vendor);
      for (const { sections } of charts) {
        const drugs = [...sections.orders.items, ...sections.homeMedicines.items].map(o => o.drug);
        expect(drugs.filter(d => !d.resolved)).toEqual([]);
        expect(sections.allergies.items.filter(a => a.substance === 'SUBSTANCE NOT RECEIVED')).toEqual([]);
        expect(sections.problems.items.filter(p => p.text.trim() === '')).toEqual([]);
      }
    }
  });
});
