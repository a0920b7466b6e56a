import { createHash, randomUUID } from 'node:crypto';
import { printsAhead } from './domain/paper-ahead.ts';
import { BREAK_GLASS } from './domain/caller.ts';
import { openWard, type Ward } from './app.ts';
import { NO_STORE, rulesFor } from './config/read-site.ts';
import type { SiteConfiguration, UnitConfiguration } from './config/site-configuration.ts';
import type { Caller, Handlers, Input, Name, Output, Reply, SignInRefusal, Topic } from './contract.ts';
import { dispatch } from './dispatch.ts';
import { doorOf } from './door.ts';
import { err, ok, type Result } from './domain/result.ts';
import type { DoorMethod } from './handlers.ts';
import type { Gate } from './gate.ts';
import type { Clock, Log } from './ports.ts';
import { callAudit } from './services/call-audit.ts';
import { actorOf, doorAudit } from './services/door-audit.ts';
import { inTurn } from './services/in-turn.ts';
import { sessions, type SessionEnd } from './services/sessions.ts';
import { withSoundForms } from './services/sound-forms.ts';
import { openAudit } from './store/audit.ts';
import { backUpLedger } from './store/back-up-ledger.ts';
import { auditFolder, newestSegments } from './store/audit-folder.ts';
import { keepStanding } from './standing.ts';
import { startWatch } from './watch.ts';
import type { SignInFault, Unlocked } from './vault/vault.ts';
import type { WorkKeys } from './work.ts';

