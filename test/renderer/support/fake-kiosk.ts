import { once } from 'node:events';
import { openDoor } from './ward-fixture.ts';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  contract,
  type ChangedSheets,
  type Exchange,
  type Handlers,
  type Name,
  type PackFile,
  type PackProgress,
  type PrintShown,
  type Selection,
  type Status,
  type Topic,
  type Ward,
} from '../../../main/contract.ts';
import { readProcedures, USUAL_PROCEDURES } from '../../../main/config/procedures.ts';
import type { KioskEvent } from '../../../main/domain/event.ts';
import { phaseOf } from '../../../main/domain/phase.ts';
import { stepsShown, type Phone, type TickedOutage } from '../../../main/domain/procedure.ts';
import { err, ok } from '../../../main/domain/result.ts';
import type { OutageRecord } from '../../../main/domain/outage.ts';
import type { FormKind } from '../../../main/domain/sheet.ts';
import type { PatientView, WardRow } from '../../../main/domain/view.ts';
import { readRendererFiles, SECURITY_HEADERS } from '../../../main/host/renderer-files.ts';
import { paperPdf } from './paper-pdf.ts';
import { patient } from './patient-fixture.ts';
import { FORM_IDS, formsAbout } from '../../support/site.ts';

/** What the kiosk behind the screen would say; tests change it while the screen is open. */
export interface Scene {
  status: Status;
  ward: Ward;
  patient?: (id: string) => PatientView;
  outages?: OutageRecord[];
  refused?: PackProgress['refused'];
  /** Answers nothing any more, as a kiosk that hung. */
  silent?: boolean;
  saveFails?: string;
  phones?: Phone[];
  /** The hospital's own steps can't be used. */
  notOwn?: boolean;
  /** Why no tick can be recorded. */
  tickFails?: string;
  exchange?: Exchange;
  /** What is on its way to paper. */
  prints?: PrintShown[];
  /** What becomes of the next pack that is given to a printer. */
  printed?: PrintShown;
  startedOn?: string;
  pagesAgain?: string[];
  cancelled?: string;
  /** Every sheet fails its read-back. */
  releasesNothing?: boolean;
  /** Whose sheets would now differ. */
  changed?: ChangedSheets[];
}

/** A kiosk that exchanges with nobody. */
const ALONE: Exchange = {
  ward: null,
  folder: null,
  everyMinutes: 0,
  running: false,
  last: null,
  fault: null,
  kiosks: [],
  clashes: [],
  troubles: [],
};

const NOBODY_SIGNS_IN = { kind: 'no-vault' as const, why: 'Nobody signs in at this kiosk.' };
const noCopy = err({ kind: 'no-copy' as const, why: 'no copy of this unit opens on this kiosk' });

/** The outage of a scene, declared by the first event. */
function outageOf({ status: { outage, now } }: Scene): TickedOutage | null {
  if (outage.state !== 'declared' && outage.state !== 'recovery') return null;
  const since = outage.state === 'declared' ? outage.since : outage.declaredAt;
  return { id: '4W-K1:1', alsoDeclared: [], since, phase: phaseOf(since, now), drill: outage.drill };
}

