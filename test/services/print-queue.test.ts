import { spawn } from 'node:child_process';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PackFile } from '../../main/contract.ts';
import type { PrinterPlace } from '../../main/domain/printer.ts';
import { jobName } from '../../main/domain/prints.ts';
import { ok } from '../../main/domain/result.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { pageText } from '../../main/paper/read-text.ts';
import { ippPrinter } from '../../main/printing/ipp-printer.ts';
import { printQueue, type PrintQueue } from '../../main/services/print-queue.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { openPrintShelf } from '../../main/store/print-shelf.ts';
import { emptyStore } from '../store/support/fresh-store.ts';
import { needs } from '../support/needs.ts';
import { simulator, until, type Simulator } from '../support/printer-simulator.ts';
import { memoryLog } from '../support/small-kiosk.ts';
import { pdfOfPages } from '../support/small-pdf.ts';

type Store = ReturnType<typeof emptyStore>;
const limits = { wholeMs: 1500, silentMs: 1000 };

/** What is given to the queue: so many documents of so many pages, each page with its own text. */
const pageOf = (document: number, page: number): string => `BED${document}PAGE${page}`;
async function packOf(documents: number, pages: number): Promise<{ file: PackFile; pdf: Uint8Array }[]> {
  const made: { file: PackFile; pdf: Uint8Array }[] = [];
  for (let document = 1; document <= documents; document++) {
    const pdf = await pdfOfPages(Array.from({ length: pages }, (_, i) => pageOf(document, i + 1)));
    const sheets = [{ id: `K1-A-1-${document}`, form: 'mar-scheduled' as const, pages }];
    made.push({ file: { patientId: `p${document}`, name: 'X', bed: String(document), pages, sheets }, pdf });
  }
  return made;
}

/** The queue of a kiosk with a real ledger and shelf; opened again on the same store it is the kiosk after a restart. */
function open(
  store: Store,
  places: PrinterPlace[],
  files: { file: PackFile; pdf: Uint8Array }[],
  times = { watchMs: 40, restMs: 200, patienceMs: 60_000 },
) {
  const ledger = openLedger({ folder: store.folder, keys: store.keys, kiosk: 'K1' });
  if (!ledger.ok) throw new Error(ledger.error.why);
  const log = memoryLog();
  const shelf = openPrintShelf(store);
  const queue = printQueue({
    printers: places.map(place => ippPrinter(place, 'Downtime Kiosk K1', { question: limits, document: limits })),
    shelf,
    ledger: ledger.value,
    clock: { now: () => new Date().toISOString() },
    log,
    unit: store.unit,
    kiosk: 'K1',
    paper: 'letter',
    files: () => ok(files),
    otherUnit: () => null,
    changed: () => undefined,
    printersChanged: () => undefined,
    times,
  });
  const close = async (): Promise<void> => {
    await queue.close();
    ledger.value.close();
  };
  return { queue, ledger: ledger.value, shelf, log, close };
}

const started = (queue: PrintQueue, printer: string): string => {
  const print = queue.start(1, printer, 'A. Nurse');
  if (!print.ok) throw new Error(print.error.why);
  return print.value.print;
};
const shown = (queue: PrintQueue) => queue.shown()[0]!;
const states = (queue: PrintQueue): string[] => shown(queue).documents.map(each => each.state);
const settled = (queue: PrintQueue) => () => states(queue).every(state => state !== 'waiting' && state !== 'accepted');
const confirmed = (queue: PrintQueue): number => shown(queue).documents.reduce((sum, each) => sum + each.confirmed, 0);

/** The texts of the pages that came out of these printers, as a reader of the printed PDFs gets them, in order. */
async function paperOf(...sims: Simulator[]): Promise<string[]> {
  const texts: string[] = [];
  for (const sim of sims)
    for (const { job, page } of sim.paper()) texts.push(pageText((await readBack(sim.pdf(job), [page]))[0]!));
  return texts;
}
const everyPage = (documents: number, pages: number): string[] =>
  Array.from({ length: documents }, (_, d) => Array.from({ length: pages }, (_, p) => pageOf(d + 1, p + 1))).flat();

