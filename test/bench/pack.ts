import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../support/command-line.ts';
import { needs } from '../support/needs.ts';
import type { Measured } from './measured.ts';
import { wardCopy } from './ward-copy.ts';
import { sheetsOf } from './ward-sheets.ts';

/** Starts of a contender that are compared. */
const STARTS = 5;

interface Run {
  pages: number;
  cold: number;
  warm: number;
  memory: number;
  bytes: number;
}

/** Rendering the ward's sheets, against straightforward pdfkit and Chromium's print-to-PDF on the same sheets, each in its own process. */
export async function benchPack(): Promise<Measured[]> {
  const file = join(folder(), 'sheets.json');
  writeFileSync(file, JSON.stringify([...sheetsOf(await wardCopy())]));
  const run = (name: string): Run => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'contender.ts'), name, file, needs.chromium.path ?? ''],
      {
        encoding: 'utf8',
        maxBuffer: 1e8,
      },
    );
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    return JSON.parse(stdout) as Run;
  };
  /** Cold, but not for the first time on this computer: what Node compiled then is kept (host/node24.mjs). The median of some starts. */
  const startedBefore = (name: string): Run => {
    run(name);
    const runs = Array.from({ length: STARTS }, () => run(name)).sort((a, b) => a.cold - b.cold);
    return runs[Math.floor(STARTS / 2)]!;
  };
  const ours = startedBefore('kiosk');
  const rows: Measured[] = [
    ...compare(ours, startedBefore('pdfkit'), 'straightforward pdfkit', 8),
    ...(needs.chromium.missing ? [] : compare(ours, run('chromium'), 'Chromium print-to-PDF', 100)),
    {
      name: `pack: size of ${ours.pages} pages`,
      value: ours.bytes / 1e6,
      unit: 'MB',
      ratio: null,
      against: null,
      aim: null,
      better: 'lower',
    },
  ];
  if (needs.chromium.missing) process.stderr.write('Chromium is missing: not compared with it.\n');
  return rows;
}

/** The same sheets need more pages one way than another, so it is times that are compared; page counts are named. */
function compare(ours: Run, theirs: Run, against: string, aim: number): Measured[] {
  const speed = (state: 'cold' | 'warm', wanted: number | null): Measured => ({
    name: `pack, ${state}, ${ours.pages} pages`,
    value: ours[state],
    unit: 'ms',
    ratio: theirs[state] / ours[state],
    against: `${against}: ${theirs[state].toFixed(0)} ms for the same sheets on ${theirs.pages} pages`,
    aim: wanted,
    better: 'lower',
  });
  return [
    speed('cold', aim),
    speed('warm', null),
    {
      name: 'pack, memory',
      value: ours.memory,
      unit: 'MB',
      ratio: ours.memory / theirs.memory,
      against: `${against}, ${theirs.memory.toFixed(0)} MB`,
      aim: null,
      better: 'lower',
    },
  ];
}
