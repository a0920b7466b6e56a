import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PackFile } from '../../main/contract.ts';
import { ok } from '../../main/domain/result.ts';
import { folded } from '../../main/paper/read-text.ts';
import { ippPrinter } from '../../main/printing/ipp-printer.ts';
import { isQueue, jobOfQueue } from '../../main/printing/os-queue.ts';
import { printQueue, type PrintQueue } from '../../main/services/print-queue.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { openPrintShelf } from '../../main/store/print-shelf.ts';
import { emptyStore } from '../store/support/fresh-store.ts';
import { cups, type Cups } from '../support/cups.ts';
import { needs } from '../support/needs.ts';
import { until } from '../support/printer-simulator.ts';
import { memoryLog } from '../support/small-kiosk.ts';
import { pdfOfPages } from '../support/small-pdf.ts';

const pageOf = (document: number, page: number): string => `BED${document}PAGE${page}`;
const everyPage = (documents: number, pages: number): string[] =>
  Array.from({ length: documents }, (_, d) => Array.from({ length: pages }, (_, p) => pageOf(d + 1, p + 1))).flat();
async function packOf(documents: number, pages: number): Promise<{ file: PackFile; pdf: Uint8Array }[]> {
  const made: { file: PackFile; pdf: Uint8Array }[] = [];
  for (let document = 1; document <= documents; document++) {
    const pdf = await pdfOfPages(Array.from({ length: pages }, (_, i) => pageOf(document, i + 1)));
    const sheets = [{ id: `K1-A-1-${document}`, form: 'mar-scheduled', pages }];
    made.push({ file: { patientId: `p${document}`, name: 'X', bed: String(document), pages, sheets }, pdf });
  }
  return made;
}

