import { join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import type { Writer } from './connection.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { openBook, PAPER } from './ledger-file.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** A patient's sheets as they lie on the shelf. */
export interface ShelvedPaper {
  /** Says what is on the sheets: equal content, equal sheets. */
  content: string;
  /** JSON about them, for whoever put them there. */
  about: string;
  /** Null when not one of them could be released. */
  pdf: Buffer | null;
}

/** Paper made in advance, encrypted on disk. `forms` names which sheets of a patient are meant. Putting and clearing throw what the disk throws. */
export interface PaperShelf {
  find(patient: string, forms: string): ShelvedPaper | null;
  /** The same without the PDF: enough to see whether it is still right. */
  look(patient: string, forms: string): Omit<ShelvedPaper, 'pdf'> | null;
  put(patient: string, forms: string, paper: ShelvedPaper): void;
  /** Takes paper off the shelf if it still has this content, and whatever else lies there for the patient: each of its sheets is handed out once. Null also when that
   *  can't be noted down, on a full disk or beside another process: never an error, since paper can always be made. */
  take(patient: string, forms: string, content: string): ShelvedPaper | null;
  /** Clears away what is not of these patients. */
  keepOnly(patients: readonly string[]): void;
  close(): void;
}

/** What the shelf is called in a fault. */
export const SHELF = 'Paper made in advance';

/** Milliseconds to wait for another process: whoever prints doesn't wait for a shelf. */
const PATIENCE = 250;

/** What is safe when the shelf fails. */
export const SHELF_SAFE = 'The copies of the patients are not affected; paper is made when it is asked for.';

/**
 * Opens a unit's shelf. Everything on it can be made again, so one that is damaged, half gone or of a newer version is cleared and begun anew;
 * one that another key sealed is left alone. Faults: `wrong-key`, `no-key`, and those of the disk.
 */
export function openPaperShelf(store: SnapshotStore): Result<PaperShelf, StoreFault> {
  try {
    let opened = openBook({ ...store, book: PAPER });
    if (!opened.ok && ['damaged', 'ledger-missing', 'newer-version'].includes(opened.error.kind)) {
      store.log.write('warn', 'the shelf of ready paper is begun anew', { unit: store.unit, kind: opened.error.kind });
      for (const suffix of ['.json', '.json.tmp', '.db', '.db-wal', '.db-shm'])
        store.disk.remove(join(store.folder, PAPER.name + suffix));
      opened = openBook({ ...store, book: PAPER });
    }
    return opened.ok ? ok(shelfOn(opened.value, store)) : err(opened.error);
  } catch (error) {
    return faultOf(error, SHELF, SHELF_SAFE);
  }
}

function shelfOn(db: Writer, { log, unit }: SnapshotStore): PaperShelf {
  db.exec(`pragma busy_timeout = ${PATIENCE}`);
  const select = db.prepare('select content, about, pdf from paper where patient = ? and forms = ?');
  const label = db.prepare('select content, about from paper where patient = ? and forms = ?');
  const replace = db.prepare('insert or replace into paper (patient, forms, content, about, pdf) values (?, ?, ?, ?, ?)');
  const remove = db.prepare('delete from paper where patient = ?');
  const others = db.prepare('delete from paper where patient not in (select value from json_each(?))');
  const find: PaperShelf['find'] = (patient, forms) => (select.get(patient, forms) as ShelvedPaper | undefined) ?? null;
  const take = db.transaction((patient: string, forms: string, content: string) => {
    const found = find(patient, forms);
    if (found?.content !== content) return null;
    remove.run(patient);
    return found;
  });
  return {
    find,
    look: (patient, forms) => (label.get(patient, forms) as Omit<ShelvedPaper, 'pdf'> | undefined) ?? null,
    put: (patient, forms, { content, about, pdf }) => void replace.run(patient, forms, content, about, pdf),
    take(patient, forms, content) {
      try {
        return take(patient, forms, content);
      } catch (error) {
        const fault = faultOf(error, SHELF, SHELF_SAFE);
        log.write('warn', 'ready paper could not be taken from the shelf', { unit, kind: fault.error.kind });
        return null;
      }
    },
    keepOnly: patients => void others.run(JSON.stringify(patients)),
    close: () => void db.close(),
  };
}
