import type { NoCopy, Status } from './contract.ts';
import { aliasWords } from './config/alias-words.ts';
import { problemWords } from './config/problem.ts';
import { NO_STORE, printersFor, rulesFor } from './config/read-site.ts';
import { planOf, type SiteConfiguration, type UnitConfiguration } from './config/site-configuration.ts';
import type { Snapshot } from './domain/chart.ts';
import { headOnPaper } from './domain/audit.ts';
import { formShown } from './domain/form.ts';
import { freshness } from './domain/freshness.ts';
import { labelsOnSheet } from './domain/label.ts';
import { outageOf } from './domain/outage.ts';
import { err, ok, type Result } from './domain/result.ts';
import { exchangeOfSite } from './exchange-of-site.ts';
import { createHandlers, type WardHandlers } from './handlers.ts';
import { keepUnit } from './kept-unit.ts';
import type { Clock, Keys, Log } from './ports.ts';
import { auditDesk } from './services/audit-desk.ts';
import { auditReading } from './services/audit-reading.ts';
import { printedByItself, type KnownPaper } from './services/audit-of-calls.ts';
import { chartsOf, type Copy } from './services/charts.ts';
import { doseCharting } from './services/dose-charting.ts';
import { exchangeRounds } from './services/exchange-rounds.ts';
import { desk, type DeskSource } from './services/desk.ts';
import { outageService } from './services/outage.ts';
import { keepPaperReady } from './services/keep-paper-ready.ts';
import { labelJobOf } from './services/label-job.ts';
import { numbersService } from './services/numbers.ts';
import { printAhead } from './services/print-ahead.ts';
import { printQueue } from './services/print-queue.ts';
import { packService } from './services/packs.ts';
import { placeService } from './services/places.ts';
import { procedureService } from './services/procedures.ts';
import { wardOrders } from './services/ward-orders.ts';
import { walkIns } from './services/walk-ins.ts';
import { wardActs } from './services/ward-acts.ts';
import { suspicionOf } from './services/suspicion.ts';
import type { Audit } from './store/audit.ts';
import { auditFolder } from './store/audit-folder.ts';
import { exchangeFolder } from './store/exchange-folder.ts';
import { openLedger } from './store/ledger.ts';
import { numberMark } from './store/number-mark.ts';
import { readLatest } from './store/read-latest.ts';
import { openPrintShelf } from './store/print-shelf.ts';
import { printerAt } from './printing/printer-at.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import type { Standing } from './standing.ts';
import type { Watch } from './watch.ts';

export interface WardOptions {
  site: SiteConfiguration;
  unit: UnitConfiguration;
  host: 'electron' | 'browser';
  clock: Clock;
  log: Log;
  /** Keys that open. */
  keys: Keys;
  watch: Watch;
  standing: Standing;
  audit: Audit;
  /** Plain weaknesses of what is around the ward, in words. */
  weaknesses(): string[];
}

/** The ward, open: everything that reads patients and the ledger. */
export interface Ward {
  handlers: WardHandlers;
  /** Paper that was asked for is still being made or printed. */
  isBusy(): boolean;
  /** What the audit has to know of paper. */
  paper: KnownPaper;
  close(): Promise<void>;
}

const onUnit = ({ charts }: Snapshot): number => charts.filter(chart => chart.gone === null).length;

/** Opens the ward: stores and services over keys that open. A store that can't be opened is a fault in words. */
export async function openWard(options: WardOptions): Promise<Result<Ward, { kind: string; why: string }>> {
  const { clock, log, site, keys, watch, audit } = options;
  const { folders, zone } = site;
  const unit = options.unit.name;
  if (folders === null) return err({ kind: 'no-store', why: NO_STORE });
  const rules = rulesFor(site, unit);
  const words = aliasWords();
  if (!words.ok) return words;
  const ledger = openLedger({ folder: folders.store, keys, kiosk: rules.kiosk });
  if (!ledger.ok) return ledger;
  const store = openSnapshotStore({ folder: folders.store, unit, keys, log });
  const { tell, workbench } = watch;
  const { refresh } = watch.own;

  const said = new Set<string>();
  /** The newest copy that is whole; what was skipped for it is told to the audit once. */
  const read = (): ReturnType<typeof readLatest> => {
    const found = readLatest(store);
    for (const { file, why } of found.ok ? found.value.skipped : []) {
      if (!said.has(file)) audit.record({ what: 'generation-skipped', details: `${file} of ${unit}: ${why}` });
      said.add(file);
    }
    return found;
  };
  let latest = read();
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

  /** What the foot of a sheet that is made now says of the audit. */
  const auditHead = (): string | null => headOnPaper(audit.head());
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
  const stopReading = watch.own.onPublished(() => {
    latest = read();
    tell('ward');
    paper.again();
  });
  watch.decides(suspicionOf(outage, clock, site.outage));
  const { standing } = options;
  standing.opened({ copy, outage: outage.current, ledger: ledger.value });
  const shelf = { store: folders.store, unit };
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
  const own: DeskSource = {
    unit,
    copy,
    troubles: () => [watch.own.trouble()].filter(why => why !== null),
    refresh: refresh.state,
  };
  const others = watch.others.map(watched =>
    keepUnit({ site, watched, keys, ledger: ledger.value, log, published: () => tell('ward') }),
  );
  const pharmacy = desk({ sources: [own, ...others], clock });
  /** What the kiosk's own unit has as long as there is no copy: its rules, and nobody. */
  const withoutCopy = (): Copy => ({
    generation: 0,
    snapshot: { unit, institution: rules.institution, zone, source: '', asOf: clock.now(), charts: [], unread: [] },
    rules,
    events: ledger.value.events(unit),
    plan: planOf(site),
  });
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
    withoutCopy,
    outage: of => outageOf(ledger.value.events(of)),
    ledger: ledger.value,
    clock,
    log,
    unit,
    labels: wish => labelJobOf(wish, rules, printersFor(site, unit)),
    auditHead,
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
    otherUnit: packs.otherUnit,
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
    printed: (print, why) => audit.record({ ...printedByItself(queue.documents(print)), details: `${print}, because ${why}` }),
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
        ...options.weaknesses(),
        ...[watch.own.trouble()].filter(why => why !== null),
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
      audit: auditDesk({
        audit,
        reading: auditReading({ folder: auditFolder(folders.store), keys, zone, clock }),
        copy,
        withoutCopy,
        clock,
        folder: folders.print,
      }),
      changed: outageChanged,
    }),
    isBusy: () => packs.isBusy() || queue.isBusy(),
    paper: { pack: packs.filesOf, headOf: packs.auditHead, print: queue.documents },
    close: async () => {
      watch.decides(null);
      standing.closing();
      stopReading();
      exchange.close();
      others.forEach(other => other.close());
      await ahead.close();
      await paper.close();
      await queue.close();
      ledger.value.close();
    },
  });
}
