import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Selection } from '../../main/contract.ts';
import { folder } from '../support/command-line.ts';
import { openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { needs } from '../support/needs.ts';
import { simulator, until } from '../support/printer-simulator.ts';
import { medianOf, type Measured } from './measured.ts';

const MARS: Selection = { patients: 'all', forms: ['mar-scheduled', 'mar-prn'], from: null, span: 'hours', hours: 24 };
const RUNS = 3;
const WARM_MS = 50;

/** From "print all MARs of the unit" to the first document taken by a printer on this computer: with paper made in advance, and without. */
export async function benchFirstSheet(): Promise<Measured[]> {
  if (needs.ippeveprinter.missing) {
    process.stderr.write('The printer simulator is missing: the way to the first sheet was not measured.\n');
    return [];
  }
  const sim = await simulator('BENCH-PRN');
  const store = folder();
  const siteFile = join(store, 'site.yml');
  writeFileSync(siteFile, `printers: [{ name: BENCH-PRN, uri: '${sim.place.uri}' }]\n`);
  const kiosk = await openDemoKiosk({ store, siteFile });
  try {
    await kiosk.kiosk.firstRefresh;
    await until('the printer was asked', async () => (await kiosk.call.getStatus({})).printers[0]?.state !== null);
    const cold = await toFirstSheet(kiosk);
    const warm: Steps[] = [];
    for (let run = 0; run < RUNS; run++) {
      await until('paper lies ready', async () => !(await kiosk.call.getStatus({})).paper.making, 120_000);
      await until('nothing waits for the printer', async () => await idle(kiosk), 120_000);
      warm.push(await toFirstSheet(kiosk));
    }
    const row = (name: string, { made, accepted }: Steps, aim: number | null): Measured => ({
      name: `first sheet: MARs of the unit, ${name}`,
      value: accepted,
      unit: 'ms',
      ratio: aim === null ? null : accepted / aim,
      against: `${aim === null ? '' : `${aim} ms; `}of it ${made.toFixed(0)} ms until the whole pack was made`,
      aim: aim === null ? null : 1,
      better: 'lower',
    });
    const middle = (of: keyof Steps): number => medianOf(warm.map(steps => steps[of]));
    return [
      row('nothing made in advance', cold, null),
      row('paper lies ready', { made: middle('made'), accepted: middle('accepted') }, WARM_MS),
    ];
  } finally {
    await kiosk.close();
    await sim.kill();
  }
}

/** Milliseconds until the pack was made, and until its first document was taken. */
interface Steps {
  made: number;
  accepted: number;
}

async function toFirstSheet({ call }: DemoKiosk): Promise<Steps> {
  const begin = performance.now();
  const started = await call.startPack(MARS);
  if (!started.ok) throw new Error(started.error.why);
  const { pack } = started.value;
  for (;;) {
    const progress = await call.getPack({ pack });
    if (progress.ok && progress.value.state === 'done') break;
    await nextTurn();
  }
  const made = performance.now() - begin;
  const printed = await call.startPrint({ pack, printer: 'BENCH-PRN' });
  if (!printed.ok) throw new Error(printed.error.why);
  for (;;) {
    const own = (await call.getPrints({})).find(print => print.id === printed.value.print);
    if (own?.documents.some(({ state }) => state !== 'waiting')) return { made, accepted: performance.now() - begin };
    await nextTurn();
  }
}

const idle = async ({ call }: DemoKiosk): Promise<boolean> =>
  (await call.getPrints({})).every(({ documents }) => documents.every(({ state }) => state === 'done'));
