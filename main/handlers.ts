import { isKnown } from './domain/caller.ts';
import type { Caller, Handlers, NoCopy, Status } from './contract.ts';
import { screenWindow } from './domain/medication-day.ts';
import { err, ok, type Result } from './domain/result.ts';
import { may } from './domain/right.ts';
import type { Clock } from './ports.ts';
import { chartOf, siteOf, viewOf, wardOf, type Copy } from './services/charts.ts';
import type { AuditDesk } from './services/audit-desk.ts';
import type { DoseCharting } from './services/dose-charting.ts';
import type { ExchangeRounds } from './services/exchange-rounds.ts';
import type { Desk } from './services/desk.ts';
import type { OutageService } from './services/outage.ts';
import { packUnknown, type Packs } from './services/packs.ts';
import type { Places } from './services/places.ts';
import { PRINT_UNKNOWN, type PrintQueue } from './services/print-queue.ts';
import type { ProcedureService } from './services/procedures.ts';
import type { Refresh } from './services/refresh.ts';
import { changedOf, findSheet, withCopy } from './services/sheets.ts';
import type { WardOrders } from './services/ward-orders.ts';
import type { WalkIns } from './services/walk-ins.ts';
import type { WardActs } from './services/ward-acts.ts';

export interface Services {
  clock: Clock;
  copy(): Result<Copy, NoCopy>;
  status(): Omit<Status, 'caller' | 'now'>;
  refresh: Refresh;
  outage: OutageService;
  packs: Packs;
  queue: PrintQueue;
  procedures: ProcedureService;
  acts: WardActs;
  charting: DoseCharting;
  exchange: ExchangeRounds;
  desk: Desk;
  orders: WardOrders;
  walkIns: WalkIns;
  places: Places;
  audit: AuditDesk;
  changed(): void;
}

/** What the kiosk answers itself, also while nobody is signed in. */
export type DoorMethod = 'getDoor' | 'signIn' | 'breakGlass' | 'stillHere' | 'signOut';
/** What only the open ward can answer. */
export type WardHandlers = Omit<Handlers, DoorMethod>;

/** Whoever is signed in, or opened the envelope, signs with that name; where nobody signs in, with the one that was typed. */
const nameOf = (caller: Caller, typed: string): string => (isKnown(caller) ? caller.name : typed);

