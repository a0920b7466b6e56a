import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PackFile } from '../../main/contract.ts';
import { stockWords } from '../../main/domain/label.ts';
import type { PrinterPlace } from '../../main/domain/printer.ts';
import { ok } from '../../main/domain/result.ts';
import { labelPrinter } from '../../main/printing/label-printer.ts';
import { ippPrinter } from '../../main/printing/ipp-printer.ts';
import { printQueue, type PrintQueue } from '../../main/services/print-queue.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { openPrintShelf } from '../../main/store/print-shelf.ts';
import { emptyStore } from '../store/support/fresh-store.ts';
import { labelSimulator, type LabelFault, type LabelSimulator } from '../support/label-printer.ts';
import { until } from '../support/printer-simulator.ts';
import { memoryLog } from '../support/small-kiosk.ts';

type Store = ReturnType<typeof emptyStore>;
const limits = { connectMs: 1000, answerMs: 200, silentMs: 500 };

/** Labels for so many patients, each with his own text. */
const packOf = (patients: number, copies: number, place: PrinterPlace): { file: PackFile; pdf: Uint8Array }[] =>
  Array.from({ length: patients }, (_, i) => ({
    file: {
      patientId: `p${i + 1}`,
      name: 'X',
      bed: String(i + 1),
      pages: copies,
      sheets: [{ id: `K1-A-1-${i + 1}`, form: 'band-and-labels' as const, pages: copies }],
      stock: stockWords(place.label!),
    },
    pdf: Buffer.from(`^XA^FO10,10^A0N,20,20^FDBED${i + 1}^FS^PQ${copies}^XZ\n`),
  }));

/** The queue of a kiosk with a real ledger and shelf; opened again on the same store it is the kiosk after a restart. */
function open(store: Store, places: PrinterPlace[], files: { file: PackFile; pdf: Uint8Array }[]) {
  const ledger = openLedger({ folder: store.folder, keys: store.keys, kiosk: 'K1' });
  if (!ledger.ok) throw new Error(ledger.error.why);
  const log = memoryLog();
  const queue = printQueue({
    printers: places.map(place => (place.label ? labelPrinter(place, limits) : ippPrinter(place, 'kiosk'))),
    shelf: openPrintShelf(store),
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
    times: { watchMs: 30, restMs: 100, patienceMs: 60_000 },
  });
  const close = async (): Promise<void> => {
    await queue.close();
    ledger.value.close();
  };
  return { queue, log, close };
}

const shown = (queue: PrintQueue) => queue.shown()[0]!;
const states = (queue: PrintQueue): string[] => shown(queue).documents.map(each => each.state);
const settled = (queue: PrintQueue) => () => states(queue).every(state => state !== 'waiting' && state !== 'accepted');
const confirmed = (queue: PrintQueue): number => shown(queue).documents.reduce((sum, each) => sum + each.confirmed, 0);
const trouble = (queue: PrintQueue): string => shown(queue).troubles[0] ?? '';
const beds = (...sims: LabelSimulator[]): string[] => sims.flatMap(sim => sim.labels().map(zpl => /BED\d+/.exec(zpl)![0]));
const each = (patients: number, copies: number): string[] =>
  Array.from({ length: patients }, (_, i) => Array.from({ length: copies }, () => `BED${i + 1}`)).flat();