export interface KioskOptions {
  site: SiteConfiguration;
  unit: UnitConfiguration;
  host: 'electron' | 'browser';
  clock: Clock;
  log: Log;
  gate: Gate;
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
/** At each so many of these looks also whether somebody was taken out. */
const PEOPLE_LOOKS = 15;
/** A second that took so long was a sleep. */
const SLEPT_MS = 30_000;
/** What need not be done before somebody sees the ward is done so much later; milliseconds. */
const SOON_MS = 2000;
/** So much of the audit lies beside each copy, in bytes; all of it is kept elsewhere by IT. */
const AUDIT_BACKED_UP = 20_000_000;
/** So long printing may keep the ward open after the last person left; what waits longer goes on with the next sign-in. */
const PRINTING_MS = 10 * 60_000;

/**
 * The kiosk: always running, it lets people in and keeps the copies fresh meanwhile. The ward is opened for the first person and closed, its databases and
 * keys with it, after the last.
 */
export async function createKiosk(options: KioskOptions): Promise<Result<Kiosk, { kind: string; why: string }>> {
  const { clock, log } = options;
  const { vault, device } = options.gate;
  const site = await withSoundForms(options.site);
  if (site.folders === null) return err({ kind: 'no-store', why: NO_STORE });
  const unit = options.unit.name;
  const rules = rulesFor(site, unit);
  /** Paper that comes out by itself needs an open ward. */
  const staysOpen = printsAhead(site.printAhead, rules.kiosk);
  const closedKeys = vault?.locked ?? device.keys;
  let ward: Ward | null = null;
  let ended = false;
  /** Whose keys the open ward uses. */
  let held: Unlocked | null = null;
  let leftAt: number | null = null;
  const opened = openAudit({
    folder: auditFolder(site.folders.store),
    keys: closedKeys,
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
  audit.record({
    what: 'configuration-read',
    details: `SHA-256 ${createHash('sha256').update(JSON.stringify(site)).digest('hex')}`,
  });
  const workKeys = (unlocked?: Unlocked): WorkKeys => ({ device: device.handle, vault: vault?.handle(unlocked) ?? null });
  const watch = await startWatch({ site, unit: options.unit, clock, log, keys: workKeys() });
  const { tell } = watch;
  /** Beside each copy, and when the ward was closed. What can't be backed up is said in the technical log; nothing waits for it. */
  const backUp = (): void => {
    const store = site.folders!.store;
    const made = backUpLedger({
      folder: store,
      keys: held?.keys ?? closedKeys,
      made: clock.now(),
      also: newestSegments(store, AUDIT_BACKED_UP),
    });
    if (!made.ok) log.write('warn', 'the ledger could not be backed up', { kind: made.error.kind });
  };
  watch.own.onPublished(() => void setTimeout(() => ended || backUp(), SOON_MS).unref());
  watch.own.onPublished(generation => audit.record({ what: 'generation-published', details: `copy ${generation} of ${unit}` }));
  const standing = keepStanding({ site, unit, device: device.keys, watch, audit, clock, log });
  const steady = (): number => performance.now();
  const turn = inTurn();

  const weaknesses = (): string[] =>
    vault ? [...vault.status().weaknesses, ...(staysOpen ? [STAYS_OPEN] : [])] : [NOBODY_SIGNS_IN, ...device.weaknesses()];
  const open = async (unlocked: Unlocked | null): Promise<Result<null, { kind: string; why: string }>> => {
    if (unlocked) watch.workbench.use(workKeys(unlocked));
    const opened = await openWard({
      ...options,
      ...{ site, keys: unlocked?.keys ?? device.keys, watch, standing, audit, weaknesses },
    });
    if (!opened.ok) return opened;
    ward = opened.value;
    held = unlocked;
    return ok(null);
  };
  const closeWard = async (): Promise<void> => {
    const closing = ward;
    ward = null;
    await closing?.close();
    watch.workbench.use(workKeys());
    held?.wipe();
    held = null;
    watch.workbench.lock();
    backUp();
    audit.rotate();
    leftAt = null;
    tell('door');
  };

  const who = new Map<string, Unlocked>();
  const people = sessions({
    idleMs: site.lockAfterSeconds * 1000,
    steady,
    newId: randomUUID,
    ended(session, why) {
      told.left(session, why);
      const unlocked = who.get(session.id);
      who.delete(session.id);
      if (unlocked !== held) unlocked?.wipe();
      if (people.count() === 0) leftAt = steady();
      tell('door');
    },
  });

  /** Closes the ward once the last has left and what they sent to a printer has come out. */
  function lookWhetherToClose(): void {
    if (leftAt === null || ward === null || people.count() > 0 || staysOpen) return;
    if (ward.isBusy() && steady() - leftAt < PRINTING_MS) return;
    void turn(async () => {
      if (people.count() === 0) await closeWard();
    });
  }
  /** Another process may have taken somebody out; where the device lock is lost nobody can say who is still in. */
  function lookWhoWasTakenOut(): void {
    if (vault && people.count() > 0 && vault.status().trouble === null) people.endOthers(vault.people().map(({ user }) => user));
  }
  /** So often everybody was signed out: who was still being let in then isn't. */
  let locks = 0;
  const lock = (why: SessionEnd): void => {
    locks++;
    people.endAll(why);
  };
  let looks = 0;
  let looked = { steady: steady(), wall: Date.now() };
  const looking = setInterval(() => {
    const now = { steady: steady(), wall: Date.now() };
    const gap = Math.max(now.steady - looked.steady, now.wall - looked.wall);
    looked = now;
    if (gap > SLEPT_MS) lock('suspend');
    people.endIdle();
    if (++looks % PEOPLE_LOOKS === 0) lookWhoWasTakenOut();
    lookWhetherToClose();
  }, LOOK_MS);
  looking.unref();

  /** Lets somebody in at a window, and opens the ward if it is closed. */
  const admit = (seat: string, caller: Caller, unlocked: Unlocked, since: number): Promise<Result<null, SignInRefusal>> =>
    turn(async () => {
      if (since !== locks) {
        unlocked.wipe();
        return err(LOCKED_MEANWHILE);
      }
      if (ward === null) {
        const opened = await open(unlocked);
        if (!opened.ok) {
          unlocked.wipe();
          return err({ kind: 'not-opened', why: opened.error.why });
        }
      }
      const session = people.begin(seat, caller);
      who.set(session.id, unlocked);
      told.entered(session);
      leftAt = null;
      tell('door');
      setTimeout(() => rotateIfDue(unlocked), SOON_MS).unref();
      return ok(null);
    });

  /** The unit's key is changed weekly, and when somebody was taken out; by whoever signs in then, without being kept waiting. */
  function rotateIfDue(unlocked: Unlocked): void {
    const rotated = unlocked.rotateIfDue();
    if (rotated.ok && rotated.value !== null) audit.record({ what: 'key-rotated', details: 'it was due' });
    if (!rotated.ok) log.write('warn', 'the unit’s key could not be changed', { kind: rotated.error.kind });
  }

  const callerAt = (seat: string): Caller | null => (vault ? (people.at(seat)?.caller ?? null) : WARD_STAFF);
  const refused = (as: string, fault: SignInFault): Result<never, SignInRefusal> => {
    told.refused(as, fault.kind);
    return err(fault);
  };

  async function signIn(seat: string, { user, pin, newPin }: Input<'signIn'>): Promise<Result<null, SignInRefusal>> {
    if (!vault) return err(NO_VAULT);
    const onSlips = new Set(vault.people().flatMap(person => (person.pinIsInitial ? person.user : [])));
    const since = locks;
    const unlocked = await vault.unlock(user, pin, newPin ?? undefined);
    if (!unlocked.ok) return refused(user, unlocked.error);
    const { name, role, user: known, pinIsInitial } = unlocked.value.person!;
    if (onSlips.has(known) && !pinIsInitial) audit.record({ what: 'people-changed', details: `${known} chose another PIN` });
    return admit(seat, { name, role, user: known, breakGlass: null }, unlocked.value, since);
  }

  async function breakGlass(seat: string, said: Input<'breakGlass'>): Promise<Result<null, SignInRefusal>> {
    if (!vault) return err(NO_VAULT);
    const { code, name, role, reason } = said;
    const unlocked = vault.unlockByEnvelope(code);
    if (!unlocked.ok) return refused(`${name}, with the envelope`, unlocked.error);
    return admit(seat, { name: name + BREAK_GLASS, role, user: null, breakGlass: reason }, unlocked.value, locks);
  }

  const door = doorOf({ site, unit, keys: closedKeys, vault, watch, audit, clock, log, hints: options.hints ?? [] });
  const doorHandlers = (seat: string): Pick<Handlers, DoorMethod> => ({
    getDoor: () => door.shown({ caller: callerAt(seat), printing: people.count() === 0 && ward !== null && ward.isBusy() }),
    signIn: said => signIn(seat, said),
    breakGlass: said => breakGlass(seat, said),
    stillHere: () => (people.touch(seat), null),
    signOut: () => (people.end(seat, 'signed out'), null),
  });

  if (!vault) {
    const opened = await open(null);
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
      else if (reply.fault !== 'signed-out') calls.refused(name, reply.detail, actor);
      return reply;
    },
    subscribe: watch.subscribe,
    lock,
    ready: door.hasCopy() ? Promise.resolve() : watch.firstRefresh,
    firstRefresh: watch.firstRefresh,
    async close() {
      ended = true;
      clearInterval(looking);
      people.endAll('closing');
      await turn(closeWard);
      standing.close();
      await watch.close();
      audit.close();
    },
  });
}

const STAYS_OPEN =
  'This kiosk prints paper by itself (printAhead): once somebody has signed in, its databases stay open while it is locked. Sign in once after each start, or nothing comes out.';

const NOBODY_SIGNS_IN =
  'Nobody signs in at this kiosk: whoever stands at it sees and does everything, and nothing is recorded under a name. IT: set up its vault (kiosk vault init).';

const LOCKED_MEANWHILE: SignInRefusal = { kind: 'locked', why: 'The computer was locked meanwhile: sign in once more.' };

const NO_VAULT: SignInRefusal = {
  kind: 'no-vault',
  why: 'Nobody signs in at this kiosk: IT has not set up its vault (kiosk vault init).',
};
