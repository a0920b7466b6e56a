import { join } from 'node:path';
import type { KioskEvent } from '../../../main/domain/event.ts';
import { openLedger } from '../../../main/store/ledger.ts';
import { listGenerations, readLatest } from '../../../main/store/read-latest.ts';
import { keyFile } from '../../../main/vault/key-file.ts';
import { storeIn, ward } from '../../store/support/ward.ts';

/**
 * What must hold of the copies in a folder after its publisher (test/store/support/publisher.ts) broke off; null, or what is wrong.
 * `acknowledged` is the last number it said was published: that copy or the one after it is read, whole.
 */
export function wrongCopies(root: string, acknowledged: number): string | null {
  const store = storeIn(root);
  const latest = readLatest(store);
  if (!latest.ok) {
    const copies = listGenerations(store);
    const nothingYet = acknowledged === 0 && copies.ok && copies.value.every(copy => copy.fault?.kind === 'unfinished');
    return nothingYet ? null : latest.error.why;
  }
  const { number, snapshot } = latest.value.generation;
  if (number < acknowledged || number > acknowledged + 2) return `generation ${number} after ${acknowledged} was acknowledged`;
  const tag = /next after \d+/.exec(snapshot.charts[0]!.identity.name)?.[0];
  return JSON.stringify(snapshot) === JSON.stringify(ward(6, tag)) ? null : 'its charts are of different generations';
}

/** The number of the newest copy that is read; 0 for none. */
export function newestCopy(root: string): number {
  const latest = readLatest(storeIn(root));
  return latest.ok ? latest.value.generation.number : 0;
}

/**
 * What must hold of the ledger in a folder after its recorder (test/store/support/recorder.ts) broke off: everything acknowledged is there, at
 * most one more, and nothing else.
 */
export function wrongLedger(root: string, acknowledged: number): string | null {
  const read = eventsIn(root);
  if (typeof read === 'string') return read;
  const numbers = read.map(event => Number(event.id.split(':').pop()));
  if (numbers.some((number, i) => number !== i + 1)) return `events ${numbers.join(', ')}`;
  if (numbers.length < acknowledged) return `${numbers.length} events, ${acknowledged} were acknowledged`;
  return numbers.length > acknowledged + 2 ? `${numbers.length} events, only ${acknowledged} were acknowledged` : null;
}

/** All events of the ledger in a folder, or why it doesn't open. */
export function eventsIn(root: string): readonly KioskEvent[] | string {
  const opened = openLedger({ folder: root, keys: keyFile(join(root, 'key')), kiosk: '4W-K1' });
  if (!opened.ok) return opened.error.why;
  try {
    return [...opened.value.events()];
  } finally {
    opened.value.close();
  }
}
