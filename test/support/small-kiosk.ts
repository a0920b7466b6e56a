import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Caller, Handlers, Topic } from '../../main/contract.ts';
import { dispatch } from '../../main/dispatch.ts';
import { err, ok } from '../../main/domain/result.ts';
import type { HostedKiosk } from '../../main/host/hosted.ts';
import type { Log } from '../../main/ports.ts';

export const nurse: Caller = { name: 'A. Nurse', role: 'nurse', user: 'nurse', breakGlass: null };

const never = (name: string) => () => {
  throw new Error(`${name} is not part of this test`);
};

/** Handlers with one outcome of each kind, for tests of doors and hosts: what is answered is not the point, only how it travels. */
export const smallHandlers: Handlers = {
  getDoor: never('getDoor'),
  signIn: () => ok(null),
  breakGlass: never('breakGlass'),
  stillHere: () => null,
  signOut: () => null,
  getStatus: never('getStatus'),
  getWard: () => err({ kind: 'no-copy', why: 'There is no copy of this ward.' }),
  getPatient: never('getPatient'),
  refresh: () => Promise.resolve(ok({ generation: 7 })),
  declareOutage: () => err({ kind: 'out-of-order', why: 'An outage is declared already.' }),
  startRecovery: () => {
    throw new TypeError('Nguyễn Thị Ánh has no bed');
  },
  closeOutage: never('closeOutage'),
  changeExtent: never('changeExtent'),
  reopenOutage: never('reopenOutage'),
  getOutages: () => [],
  getProcedures: never('getProcedures'),
  tickStep: never('tickStep'),
  findSheet: never('findSheet'),
  getChanged: never('getChanged'),
  getCharting: never('getCharting'),
  chartDoses: never('chartDoses'),
  correctDose: never('correctDose'),
  getExchange: never('getExchange'),
  exchangeNow: never('exchangeNow'),
  getOrderChoices: never('getOrderChoices'),
  checkOrder: never('checkOrder'),
  writeOrder: never('writeOrder'),
  actOnOrder: never('actOnOrder'),
  verifyOrder: never('verifyOrder'),
  takeBackOrder: never('takeBackOrder'),
  unidentifyPatient: never('unidentifyPatient'),
  getUnverified: () => ok([]),
  getWalkIns: never('getWalkIns'),
  registerWalkIn: never('registerWalkIn'),
  correctWalkIn: never('correctWalkIn'),
  identifyPatient: never('identifyPatient'),
  recordPlace: never('recordPlace'),
  correctPlace: never('correctPlace'),
  getAdtLog: never('getAdtLog'),
  takePackPdf: never('takePackPdf'),
  countPaper: never('countPaper'),
  planPrint: ({ patients, hours }) => ok({ patients: Array.isArray(patients) ? patients.length : 32, sheets: hours }),
  // A bug that the compiler missed, because somebody cast: a date is no plain JSON.
  startPack: () => ok({ pack: new Date(0) as unknown as number }),
  getPack: () => err({ kind: 'pack-unknown', why: 'Łukasz’s pack is not known: ≥ 60' }),
  cancelPack: () => null,
  getPackPdf: () => ok({ name: 'Tạ Văn Nam.pdf', base64: 'JVBERi0x' }),
  savePack: never('savePack'),
  getDesk: () => [],
  getDeskList: never('getDeskList'),
  startDeskPacks: never('startDeskPacks'),
  startPrint: never('startPrint'),
  printPageAgain: never('printPageAgain'),
  getPrints: () => [],
  cancelPrint: never('cancelPrint'),
  movePrint: never('movePrint'),
  getAudit: never('getAudit'),
  exportAudit: never('exportAudit'),
  settlePrint: never('settlePrint'),
};

interface SmallKiosk {
  handlers?: Handlers;
  caller?: Caller | null;
  log?: Log;
}

/** A composed app as the hosts see it, with a way to push a topic and to see whether it was closed. */
export function smallKiosk({ handlers = smallHandlers, caller = nurse, log = memoryLog() }: SmallKiosk = {}) {
  const listeners = new Set<(topic: Topic) => void>();
  const state = { closed: false, locked: [] as string[] };
  const kiosk: HostedKiosk = {
    call: (name, input) => dispatch(handlers, name, input, caller, log),
    lock: why => void state.locked.push(why),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => {
      state.closed = true;
      return Promise.resolve();
    },
  };
  return { kiosk, state, listeners, push: (topic: Topic) => listeners.forEach(listener => listener(topic)) };
}

/** A log that remembers. */
export function memoryLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  return { lines, write: (level, message, facts) => void lines.push(JSON.stringify({ level, message, ...facts })) };
}

/** A folder with a built screen of a few files; more can be given, path → content. */
export function rendererFolder(more: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-screen-'));
  const files = {
    'index.html': '<!doctype html><title>kiosk</title><script type="module" src="./assets/app.js"></script>',
    'assets/app.js': "document.title = 'ward';\n",
    'assets/app.js.map': '{}',
    'assets/style.css': 'body { color: black }\n',
    ...more,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
