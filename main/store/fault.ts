import { err } from '../domain/result.ts';

/** Why the store could not do what was asked. `why` says what happened, what is still safe and what to do, without patient data. */
export interface StoreFault {
  kind:
    | 'no-copy' // nothing was ever published for the unit
    | 'none-verifies' // copies are there, none is whole
    | 'wrong-key'
    | 'no-key'
    | 'locked' // nobody is signed in
    | 'not-ours' // another kiosk wrote it, or somebody altered it
    | 'newer-version' // written by a newer version of this app
    | 'implausible' // the new copy was refused, the last one stays
    | 'disk-full'
    | 'busy' // another process is publishing or writing
    | 'unwritable'
    | 'unreadable'
    | 'damaged' // the ledger, or the ADT journal
    | 'ledger-missing';
  why: string;
}

/** Turns what the disk or SQLite threw into a fault; anything else is a bug and is thrown on. `task` reads "The new copy". */
export function faultOf(error: unknown, task: string, safe: string): { ok: false; error: StoreFault } {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') throw error;
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code)) {
    return err({
      kind: 'disk-full',
      why: `${task} could not be written: the disk is full. ${safe} Free some space and try again.`,
    });
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return err({
      kind: 'busy',
      why: `${task} could not be written: another process is writing here. ${safe} Try again in a moment.`,
    });
  }
  if (/^(SQLITE_CORRUPT|SQLITE_NOTADB)/.test(code)) {
    return err({ kind: 'damaged', why: `${task} could not be written: the file is damaged (${code}). ${safe} Call IT.` });
  }
  if (/^(E[A-Z]+|SQLITE_(IOERR|CANTOPEN|READONLY|PERM).*)$/.test(code)) {
    return err({
      kind: 'unwritable',
      why: `${task} could not be written (${code}). ${safe} Check the disk and the folder's rights.`,
    });
  }
  throw error;
}
