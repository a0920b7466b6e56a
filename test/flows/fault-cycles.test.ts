import type { Encounter, MedicationRequest } from 'fhir/r4';
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serveFhir, type FhirResource } from '../../main/demo/fhir-server.ts';
import { seeded, type Seeded } from '../../main/demo/seeded.ts';
import { demoWard } from '../../main/demo/ward.ts';
import { SECTION_TITLES, type Chart, type SectionName, type Snapshot } from '../../main/domain/chart.ts';
import type { MedicationOrder } from '../../main/domain/order.ts';
import type { Section, SectionStatus } from '../../main/domain/section.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { smartAuthorization } from '../../main/ehr/smart.ts';
import type { Ehr, FetchedUnit } from '../../main/ports.ts';
import { syncUnit } from '../../main/services/sync.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { authorizationServer } from '../support/authorization-server.ts';
import { folder } from '../support/command-line.ts';
import { DEMO_NOW, DEMO_ZONE } from '../support/demo-kiosk.ts';
import { endingTokens, sickness } from '../support/sick-ehr.ts';

const UNIT = '5 East';
const CYCLES = process.env['KIOSK_LONG'] ? 200 : 40;
const SEED = process.env['KIOSK_SEED'] ?? '20261122';
const NAMES = Object.keys(SECTION_TITLES) as SectionName[];
const log = { write: () => undefined };
/** As in a hospital, only shorter. */
const LIMITS = {
  ...{ requestMs: 250, cycleMs: 2_500, patienceMs: 300, backoffMs: 4, retries: 2 },
  ...{ pages: 30, perPage: 15, strikes: 5 },
};
/** What an EHR gets whose tokens end and that is well otherwise. */
const PATIENT = { ...LIMITS, requestMs: 10_000, cycleMs: 60_000 };
/** Tokens live so briefly that several of them end during a refresh. */
const TOKEN_SECONDS = 0.5;
/** A refresh that takes so much longer than its limit never ends. */
const NEVER_MS = 20_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const isLive = ({ status }: MedicationRequest): boolean =>
  !['completed', 'stopped', 'cancelled', 'entered-in-error', 'draft'].includes(status);

/** What the EHR truly held at one refresh: by patient the ids in each section, and each live order's version. */
interface Truth {
  sections: Map<string, Record<SectionName, Set<string>>>;
  present: Set<string>;
  versions: Map<string, string>;
  /** By order, what its drug is called. */
  drugs: Map<string, string>;
}

