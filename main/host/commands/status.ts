import { ageWords, freshness, type Freshness } from '../../domain/freshness.ts';
import type { Instant } from '../../domain/time.ts';
import { listGenerations } from '../../store/read-latest.ts';
import { openSnapshotStore } from '../../store/snapshot-store.ts';
import { unitsIn } from '../../store/unit-folder.ts';
import { keyFileWeaknesses } from '../../vault/key-file.ts';
import { columns, fail, say } from '../terminal.ts';
import { keysToList, vaultOf } from './store-keys.ts';
import { clockAt, situationOf, type StoreOptions } from './store-options.ts';

interface CopyRow {
  unit: string | null;
  generation: number | null;
  asOf: Instant | null;
  age: Freshness | null;
  patients: number | null;
  whole: boolean;
  why: string | null;
}

const NOTHING = { generation: null, asOf: null, age: null, patients: null, whole: false };

/** Every copy in the store with its age and whether it is whole; fails when a unit has none that is. */
export async function status(options: StoreOptions & { now?: Instant }): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const { site, folders, signIn } = situation;
  const units = unitsIn(folders.store);
  if (units.length === 0)
    return fail(options.json, { kind: 'no-copy', why: `There is no copy of any unit in ${folders.store}: run sync first.` });
  const keys = await keysToList(folders, signIn);
  if (!keys.ok) return fail(options.json, keys.error);
  const now = clockAt(options.now).now();
  const copies = units.flatMap(({ unit, folder }): CopyRow[] => {
    if (unit === null) return [{ ...NOTHING, unit, why: `no manifest in ${folder} can be read` }];
    const listed = listGenerations(openSnapshotStore({ folder: folders.store, unit, keys: keys.value }));
    if (!listed.ok) return [{ ...NOTHING, unit, why: listed.error.why }];
    return listed.value.map(({ number, manifest, fault }) => ({
      unit,
      generation: number,
      asOf: manifest?.asOf ?? null,
      age: freshness(manifest?.asOf ?? null, now, site.rules.freshness),
      patients: manifest?.counts.patients ?? null,
      whole: fault === null,
      why: fault?.why ?? null,
    }));
  });
  const vault = await vaultOf(folders);
  const weaknesses = vault.ok && vault.value ? vault.value.status().weaknesses : keyFileWeaknesses(folders.key);
  const table = columns([
    ['Unit', 'Copy', 'As of', 'Age', 'Patients', 'State'],
    ...copies.map(c => [
      c.unit ?? '?',
      String(c.generation ?? '-'),
      c.asOf ?? '-',
      c.age ? ageWords(c.age) : '-',
      String(c.patients ?? '-'),
      c.whole ? 'whole' : `NOT READABLE: ${c.why}`,
    ]),
  ]);
  say(options.json, { copies, weaknesses }, [table, ...weaknesses.map(w => `Weakness: ${w}`)].join('\n'));
  const without = units.filter(({ unit }) => !copies.some(c => c.unit === unit && c.whole));
  if (without.length > 0) process.exitCode = 1;
}
