import { join } from 'node:path';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import type { Client, Transport } from '../../main/contract.ts';
import { serveFhir } from '../../main/demo/fhir-server.ts';
import { DEMO_UNIT, demoWard } from '../../main/demo/ward.ts';
import type { AuditEntry } from '../../main/domain/audit.ts';
import { NO_FILTER } from '../../main/domain/audit-filter.ts';
import { ROLES, type Role } from '../../main/domain/role.ts';
import { gateOf } from '../../main/gate.ts';
import { serveBrowser, type BrowserHost } from '../../main/host/browser.ts';
import { createKiosk, type Kiosk } from '../../main/kiosk.ts';
import { auditReading } from '../../main/services/audit-reading.ts';
import { auditFolder } from '../../main/store/audit-folder.ts';
import { createVault } from '../../main/vault/create-vault.ts';
import { makeRecoveryKey, readRecoveryPublic } from '../../main/vault/recovery-key.ts';
import type { PinWork } from '../../main/vault/pin-slot.ts';
import { openVault, type Unlocked, type Vault } from '../../main/vault/vault.ts';
import { createClient } from '../../renderer/client.ts';
import { must } from '../vault/support/must.ts';
import { openLink, overHttp } from './browser-session.ts';
import { folder } from './command-line.ts';
import { DEMO_NOW, DEMO_ZONE } from './demo-kiosk.ts';
import { memoryLog, rendererFolder } from './small-kiosk.ts';

/** Everybody's PIN; the user name is the role. */
export const PIN = '739164';
/** On the slip of `newcomer`, who never signed in; and of everybody before they chose theirs. */
export const SLIP_PIN = '904627';
/** What the badge of a role says. */
export const badgeOf = (role: Role): string => `B-${role.toUpperCase()}-7`;
/** As little work as argon2 allows: what a PIN costs is measured elsewhere. */
const QUICK: PinWork = { memory: 8, passes: 1 };

/** A browser's window at the kiosk; who signs in at it gets another cookie. */
export interface KioskWindow {
  origin: string;
  cookie: string;
  send: Transport;
  call: Client;
}

export interface GuardedKiosk {
  kiosk: Kiosk;
  vault: Vault;
  host: BrowserHost;
  store: string;
  printFolder: string;
  log: ReturnType<typeof memoryLog>;
  /** The code in the sealed envelope. */
  code: string;
  /** A window in which nobody is signed in yet. */
  window(): Promise<KioskWindow>;
  signedIn(role: Role): Promise<KioskWindow>;
  /** Moves the clocks of the vault and the ward, not the one by which the kiosk locks itself. */
  pass(seconds: number): void;
  /** The same store, opened anew by another process' worth of kiosk. */
  restart(): Promise<void>;
  /** What was recorded, newest first; for whoever may read it. */
  audit(): Promise<AuditEntry[]>;
  close(): Promise<void>;
}

interface Options {
  lockAfterSeconds?: number;
  siteFile?: string;
  /** The built screen; without it a page of a few words. */
  renderer?: string;
  work?: PinWork;
  limits?: { body: number; heartbeat: number };
}

/** The demo ward behind a real vault with a person of each role, served over HTTP as `npm start` serves it. */
export async function openGuarded({
  lockAfterSeconds,
  siteFile,
  renderer,
  work = QUICK,
  limits,
}: Options = {}): Promise<GuardedKiosk> {
  const ehr = await serveFhir(demoWard({ seed: 1, now: DEMO_NOW, zone: DEMO_ZONE }));
  const store = join(folder(), 'store');
  const printFolder = folder();
  const read = must(
    readSite(siteFile ?? SITE_DEFAULTS, { fhir: ehr.url, unit: DEMO_UNIT, zone: DEMO_ZONE, store, print: printFolder }),
  );
  const site = { ...read, probeSeconds: 3600, ...(lockAfterSeconds && { lockAfterSeconds }) };
  let now = Date.parse(DEMO_NOW);
  let ticks = 0;
  const clock = { now: () => new Date(now).toISOString(), ticks: () => ticks };
  const log = memoryLog();
  const screen = renderer ?? rendererFolder();

  const { device } = must(await gateOf(site.folders!));
  const place = { folder: store, device, clock, work };
  const code = await enrol(place, join(printFolder, 'recovery.pem'));

  const open = async () => {
    const gate = must(await gateOf(site.folders!, { lock: device }));
    const vault = must(await openVault(place));
    const kiosk = must(await createKiosk({ site, unit: site.units[0]!, host: 'browser', clock, log, gate: { ...gate, vault } }));
    const served = { port: 0, rendererFolder: screen, log, ...(limits && { limits }) };
    return { kiosk, vault, host: await serveBrowser({ kiosk, ...served }) };
  };
  const guarded: GuardedKiosk = {
    ...{ store, printFolder, log, code },
    ...(await open()),
    async window() {
      const opened = await openLink(guarded.host.anotherUrl());
      const session = { origin: opened.origin, cookie: opened.cookie };
      const send: Transport = (name, input) => overHttp(session)(name, input);
      return Object.assign(session, { send, call: createClient(send) });
    },
    async signedIn(role) {
      const window = await guarded.window();
      must(await window.call.signIn({ user: role, pin: PIN, newPin: null }));
      return window;
    },
    pass(seconds) {
      now += seconds * 1000;
      ticks += seconds * 1000;
    },
    async restart() {
      await guarded.host.close();
      await guarded.kiosk.close();
      Object.assign(guarded, await open());
    },
    async audit() {
      const unlocked = must(await guarded.vault.unlock('supervisor', PIN));
      try {
        const reading = auditReading({ folder: auditFolder(store), keys: unlocked.keys, zone: DEMO_ZONE, clock });
        return must(await reading.page(NO_FILTER, null, 100_000)).entries;
      } finally {
        unlocked.wipe();
      }
    },
    async close() {
      await guarded.host.close();
      await guarded.kiosk.close();
      await ehr.close();
    },
  };
  await guarded.kiosk.firstRefresh;
  return guarded;
}

/** What IT does once: a recovery key, the vault, a person of each role and one who never came, the envelope. Returns its code. */
async function enrol(place: Parameters<typeof openVault>[0], recoveryFile: string): Promise<string> {
  must(makeRecoveryKey(recoveryFile, 'the demo hospital', DEMO_NOW));
  const recovery = must(readRecoveryPublic(`${recoveryFile}.pub`));
  const first = { user: 'administrator', name: 'Ian Torres', badge: badgeOf('administrator') };
  const vault = must(await createVault({ ...place, site: 'Demo', recovery, first, pin: PIN }));
  const it: Unlocked = must(await vault.unlock('administrator', PIN));
  const others = ROLES.filter(role => role !== 'administrator');
  const people = others.map(role => ({ user: role, name: `${role} on duty`, role, badge: badgeOf(role) }));
  for (const person of [...people, { user: 'newcomer', name: 'Newcomer RN', role: 'nurse' as const, badge: null }])
    must(await it.enrol(person, SLIP_PIN));
  const code = must(it.newEnvelope());
  it.wipe();
  for (const { user } of people) must(await vault.unlock(user, SLIP_PIN, PIN)).wipe();
  return code;
}
