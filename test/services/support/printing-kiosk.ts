import type { PackFile } from '../../../main/contract.ts';
import { ok } from '../../../main/domain/result.ts';
import { stockWords } from '../../../main/domain/label.ts';
import { printerAt } from '../../../main/printing/printer-at.ts';
import { printQueue } from '../../../main/services/print-queue.ts';
import { openLedger } from '../../../main/store/ledger.ts';
import { openPrintShelf } from '../../../main/store/print-shelf.ts';
import { storeIn } from '../../store/support/ward.ts';
import { LABELS_203 } from '../../support/label-patients.ts';
import { pdfOfPages } from '../../support/small-pdf.ts';

// A kiosk that prints six documents of two pages, or of twenty labels at a socket, or goes on with them, until it is killed: "printing-kiosk.ts FOLDER URI".
const [folder, uri] = process.argv.slice(2) as [string, string];
const store = storeIn(folder);
const ledger = openLedger({ folder: store.folder, keys: store.keys, kiosk: 'K1' });
if (!ledger.ok) throw new Error(ledger.error.why);
const files: { file: PackFile; pdf: Uint8Array }[] = [];
const isLabels = uri.startsWith('socket:');
const place = { name: 'PRN-1', uri, duplex: !isLabels, tray: null, certificate: null, label: isLabels ? LABELS_203 : null };
for (let bed = 1; bed <= 6; bed++) {
  if (isLabels) {
    const sheets = [{ id: `K1-A-1-${bed}`, form: 'band-and-labels' as const, pages: 20 }];
    const file = { patientId: `p${bed}`, name: 'X', bed: String(bed), pages: 20, sheets, stock: stockWords(LABELS_203) };
    files.push({ file, pdf: Buffer.from(`^XA^FO10,10^A0N,20,20^FDBED${bed}^FS^PQ20^XZ\n`) });
    continue;
  }
  const sheets = [{ id: `K1-A-1-${bed}`, form: 'mar-scheduled' as const, pages: 2 }];
  const pdf = await pdfOfPages([`BED${bed}PAGE1`, `BED${bed}PAGE2`]);
  files.push({ file: { patientId: `p${bed}`, name: 'X', bed: String(bed), pages: 2, sheets }, pdf });
}
const queue = printQueue({
  printers: [printerAt(place, 'Downtime Kiosk K1')],
  shelf: openPrintShelf(store),
  ledger: ledger.value,
  clock: { now: () => new Date().toISOString() },
  log: { write: () => undefined },
  unit: store.unit,
  kiosk: 'K1',
  paper: 'letter',
  files: () => ok(files),
  otherUnit: () => null,
  changed: () => undefined,
  printersChanged: () => undefined,
  times: { watchMs: 20, restMs: 50, patienceMs: 60_000 },
});
if (queue.shown().length === 0) queue.start(1, 'PRN-1', 'A. Nurse');
process.stdout.write('printing\n');
setInterval(() => {
  const documents = queue.shown().flatMap(print => print.documents);
  if (documents.every(each => each.state !== 'waiting' && each.state !== 'accepted'))
    process.stdout.write(`settled ${JSON.stringify(documents.map(({ bed, state }) => ({ bed, state })))}\n`);
}, 50);
