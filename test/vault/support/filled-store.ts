import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Keys } from '../../../main/ports.ts';
import { openLedger } from '../../../main/store/ledger.ts';
import { openPaperShelf } from '../../../main/store/paper-shelf.ts';
import { openPrintShelf } from '../../../main/store/print-shelf.ts';
import { publishGeneration } from '../../../main/store/publish.ts';
import { listGenerations } from '../../../main/store/read-latest.ts';
import { openSnapshotStore } from '../../../main/store/snapshot-store.ts';
import { unitsIn } from '../../../main/store/unit-folder.ts';
import { ward } from '../../store/support/ward.ts';
import { must } from './must.ts';

const UNIT = '4 West';
export const unitStore = (store: string, keys: Keys) => openSnapshotStore({ folder: store, unit: UNIT, keys });

/** Two copies of a ward, a ledger, ready paper and prints, sealed with these keys. */
export function fillStore(store: string, keys: Keys): void {
  const unit = unitStore(store, keys);
  for (const tag of ['first', 'second']) must(publishGeneration(unit, ward(4, tag)));
  const ledger = must(openLedger({ folder: store, keys, kiosk: 'K1' }));
  must(ledger.append({ at: '2026-11-26T08:00:00Z', by: 'Nora', unit: UNIT, act: { kind: 'note', text: 'kept' } as never }));
  ledger.close();
  const paper = must(openPaperShelf(unit));
  paper.put('patient', 'mar', { content: 'c', about: '{}', pdf: Buffer.from('pdf') });
  paper.close();
  const prints = must(openPrintShelf(unit));
  must(prints.put('print', [{ document: 0, pdf: Buffer.from('pdf') }]));
  prints.close();
}

/** What these keys can't open of a filled store, and why; nothing when all of it opens. */
export function shutFor(store: string, keys: Keys): string[] {
  const shut: string[] = [];
  const units = unitsIn(store);
  if (units.length !== 1) shut.push(`${units.length} units`);
  const unit = unitStore(store, keys);
  const listed = listGenerations(unit);
  if (!listed.ok) return [listed.error.why];
  for (const { number, fault } of listed.value) if (fault) shut.push(`generation ${number}: ${fault.kind}`);
  if (listed.value.length < 2) shut.push(`${listed.value.length} generations`);
  const ledger = openLedger({ folder: store, keys, kiosk: 'K1' });
  if (!ledger.ok) shut.push(`ledger: ${ledger.error.kind}`);
  else {
    if (ledger.value.events().length + ledger.value.unknownEvents().length === 0) shut.push('ledger: empty');
    ledger.value.close();
  }
  const paper = openPaperShelf(unit);
  if (!paper.ok) shut.push(`paper: ${paper.error.kind}`);
  else {
    if (paper.value.find('patient', 'mar') === null) shut.push('paper: begun anew');
    paper.value.close();
  }
  const prints = openPrintShelf(unit);
  if (!prints.ok) shut.push(`prints: ${prints.error.kind}`);
  else {
    if (prints.value.pdf('print', 0) === null) shut.push('prints: begun anew');
    prints.value.close();
  }
  return shut;
}

/** Every sealed key that lies in the store. */
export const filesIn = (store: string): string[] =>
  readdirSync(store, { recursive: true, encoding: 'utf8' }).map(name => join(store, name));