/** Wires each method of the open ward to a service; no logic here. */
export function createHandlers({
  clock,
  copy,
  status,
  refresh,
  outage,
  packs,
  queue,
  procedures,
  charting,
  exchange,
  desk,
  orders,
  walkIns,
  places,
  audit,
  changed,
}: Services): WardHandlers {
  const told = <T>(value: T): T => (changed(), value);
  const maySee = (otherUnit: string | null, { role }: Caller): boolean => otherUnit === null || may(role, 'see other units');
  /** Asks something of a pack; one of another unit isn't there for whoever may not see that. */
  const ofPack = <T>(pack: number, caller: Caller, ask: () => T) =>
    maySee(packs.otherUnit(pack), caller) ? ask() : packUnknown(pack);
  /** The same of a print. */
  const ofPrint = <T>(print: string, caller: Caller, ask: () => T) =>
    maySee(queue.otherUnit(print), caller) ? ask() : err(PRINT_UNKNOWN);
  return {
    getStatus: (_, caller) => ({ ...status(), caller, now: clock.now() }),
    getWard: () => {
      const c = copy();
      return c.ok ? ok(wardOf(c.value, clock.now())) : c;
    },
    getPatient: ({ patientId }) => {
      const c = copy();
      if (!c.ok) return c;
      const chart = chartOf(c.value, patientId);
      return chart
        ? ok(viewOf(c.value, chart, clock.now(), screenWindow(clock.now(), siteOf(c.value).zone)))
        : err({ kind: 'patient-unknown', why: 'This patient is not in the copy of this unit.' });
    },
    refresh: async () => {
      const result = await refresh.now();
      return result.ok ? ok({ generation: result.value.generation }) : result;
    },
    declareOutage: ({ signed, ...declaration }, caller) =>
      told(outage.record({ kind: 'outage-declared', ...declaration }, nameOf(caller, signed))),
    startRecovery: ({ reason, signed }, caller) =>
      told(outage.record({ kind: 'recovery-started', reason }, nameOf(caller, signed))),
    closeOutage: ({ reason, signed }, caller) => told(outage.record({ kind: 'outage-closed', reason }, nameOf(caller, signed))),
    changeExtent: ({ signed, ...said }, caller) =>
      told(outage.record({ kind: 'extent-changed', ...said }, nameOf(caller, signed))),
    reopenOutage: ({ signed, ...said }, caller) =>
      told(outage.record({ kind: 'outage-reopened', ...said }, nameOf(caller, signed))),
    getOutages: () => outage.history(),
    getProcedures: ({ role }) => procedures.shown(role),
    tickStep: ({ signed, ...said }, caller) => procedures.tick(said, signed === null ? caller.name : nameOf(caller, signed)),
    findSheet: ({ id }) => withCopy(copy(), c => findSheet(c, id, clock.now())),
    getChanged: () => withCopy(copy(), c => ok(changedOf(c, outage.current(), clock.now()))),
    getCharting: ({ patientId, from, to }) => charting.shown(patientId, from, to),
    chartDoses: ({ signed, ...said }, caller) => charting.chart(said, nameOf(caller, signed)),
    correctDose: ({ signed, ...said }, caller) => charting.correct(said, nameOf(caller, signed)),
    getExchange: () => exchange.shown(),
    exchangeNow: () => exchange.now(),
    getOrderChoices: () => orders.choices(),
    checkOrder: typed => orders.check(typed),
    writeOrder: ({ typed, seen, signed }, caller) => orders.write(typed, seen, nameOf(caller, signed)),
    actOnOrder: ({ said, signed }, caller) => orders.act(said, nameOf(caller, signed)),
    takeBackOrder: ({ patientId, version, reason, signed }, caller) =>
      orders.takeBack(patientId, version, reason, nameOf(caller, signed)),
    verifyOrder: ({ patientId, version, signed }, caller) => orders.verify(patientId, version, nameOf(caller, signed)),
    getUnverified: () => orders.unverified(),
    getWalkIns: () => walkIns.desk(),
    registerWalkIn: ({ form, written, notSame, signed }, caller) =>
      walkIns.register(form, written, notSame, nameOf(caller, signed)),
    correctWalkIn: ({ event, written, reason, signed }, caller) =>
      walkIns.correct(event, written, reason, nameOf(caller, signed)),
    identifyPatient: ({ said, signed }, caller) => walkIns.identify(said, nameOf(caller, signed)),
    recordPlace: ({ patientId, said, happenedAt, signed }, caller) =>
      places.record(patientId, said, happenedAt, nameOf(caller, signed)),
    unidentifyPatient: ({ event, reason, signed }, caller) => walkIns.unidentify(event, reason, nameOf(caller, signed)),
    correctPlace: ({ event, change, reason, signed }, caller) => places.correct(event, change, reason, nameOf(caller, signed)),
    getAdtLog: () => places.log(),
    countPaper: selection => packs.count(selection),
    planPrint: selection => packs.plan(selection),
    startPack: (selection, caller) => packs.start(selection, caller),
    getPack: ({ pack }, caller) => ofPack(pack, caller, () => packs.progress(pack)),
    cancelPack: ({ pack }, caller) => (ofPack(pack, caller, () => packs.cancel(pack)), null),
    getPackPdf: ({ pack, patientId }, caller) => ofPack(pack, caller, () => packs.pdf(pack, patientId)),
    takePackPdf: ({ pack, patientId }, caller) => ofPack(pack, caller, () => packs.take(pack, patientId)),
    savePack: ({ pack }, caller) => ofPack(pack, caller, () => packs.save(pack)),
    getDesk: () => desk.units(),
    getDeskList: asked => desk.list(asked),
    startDeskPacks: ({ units, ...selection }, caller) => packs.startEach(units, { patients: 'all', ...selection }, caller),
    startPrint: ({ pack, printer }, caller) => ofPack(pack, caller, () => queue.start(pack, printer, caller.name)),
    printPageAgain: ({ printer, ...page }, caller) => ofPrint(page.print, caller, () => queue.again(page, printer, caller.name)),
    getPrints: (_, caller) => queue.shown().filter(({ unit }) => maySee(unit, caller)),
    cancelPrint: ({ print }, caller) => ofPrint(print, caller, () => queue.cancel(print, caller.name)),
    movePrint: ({ print, printer, anyway }, caller) =>
      ofPrint(print, caller, () => queue.move(print, printer, anyway, caller.name)),
    getAudit: (said, caller) => audit.shown(said, caller),
    exportAudit: (said, caller) => audit.export(said, caller),
    settlePrint: ({ print }, caller) => ofPrint(print, caller, () => queue.settle(print, caller.name)),
  };
}