/** The contract's answers for a scene; inputs are checked by the contract's own rules. */
function handlersOf(scene: Scene): Handlers {
  let pack: PackProgress | null = null;
  const ticked: KioskEvent[] = [];
  const procedures = readProcedures(USUAL_PROCEDURES, FORM_IDS, () => {
    throw new Error('the usual procedures are there');
  });
  const chosen = (patients: Selection['patients']) =>
    scene.ward.rows.filter(r =>
      patients === 'all' ? r.gone === null : Array.isArray(patients) && patients.includes(r.patientId),
    );
  const pdfOf = async (patientId: string | null) => {
    const file = pack?.files.find(f => f.patientId === patientId);
    if (!file) return err({ kind: 'pack-unknown' as const, why: 'the kiosk was restarted' });
    return ok({ name: file.name, base64: (await paperPdf(file)).toString('base64') });
  };
  return {
    getDoor: () => openDoor(scene.status),
    signIn: () => err(NOBODY_SIGNS_IN),
    breakGlass: () => err(NOBODY_SIGNS_IN),
    stillHere: () => null,
    signOut: () => null,
    getStatus: () => scene.status,
    getWard: () => (scene.status.copy ? ok(scene.ward) : noCopy),
    getPatient: ({ patientId }) => {
      const row = scene.ward.rows.find(r => r.patientId === patientId);
      if (!row) return err({ kind: 'patient-unknown', why: 'the patient left the ward before this copy was made' });
      return ok(scene.patient?.(patientId) ?? patient(row));
    },
    refresh: () => err({ kind: 'unreachable', why: 'the name ehr.example.org could not be found on the network' }),
    declareOutage: ({ signed, ...declaration }) => {
      scene.status = {
        ...scene.status,
        outage: { state: 'declared', since: scene.status.now, by: signed, recovering: [], ...declaration },
      };
      return ok(scene.status.outage);
    },
    startRecovery: ({ signed }) => {
      const { now } = scene.status;
      const back = { since: now, declaredAt: now, by: signed, drill: false, recovering: [], suspicion: null };
      scene.status = { ...scene.status, outage: { state: 'recovery', ...back } };
      return ok(scene.status.outage);
    },
    closeOutage: () => err({ kind: 'not-recorded', why: 'the disk is full' }),
    changeExtent: ({ degraded }) => {
      const { outage } = scene.status;
      if (outage.state !== 'declared') return err({ kind: 'out-of-order', why: 'no outage is declared' });
      scene.status = { ...scene.status, outage: { ...outage, degraded } };
      return ok(scene.status.outage);
    },
    reopenOutage: ({ outage, reason, signed }) => {
      const opened = { at: scene.status.now, by: signed, reason };
      scene.outages = (scene.outages ?? []).map(record =>
        record.id === outage && record.allClear
          ? { ...record, allClear: null, mayReopen: false, reopened: [{ closed: record.allClear, opened }] }
          : record,
      );
      return ok(scene.status.outage);
    },
    getWalkIns: () => noCopy,
    registerWalkIn: () => noCopy,
    correctWalkIn: () => noCopy,
    identifyPatient: () => noCopy,
    getOutages: () => scene.outages ?? [],
    getProcedures: ({ role }) => {
      const outage = outageOf(scene);
      const steps = procedures.ok ? procedures.value : [];
      return {
        outage,
        steps: stepsShown(steps, role, ticked, outage),
        notOwn: scene.notOwn ?? false,
        phones: scene.phones ?? [],
      };
    },
    tickStep: ({ signed, ...said }) => {
      if (scene.tickFails) return err({ kind: 'not-recorded', why: scene.tickFails });
      const { now, unit, caller } = scene.status;
      ticked.push({
        id: `4W-K1:${ticked.length + 2}`,
        at: now,
        by: signed ?? caller.name,
        unit,
        act: { kind: 'step-ticked', ...said },
      });
      return ok(null);
    },
    findSheet: ({ id }) => err({ kind: 'sheet-unknown', why: `No sheet ${id} was handed out as far as this kiosk knows.` }),
    getChanged: () => ok(scene.changed ?? []),
    getCharting: ({ patientId }) => {
      const row = scene.ward.rows.find(r => r.patientId === patientId);
      if (!row) return err({ kind: 'patient-unknown', why: 'the patient left the ward before this copy was made' });
      return ok({ view: scene.patient?.(patientId) ?? patient(row) });
    },
    chartDoses: () => err({ kind: 'not-recorded', why: 'the disk is full' }),
    correctDose: () => err({ kind: 'not-recorded', why: 'the disk is full' }),
    getExchange: () => scene.exchange ?? ALONE,
    exchangeNow: () =>
      scene.exchange?.fault ? err({ kind: 'no-answer', why: scene.exchange.fault }) : ok({ brought: 12, given: 3 }),
    getDesk: () => [],
    getDeskList: () => ({ now: scene.status.now, units: [], totals: [] }),
    startDeskPacks: () => err({ kind: 'busy', why: 'the pharmacy’s screen is tried on a real kiosk' }),
    getOrderChoices: () => ok({ drugs: [], routes: [], frequencies: [] }),
    checkOrder: () => noCopy,
    writeOrder: () => noCopy,
    actOnOrder: () => noCopy,
    verifyOrder: () => noCopy,
    takeBackOrder: () => noCopy,
    unidentifyPatient: () => ({ ok: false, error: { kind: 'no-such-act', why: 'Nobody was identified.' } }),
    getUnverified: () => ok([]),
    recordPlace: () => err({ kind: 'not-recorded', why: 'the disk is full' }),
    correctPlace: () => err({ kind: 'not-recorded', why: 'the disk is full' }),
    getAdtLog: () => ok([]),
    countPaper: () =>
      ok([
        { hours: 8, pages: 215, leaves: 120 },
        { hours: 24, pages: 215, leaves: 120 },
        { hours: 72, pages: 409, leaves: 227 },
      ]),
    planPrint: selection =>
      ok({
        patients: chosen(selection.patients).length,
        sheets: filesOf(scene.status.unit, selection, chosen(selection.patients)).reduce((sum, f) => sum + f.sheets.length, 0),
      }),
    startPack: selection => {
      const files = scene.releasesNothing ? [] : filesOf(scene.status.unit, selection, chosen(selection.patients));
      pack = { pack: 7, state: 'rendering', done: 0, total: files.length, files: [], refused: [] };
      const finished: PackProgress = { ...pack, state: 'done', done: files.length, files, refused: scene.refused ?? [] };
      // The first question after the start still finds the pack half done, so that progress is seen.
      setTimeout(() => (pack = pack?.state === 'cancelled' ? pack : finished), 300);
      return ok({ pack: 7 });
    },
    getPack: () => (pack ? ok(pack) : err({ kind: 'pack-unknown', why: 'the kiosk was restarted' })),
    cancelPack: () => {
      if (pack) pack = { ...pack, state: 'cancelled' };
      return null;
    },
    getPackPdf: ({ patientId }) => pdfOf(patientId),
    takePackPdf: ({ patientId }) => pdfOf(patientId),
    startPrint: ({ printer }) => {
      scene.prints = [
        ...(scene.prints ?? []),
        { ...scene.printed!, id: `P${(scene.prints ?? []).length + 1}`, pack: pack?.pack ?? 0 },
      ];
      scene.startedOn = printer;
      return ok({ print: `P${scene.prints.length}` });
    },
    printPageAgain: ({ print, document, page, printer }) => {
      scene.pagesAgain = [...(scene.pagesAgain ?? []), `${print} ${document} ${page} ${printer}`];
      return ok({ print: 'PA' });
    },
    getPrints: () => scene.prints ?? [],
    cancelPrint: ({ print }) => {
      scene.cancelled = print;
      return ok(null);
    },
    movePrint: ({ anyway }) =>
      anyway ? ok(null) : err({ kind: 'to-confirm', why: 'It is not certain that bed 12, pages 2 to 4 did not come out.' }),
    settlePrint: () => ok(null),
    getAudit: () => err({ kind: 'locked', why: 'No audit is part of this scene.' }),
    exportAudit: () => err({ kind: 'locked', why: 'No audit is part of this scene.' }),
    savePack: () =>
      scene.saveFails
        ? err({ kind: 'not-written', why: scene.saveFails })
        : ok({ folder: '/kiosk/print', files: pack?.files.length ?? 0 }),
  };
}

