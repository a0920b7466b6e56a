import type { Caller, Handlers, NoCopy, Status, Topic } from './contract.ts';
import { readSiteRules } from './config.ts';
import { freshness } from './domain/freshness.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Zone } from './domain/time.ts';
import { fhirEhr } from './ehr/ehr.ts';
import { createHandlers } from './handlers.ts';
import type { Clock, Log } from './ports.ts';
import type { Copy } from './services/charts.ts';
import { outageService } from './services/outage.ts';
import { packService } from './services/packs.ts';
import { startRefresh } from './services/refresh.ts';
import { openLedger } from './store/ledger.ts';
import { readLatest } from './store/read-latest.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import { isNewStore } from './store/unit-folder.ts';
import { ensureKeyFile, keyFile, keyFileWeaknesses } from './vault/key-file.ts';
import { openWorkbench } from './workbench.ts';

export interface KioskOptions {
  storeFolder: string;
  keyPath: string;
  /** Where "save" puts PDFs. */
  printFolder: string;
  unit: string;
  zone: Zone;
  fhirUrl: string;
  host: 'electron' | 'browser';
  clock: Clock;
  log: Log;
  rulesPath?: string;
  refreshMinutes?: number;
  probeSeconds?: number;
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

/** The composition root: configuration and ports become stores, services and handlers. A store that can't be opened is a fault in words. */
export async function createKiosk(options: KioskOptions): Promise<Result<Kiosk, { kind: string; why: string }>> {
  const { unit, zone, clock, log } = options;
  const rules = readSiteRules(options.rulesPath);
  if (!rules.ok) return rules;
  if (isNewStore(options.storeFolder)) {
    const made = ensureKeyFile(options.keyPath);
    if (!made.ok) return made;
  }
  const keys = keyFile(options.keyPath);
  const ledger = openLedger({ folder: options.storeFolder, keys, kiosk: rules.value.kiosk });
  if (!ledger.ok) return ledger;
  const store = openSnapshotStore({ folder: options.storeFolder, unit, keys, log });

  const listeners = new Set<(topic: Topic) => void>();
  const tell = (topic: Topic): void => listeners.forEach(listener => listener(topic));

  let latest = readLatest(store);
  const copy = (): Result<Copy, NoCopy> => {
    if (!latest.ok) return err({ kind: 'no-copy', why: latest.error.why });
    const { generation } = latest.value;
    return ok({
      generation: generation.number,
      snapshot: generation.snapshot,
      rules: rules.value,
      events: ledger.value.events(unit),
    });
  };

  const workbench = openWorkbench();
  const outage = outageService(ledger.value, clock, unit);
  const broken = (cause: unknown): Result<never, { kind: 'broken'; why: string }> => {
    log.write('error', 'the refresh broke', { error: cause instanceof Error ? cause.name : typeof cause });
    return err({
      kind: 'broken',
      why: 'The refresh broke inside the kiosk; the last good copy is untouched. The technical log says where.',
    });
  };
  const job = { storeFolder: options.storeFolder, keyPath: options.keyPath, fhirUrl: options.fhirUrl, unit, zone };
  const refresh = startRefresh({
    sync: (signal, progress) => workbench.sync({ ...job, now: clock.now() }, signal, progress).catch(broken),
    ehr: fhirEhr({ baseUrl: options.fhirUrl, log }),
    clock,
    everyMinutes: options.refreshMinutes ?? 15,
    probeSeconds: options.probeSeconds ?? 60,
    changed: () => tell('status'),
    published: () => {
      latest = readLatest(store);
      tell('ward');
    },
    suspect: reason => outage.current().state === 'normal' && outage.record({ kind: 'outage-suspected', reason }, 'kiosk'),
    clear: () =>
      outage.current().state === 'suspected' &&
      outage.record({ kind: 'suspicion-cleared', reason: 'the EHR answers again' }, 'kiosk'),
  });
  const packs = packService({
    render: workbench.pack,
    copy,
    outage: outage.current,
    ledger: ledger.value,
    clock,
    log,
    unit,
    printFolder: options.printFolder,
    changed: () => tell('pack'),
  });

  const status = (): Omit<Status, 'caller' | 'now'> => {
    const shown = latest.ok ? latest.value.generation : null;
    return {
      institution: shown?.snapshot.institution || rules.value.institution,
      unit,
      kiosk: rules.value.kiosk,
      zone,
      host: options.host,
      copy: shown && {
        generation: shown.number,
        asOf: shown.snapshot.asOf,
        freshness: freshness(shown.snapshot.asOf, clock.now(), rules.value.freshness),
        patients: shown.snapshot.charts.filter(chart => chart.gone === null).length,
        source: shown.snapshot.source,
      },
      skipped: latest.ok ? latest.value.skipped.map(s => `${s.file}: ${s.why}`) : [latest.error.why],
      ehr: refresh.reach(),
      outage: outage.current(),
      refresh: refresh.state(),
      weaknesses: keyFileWeaknesses(options.keyPath),
    };
  };

  return ok({
    handlers: createHandlers({ clock, copy, status, refresh, outage, packs, changed: () => tell('status') }),
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    firstRefresh: refresh.now(),
    close: async () => {
      refresh.close();
      await workbench.close();
      ledger.value.close();
    },
  });
}