describe.skipIf(needs.cups.missing || needs.poppler.missing)('a queue of the operating system (CUPS)', () => {
  let server: Cups;
  let store: ReturnType<typeof emptyStore>;
  let kiosk: { queue: PrintQueue; close(): Promise<void> } | null = null;
  beforeEach(async () => {
    server = await cups();
    store = emptyStore();
  }, 30_000);
  afterEach(async () => {
    await kiosk?.close();
    kiosk = null;
    await server.stop();
  });

  function opened(files: { file: PackFile; pdf: Uint8Array }[], patienceMs = 60_000): PrintQueue {
    const ledger = openLedger({ folder: store.folder, keys: store.keys, kiosk: 'K1' });
    if (!ledger.ok) throw new Error(ledger.error.why);
    const queue = printQueue({
      printers: [ippPrinter(server.place, 'Downtime Kiosk K1')],
      shelf: openPrintShelf(store),
      ledger: ledger.value,
      clock: { now: () => new Date().toISOString() },
      log: memoryLog(),
      unit: store.unit,
      kiosk: 'K1',
      paper: 'letter',
      files: () => ok(files),
      otherUnit: () => null,
      changed: () => undefined,
      printersChanged: () => undefined,
      times: { watchMs: 100, restMs: 200, patienceMs },
    });
    kiosk = { queue, close: async () => (await queue.close(), ledger.value.close()) };
    return queue;
  }
  const started = (queue: PrintQueue): string => {
    const print = queue.start(1, server.place.name, 'A. Nurse');
    if (!print.ok) throw new Error(print.error.why);
    return print.value.print;
  };
  const documents = (queue: PrintQueue) => queue.shown()[0]!.documents;
  const trouble = (queue: PrintQueue): string => queue.shown()[0]!.troubles[0] ?? '';
  const done = (queue: PrintQueue) => () => documents(queue).every(({ state }) => state === 'done');
  /** What came out, page by page, in order of the documents. */
  const paper = (): string[] =>
    server
      .files()
      .flatMap(file => execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }).split('\f'))
      .map(folded)
      .filter(text => text !== '')
      .sort();

  test('prints every page once and says so when the queue is done with it', async () => {
    const queue = opened(await packOf(6, 3));
    started(queue);
    await until('all is printed', done(queue), 60_000);
    await until('the files are there', () => paper().length >= 18);
    expect(paper()).toEqual(everyPage(6, 3).sort());
    expect(queue.printers()[0]).toMatchObject({ state: { state: expect.stringMatching(/ready|printing/) } });
  }, 90_000);

  test('disabled it says that somebody has to let it go on; enabled again, the rest comes, each page once', async () => {
    const queue = opened(await packOf(4, 2));
    server.run('cupsdisable', server.place.name);
    started(queue);
    await until('it says so', () => trouble(queue).includes('paused'));
    expect(documents(queue).map(({ confirmed }) => confirmed)).toEqual([0, 0, 0, 0]);
    expect(paper()).toEqual([]);
    server.run('cupsenable', server.place.name);
    await until('all is printed', done(queue), 60_000);
    await until('the files are there', () => paper().length >= 8);
    expect(paper()).toEqual(everyPage(4, 2).sort());
  }, 90_000);

  test('a job that is held there is said by bed; let go, it comes out once', async () => {
    const queue = opened(await packOf(1, 2));
    server.run('lpadmin', '-p', server.place.name, '-o', 'job-hold-until-default=indefinite');
    started(queue);
    await until('it says so', () => /holds bed 1, pages 1 to 2: let it go on there/.test(trouble(queue)), 30_000);
    server.run('lp', '-i', `${server.place.name}-1`, '-H', 'resume');
    await until('it is printed', done(queue), 60_000);
    await until('the file is there', () => paper().length >= 2);
    expect(paper()).toEqual(everyPage(1, 2));
  }, 90_000);

  test('a queue that is deleted while paper waits in it is said, and what nobody counted is never called printed', async () => {
    const queue = opened(await packOf(3, 2));
    server.run('cupsdisable', server.place.name);
    started(queue);
    await until('it has the first', () => documents(queue)[0]!.state === 'accepted');
    server.run('lpadmin', '-x', server.place.name);
    await until('it says so', () => trouble(queue).includes('any more'), 30_000);
    expect(documents(queue).map(({ confirmed }) => confirmed)).toEqual([0, 0, 0]);
    expect(paper()).toEqual([]);
  }, 90_000);

  test('cancelled before it prints, nothing comes out', async () => {
    const queue = opened(await packOf(2, 2));
    server.run('cupsdisable', server.place.name);
    const print = started(queue);
    await until('it has the first', () => documents(queue)[0]!.state === 'accepted');
    expect(await queue.cancel(print, 'A. Nurse')).toEqual({ ok: true, value: null });
    server.run('cupsenable', server.place.name);
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(paper()).toEqual([]);
    expect(new Set(documents(queue).map(({ state }) => state))).toEqual(new Set(['cancelled']));
  }, 90_000);
});

describe('what a queue says of a job', () => {
  const job = { id: 1, name: 'K1-A-1.1.1', state: 'completed', held: false, impressions: 3, sheets: 3 } as const;
  test('counts where CUPS asks the printer itself, and nowhere else', () => {
    for (const device of ['ipp://prn/ipp/print', 'ipps://prn/', 'dnssd://Prn._ipp._tcp.local/', 'cups-pdf:/'])
      expect(jobOfQueue(job, device).impressions, device).toBe(3);
    for (const device of ['socket://10.0.0.1:9100', 'lpd://10.0.0.1/q', 'usb://HP/LaserJet', 'smb://server/q', '', null])
      expect(jobOfQueue(job, device), String(device)).toMatchObject({ impressions: null, sheets: null, state: 'sent' });
  });
  test('pages of an open job have passed a filter, not come out', () =>
    expect(jobOfQueue({ ...job, state: 'open' }, 'ipp://prn/')).toMatchObject({ impressions: 0, sheets: 0 }));
  test('a queue is known by its address', () => {
    expect(['ipp://localhost:631/printers/WARD', 'ipps://print.example.org/classes/ALL'].map(isQueue)).toEqual([true, true]);
    expect(['ipp://10.20.30.41/ipp/print', 'ipp://prn/printers', 'ipps://prn/'].map(isQueue)).toEqual([false, false, false]);
  });
});
