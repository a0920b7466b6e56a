import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { namesIn } from './disk.ts';
import { generationNumbers } from './generation-name.ts';
import { readManifest } from './manifest.ts';

/** One spelling for a unit: capitals and spaces don't make another unit. */
export const sameUnit = (a: string, b: string): boolean => plainName(a) === plainName(b);

/** A folder name that every file system takes, different for different units. */
export function unitFolderName(unit: string): string {
  const words = plainName(unit)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${words || 'unit'}-${createHash('sha256').update(plainName(unit)).digest('hex').slice(0, 8)}`;
}

/** Where a unit's generations are kept under a store's folder. */
export const unitFolder = (storeFolder: string, unit: string): string => join(storeFolder, 'units', unitFolderName(unit));

/** The units that have copies under a store's folder; `unit` is null where no manifest could be read to say which. */
export function unitsIn(storeFolder: string): { unit: string | null; folder: string }[] {
  const units = join(storeFolder, 'units');
  return namesIn(units)
    .sort()
    .map(name => join(units, name))
    .map(folder => ({ folder, numbers: generationNumbers(folder) }))
    .filter(({ numbers }) => numbers.length > 0)
    .map(({ folder, numbers }) => {
      for (const number of numbers) {
        const manifest = readManifest(folder, number);
        if (manifest.ok) return { unit: manifest.value.unit, folder };
      }
      return { unit: null, folder };
    });
}

/** Does the store hold nothing yet: no copy of any unit, no ledger, no ADT journal, no vault, no audit? Only then may a key be made. */
export function isNewStore(storeFolder: string): boolean {
  return (
    unitsIn(storeFolder).length === 0 && !namesIn(storeFolder).some(name => /^(ledger|adt)\.|^(vault|audit|backups)$/.test(name))
  );
}

/** A unit's name without what doesn't make another unit. */
export const plainName = (unit: string): string => unit.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
