import { join } from 'node:path';
import { err, ok, type Result } from '../domain/result.ts';
import type { Writer } from './connection.ts';
import { faultOf, type StoreFault } from './fault.ts';
import { openBook, PRINTS } from './ledger-file.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** The PDFs that wait for a printer, encrypted on disk; they survive a crash, and so does that one is being handed over. */
export interface PrintShelf {
  put(print: string, pdfs: { document: number; pdf: Uint8Array }[]): Result<null, StoreFault>;
  /** Null when it isn't there. */
  pdf(print: string, document: number): Buffer | null;
  /** Notes that it is handed over under this name from now on. False when somebody else does so already. */
  claim(print: string, document: number, job: string): boolean;
  /** The name under which it is, or was, being handed over. */
  handed(print: string, document: number): string | null;
  /** It certainly did not arrive, or it is to be printed anew. */
  release(print: string, document: number): void;
  /** Clears away what is not of these prints. */
  keepOnly(prints: readonly string[]): void;
  close(): void;
}

const TITLE = 'What is to be printed';
const SAFE = 'The copies of the patients are not affected; sheets can be saved as PDF.';

/**
 * Opens a unit's queue of PDFs. Its content can be made again, so a damaged one is begun anew; which documents were in it is in the ledger.
 */
export function openPrintShelf(store: SnapshotStore): Result<PrintShelf, StoreFault> {
  try {
    let opened = openBook({ ...store, book: PRINTS });
    if (!opened.ok && ['damaged', 'ledger-missing', 'newer-version'].includes(opened.error.kind)) {
      store.log.write('warn', 'the queue of PDFs to print is begun anew', { unit: store.unit, kind: opened.error.kind });
      for (const suffix of ['.json', '.json.tmp', '.db', '.db-wal', '.db-shm'])
        store.disk.remove(join(store.folder, PRINTS.name + suffix));
      opened = openBook({ ...store, book: PRINTS });
    }
    return opened.ok ? ok(shelfOn(opened.value)) : err(opened.error);
  } catch (error) {
    return faultOf(error, TITLE, SAFE);
  }
}

function shelfOn(db: Writer): PrintShelf {
  const insert = db.prepare('insert into document (print, document, pdf) values (?, ?, ?)');
  const pdf = db.prepare('select pdf from document where print = ? and document = ?').pluck();
  const handed = db.prepare('select handed from document where print = ? and document = ?').pluck();
  const claim = db.prepare('update document set handed = ? where print = ? and document = ? and handed is null');
  const release = db.prepare('update document set handed = null where print = ? and document = ?');
  const others = db.prepare('delete from document where print not in (select value from json_each(?))');
  const putAll = db.transaction((print: string, pdfs: { document: number; pdf: Uint8Array }[]) => {
    for (const each of pdfs) insert.run(print, each.document, Buffer.from(each.pdf));
  });
  return {
    put(print, pdfs) {
      try {
        putAll(print, pdfs);
        return ok(null);
      } catch (error) {
        return faultOf(error, TITLE, SAFE);
      }
    },
    pdf: (print, document) => (pdf.get(print, document) as Buffer | undefined) ?? null,
    claim: (print, document, job) => claim.run(job, print, document).changes === 1,
    handed: (print, document) => (handed.get(print, document) as string | null | undefined) ?? null,
    release: (print, document) => void release.run(print, document),
    keepOnly: prints => void others.run(JSON.stringify(prints)),
    close: () => void db.close(),
  };
}
