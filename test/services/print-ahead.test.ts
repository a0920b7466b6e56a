import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BY_ITSELF, type AheadRules } from '../../main/domain/paper-ahead.ts';
import type { PrinterPlace } from '../../main/domain/printer.ts';
import { ok } from '../../main/domain/result.ts';
import { outageOf } from '../../main/domain/outage.ts';
import { plusMinutes } from '../../main/domain/time.ts';
import { readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { printerAt } from '../../main/printing/printer-at.ts';
import { packPatients } from '../../main/services/pack.ts';
import { packService } from '../../main/services/packs.ts';
import { printAhead } from '../../main/services/print-ahead.ts';
import { printQueue } from '../../main/services/print-queue.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { openPrintShelf } from '../../main/store/print-shelf.ts';
import { emptyStore, folder } from '../store/support/fresh-store.ts';
import { copyOf } from '../support/copy.ts';
import { needs } from '../support/needs.ts';
import { chartOf, paperPatient } from '../support/paper-patient.ts';
import { simulator, until, type Simulator } from '../support/printer-simulator.ts';
import { labelSimulator } from '../support/label-printer.ts';
import { memoryLog } from '../support/small-kiosk.ts';

const patient = paperPatient();
const NOW = patient.now;
const ZONE = 'America/New_York';
const UNIT = '5 West';
const rules = (more: Partial<AheadRules> = {}): AheadRules => ({
  kiosk: 'K1',
  forms: ['mar-scheduled', 'mar-prn'],
  times: [],
  beforeMinutes: null,
  downMinutes: 30,
  ...more,
});

describe.skipIf(needs.ippeveprinter.missing)('a kiosk that prints by itself, on a real printer', () => {
  let printer: Simulator;
  let store: ReturnType<typeof emptyStore>;
  let kiosk: ReturnType<typeof open> | null = null;
  let now: string;
  beforeEach(async () => {
    printer = await simulator('PRN-1');
    store = emptyStore();
    now = NOW;
  }, 30_000);
  afterEach(async () => {
    printer.set('media-empty', false);
    await kiosk?.close();
    kiosk = null;
    await printer.kill();
  });

  /** The ledger, packs, queue and printing by itself of a kiosk, with its own clock; opened again on the same store after a restart. */
  function open(of: AheadRules | null = rules(), name = 'K1', before: PrinterPlace[] = []) {
    const ledger = openLedger({ folder: store.folder, keys: store.keys, kiosk: name });
    if (!ledger.ok) throw new Error(ledger.error.why);
    const log = memoryLog();
    const clock = { now: () => now };
    const outage = () => outageOf(ledger.value.events(UNIT));
    const packs = packService({
      async render(job, _signal, step) {
        for await (const each of packPatients(job)) step(each);
      },
      labels: () => {
        throw new Error('no labels are printed by themselves');
      },
      count: () => Promise.reject(new Error('nobody asked how much')),
      handedOut: () => undefined,
      aside: work => work(),
      copy: () => ok({ ...copyOf([chartOf(patient)], patient.asOf), events: ledger.value.events(UNIT) }),
      withoutCopy: () => {
        throw new Error('there is a copy');
      },
      outage,
      ledger: ledger.value,
      clock,
      log,
      unit: UNIT,
      printFolder: folder(),
      changed: () => undefined,
    });
    const queue = printQueue({
      printers: [...before, printer.place].map(place => printerAt(place, `Downtime Kiosk ${name}`)),
      shelf: openPrintShelf(store),
      ledger: ledger.value,
      clock,
      log,
      unit: UNIT,
      kiosk: name,
      paper: 'letter',
      files: packs.files,
      otherUnit: packs.otherUnit,
      changed: () => undefined,
      printersChanged: () => undefined,
      times: { watchMs: 40, restMs: 200, patienceMs: 60_000 },
    });
    const ahead = printAhead({
      rules: of,
      kiosk: name,
      packs,
      queue,
      outage,
      ledger: ledger.value,
      clock,
      log,
      unit: UNIT,
      zone: ZONE,
      changed: () => undefined,
      times: { lookMs: 3_600_000, packMs: 20 },
    });
    const close = async (): Promise<void> => {
      await ahead.close();
      await queue.close();
      ledger.value.close();
    };
    const record = (act: Parameters<typeof ledger.value.append>[0]['act'], by = 'kiosk') =>
      ledger.value.append({ at: now, by, unit: UNIT, act });
    return { ahead, queue, packs, ledger: ledger.value, log, record, close };
  }
  const opened = (...given: Parameters<typeof open>) => (kiosk = open(...given));
  const suspect = ({ record }: ReturnType<typeof open>) => record({ kind: 'outage-suspected', reason: 'no answer' });
  const pages = (): number => printer.paper().length;
  const settled =
    ({ queue }: ReturnType<typeof open>) =>
    () =>
      queue.shown().length > 0 && queue.shown().every(({ documents }) => documents.every(({ state }) => state === 'done'));
  /** Looks as often as the kiosk does in an hour. */
  async function anHour(of: ReturnType<typeof open>): Promise<void> {
    for (let minute = 0; minute < 60; minute += 5) {
      now = plusMinutes(now, 5);
      await of.ahead.look();
    }
  }

  test('a label printer that is listed first gets no pages', async () => {
    const labels = await labelSimulator('LBL-1');
    const ward = opened(rules(), 'K1', [labels.place]);
    await until('the label printer was asked', () => ward.queue.printers()[0]?.state?.state === 'ready');
    suspect(ward);
    now = plusMinutes(NOW, 30);
    await ward.ahead.look();
    await until('it is printed', settled(ward));
    expect(pages()).toBeGreaterThan(1);
    expect(ward.ahead.shown()).toMatchObject({ fault: null, printed: [{ printer: 'PRN-1' }] });
    await labels.kill();
  }, 60_000);

  test('after 30 minutes without the EHR everybody’s MARs come out once, with why and by whom, and never again in this outage', async () => {
    const ward = opened();
    suspect(ward);
    now = plusMinutes(NOW, 29);
    await ward.ahead.look();
    expect(ward.queue.shown()).toEqual([]);
    now = plusMinutes(NOW, 30);
    await ward.ahead.look();
    await until('it is printed', settled(ward));
    const once = pages();
    expect(once).toBeGreaterThan(1);
    expect(ward.ahead.shown()!.printed).toMatchObject([
      { why: 'the EHR has not answered since 11/22/2026 15:02', kiosk: 'K1', printer: 'PRN-1' },
    ]);
    const [job] = printer.paper();
    expect(pageText((await readBack(printer.pdf(job!.job), [1]))[0]!)).toContain(folded(`by ${BY_ITSELF} from K1`));
    expect(ward.ledger.events(UNIT).filter(({ act }) => act.kind === 'print-queued')).toMatchObject([{ by: BY_ITSELF }]);
    for (let hours = 0; hours < 6; hours++) await anHour(ward);
    expect(ward.queue.shown()).toHaveLength(1);
    expect(pages()).toBe(once);
    expect(ward.log.lines.filter(line => line.includes('error'))).toEqual([]);
  }, 60_000);

  test('a printer without paper: the print waits in the queue, also over a restart, and comes out once', async () => {
    printer.set('media-empty', true);
    const before = opened();
    suspect(before);
    now = plusMinutes(NOW, 40);
    await before.ahead.look();
    expect(before.queue.shown()).toHaveLength(1);
    await before.close();
    const after = opened();
    await anHour(after);
    expect(after.queue.shown()).toHaveLength(1);
    printer.set('media-empty', false);
    await until('it is printed', settled(after));
    const jobs = printer.paper().map(({ job, page }) => `${job} ${page}`);
    expect(new Set(jobs).size).toBe(jobs.length);
  }, 60_000);

  test('killed after it began and before anything went to a printer, it prints after the restart', async () => {
    const before = opened();
    suspect(before);
    now = plusMinutes(NOW, 31);
    before.record({ kind: 'paper-ahead', occasion: `gone ${new Date(NOW).toISOString()}`, why: 'x', pack: 4711 });
    await before.close();
    const after = opened();
    await after.ahead.look();
    await until('it is printed', settled(after));
    expect(after.queue.shown()).toHaveLength(1);
  }, 60_000);

  test('the ward’s other kiosk prints nothing, and says which one does', async () => {
    const other = opened(rules(), 'K2');
    suspect(other);
    now = plusMinutes(NOW, 60);
    await other.ahead.look();
    expect(other.queue.shown()).toEqual([]);
    expect(other.ahead.shown()).toMatchObject({ mine: false, rules: { kiosk: 'K1' } });
  });

  test('what the other kiosk printed counts here, too', async () => {
    const other = opened(rules({ kiosk: 'K2' }), 'K2');
    suspect(other);
    now = plusMinutes(NOW, 31);
    await other.ahead.look();
    await until('it is printed', settled(other));
    const once = pages();
    await other.close();
    const here = opened();
    await anHour(here);
    expect(here.queue.shown()).toEqual([]);
    expect(pages()).toBe(once);
  }, 60_000);

  test('where the site doesn’t want it nothing is printed and nothing is said', async () => {
    const ward = opened(null);
    suspect(ward);
    now = plusMinutes(NOW, 60);
    await ward.ahead.look();
    expect(ward.ahead.shown()).toBeNull();
    expect(ward.queue.shown()).toEqual([]);
  });

  test('a pack that a person cancels is not begun again', async () => {
    const ward = opened(rules({ times: ['15:10'], downMinutes: null }));
    now = plusMinutes(NOW, 10);
    const looking = ward.ahead.look();
    const begun = ward.ledger.events(UNIT).flatMap(({ act }) => (act.kind === 'paper-ahead' ? [act.pack] : []));
    for (const pack of begun) ward.packs.cancel(pack);
    await looking;
    await anHour(ward);
    expect(ward.queue.shown().length).toBeLessThanOrEqual(1);
    expect(ward.ledger.events(UNIT).filter(({ act }) => act.kind === 'paper-ahead')).toHaveLength(1);
  }, 60_000);

  test('somebody who prints at that moment goes first; it follows', async () => {
    const ward = opened();
    suspect(ward);
    now = plusMinutes(NOW, 31);
    ward.packs.start({ patients: 'all', forms: ['summary'], from: null, span: 'hours', hours: 24 }, { name: 'A. Nurse' });
    await ward.ahead.look();
    expect(ward.queue.shown()).toEqual([]);
    expect(ward.ahead.shown()!.fault).toBeNull();
    await until('the nurse’s pack is made and it follows', async () => {
      await ward.ahead.look();
      return ward.queue.shown().length === 1;
    });
  }, 60_000);
});
