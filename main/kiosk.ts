import { createHash, randomUUID } from 'node:crypto';
import { openWard, type Ward } from './app.ts';
import { NO_STORE, rulesFor } from './config/read-site.ts';
import type { SiteConfiguration, UnitConfiguration } from './config/site-configuration.ts';
import type { Caller, Door, EnvelopeState, Handlers, Input, Name, Output, Reply, SignInRefusal, Topic } from './contract.ts';
import { dispatch } from './dispatch.ts';
import { freshness } from './domain/freshness.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { Role } from './domain/role.ts';
import type { DoorMethod } from './handlers.ts';
import type { Clock, Keys, Log } from './ports.ts';
import { callAudit } from './services/call-audit.ts';
import { actorOf, doorAudit } from './services/door-audit.ts';
import { inTurn } from './services/in-turn.ts';
import { sessions, type SessionEnd } from './services/sessions.ts';
import { withSoundForms } from './services/sound-forms.ts';
import { openAudit } from './store/audit.ts';
import { auditFolder } from './store/audit-folder.ts';
import { newestManifest } from './store/read-latest.ts';
import { openSnapshotStore } from './store/snapshot-store.ts';
import { startWatch } from './watch.ts';

/** Somebody who was let in, and the keys that go with it. */
export interface Admitted {
  /** Null for whoever opened the envelope. */
  person: { user: string; name: string; role: Role; pinIsInitial: boolean } | null;
  /** Keys that open. */
  keys: Keys;
  changePin(pin: string, newPin: string): Promise<Result<null, SignInRefusal>>;
  /** Makes the keys unusable. */
  wipe(): void;
}

/** What lets people in. */
export interface Gate {
  /** What works while nobody is signed in: sealing and signing. */
  locked: Keys;
  unlock(user: string, pin: string): Promise<Result<Admitted, SignInRefusal>>;
  unlockByEnvelope(code: string): Promise<Result<Admitted, SignInRefusal>>;
  /** Why nobody can be let in with a PIN; null when they can. */
  trouble(): string | null;
  envelope(): EnvelopeState;
  weaknesses(): string[];
}

/** A store that IT has set up no vault for: whoever stands at the kiosk acts as the ward's staff. */
export interface Unguarded {
  keys: Keys;
  weaknesses(): string[];
}

export interface KioskOptions {
  site: SiteConfiguration;
  unit: UnitConfiguration;
  host: 'electron' | 'browser';
  clock: Clock;
  log: Log;
  gate: Gate | Unguarded;
  /** Who may sign in to the demo ward; nobody's business in a hospital. */
  hints?: string[];
}

/** The composed app: what a host serves. */
export interface Kiosk {
  /** A call from the window `seat`, which the host names and nobody can choose. */
  call(name: string, input: unknown, seat: string): Promise<Reply>;
  subscribe(listener: (topic: Topic) => void): () => void;
  /** Everybody is signed out: the computer was locked, or goes to sleep. */
  lock(why: SessionEnd): void;
  /** Resolves at once where there is a copy, else when the first refresh has ended, well or not. */
  ready: Promise<unknown>;
  firstRefresh: Promise<unknown>;
  close(): Promise<void>;
}

/** Where nobody signs in, whoever stands at the kiosk acts under this name. */
export const WARD_STAFF: Caller = { name: 'ward staff (not signed in)', role: 'supervisor', user: null, breakGlass: null };

/** So often it is looked whether somebody left, and whether the computer slept; milliseconds. */
const LOOK_MS = 1000;
/** A second that took so long was a sleep. */
const SLEPT_MS = 30_000;
/** So long printing may keep the ward open after the last person left; what waits longer goes on with the next sign-in. */
const PRINTING_MS = 10 * 60_000;

/**
 * The kiosk: always running, it lets people in and keeps the copies fresh meanwhile. The ward is opened for the first person and closed, its databases and
 * keys with it, after the last.
 */