/** A page a sheet: each patient's own forms, an infusion record only with an infusion; the unit's list; blank sets for nobody. */
function filesOf(unit: string, { patients, forms }: Selection, rows: WardRow[]): PackFile[] {
  const file = (name: string, row: WardRow | null, kinds: FormKind[]): PackFile => ({
    patientId: row?.patientId ?? null,
    name,
    bed: row?.bed ?? null,
    pages: kinds.length,
    sheets: kinds.map((form, index) => ({ id: `4W-K1-0007-${row?.mrn ?? 0}-${index}`, form, pages: 1 })),
  });
  const has = (row: WardRow, form: FormKind): boolean =>
    !['infusion', 'insulin', 'pca'].includes(form) || row.tags.some(tag => tag.kind === form);
  const own = forms.filter(form => !formsAbout('unit').includes(form) && !formsAbout('ward').includes(form));
  const wards = forms.filter(form => formsAbout('ward').includes(form));
  const blanks = typeof patients === 'object' && 'blank' in patients ? patients.blank : 0;
  const theirs = rows.map(row =>
    file(
      row.name,
      row,
      own.filter(form => has(row, form)),
    ),
  );
  return [
    ...(rows.length > 0 && forms.includes('worksheet') ? [file(unit, null, ['worksheet'])] : []),
    ...(blanks > 0 ? [file(unit, null, Array.from({ length: blanks }, () => own).flat())] : []),
    ...(wards.length > 0 ? [file(unit, null, wards)] : []),
    ...theirs.filter(f => f.sheets.length > 0),
  ];
}

/** A kiosk for the screen's tests: the built renderer under the real policy, and the contract over HTTP and server-sent events. */
export async function startFakeKiosk(renderer: string, scene: Scene) {
  const files = readRendererFiles(renderer);
  const handlers = handlersOf(scene);
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const headers = { ...SECURITY_HEADERS };
    if (path === '/events') {
      response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' }).write(': hello\n\n');
      listeners.add(response);
      return;
    }
    if (path.startsWith('/api/')) {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk as Buffer));
      request.on('end', () => {
        if (scene.silent) return;
        void answer(handlers, path.slice('/api/'.length), Buffer.concat(chunks)).then(reply =>
          response.writeHead(200, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(reply)),
        );
      });
      return;
    }
    const file = files.get(path);
    if (!file) return void response.writeHead(404, headers).end();
    response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    tell(topic: Topic) {
      for (const listener of listeners) listener.write(`data: ${topic}\n\n`);
    },
    async stop() {
      for (const listener of listeners) listener.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(handlers: Handlers, name: string, body: Buffer): Promise<unknown> {
  if (!Object.hasOwn(contract, name)) return { fault: 'unknown-method', detail: name };
  const checked = contract[name as Name].input.safeParse(JSON.parse(body.toString()));
  if (!checked.success) return { fault: 'bad-input', detail: checked.error.message };
  const handle = handlers[name as Name] as (input: unknown) => unknown;
  return { value: await handle(checked.data) };
}
