import { columns } from '../../main/host/terminal.ts';
import type { Measured } from './measured.ts';
import { benchDueTimes } from './due-times.ts';
import { benchFirstSheet } from './first-sheet.ts';
import { benchLoad } from './load.ts';
import { benchMonth } from './month.ts';
import { benchPack } from './pack.ts';
import { benchReady } from './ready.ts';
import { benchSync } from './sync.ts';
import { benchVault } from './vault.ts';

const measured: Measured[] = [
  ...benchDueTimes(),
  ...(await benchVault()),
  ...(await benchPack()),
  ...(await benchReady()),
  ...(await benchFirstSheet()),
  ...(await benchSync()),
  ...(await benchLoad()),
  ...(await benchMonth()),
];
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
else {
  const rows = measured.map(m => [
    m.name,
    `${m.value.toFixed(1)} ${m.unit}`,
    m.ratio === null ? '' : `${m.ratio.toFixed(2)}×`,
    m.aim === null ? '' : `${m.aim}×`,
    m.better,
    m.against ?? '',
  ]);
  process.stdout.write(`${columns([['What', 'Value', 'Ratio', 'Aim', 'Better', 'Against'], ...rows])}\n`);
}