describe('labels on their way to a label printer', { timeout: 60_000 }, () => {
  let one: LabelSimulator;
  let two: LabelSimulator;
  let store: Store;
  let kiosk: ReturnType<typeof open> | null = null;
  beforeEach(async () => {
    [one, two] = await Promise.all([labelSimulator('LBL-1'), labelSimulator('LBL-2')]);
    store = emptyStore();
  });
  afterEach(async () => {
    await kiosk?.close();
    kiosk = null;
    await Promise.all([one.kill(), two.kill()]);
  });
  const opened = (files: { file: PackFile; pdf: Uint8Array }[], places = [one.place, two.place]) =>
    (kiosk = open(store, places, files)).queue;
  const started = (queue: PrintQueue, printer = 'LBL-1'): string => {
    const print = queue.start(1, printer, 'A. Nurse');
    if (!print.ok) throw new Error(print.error.why);
    return print.value.print;
  };

  test('the labels of twenty patients come out once each, in order, and are confirmed when the printer has none left', async () => {
    const queue = opened(packOf(20, 3, one.place));
    started(queue);
    await until('all is printed', settled(queue));
    expect(new Set(states(queue))).toEqual(new Set(['done']));
    expect(beds(one)).toEqual(each(20, 3));
    expect(confirmed(queue)).toBe(60);
    expect(kiosk!.log.lines.filter(line => line.includes('error'))).toEqual([]);
  });

  test.each<[LabelFault, RegExp]>([
    ['out-of-labels', /out of labels: put in a new roll/],
    ['head-open', /a door or cover is open: shut it/],
    ['paused', /paused: somebody has to let it go on/],
    ['ribbon-out', /the ribbon is used up: change it/],
  ])('%s before the first label: it says what to do, sends nothing, and goes on by itself', async (fault, words) => {
    const queue = opened(packOf(2, 3, one.place));
    one.set(fault, true);
    started(queue);
    await until('it says what to do', () => words.test(trouble(queue)));
    expect(queue.printers()[0]).toMatchObject({ state: { state: 'stopped' } });
    expect(states(queue)).toEqual(['waiting', 'waiting']);
    one.set(fault, false);
    await until('all is printed', settled(queue));
    expect(beds(one)).toEqual(each(2, 3));
    expect(states(queue)).toEqual(['done', 'done']);
  });

  test.each([false, true])(
    'labels run out in the middle (firmware mute then: %s): nothing is confirmed before a new roll is in',
    async mute => {
      const queue = opened(packOf(1, 30, one.place));
      one.set('mute-without-labels', mute);
      started(queue);
      await until('some labels are out', () => one.labels().length >= 3);
      one.set('out-of-labels', true);
      await until('it says so', () => (mute ? /does not answer, as when labels/ : /out of labels/).test(trouble(queue)));
      expect(confirmed(queue)).toBe(0);
      expect(states(queue)).toEqual(['accepted']);
      one.set('out-of-labels', false);
      await until('all is printed', settled(queue));
      expect(beds(one)).toEqual(each(1, 30));
      expect(states(queue)).toEqual(['done']);
    },
  );

  test('a printer that never answers gets the labels once; they are unknown until somebody looked, never called printed', async () => {
    const queue = opened(packOf(2, 3, one.place));
    one.set('silent', true);
    const print = started(queue);
    await until('all is handed over', settled(queue));
    expect(states(queue)).toEqual(['unknown', 'unknown']);
    expect(shown(queue).documents[0]!.why).toContain(
      'does not tell whether it printed: look whether bed 1, labels 1 to 3 came out',
    );
    expect(queue.printers()[0]!.state!.words[0]).toContain('does not tell whether it prints them');
    await until('all is out', () => beds(one).length === 6);
    expect(queue.settle(print, 'A. Nurse')).toEqual({ ok: true, value: null });
    expect(states(queue)).toEqual(['done', 'done']);
    expect(beds(one)).toEqual(each(2, 3));
  });

  test('a connection that resets in the middle of a label: unknown, named, and not sent again', async () => {
    const queue = opened(packOf(1, 3, one.place));
    one.set('resets-mid-label', true);
    started(queue);
    await until('it is given up', settled(queue));
    expect(states(queue)).toEqual(['unknown']);
    expect(shown(queue).documents[0]!.why).toContain('bed 1, labels 1 to 3');
    one.set('resets-mid-label', false);
    expect(beds(one)).toEqual([]);
  });

  test('a printer that accepts the line and reads nothing holds nobody up: unknown within its limits', async () => {
    const queue = opened(packOf(1, 3, one.place));
    one.set('half-open', true);
    started(queue);
    await until('it is given up', settled(queue));
    expect(states(queue)).toEqual(['unknown']);
    expect(shown(queue).documents[0]!.confirmed).toBe(0);
  });

  test('switched off in the middle of a job and on again it has nothing left: that is not taken for printed', async () => {
    const queue = opened(packOf(1, 200, one.place));
    const print = started(queue);
    await until('some labels are out', () => one.labels().length >= 3);
    await one.kill();
    await one.start();
    await until('it is given up', settled(queue));
    expect(states(queue)).toEqual(['unknown']);
    expect(one.labels().length).toBeLessThan(200);
    expect(await queue.move(print, 'LBL-2', false, 'A. Nurse')).toMatchObject({
      error: { kind: 'to-confirm', why: expect.stringContaining('bed 1, labels 1 to 200 (LBL-1)') },
    });
    expect(two.labels()).toEqual([]);
  });

  test('nobody at the address: it says so and waits; another printer with the same labels takes them, each once', async () => {
    const queue = opened(packOf(2, 3, one.place));
    await one.kill();
    const print = started(queue);
    await until('it says so', () => trouble(queue).includes('cannot be reached at socket://127.0.0.1'));
    expect(await queue.move(print, 'LBL-2', false, 'A. Nurse')).toEqual({ ok: true, value: null });
    await until('all is printed', settled(queue));
    expect(beds(two)).toEqual(each(2, 3));
    await one.start();
    expect(beds(one)).toEqual([]);
  });

  test('labels are not moved to a printer with others, nor to one of pages, and pages not to a label printer', async () => {
    const wide = { ...two.place, label: { ...two.place.label!, widthMm: 100 } };
    const pages: PrinterPlace = { ...two.place, name: 'PRN-1', uri: 'ipp://127.0.0.1:9/ipp', label: null };
    const queue = opened(packOf(1, 3, one.place), [one.place, wide, pages]);
    one.set('paused', true);
    const print = started(queue);
    for (const [name, words] of [
      ['LBL-2', 'which LBL-2 does not have'],
      ['PRN-1', 'which PRN-1 does not have'],
    ] as const)
      expect(await queue.move(print, name, true, 'A. Nurse')).toMatchObject({
        error: { kind: 'other-stock', why: expect.stringContaining(words) },
      });
    await kiosk!.close();
    const [{ file, pdf }] = packOf(1, 1, one.place) as [{ file: PackFile; pdf: Uint8Array }];
    const { stock: _, ...page } = file;
    const again = opened([{ file: page, pdf }]);
    expect(again.start(2, 'LBL-1', 'A. Nurse')).toMatchObject({ error: { kind: 'other-stock' } });
  });

  test('cancelled while it waits nothing comes out; what the printer has already is named', async () => {
    const queue = opened(packOf(2, 40, one.place));
    const print = started(queue);
    await until('the first patient’s are on their way', () => one.labels().length >= 2);
    const cancelled = await queue.cancel(print, 'A. Nurse');
    if (!cancelled.ok) expect(cancelled.error.why).toContain('bed 1, labels 1 to 40 (LBL-1)');
    await until('it is over', settled(queue));
    expect(states(queue)[1]).toBe('cancelled');
    expect(beds(one)).not.toContain('BED2');
  });

  test('the kiosk stops in mid-queue: started again it prints what was not handed over, and nothing twice', async () => {
    const first = open(store, [one.place], packOf(4, 20, one.place));
    const print = first.queue.start(1, 'LBL-1', 'A. Nurse');
    expect(print.ok).toBe(true);
    await until('the second patient’s are on their way', () => beds(one).includes('BED2'));
    await first.close();
    const queue = opened([], [one.place]);
    await until('it is over', settled(queue));
    expect(states(queue)).toEqual(['done', 'unknown', 'done', 'done']);
    await until('all is out', () => beds(one).length === 80);
    expect(beds(one)).toEqual(each(4, 20));
  });

  test('the kiosk is killed again and again: no label comes twice, and what is called printed is there', async () => {
    const script = join(import.meta.dirname, 'support', 'printing-kiosk.ts');
    let settledLine: string | undefined;
    for (const killAfterMs of [0, 150, 400, null]) {
      const child = spawn(process.execPath, [script, store.root, one.place.uri], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const gone = new Promise(resolve => child.once('exit', resolve));
      await until('it prints', () => said.includes(killAfterMs === null ? 'settled' : 'printing'), 50_000);
      if (killAfterMs !== null) await new Promise(resolve => setTimeout(resolve, killAfterMs));
      child.kill('SIGKILL');
      await gone;
      settledLine = said.split('\n').find(line => line.startsWith('settled '));
    }
    const states = JSON.parse(settledLine!.slice('settled '.length)) as { bed: string; state: string }[];
    expect(states).toHaveLength(6);
    for (const { bed, state } of states) {
      const out = beds(one).filter(label => label === `BED${bed}`).length;
      expect(out).toBeLessThanOrEqual(20);
      expect(['done', 'unknown']).toContain(state);
      if (state === 'done') expect(out).toBe(20);
    }
    expect(states.filter(({ state }) => state === 'done').length).toBeGreaterThanOrEqual(3);
  });

  test('something else that answers at the address gets no labels', async () => {
    const { createServer } = await import('node:net');
    const web = createServer(socket => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve));
    const { port } = web.address() as { port: number };
    const printer = labelPrinter({ ...one.place, uri: `socket://127.0.0.1:${port}` }, limits);
    expect(await printer.look()).toMatchObject({
      error: { why: expect.stringContaining('something else answers at socket://') },
    });
    expect(await printer.print({ job: 'j', duplex: false, paper: 'letter' }, Buffer.from('^XA^XZ'))).toMatchObject({
      error: { kind: 'refused' },
    });
    web.close();
  });
});
