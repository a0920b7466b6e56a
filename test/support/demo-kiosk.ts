import { createKiosk, WARD_STAFF, type Kiosk } from '../../main/app.ts';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import type { Client, Name } from '../../main/contract.ts';
import { serveFhir, type Faults } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import { dispatch } from '../../main/dispatch.ts';
import type { Log } from '../../main/ports.ts';
import { folder } from './command-line.ts';

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
  const opened = await createKiosk({
    site: { ...site.value, probeSeconds: options.probeSeconds ?? 3600 },
    unit: site.value.units[0]!,
    host: 'browser',
    clock: { now: () => now },
    log,
  });
  if (!opened.ok) throw new Error(opened.error.why);
  const { handlers } = opened.value;
  const call = new Proxy({} as Client, {
    get: (_, name: Name) => async (input: unknown) => {
      const reply = await dispatch(handlers, name, input, WARD_STAFF, log);
      if ('fault' in reply) throw new Error(`${reply.fault}: ${reply.detail}`);
      return reply.value;
    },
  });
  return {
    kiosk: opened.value,
    call,
    store,
    printFolder,
    breakEhr: fault => (faults = fault),
    setNow: instant => (now = instant),
    close: async () => {
      await opened.value.close();
      await ehr.close();
    },
  };
}