export async function createKiosk(options: KioskOptions): Promise<Result<Kiosk, { kind: string; why: string }>> {
  const { clock, log, gate } = options;
  const site = await withSoundForms(options.site);
  if (site.folders === null) return err({ kind: 'no-store', why: NO_STORE });
  const guarded = 'unlock' in gate;
  const unit = options.unit.name;
  const rules = rulesFor(site, unit);
  let ward: Ward | null = null;
  const opened = openAudit({
    folder: auditFolder(site.folders.store),
    keys: guarded ? gate.locked : gate.keys,
    kiosk: rules.kiosk,
    unit,
    clock,
  });
  if (!opened.ok) return opened;
  const audit = opened.value;
  const told = doorAudit(audit);
  const calls = callAudit({
    audit,
    clock,
    known: {
      pack: pack => ward?.paper.pack(pack) ?? [],
      headOf: pack => ward?.paper.headOf(pack) ?? null,
      print: print => ward?.paper.print(print) ?? [],
    },
  });
  audit.record({ what: 'configuration-read', details: `SHA-256 ${createHash('sha256').update(JSON.stringify(site)).digest('hex')}` });
  const watch = await startWatch({ site, unit: options.unit, clock, log });
  const { tell } = watch;
  watch.own.onPublished(generation => audit.record({ what: 'generation-published', details: `copy ${generation} of ${unit}` }));
  const steady = (): number => performance.now();
  const turn = inTurn();

  /** Whose keys the open ward uses. */
  let held: Admitted | null = null;
  let leftAt: number | null = null;

  const openFor = async (keys: Keys): Promise<Result<null, { kind: string; why: string }>> => {
    const opened = await openWard({ ...options, site, keys, watch, weaknesses: gate.weaknesses });
    if (!opened.ok) return opened;
    ward = opened.value;
    return ok(null);
  };
  const closeWard = async (): Promise<void> => {
    const closing = ward;
    ward = null;
    await closing?.close();
    audit.rotate();
    held?.wipe();
    held = null;
    leftAt = null;
    tell('door');
  };

  const who = new Map<string, Admitted>();
  const people = sessions({
    idleMs: site.lockAfterSeconds * 1000,
    steady,
    newId: randomUUID,
    ended(session, why) {
      told.left(session, why);
      const admitted = who.get(session.id);
      who.delete(session.id);
      if (admitted !== held) admitted?.wipe();
      if (people.count() === 0) leftAt = steady();
      tell('door');
    },
  });

  /** Closes the ward once the last has left and what they sent to a printer has come out. */
  function lookWhetherToClose(): void {
    if (leftAt === null || ward === null || people.count() > 0) return;
    if (ward.isBusy() && steady() - leftAt < PRINTING_MS) return;
    void turn(async () => {
      if (people.count() === 0) await closeWard();
    });
  }
  let looked = { steady: steady(), wall: Date.now() };
  const looking = setInterval(() => {
    const now = { steady: steady(), wall: Date.now() };
    const gap = Math.max(now.steady - looked.steady, now.wall - looked.wall);
    looked = now;
    if (gap > SLEPT_MS) people.endAll('suspend');
    people.endIdle();
    lookWhetherToClose();
  }, LOOK_MS);
  looking.unref();

  /** Lets somebody in at a window, and opens the ward if it is closed. */
  const admit = (seat: string, caller: Caller, admitted: Admitted): Promise<Result<null, SignInRefusal>> =>
    turn(async () => {
      if (ward === null) {
        const opened = await openFor(admitted.keys);
        if (!opened.ok) {
          admitted.wipe();
          return err({ kind: 'not-opened', why: opened.error.why });
        }
        held = admitted;
      }
      const session = people.begin(seat, caller);
      who.set(session.id, admitted);
      told.entered(session);
      leftAt = null;
      tell('door');
      return ok(null);
    });

  const callerAt = (seat: string): Caller | null => (guarded ? (people.at(seat)?.caller ?? null) : WARD_STAFF);

  async function signIn(seat: string, { user, pin }: Input<'signIn'>): Promise<Result<null, SignInRefusal>> {
    if (!guarded) return err(NO_VAULT);
    const admitted = await gate.unlock(user, pin);
    if (!admitted.ok) {
      told.refused(user, admitted.error.kind);
      return admitted;
    }
    const { name, role, user: known } = admitted.value.person!;
    return admit(seat, { name, role, user: known, breakGlass: null }, admitted.value);
  }

  async function breakGlass(
    seat: string,
    { code, name, role, reason }: Input<'breakGlass'>,
  ): Promise<Result<null, SignInRefusal>> {
    if (!guarded) return err(NO_VAULT);
    const admitted = await gate.unlockByEnvelope(code);
    if (!admitted.ok) {
      told.refused(`${name}, with the envelope`, admitted.error.kind);
      return admitted;
    }
    return admit(seat, { name: `${name} (break-glass)`, role, user: null, breakGlass: reason }, admitted.value);
  }

  const admittedAt = (seat: string): Admitted | undefined => who.get(people.at(seat)?.id ?? '');

  const lockedStore = openSnapshotStore({
    folder: site.folders.store,
    unit,
    keys: guarded ? gate.locked : gate.keys,
    log,
  });
  function door(seat: string): Door {
    const newest = newestManifest(lockedStore);
    return {
      now: clock.now(),
      institution: rules.institution,
      unit,
      kiosk: rules.kiosk,
      zone: site.zone,
      caller: callerAt(seat),
      pinIsInitial: admittedAt(seat)?.person?.pinIsInitial ?? false,
      guarded,
      trouble: guarded ? gate.trouble() : null,
      copy: newest && { asOf: newest.asOf, freshness: freshness(newest.asOf, clock.now(), rules.freshness) },
      ehr: watch.own.refresh.reach(),
      idleSeconds: site.lockAfterSeconds,
      printing: people.count() === 0 && ward !== null && ward.isBusy(),
      envelope: guarded ? gate.envelope() : 'none',
      auditFault: audit.fault(),
      hints: options.hints ?? [],
    };
  }

  const doorHandlers = (seat: string): Pick<Handlers, DoorMethod> => ({
    getDoor: () => door(seat),
    signIn: said => signIn(seat, said),
    breakGlass: said => breakGlass(seat, said),
    changePin: ({ pin, newPin }) =>
      admittedAt(seat)?.changePin(pin, newPin) ??
      err({ kind: 'no-vault', why: 'Only whoever signed in with a PIN can change it.' }),
    stillHere: () => (people.touch(seat), null),
    signOut: () => (people.end(seat, 'signed out'), null),
  });

  if (!guarded) {
    const opened = await openFor(gate.keys);
    if (!opened.ok) {
      await watch.close();
      audit.close();
      return opened;
    }
  }

  return ok({
    async call(name, input, seat) {
      const session = people.at(seat);
      const caller = ward === null ? null : callerAt(seat);
      const handlers = { ...ward?.handlers, ...doorHandlers(seat) } as Handlers;
      const reply = await dispatch(handlers, name, input, caller, log);
      const actor = actorOf(caller, session?.id ?? null);
      if ('value' in reply) calls.answered(name as Name, input as Input<Name>, reply.value as Output<Name>, actor);
      else if (reply.fault !== 'signed-out') calls.refused(name, reply.fault, actor);
      return reply;
    },
    subscribe: watch.subscribe,
    lock: why => people.endAll(why),
    ready: newestManifest(lockedStore) === null ? watch.firstRefresh : Promise.resolve(),
    firstRefresh: watch.firstRefresh,
    async close() {
      clearInterval(looking);
      people.endAll('closing');
      await turn(closeWard);
      await watch.close();
      audit.close();
    },
  });
}

const NO_VAULT: SignInRefusal = {
  kind: 'no-vault',
  why: 'Nobody signs in at this kiosk: IT has not set up its vault (kiosk vault init).',
};
