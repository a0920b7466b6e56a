import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { demoWard } from '../../main/demo/ward.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from '../support/command-line.ts';
import { figures, LONG } from './support/figures.ts';
import { DEMO_ZONE } from '../support/demo-kiosk.ts';

const KILLS = LONG ? 50 : 20;
const UNIT = '5 East';
const { note } = figures('kill -9 during a refresh');

/**
 * Starts a refresh loop and kills it at a random moment: so many milliseconds after its start, or after it announced a generation
 * (then a slow machine gets somewhere too). Says which generation it announced last.
 */
async function refreshAndKill(
  url: string,
  store: string,
  after: 'start' | 'announcement',
  ms: number,
): Promise<{ announced: number | null; faults: string[] }> {
  const program = join(import.meta.dirname, '../support/sync-for-ever.ts');
  const child = spawn(process.execPath, [program, url, UNIT, store, DEMO_ZONE], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const announcement = new Promise<void>(resolve => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      resolve();
    });
  });
  if (after === 'announcement') await announcement;
  await new Promise(resolve => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await new Promise(resolve => child.on('close', resolve));
  const lines = said.split('\n').filter(line => line !== '');
  const numbers = lines.filter(line => /^\d+$/.test(line)).map(Number);
  return { announced: numbers.at(-1) ?? null, faults: lines.filter(line => line.startsWith('fault')) };
}

test(
  `kill -9 during a refresh, ${KILLS} times at random: the last good copy always opens, and nothing announced is lost`,
  { timeout: 300_000 },
  async () => {
    const server = await serveFhir(demoWard({ seed: 1, now: new Date().toISOString(), zone: DEMO_ZONE }));
    const folderPath = folder();
    ensureKeyFile(join(folderPath, 'kiosk.key'));
    const store = openSnapshotStore({ folder: folderPath, unit: UNIT, keys: keyFile(join(folderPath, 'kiosk.key')) });
    let last = 0;
    for (let i = 0; i < KILLS; i++) {
      const after = i % 2 === 0 ? 'start' : 'announcement';
      const { announced, faults } = await refreshAndKill(
        server.url,
        folderPath,
        after,
        Math.random() * (after === 'start' ? 1400 : 400),
      );
      expect(faults).toEqual([]);
      last = Math.max(last, announced ?? 0);
      const latest = readLatest(store);
      if (last === 0 && !latest.ok) continue;
      if (!latest.ok) throw new Error(latest.error.why);
      expect(latest.value.generation.number).toBeGreaterThanOrEqual(last);
      expect(latest.value.generation.snapshot.charts.length).toBeGreaterThan(0);
      expect(latest.value.skipped.filter(copy => copy.kind !== 'unfinished')).toEqual([]);
      note('kills', null);
      last = latest.value.generation.number;
    }
    await server.close();
    expect(last).toBeGreaterThan(5);
  },
);
