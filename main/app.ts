import type { Caller, Handlers, NoCopy, Status, Topic } from './contract.ts';
import { aliasWords } from './config/alias-words.ts';
import { problemWords } from './config/problem.ts';
import { NO_STORE, printersFor, rulesFor } from './config/read-site.ts';
import { planOf, type SiteConfiguration, type UnitConfiguration } from './config/site-configuration.ts';
import type { Snapshot } from './domain/chart.ts';
import { formShown } from './domain/form.ts';
import { freshness } from './domain/freshness.ts';
import { labelsOnSheet } from './domain/label.ts';
import { outageOf } from './domain/outage.ts';
import { err, ok, type Result } from './domain/result.ts';
import { censusFeeds } from './census-feed.ts';
import { ehrOf } from './ehr-of-site.ts';
import { exchangeOfSite } from './exchange-of-site.ts';
import { createHandlers } from './handlers.ts';
import { keepUnit } from './kept-unit.ts';
import type { Clock, Log } from './ports.ts';
import { chartsOf, type Copy } from './services/charts.ts';
import { doseCharting } from './services/dose-charting.ts';
import { exchangeRounds } from './services/exchange-rounds.ts';
import { desk, type DeskSource } from './services/desk.ts';
import { inTurn } from './services/in-turn.ts';
import { outageService } from './services/outage.ts';
import { keepPaperReady } from './services/keep-paper-ready.ts';
import { labelJobOf } from './services/label-job.ts';
import { numbersService } from './services/numbers.ts';
import { printAhead } from './services/print-ahead.ts';
import { printQueue } from './services/print-queue.ts';
import { packService } from './services/packs.ts';
import { placeService } from './services/places.ts';
import { procedureService } from './services/procedures.ts';
import { standingPacks } from './services/standing-packs.ts';
import { startRefresh, type RefreshOptions } from './services/refresh.ts';
import { withSoundForms } from './services/sound-forms.ts';
import { timed } from './services/refresh-timing.ts';
import { wardOrders } from './services/ward-orders.ts';
import { walkIns } from './services/walk-ins.ts';
import { wardActs } from './services/ward-acts.ts';
import { suspicionOf } from './services/suspicion.ts';
import { exchangeFolder } from './store/exchange-folder.ts';
import { openLedger } from './store/ledger.ts';
import { numberMark } from './store/number-mark.ts';
import { readLatest } from './store/read-latest.ts';
import { openPrintShelf } from './store/print-shelf.ts';
import { printerAt } from './printing/printer-at.ts';
import { standingPhrases } from './store/standing-phrase.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import { isNewStore, sameUnit } from './store/unit-folder.ts';
import { ensureKeyFile, keyFile, keyFileWeaknesses } from './vault/key-file.ts';
import { openWorkbench } from './workbench.ts';

export interface KioskOptions {
  site: SiteConfiguration;
  unit: UnitConfiguration;
  host: 'electron' | 'browser';
  clock: Clock;
  log: Log;
}

/** The composed app: what a host serves. */
export interface Kiosk {
  handlers: Handlers;
  subscribe(listener: (topic: Topic) => void): () => void;
  /** Resolves when the first refresh has ended, well or not. */
  firstRefresh: Promise<unknown>;
  close(): Promise<void>;
}

/** Until people sign in (the vault), whoever stands at the kiosk acts under this name. */
export const WARD_STAFF: Caller = { name: 'ward staff (not signed in)', role: 'nurse' };

const onUnit = ({ charts }: Snapshot): number => charts.filter(chart => chart.gone === null).length;