describe.skipIf(needs.ippeveprinter.missing)('paper on its way to a real printer', () => {
  let one: Simulator;
  let two: Simulator;
  let store: Store;
  let kiosk: ReturnType<typeof open> | null = null;
  beforeEach(async () => {
    [one, two] = await Promise.all([simulator('PRN-1'), simulator('PRN-2')]);
    store = emptyStore();
  }, 30_000);
  afterEach(async () => {
    for (const fault of ['media-empty', 'media-jam', 'cover-open'] as const) one.set(fault, false);
    await kiosk?.close();
    kiosk = null;
    await Promise.all([one.kill(), two.kill()]);
  });
  const opened = (
    files: { file: PackFile; pdf: Uint8Array }[],
    places = [one.place, two.place],
    times?: Parameters<typeof open>[3],
  ) => (kiosk = open(store, places, files, times));

  test('one page is printed again, and nothing else; a page that is not there is refused in words', async () => {
    const { queue } = opened(await packOf(2, 3));
    const print = started(queue, one.place.name);
    await until('all is printed', settled(queue));
    const page = { print, document: 2, page: 3 };
    expect(queue.again({ ...page, page: 4 }, two.place.name, 'A. Nurse')).toMatchObject({
      error: { kind: 'nothing', why: expect.stringContaining('there is no page 4') },
    });
    expect(queue.again({ ...page, print: 'P9' }, two.place.name, 'A. Nurse')).toMatchObject({ error: { kind: 'print-unknown' } });
    expect(queue.again(page, two.place.name, 'A. Nurse')).toMatchObject({ ok: true });
    await until('all is printed', settled(queue));
    expect(await paperOf(two)).toEqual([pageOf(2, 3)]);
    expect(await paperOf(one)).toEqual(everyPage(2, 3));
    expect(shown(queue)).toMatchObject({ by: 'A. Nurse', documents: [{ pages: 1, confirmed: 1, again: page }] });
  });

  test('fifty documents come out once each, in order, and the account is the printer’s', async () => {
    const { queue, log } = opened(await packOf(50, 1));
    started(queue, 'PRN-1');
    await until('all is printed', settled(queue), 60_000);
    expect(new Set(states(queue))).toEqual(new Set(['done']));
    expect(await paperOf(one)).toEqual(everyPage(50, 1));
    expect(confirmed(queue)).toBe(one.paper().length);
    expect(log.lines.filter(line => line.includes('error'))).toEqual([]);
  }, 90_000);

  test('sheets of labels are printed on one side of their own paper, whatever the ward prints on', async () => {
    const files = await packOf(2, 2);
    files[1]!.file.labelSheet = 'a4';
    const { queue } = opened(files);
    started(queue, 'PRN-1');
    await until('all is printed', settled(queue));
    expect(states(queue)).toEqual(['done', 'done']);
    const jobs = [...new Set(one.paper().map(page => page.job))];
    expect(jobs.map(job => one.asked(job))).toEqual(['two-sided-long-edge na_letter_8.5x11in', 'one-sided iso_a4_210x297mm']);
  }, 60_000);

  test('out of paper it says so and confirms nothing more; refilled, the rest comes by itself', async () => {
    const { queue } = opened(await packOf(2, 3));
    one.set('media-empty', true);
    started(queue, 'PRN-1');
    await until('it says what to do', () => (shown(queue).troubles[0] ?? '').includes('out of paper: add paper'));
    expect(confirmed(queue)).toBe(0);
    expect(queue.printers()[0]).toMatchObject({ name: 'PRN-1', state: { state: 'stopped' } });
    one.set('media-empty', false);
    await until('all is printed', settled(queue));
    expect(await paperOf(one)).toEqual(everyPage(2, 3));
    expect(confirmed(queue)).toBe(6);
  }, 60_000);

  test('a job that the printer gives up after its first page is finished on another printer, from the second page on', async () => {
    const { queue } = opened(await packOf(1, 4));
    one.set('abort', true);
    const print = started(queue, 'PRN-1');
    await until('it is given up', settled(queue));
    expect(shown(queue).documents[0]).toMatchObject({
      state: 'failed',
      confirmed: 1,
      why: expect.stringContaining('pages 2 to 4'),
    });
    expect(await queue.move(print, 'PRN-2', false, 'A. Nurse')).toEqual({ ok: true, value: null });
    await until('all is printed', settled(queue));
    expect(states(queue)).toEqual(['done']);
    expect(await paperOf(one)).toEqual([pageOf(1, 1)]);
    expect(await paperOf(two)).toEqual([2, 3, 4].map(page => pageOf(1, page)));
  }, 60_000);

  test('a jam in the middle: until the printer lets go of its job nothing is moved without a warning, and no page is printed twice', async () => {
    const { queue } = opened(await packOf(3, 3));
    one.set('slow', true);
    const print = started(queue, 'PRN-1');
    await until('two pages are out', () => confirmed(queue) >= 2);
    one.set('media-jam', true);
    await until('it says so', () => (shown(queue).troubles[0] ?? '').includes('jammed'));
    const asked = await queue.move(print, 'PRN-2', false, 'A. Nurse');
    expect(asked).toMatchObject({ error: { kind: 'to-confirm', why: expect.stringMatching(/bed \d, pages? .*\(PRN-1\)/) } });
    expect(two.paper()).toEqual([]);
    one.set('media-jam', false);
    await until('it can be moved', async () => (await queue.move(print, 'PRN-2', false, 'A. Nurse')).ok);
    await until('all is printed', settled(queue));
    expect(states(queue)).toEqual(['done', 'done', 'done']);
    expect((await paperOf(one, two)).sort()).toEqual(everyPage(3, 3));
  }, 60_000);

  test('switched off in mid-job it has forgotten the job: what is not counted is named, the rest is printed, nothing twice', async () => {
    const { queue } = opened(await packOf(3, 3));
    one.set('slow', true);
    const print = started(queue, 'PRN-1');
    await until('a page is out', () => confirmed(queue) >= 1);
    await one.kill();
    await until('it says that nobody answers', () => (shown(queue).troubles[0] ?? '').includes('cannot be reached'));
    one.set('slow', false);
    await one.start();
    await until('the rest is printed', settled(queue));
    // A second document may have been on its way at that moment.
    const unknown = shown(queue).documents.filter(each => each.state === 'unknown');
    expect(unknown.length).toBeGreaterThan(0);
    for (const { document, why } of unknown) expect(why).toMatch(new RegExp(`look whether bed ${document}, page`));
    const paper = await paperOf(one);
    expect(new Set(paper).size).toBe(paper.length);
    for (const { document } of shown(queue).documents.filter(each => each.state === 'done'))
      expect(paper.filter(page => page.startsWith(`BED${document}PAGE`))).toHaveLength(3);
    expect(states(queue).at(-1)).toBe('done');
    const moved = await queue.move(print, 'PRN-2', false, 'A. Nurse');
    expect(moved).toMatchObject({ error: { kind: 'to-confirm', why: expect.stringContaining('bed 1, page') } });
    expect(two.paper()).toEqual([]);
    expect(queue.settle(print, 'A. Nurse')).toEqual({ ok: true, value: null });
    expect(states(queue)).toEqual(['done', 'done', 'done']);
  }, 60_000);

  test('the kiosk stops in mid-queue: started again it asks the printer and goes on, each page once', async () => {
    const files = await packOf(6, 2);
    const first = opened(files);
    one.set('slow', true);
    started(first.queue, 'PRN-1');
    await until('the first pages are out', () => confirmed(first.queue) >= 3);
    await first.close();
    one.set('slow', false);
    const { queue } = opened([]);
    await until('all is printed', settled(queue));
    expect(new Set(states(queue))).toEqual(new Set(['done']));
    expect(await paperOf(one)).toEqual(everyPage(6, 2));
  }, 60_000);

  test('stopped between handing over and the printer’s answer, it finds the job by its name and does not send it again', async () => {
    const files = await packOf(1, 2);
    const far = opened(files, [{ ...one.place, uri: 'ipp://127.0.0.1:9/ipp/print' }]);
    const print = started(far.queue, 'PRN-1');
    const job = jobName(print, { document: 1, attempt: 1 });
    await far.queue.close();
    const shelf = openPrintShelf(store);
    if (!shelf.ok) throw new Error(shelf.error.why);
    expect(shelf.value.claim(print, 1, job)).toBe(true);
    shelf.value.close();
    await ippPrinter(one.place, 'kiosk').print({ job, duplex: true, paper: 'letter' }, Buffer.from(files[0]!.pdf));
    far.ledger.close();
    const { queue } = opened([]);
    await until('all is printed', settled(queue));
    expect(states(queue)).toEqual(['done']);
    expect(await paperOf(one)).toEqual(everyPage(1, 2));
  }, 60_000);

  test('when the printer does not list it, nobody can know: it is named and not sent again', async () => {
    const far = opened(await packOf(1, 2), [{ ...one.place, uri: 'ipp://127.0.0.1:9/ipp/print' }]);
    const print = started(far.queue, 'PRN-1');
    await far.close();
    const shelf = openPrintShelf(store);
    if (!shelf.ok) throw new Error(shelf.error.why);
    shelf.value.claim(print, 1, jobName(print, { document: 1, attempt: 1 }));
    shelf.value.close();
    const { queue } = opened([]);
    await until('it is given up', settled(queue));
    expect(shown(queue).documents[0]).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('look whether bed 1, pages 1 to 2'),
    });
    expect(one.paper()).toEqual([]);
  }, 60_000);

  test('cancelled, nothing more comes out, and what did is counted', async () => {
    const { queue } = opened(await packOf(3, 4));
    one.set('slow', true);
    const print = started(queue, 'PRN-1');
    await until('a page is out', () => confirmed(queue) >= 1);
    expect(await queue.cancel(print, 'A. Nurse')).toEqual({ ok: true, value: null });
    expect(states(queue).slice(1)).toEqual(['cancelled', 'cancelled']);
    expect(one.paper().filter(page => !page.job.endsWith('.1.1'))).toEqual([]);
    expect(confirmed(queue)).toBeLessThanOrEqual(one.paper().length);
  }, 60_000);

  test('a printer that takes no PDF is refused in words, and the next one prints everything', async () => {
    const raster = await simulator('PRN-R', { formats: 'image/pwg-raster' });
    const { queue } = opened(await packOf(2, 1), [raster.place, two.place]);
    const print = started(queue, 'PRN-R');
    await until('it is refused', settled(queue));
    expect(shown(queue).documents[0]).toMatchObject({ state: 'failed', why: expect.stringContaining('cannot print PDF') });
    expect(await queue.cancel(print, 'A. Nurse')).toEqual({ ok: true, value: null });
    expect(states(queue)).toEqual(['cancelled', 'cancelled']);
    expect(await queue.move(print, 'PRN-2', false, 'A. Nurse')).toEqual({ ok: true, value: null });
    await until('all is printed', settled(queue));
    expect(await paperOf(raster, two)).toEqual(everyPage(2, 1));
    await raster.kill();
  }, 60_000);

  test('a printer that counts nothing confirms nothing: somebody has to look', async () => {
    const { queue } = opened(await packOf(1, 2));
    one.set('uncounted', true);
    const print = started(queue, 'PRN-1');
    await until('it is done', settled(queue));
    expect(shown(queue).documents[0]).toMatchObject({
      state: 'unknown',
      confirmed: 0,
      why: expect.stringContaining('did not count'),
    });
    queue.settle(print, 'A. Nurse');
    expect(states(queue)).toEqual(['done']);
  }, 60_000);

  test('busy with somebody else’s job it is asked again until it takes ours', async () => {
    one.set('slow', true);
    await ippPrinter(one.place, 'somebody').print(
      { job: 'theirs', duplex: false, paper: 'letter' },
      await pdfOfPages(['a', 'b', 'c']),
    );
    const { queue } = opened(await packOf(1, 1));
    started(queue, 'PRN-1');
    await until('it says that it is busy', () => (shown(queue).troubles[0] ?? '').includes('busy'));
    await until('all is printed', settled(queue));
    expect(await paperOf(one)).toEqual(['a', 'b', 'c', pageOf(1, 1)]);
  }, 60_000);

  test('a printer that nobody answers for gives back what waits for it when its time is over, and another prints it', async () => {
    const gone = { ...one.place, uri: 'ipp://127.0.0.1:9/ipp/print' };
    const { queue } = opened(await packOf(2, 1), [gone, two.place], { watchMs: 40, restMs: 200, patienceMs: 300 });
    const print = started(queue, 'PRN-1');
    await until('it is given back', settled(queue));
    expect(shown(queue).documents[0]).toMatchObject({ state: 'failed', why: expect.stringContaining('cannot be reached') });
    await queue.move(print, 'PRN-2', false, 'A. Nurse');
    await until('all is printed', settled(queue));
    expect(await paperOf(two)).toEqual(everyPage(2, 1));
  }, 60_000);

  test('a peer that stays silent is given up, and what it may have got is said before it is printed elsewhere', async () => {
    const sockets = new Set<Socket>();
    let answers = true;
    const relay = createServer(socket => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      if (!answers) return void socket.resume();
      // Looks are answered by the real printer; from the first document on there is silence.
      socket.once('data', (chunk: Buffer) => {
        if (chunk.includes('job-name')) answers = false;
        if (!answers) return;
        const real = connect(one.port, 'localhost');
        sockets.add(real);
        real.on('error', () => undefined).pipe(socket);
        real.write(chunk);
        socket.pipe(real);
      });
    });
    await new Promise<void>(resolve => relay.listen(0, '127.0.0.1', resolve));
    const { port } = relay.address() as AddressInfo;
    const silent = { ...one.place, name: 'SILENT', uri: `ipp://127.0.0.1:${port}/ipp/print` };
    const { queue } = opened(await packOf(1, 2), [silent, two.place]);
    const print = started(queue, 'SILENT');
    await until('it says so', () => (shown(queue).troubles[0] ?? '').includes('does not answer'));
    expect(states(queue)).toEqual(['waiting']);
    const asked = await queue.move(print, 'PRN-2', false, 'A. Nurse');
    expect(asked).toMatchObject({ error: { kind: 'to-confirm', why: expect.stringContaining('bed 1, pages 1 to 2 (SILENT)') } });
    expect(await queue.move(print, 'PRN-2', true, 'A. Nurse')).toEqual({ ok: true, value: null });
    await until('all is printed', settled(queue));
    expect(shown(queue).documents[0]).toMatchObject({ state: 'done', doubts: [expect.stringContaining('SILENT')] });
    expect(await paperOf(two)).toEqual(everyPage(1, 2));
    for (const socket of sockets) socket.destroy();
    await new Promise(resolve => relay.close(resolve));
  }, 60_000);

  test('a printer that the site no longer lists gives back what waited for it, with a reason', async () => {
    const far = opened(await packOf(1, 2), [{ ...one.place, name: 'OLD', uri: 'ipp://127.0.0.1:9/ipp/print' }]);
    const print = started(far.queue, 'OLD');
    await far.close();
    const { queue } = opened([]);
    expect(shown(queue).documents[0]).toMatchObject({
      state: 'failed',
      why: 'OLD is no longer a printer of this unit: print the rest on another one.',
    });
    await queue.move(print, 'PRN-1', false, 'A. Nurse');
    await until('all is printed', settled(queue));
    expect(await paperOf(one)).toEqual(everyPage(1, 2));
  }, 60_000);

  test('killed again and again in mid-queue, the kiosk prints no page twice and loses none without saying so', async () => {
    one.set('slow', true);
    for (let kill = 1; kill <= 8; kill++) await printingKiosk(80 + ((kill * 137) % 600));
    one.set('slow', false);
    const end = await printingKiosk(null);
    expect(end).toHaveLength(6);
    const paper = await paperOf(one);
    expect(new Set(paper).size).toBe(paper.length);
    for (const { bed, state } of end) {
      expect(['done', 'unknown']).toContain(state);
      if (state === 'done') expect(paper.filter(page => page.startsWith(`BED${bed}PAGE`))).toHaveLength(2);
    }
  }, 90_000);

  /** Runs a kiosk on the store until so many milliseconds after it began to print, then kills it; with null until all is settled. */
  async function printingKiosk(killAfterMs: number | null): Promise<{ bed: string; state: string }[]> {
    const script = join(import.meta.dirname, 'support', 'printing-kiosk.ts');
    const child = spawn(process.execPath, [script, store.root, one.place.uri], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const gone = new Promise(resolve => child.once('exit', resolve));
    if (killAfterMs === null) await until('all is settled', () => said.includes('settled'), 40_000);
    else {
      await until('it prints', () => said.includes('printing'));
      await new Promise(resolve => setTimeout(resolve, killAfterMs));
    }
    child.kill('SIGKILL');
    await gone;
    const settledLine = said.split('\n').find(line => line.startsWith('settled '));
    return settledLine ? (JSON.parse(settledLine.slice('settled '.length)) as { bed: string; state: string }[]) : [];
  }
});
