import type { Kiosk } from '../../main/kiosk.ts';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import type { Client } from '../../main/contract.ts';
import { serveFhir, type Faults } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import type { Log } from '../../main/ports.ts';
import { callsOf } from './calls-of.ts';
import { folder } from './command-line.ts';
import { openUnguarded } from './unguarded-kiosk.ts';

export const DEMO_NOW = '2026-11-22T14:52:00-05:00';
export const DEMO_ZONE = 'America/New_York';

export interface DemoKiosk {
  kiosk: Kiosk;
  /** Calls through the door, as both hosts do. */
  call: Client;
  store: string;
  printFolder: string;
  /** What the EHR answers from now on; null for health. */
  breakEhr(fault: Faults | null): void;
  /** Moves the kiosk's clock. */
  setNow(instant: string): void;
  close(): Promise<void>;
}

/** The composed app over the demo hospital: real HTTP, real encrypted files, real worker; only the clock is ours. */
export async function openDemoKiosk(
  options: { store?: string; probeSeconds?: number; log?: Log; siteFile?: string; faults?: Faults } = {},
): Promise<DemoKiosk> {
  let now = DEMO_NOW;
  let faults: Faults | null = options.faults ?? null;
  const ehr = await serveFhir(demoWard({ seed: 1, now, zone: DEMO_ZONE }), { faults: request => faults?.(request) ?? null });
  const store = options.store ?? folder();
  const printFolder = folder();
  const log = options.log ?? { write: () => undefined };
  const said = { fhir: ehr.url, unit: DEMO_UNIT, zone: DEMO_ZONE, store, print: printFolder };
  const site = readSite(options.siteFile ?? SITE_DEFAULTS, said);
  if (!site.ok) throw new Error(site.error.why);
  const kiosk = await openUnguarded({
    site: { ...site.value, probeSeconds: options.probeSeconds ?? 3600 },
    unit: site.value.units[0]!,
    host: 'browser',
    clock: { now: () => now },
    log,
  });
  return {
    kiosk,
    call: callsOf(kiosk),
    store,
    printFolder,
    breakEhr: fault => (faults = fault),
    setNow: instant => (now = instant),
    close: async () => {
      await kiosk.close();
      await ehr.close();
    },
  };
}