/** The hospital whose orders change from refresh to refresh; `others` lie elsewhere. */
function hospital(): {
  mine: FhirResource[];
  others: FhirResource[];
  ownerOf: Map<string, string>;
  change(random: Seeded, k: number): void;
} {
  const all = demoWard({ seed: 3, now: DEMO_NOW, zone: DEMO_ZONE });
  const stays = all.filter((r): r is Encounter => r.resourceType === 'Encounter');
  const places = new Map(
    all
      .filter(r => r.resourceType === 'Location')
      .map(l => [l.id!, (l as { partOf?: { reference: string } }).partOf?.reference.slice(9)]),
  );
  const east = all.find(r => r.resourceType === 'Location' && (r as { name?: string }).name === UNIT)!.id!;
  const inEast = (id: string | undefined): boolean => id !== undefined && (id === east || inEast(places.get(id)));
  const here = new Set(
    stays
      .filter(
        s => s.status === 'in-progress' && s.location?.some(l => l.status === 'active' && inEast(l.location.reference?.slice(9))),
      )
      .map(s => s.subject!.reference!.slice(8)),
  );
  const subject = (r: FhirResource): string | null => {
    const { subject: s, patient: p } = r as { subject?: { reference?: string }; patient?: { reference?: string } };
    if (r.resourceType === 'Patient') return r.id!;
    return (s ?? p)?.reference?.replace(/^Patient\//, '') ?? null;
  };
  const mine = all.filter(r => subject(r) === null || here.has(subject(r)!));
  const ownerOf = new Map(all.flatMap(r => (subject(r) === null ? [] : [[r.id!, subject(r)!]])));
  let fresh = 0;
  return {
    mine,
    others: all.filter(r => !mine.includes(r)),
    ownerOf,
    change(random, k) {
      const orders = mine.filter((r): r is MedicationRequest => r.resourceType === 'MedicationRequest');
      for (const order of orders) {
        if (random.chance(0.1)) order.status = random.pick(['active', 'on-hold', 'stopped']);
        if (random.chance(0.3)) order.note = [{ text: `version ${k}` }];
      }
      const model = random.pick(orders.filter(isLive));
      const added = { ...model, id: `new-${++fresh}`, identifier: [{ value: `9${fresh}` }], note: [{ text: `version ${k}` }] };
      mine.push(added);
      ownerOf.set(added.id, model.subject.reference!.slice(8));
      const leaves = random.pick([...here]);
      for (const stay of mine)
        if (
          stay.resourceType === 'Encounter' &&
          (stay as Encounter).subject?.reference === `Patient/${leaves}` &&
          stays.includes(stay as Encounter)
        )
          if (random.chance(0.1)) (stay as Encounter).status = 'finished';
          else if ((stay as Encounter).status === 'finished' && random.chance(0.5)) (stay as Encounter).status = 'in-progress';
    },
  };
}

const versionOf = (notes: readonly string[] | undefined): string => notes?.find(n => n.startsWith('version ')) ?? 'first';

function truthOf(unit: FetchedUnit, mine: readonly FhirResource[]): Truth {
  const live = mine.filter((r): r is MedicationRequest => r.resourceType === 'MedicationRequest').filter(isLive);
  return {
    present: new Set(unit.charts.map(c => c.identity.id)),
    sections: new Map(
      unit.charts.map(c => [
        c.identity.id,
        Object.fromEntries(NAMES.map(n => [n, new Set(c.sections[n].items.map(i => i.id))])) as Record<SectionName, Set<string>>,
      ]),
    ),
    drugs: new Map(
      unit.charts.flatMap(c => [...c.sections.orders.items, ...c.sections.homeMedicines.items]).map(o => [o.id, o.drug.name]),
    ),
    versions: new Map(live.map(r => [r.id!, versionOf(r.note?.map(n => n.text))])),
  };
}

async function read(ehr: Ehr, now: string): Promise<FetchedUnit> {
  const unit = await ehr.fetchUnit({
    unit: UNIT,
    now,
    zone: DEMO_ZONE,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  if (!unit.ok) throw new Error(unit.error.why);
  return unit.value;
}

/** Every way in which this chart says something that the EHR didn't, or says it as newer than it is. */
function liesIn(chart: Chart, truths: ReadonlyMap<string, Truth>, now: string, ownerOf: ReadonlyMap<string, string>): string[] {
  const lies: string[] = [];
  const unread = chart.gone !== null || chart.warnings.some(w => w.startsWith('This patient could not be read'));
  for (const name of NAMES) {
    const section: Section<{ id: string }> = chart.sections[name];
    const say = (what: string): unknown => lies.push(`${name} (${section.status}, ${section.asOf}, ${section.reason}): ${what}`);
    for (const { id } of section.items) {
      const owner = ownerOf.get(id);
      if (owner !== undefined && owner !== chart.identity.id) say(`${id} is another patient's`);
    }
    if (section.status !== 'ok' && section.reason === null) say('no reason');
    if (section.asOf === null) {
      if (section.items.length > 0) say('items without an age');
      continue;
    }
    const truth = truths.get(section.asOf);
    if (!truth) {
      say('an age at which nothing was read');
      continue;
    }
    if (section.status === 'ok' && section.asOf !== now && !unread) say('ok, though older than this refresh');
    const held = truth.sections.get(chart.identity.id);
    const medicines = name === 'orders' || name === 'homeMedicines';
    for (const item of section.items) {
      if (medicines) {
        const { notes, drug } = item as MedicationOrder;
        const name = truth.drugs.get(item.id);
        if (drug.resolved && name !== undefined && drug.name !== name)
          say(`${item.id} is called ${drug.name} instead of ${name}`);
        if (truth.versions.get(item.id) !== versionOf(notes))
          say(`${item.id} is ${versionOf(notes)}, the EHR had ${truth.versions.get(item.id)}`);
      } else if (held && !held[name].has(item.id)) say(`${item.id} was not there`);
    }
    if (section.status !== 'ok' || !held) continue;
    const ids = new Set(
      (medicines ? [...chart.sections.orders.items, ...chart.sections.homeMedicines.items] : section.items).map(i => i.id),
    );
    const absent = [...held[name]].filter(id => !ids.has(id));
    if (absent.length > 0) say(`${absent.length} of ${held[name].size} are missing, such as ${absent[0]}`);
  }
  return lies;
}

/** Of those who are on the unit, all that came. */
const partsOf = ({ charts }: { charts: readonly Chart[] }): Map<string, Chart['sections']> =>
  new Map(charts.filter(c => c.gone === null).map(c => [c.identity.id, c.sections]));

test(`${CYCLES} refreshes of a unit whose EHR is sick in every way (KIOSK_SEED=${SEED}): nothing lost, mixed up or falsely new`, async () => {
  const { mine, others, ownerOf, change } = hospital();
  const types = [...new Set(mine.map(r => r.resourceType))].filter(t => t !== 'Organization');
  const place = folder();
  ensureKeyFile(join(place, 'kiosk.key'));
  const store = openSnapshotStore({ folder: place, unit: UNIT, keys: keyFile(join(place, 'kiosk.key')), log });
  const secretFile = join(place, 'secret');
  writeFileSync(secretFile, 's3cret');
  let k = 0;
  const clock = (): number => Date.now() + k * 300_000;
  const service = await authorizationServer({ secret: 's3cret', lifeSeconds: TOKEN_SECONDS, clock });
  onTestFinished(() => service.close());
  const { authorization } = smartAuthorization({
    ...{ fhirUrl: service.fhirUrl, tokenUrl: service.tokenUrl, clientId: 'kiosk-4w', scopes: ['system/*.rs'], log, clock },
    credentials: { method: 'client_secret_basic', secretFile },
  });
  const ended = { betweenPages: 0, elsewhere: 0 };
  const truths = new Map<string, Truth>();
  let last: Snapshot | null = null;
  let published = 0;
  const states = new Map<SectionStatus, number>();
  const heap: number[] = [];
  for (; k < CYCLES; k++) {
    const random = seeded(SEED, `cycle ${k}`);
    const now = plusMinutes(DEMO_NOW, k * 5);
    if (k > 0) change(random, k);
    const faults = sickness(random, types, others);
    const tokens = endingTokens(seeded(SEED, `tokens ${k}`), service, ended);
    const onlyTokens = k % 5 === 0;
    let sick = false;
    const server = await serveFhir(mine, {
      faults: request => (sick ? (tokens(request) ?? (onlyTokens ? null : faults(request))) : null),
    });
    const cycle = `KIOSK_SEED=${SEED}, refresh ${k}`;
    try {
      const held = await read(fhirEhr({ baseUrl: server.url, log }), now);
      const truth = truthOf(held, mine);
      truths.set(now, truth);
      sick = true;
      const begin = performance.now();
      const result = await syncUnit({
        ehr: fhirEhr({ baseUrl: server.url, log, limits: onlyTokens ? PATIENT : LIMITS, authorization }),
        store,
        clock: { now: () => now },
        unit: UNIT,
        zone: DEMO_ZONE,
        signal: new AbortController().signal,
        progress: () => undefined,
      });
      expect(performance.now() - begin, `${cycle} never ended`).toBeLessThan(LIMITS.cycleMs + NEVER_MS);
      if (onlyTokens && !result.ok) throw new Error(`${cycle}: ${result.error.why}`);
      const latest = readLatest(store);
      if (!latest.ok) throw new Error(`${cycle}: ${latest.error.why}`);
      const { snapshot } = latest.value.generation;
      if (!result.ok) {
        expect(result.error.why, cycle).toMatch(/^[A-Z].{15,}/);
        expect(snapshot, cycle).toEqual(last);
        continue;
      }
      published++;
      for (const chart of snapshot.charts)
        for (const name of NAMES) states.set(chart.sections[name].status, (states.get(chart.sections[name].status) ?? 0) + 1);
      expect(snapshot.asOf, cycle).toBe(now);
      const shown = new Map(snapshot.charts.map(c => [c.identity.id, c]));
      for (const id of truth.present) {
        const chart = shown.get(id);
        expect(chart !== undefined || snapshot.unread.some(u => u.patient === id), `${cycle}: patient ${id} is lost`).toBe(true);
        expect(chart?.gone ?? null, `${cycle}: patient ${id} is here but marked as gone`).toBeNull();
      }
      if (onlyTokens) expect(partsOf(snapshot), `${cycle}: an ended token cost something`).toEqual(partsOf(held));
      const lies = snapshot.charts.flatMap(c => liesIn(c, truths, now, ownerOf).map(lie => `${c.identity.id}: ${lie}`));
      expect(lies, cycle).toEqual([]);
      for (const older of last?.charts ?? []) {
        const newer = shown.get(older.identity.id);
        if (newer && older.gone === null)
          for (const n of NAMES) {
            const [a, b] = [older.sections[n].asOf, newer.sections[n].asOf];
            expect(a === null || (b !== null && b >= a) ? [] : [n, a, b], `${cycle}: a part went back in time`).toEqual([]);
          }
      }
      last = snapshot;
    } finally {
      await server.close();
    }
    if (k % 10 === 9) {
      collectGarbage();
      heap.push(process.memoryUsage().heapUsed / 1024 / 1024);
    }
  }
  expect(ended.betweenPages, 'no token ended between two pages').toBeGreaterThan(CYCLES / 20);
  expect(ended.elsewhere, 'no token ended in the middle of a patient').toBeGreaterThan(CYCLES / 4);
  expect(published).toBeGreaterThan(CYCLES / 8);
  expect([...states.keys()].sort(), 'the EHR was not sick enough to show anything').toEqual(
    expect.arrayContaining(['failed', 'ok', 'partial', 'unauthorised']),
  );
  expect(heap.at(-1)! - heap[0]!, `heap in MB every ten refreshes: ${heap.map(Math.round).join(' ')}`).toBeLessThan(40);
}, 600_000);
