import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import { ensureKeyFile } from '../../main/vault/key-file.ts';
import { openWorkbench, type Workbench } from '../../main/workbench.ts';
import { folder, kioskRunning } from '../support/command-line.ts';
import { BENCH_NOW, BENCH_ZONE, hospitalFolder, manyProblems, unitName } from './hospital.ts';
import type { Measured } from './measured.ts';
import { HEAP_FLAGS } from './worker-heap.ts';

const UNITS = 30;
const HOSPITAL_MB = 400;
const SCREEN_MS = 50;
const IDLE_MS = 3_000;
const PROBLEMS = 1_600;
/** Pages have 200 entries: 4 MB each. */
const PROBLEM_BYTES = 20_000;

/** A whole hospital in one process, and what the screen feels of pages of 4 MB. */
export async function benchLoad(): Promise<Measured[]> {
  return [await benchHospital(), await benchScreen()];
}

async function benchHospital(): Promise<Measured> {
  const server = await kioskRunning('serve-fhir', await hospitalFolder(UNITS));
  try {
    const place = folder();
    const script = join(import.meta.dirname, 'hospital-sync.ts');
    const args = [...HEAP_FLAGS, script, server.url, String(UNITS), place, join(place, 'kiosk.key')];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { patients, seconds, megabytes } = JSON.parse(stdout) as { patients: number; seconds: number; megabytes: number };
    return {
      name: `sync: ${UNITS} units, ${patients} patients, most memory`,
      value: megabytes,
      unit: 'MB',
      ratio: megabytes / HOSPITAL_MB,
      against: `${HOSPITAL_MB} MB, in one process that took ${seconds.toFixed(0)} s`,
      aim: 1,
      better: 'lower',
    };
  } finally {
    await server.end();
  }
}

async function benchScreen(): Promise<Measured> {
  const server = await kioskRunning('serve-fhir', await hospitalFolder(1, ward => manyProblems(ward, PROBLEMS, PROBLEM_BYTES)));
  let bench: Workbench | null = null;
  try {
    const place = folder();
    const site = readSite(SITE_DEFAULTS, {
      fhir: server.url,
      unit: unitName(1),
      zone: BENCH_ZONE,
      store: place,
      print: folder(),
    });
    if (!site.ok) throw new Error(site.error.why);
    const { key } = site.value.folders!;
    ensureKeyFile(key);
    bench = openWorkbench({ write: () => undefined }, { device: { kind: 'key-file', path: key }, vault: null });
    const job = { site: site.value, unit: site.value.units[0]!, now: BENCH_NOW };
    const idle = monitorEventLoopDelay({ resolution: 5 });
    idle.enable();
    await wait(IDLE_MS);
    idle.disable();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const result = await bench.sync(job, new AbortController().signal, () => undefined);
    delay.disable();
    if (!result.ok) throw new Error(result.error.why);
    const p99 = delay.percentile(99) / 1e6;
    const megabytes = Math.round(result.value.counts.bytes / 1024 / 1024);
    return {
      name: `screen: delay (p99) while ${PROBLEMS} problems come in pages of 4 MB`,
      value: p99,
      unit: 'ms',
      ratio: p99 / SCREEN_MS,
      against: `${SCREEN_MS} ms; ${megabytes} MB were received meanwhile, the longest delay was ${(delay.max / 1e6).toFixed(0)} ms; idle on this machine (p99): ${(idle.percentile(99) / 1e6).toFixed(0)} ms`,
      aim: 1,
      better: 'lower',
    };
  } finally {
    await bench?.close();
    await server.end();
  }
}
