import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serialize } from 'node:v8';
import { START_FORMS } from '../../main/domain/form.ts';
import { packPatients, type PackJob } from '../../main/services/pack.ts';
import type { Copy } from '../../main/services/charts.ts';
import { fromShelf, prepare } from '../../main/services/ready-paper.ts';
import { openPaperShelf, type PaperShelf } from '../../main/store/paper-shelf.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from '../support/command-line.ts';
import type { Measured } from './measured.ts';
import { wardCopy } from './ward-copy.ts';
import { BENCH_WARD_NOW } from './ward-sheets.ts';
import { HEAP_FLAGS } from './worker-heap.ts';

const UNITS = 30;
const HOSPITAL_SECONDS = 3;
const HOSPITAL_MB = 250;

/** Paper made in advance: what it costs when nothing has changed, and what it saves when it is needed. */
export async function benchReady(): Promise<Measured[]> {
  const copy = await wardCopy();
  const job = { copy, outage: { state: 'normal' } as const, now: BENCH_WARD_NOW, run: '7F3QXH' };
  const shelf = emptyShelf();
  const pass = async (): Promise<number> => {
    const begin = performance.now();
    for await (const _ of prepare(job, shelf));
    return performance.now() - begin;
  };
  const first = await pass();
  const unchanged = await pass();
  const print: PackJob = {
    ...job,
    by: 'bench',
    pack: 1,
    selection: { patients: 'all', forms: START_FORMS, from: null, span: 'hours', hours: 24 },
  };
  const firstPatient = async (steps: ReturnType<typeof packPatients>): Promise<number> => {
    const begin = performance.now();
    for await (const step of steps) if (step.pdf !== null) return performance.now() - begin;
    throw new Error('nothing was printed');
  };
  const ready = await firstPatient(packPatients(print, fromShelf(shelf)));
  const made = await firstPatient(packPatients(print));
  shelf.close();
  return [
    {
      name: `ready paper: nothing changed, ${copy.snapshot.charts.length} patients`,
      value: unchanged,
      unit: 'ms',
      ratio: first / unchanged,
      against: `making and reading back all of it: ${first.toFixed(0)} ms`,
      aim: 20,
      better: 'lower',
    },
    {
      name: 'ready paper: first patient’s sheets in hand',
      value: ready,
      unit: 'ms',
      ratio: made / ready,
      against: `rendering and reading them back: ${made.toFixed(0)} ms`,
      aim: null,
      better: 'lower',
    },
    ...(await benchHospital(copy)),
  ];
}

function emptyShelf(): PaperShelf {
  const place = folder();
  const key = join(place, 'kiosk.key');
  ensureKeyFile(key);
  const shelf = openPaperShelf(openSnapshotStore({ folder: place, unit: 'bench', keys: keyFile(key) }));
  if (!shelf.ok) throw new Error(shelf.error.why);
  return shelf.value;
}

/** All sheets of a whole hospital, rendered by one warm process on one core with the heap of the kiosk's worker, without reading them back. */
async function benchHospital(copy: Copy): Promise<Measured[]> {
  const file = join(folder(), 'copy');
  writeFileSync(file, serialize(copy));
  const script = join(import.meta.dirname, 'hospital-paper.ts');
  type Figures = Record<'patients' | 'pages' | 'seconds' | 'megabytes', number>;
  const { stdout } = await promisify(execFile)(process.execPath, [...HEAP_FLAGS, script, String(UNITS), file]);
  const { patients, pages, seconds, megabytes } = JSON.parse(stdout) as Figures;
  const row = (name: string, value: number, unit: string, limit: number): Measured => ({
    name: `paper: ${UNITS} units, ${patients} patients, ${pages} pages, ${name}`,
    value,
    unit,
    ratio: value / limit,
    against: `${limit} ${unit}`,
    aim: 1,
    better: 'lower',
  });
  return [
    row(`warm, ${((seconds / pages) * 1000).toFixed(2)} ms a page`, seconds, 's', HOSPITAL_SECONDS),
    row('most memory of the process', megabytes, 'MB', HOSPITAL_MB),
  ];
}
