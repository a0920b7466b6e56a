import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { demoWard } from '../../main/demo/ward.ts';
import { readLatest } from '../../main/store/read-latest.ts';
import { openSnapshotStore } from '../../main/store/snapshot-store.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from '../support/command-line.ts';
import { DEMO_ZONE } from '../support/demo-kiosk.ts';

const KILLS = 50;
const UNIT = '5 East';

/** Starts a refresh loop, kills it at a random moment of its second or so of life, and says which generation it last announced. */
async function refreshAndKill(url: string, store: string, ms: number): Promise<{ announced: number | null; faults: string[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/sync-for-ever.ts'), url, UNIT, store, DEMO_ZONE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise(resolve => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await new Promise(resolve => child.on('close', resolve));
  const lines = said.split('\n').filter(line => line !== '');
  return {
    announced:
      lines
        .filter(line => /^\d+$/.test(line))
        .map(Number)
        .at(-1) ?? null,
    faults: lines.filter(line => line.startsWith('fault')),
  };
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
      const { announced, faults } = await refreshAndKill(server.url, folderPath, 250 + Math.random() * 1200);
      expect(faults).toEqual([]);
      last = Math.max(last, announced ?? 0);
      const latest = readLatest(store);
      if (last === 0 && !latest.ok) continue;
      if (!latest.ok) throw new Error(latest.error.why);
      expect(latest.value.generation.number).toBeGreaterThanOrEqual(last);
      expect(latest.value.generation.snapshot.charts.length).toBeGreaterThan(0);
      expect(latest.value.skipped.filter(copy => copy.kind !== 'unfinished')).toEqual([]);
      last = latest.value.generation.number;
    }
    await server.close();
    expect(last).toBeGreaterThan(5);
  },
);
