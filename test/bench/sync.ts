import Database from 'better-sqlite3';
import { join } from 'node:path';
import { fhirEhr } from '../../main/ehr/ehr.ts';
import { syncUnit } from '../../main/services/sync.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder, kioskRunning } from '../support/command-line.ts';
import { BENCH_NOW, BENCH_ZONE, hospitalFolder, unitName } from './hospital.ts';
import { medianOf, type Measured } from './measured.ts';

const log = { write: () => undefined };
const unit = unitName(1);
const RUNS = 5;
/** As many requests at once as the kiosk itself makes. */
const AT_ONCE = 6;

/** A refresh of a unit of 36 patients over real HTTP, against the floor: the same requests, JSON.parse, and one insert per resource. */
export async function benchSync(): Promise<Measured[]> {
  const server = await kioskRunning('serve-fhir', await hospitalFolder(1));
  try {
    const urls: string[] = [];
    await kioskSync(server.url, (input, init) => {
      urls.push(String(input));
      return fetch(input, init);
    });
    const ours: number[] = [];
    const floor: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      ours.push(await kioskSync(server.url, fetch));
      floor.push(await floorSync(urls));
    }
    const [mine, least] = [medianOf(ours), medianOf(floor)];
    return [
      {
        name: 'sync: 36 patients',
        value: mine,
        unit: 'ms',
        ratio: mine / least,
        against: `the same ${urls.length} requests, JSON.parse, one plain insert each (${least.toFixed(0)} ms)`,
        aim: 1.3,
        better: 'lower',
      },
    ];
  } finally {
    await server.end();
  }
}

async function kioskSync(url: string, get: typeof fetch): Promise<number> {
  const store = folder();
  const key = join(store, 'kiosk.key');
  ensureKeyFile(key);
  const begin = performance.now();
  const result = await syncUnit({
    ehr: fhirEhr({ baseUrl: url, log, fetch: get }),
    store: openSnapshotStore({ folder: store, unit, keys: keyFile(key), log }),
    clock: { now: () => BENCH_NOW },
    unit,
    zone: BENCH_ZONE,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  if (!result.ok) throw new Error(result.error.why);
  return performance.now() - begin;
}

async function floorSync(urls: readonly string[]): Promise<number> {
  const db = new Database(join(folder(), 'floor.db'));
  db.exec('create table resource (body text)');
  const insert = db.prepare('insert into resource values (?)');
  const waiting = [...urls];
  const begin = performance.now();
  db.exec('begin');
  const fetchAll = async (): Promise<void> => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
      const body = JSON.parse(await (await fetch(url, { headers: { accept: 'application/fhir+json' } })).text()) as {
        entry?: { resource: unknown }[];
      };
      for (const { resource } of body.entry ?? []) insert.run(JSON.stringify(resource));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchAll));
  db.exec('commit');
  db.close();
  return performance.now() - begin;
}
