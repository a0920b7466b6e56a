import type { Keys, Log } from '../ports.ts';
import { realDisk, type Disk } from './disk.ts';
import { SCHEMA_FOLDER } from './schema.ts';
import { unitFolder } from './unit-folder.ts';

/** Where one unit's generations are kept, and with what. */
export interface SnapshotStore {
  unit: string;
  /** The unit's own folder. */
  folder: string;
  keys: Keys;
  log: Log;
  disk: Disk;
  schemaFolder: string;
}

/** Names a unit's place under the store's folder; makes nothing on disk until something is published. */
export function openSnapshotStore(options: {
  folder: string;
  unit: string;
  keys: Keys;
  log?: Log;
  disk?: Disk;
  schemaFolder?: string;
}): SnapshotStore {
  return {
    unit: options.unit,
    folder: unitFolder(options.folder, options.unit),
    keys: options.keys,
    log: options.log ?? { write: () => undefined },
    disk: options.disk ?? realDisk(),
    schemaFolder: options.schemaFolder ?? SCHEMA_FOLDER,
  };
}