/** The composition root: configuration and ports become stores, services and handlers. A store that can't be opened is a fault in words. */
export async function createKiosk(options: KioskOptions): Promise<Result<Kiosk, { kind: string; why: string }>> {
  const { clock, log } = options;
  const site = await withSoundForms(options.site);
  const { folders, zone } = site;
  const unit = options.unit.name;
  if (folders === null) return err({ kind: 'no-store', why: NO_STORE });
  const rules = rulesFor(site, unit);
  if (isNewStore(folders.store)) {
    const made = ensureKeyFile(folders.key);
    if (!made.ok) return made;
  }
  const words = aliasWords();
  if (!words.ok) return words;
  const keys = keyFile(folders.key);
  const ledger = openLedger({ folder: folders.store, keys, kiosk: rules.kiosk });
  if (!ledger.ok) return ledger;
  const store = openSnapshotStore({ folder: folders.store, unit, keys, log });

  const listeners = new Set<(topic: Topic) => void>();
  const tell = (topic: Topic): void => listeners.forEach(listener => listener(topic));

  let latest = readLatest(store);
  const copy = (): Result<Copy, NoCopy> => {
    if (!latest.ok) return err({ kind: 'no-copy', why: latest.error.why });
    const { generation } = latest.value;
    return ok({
      generation: generation.number,
      snapshot: generation.snapshot,
      rules,
      events: ledger.value.events(unit),
      plan: planOf(site),
    });
  };

  const workbench = openWorkbench(log);
  const outage = outageService(ledger.value, clock, unit);
  const numbers = numbersService({
    ledger: ledger.value,
    mark: numberMark({ folder: folders.store, kiosk: rules.kiosk }),
    clock,
    unit,
    site: rules.institution,
    words: words.value,
    few: site.fewNumbers,
  });
  const broken = (cause: unknown): Result<never, { kind: 'broken'; why: string }> => {
    log.write('error', 'the refresh broke', { error: cause instanceof Error ? cause.name : typeof cause });
    return err({
      kind: 'broken',
      why: 'The refresh broke inside the kiosk; the last good copy is untouched. The technical log says where.',
    });
  };
  const feedOf = censusFeeds({ site, clock, log, troubled: () => tell('status') });
  const feed = await feedOf(options.unit, () => void refresh.now());
  const turn = inTurn();
  /** Units are read one after the other; the kiosk's own waits for one other at most. */
  const syncOf =
    (one: UnitConfiguration, first?: 'first'): RefreshOptions['sync'] =>
    (signal, progress) =>
      turn(
        () =>
          signal.aborted
            ? Promise.resolve(err({ kind: 'cancelled' as const, why: 'The kiosk is closing.' }))
            : timed(log, one.name, () => workbench.sync({ site, unit: one, now: clock.now() }, signal, progress)).catch(broken),
        first,
      );
  const refresh = startRefresh({
    sync: syncOf(options.unit, 'first'),
    ehr: ehrOf(site, options.unit, log),
    clock,
    everyMinutes: site.refreshMinutes,
    probeSeconds: site.probeSeconds,
    changed: () => tell('status'),
    published: () => {
      latest = readLatest(store);
      tell('ward');
      paper.again();
    },
    ...suspicionOf(outage, clock, site.outage),
  });
  const standing = standingPacks({
    folders: site.standingFolders,
    phrases: standingPhrases(store),
    stand: (job, signal) => workbench.stand(job, signal),
    copy,
    outage: outage.current,
    ledger: ledger.value,
    clock,
    log,
    unit,
    kiosk: rules.kiosk,
    refreshMinutes: site.refreshMinutes,
    staleMinutes: rules.freshness.staleMinutes,
    changed: () => tell('status'),
  });
  const shelf = { store: folders.store, unit, key: folders.key };
  const paper = keepPaperReady({
    async prepare(signal, step) {
      const found = copy();
      if (!found.ok) return found;
      const { run } = ledger.value;
      const made = await workbench.prepare(
        { copy: found.value, outage: outage.current(), now: clock.now(), run, shelf },
        signal,
        step,
      );
      if (made.ok && !signal.aborted) void standing.look();
      return made;
    },
    patients: () => {
      const found = copy();
      return found.ok ? chartsOf(found.value).filter(chart => chart.gone === null).length : 0;
    },
    clock,
    log,
    changed: () => tell('status'),
  });
  const own: DeskSource = { unit, copy, troubles: () => [feed.trouble()].filter(why => why !== null), refresh: refresh.state };
  const firstRefresh = refresh.now();
  const others = await Promise.all(
    site.units
      .filter(({ name }) => site.desk.includes(name) && !sameUnit(name, unit))
      .map(other =>
        keepUnit({
          site,
          unit: other,
          keys,
          ledger: ledger.value,
          clock,
          log,
          feed: changed => feedOf(other, changed),
          sync: syncOf(other),
          changed: () => tell('status'),
          published: () => tell('ward'),
        }),
      ),
  );
  const pharmacy = desk({ sources: [own, ...others], clock });
  const packs = packService({
    render: (job, signal, step, of) => workbench.pack({ ...job, shelf: of === unit ? shelf : null }, signal, step),
    envelope: of => (of === unit ? standing.envelope() : null),
    count: job => workbench.count(job),
    handedOut: () => {
      tell('ward');
      paper.again();
    },
    aside: work => standing.whileAside(() => paper.whileAside(work)),
    copy: pharmacy.copyOf,
    withoutCopy: () => ({
      generation: 0,
      snapshot: { unit, institution: rules.institution, zone, source: '', asOf: clock.now(), charts: [], unread: [] },
      rules,
      events: ledger.value.events(unit),
      plan: planOf(site),
    }),
    outage: of => outageOf(ledger.value.events(of)),
    ledger: ledger.value,
    clock,
    log,
    unit,
    labels: wish => labelJobOf(wish, rules, printersFor(site, unit)),
    printFolder: folders.print,
    changed: () => tell('pack'),
  });

  const printShelf = openPrintShelf(store);
  const queue = printQueue({
    printers: printersFor(site, unit).map(place => printerAt(place, `Downtime Kiosk ${rules.kiosk}`)),
    shelf: printShelf,
    ledger: ledger.value,
    clock,
    log,
    unit,
    kiosk: rules.kiosk,
    paper: rules.paper,
    files: packs.files,
    changed: () => tell('pack'),
    printersChanged: () => tell('status'),
  });

  const ahead = printAhead({
    rules: site.printAhead,
    kiosk: rules.kiosk,
    packs,
    queue,
    outage: outage.current,
    ledger: ledger.value,
    clock,
    log,
    unit,
    zone,
    changed: () => tell('status'),
  });

  const numberWeaknesses = (): string[] => {
    const known = numbers.status();
    return known.ok ? known.value.warnings : [known.error.why];
  };
  const acts = wardActs({ ledger: ledger.value, clock, unit, zone, changed: () => wardChanged() });
  const charting = doseCharting({ acts, copy, clock });
  const orders = wardOrders({ acts, copy, numbers, formulary: site.formulary, clock });
  const arrivals = walkIns({ copy, acts, numbers, clock, zone });
  const places = placeService({ acts, copy, clock });
  const procedures = procedureService({
    steps: site.procedures,
    notOwn: site.procedureProblems.length > 0,
    phones: site.phones,
    ledger: ledger.value,
    clock,
    unit,
    changed: () => tell('status'),
  });

  const meeting = site.exchange?.folder ?? null;
  const exchange = exchangeRounds({
    ward: exchangeOfSite(site, rules, { ledger: ledger.value, clock }),
    folder: meeting === null ? null : { path: meeting, open: exchangeFolder(meeting) },
    everyMinutes: site.exchange?.everyMinutes ?? 0,
    clock,
    log,
    came: () => wardChanged(),
    changed: () => tell('status'),
  });

  const status = (): Omit<Status, 'caller' | 'now'> => {
    const shown = latest.ok ? latest.value.generation : null;
    return {
      institution: shown?.snapshot.institution || rules.institution,
      unit,
      kiosk: rules.kiosk,
      zone,
      host: options.host,
      copy: shown && {
        generation: shown.number,
        asOf: shown.snapshot.asOf,
        freshness: freshness(shown.snapshot.asOf, clock.now(), rules.freshness),
        patients: onUnit(shown.snapshot),
        source: shown.snapshot.source,
      },
      skipped: latest.ok ? latest.value.skipped.map(s => `${s.file}: ${s.why}`) : [latest.error.why],
      ehr: refresh.reach(),
      outage: outage.current(),
      refresh: refresh.state(),
      forms: rules.forms.map(formShown),
      paper: paper.state(),
      printers: queue.printers(),
      labelSheets: Object.entries(rules.labelSheets).map(([name, layout]) => ({ name, labels: labelsOnSheet(layout) })),
      standing: standing.shown(),
      ahead: ahead.shown(),
      shifts: rules.shifts,
      startOfDay: rules.startOfDay,
      systems: site.outage.systems,
      charting: { on: rules.charting, omitted: rules.omittedDoseCodes },
      weaknesses: [
        ...keyFileWeaknesses(folders.key),
        ...[feed.trouble()].filter(why => why !== null),
        ...numberWeaknesses(),
        ...site.formularyProblems.map(problem => `The hospital’s formulary cannot be used: ${problemWords(problem)}`),
        ...site.formProblems.map(problem => `A form of the hospital cannot be used: ${problemWords(problem)}`),
        ...site.procedureProblems.map(problem => `The hospital’s own steps cannot be used: ${problemWords(problem)}`),
      ],
    };
  };

  /** What happens on the ward is on the next sheet. */
  const wardChanged = (): void => {
    tell('ward');
    paper.again();
  };
  /** A drill is marked on paper, too. */
  const outageChanged = (): void => {
    tell('status');
    paper.again();
  };
  if (latest.ok) paper.again();

  return ok({
    handlers: createHandlers({
      clock,
      copy,
      status,
      refresh,
      outage,
      packs,
      procedures,
      acts,
      charting,
      exchange,
      desk: pharmacy,
      orders,
      walkIns: arrivals,
      places,
      queue,
      changed: outageChanged,
    }),
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    firstRefresh,
    close: async () => {
      refresh.close();
      exchange.close();
      await Promise.all(others.map(other => other.close()));
      await ahead.close();
      standing.close();
      await paper.close();
      await feed.close();
      await queue.close();
      await workbench.close();
      ledger.value.close();
    },
  });
}
