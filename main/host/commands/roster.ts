import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { err, ok, type Result } from '../../domain/result.ts';
import { plainUser, type Person } from '../../domain/staff.ts';
import type { Unlocked } from '../../vault/vault.ts';
import { EXIT, say } from '../terminal.ts';
import { readRoster, type RosterLine } from './roster-file.ts';
import type { StoreOptions } from './store-options.ts';
import { asAdministrator } from './vault.ts';
import { initialPin } from './vault-people.ts';

type Fault = { kind: string; why: string };
type RosterOptions = StoreOptions & { slips: string; removeMissing: boolean };

/** What came of a roster. */
interface Done {
  enrolled: string[];
  changed: string[];
  removed: string[];
  /** In the kiosk, but not in the roster, and left there. */
  missing: string[];
  /** Lines and people of which nothing was done, and why. */
  failed: string[];
}

/** Takes over the hospital's roster: enrols, changes names, roles and badges, and names who is no more in it. A roster with a bad line changes nothing. */
export const takeRoster = (file: string, { slips, removeMissing, ...options }: RosterOptions): Promise<void> =>
  asAdministrator(options, async (unlocked, vault) => {
    const roster = rosterIn(file);
    if (!roster.ok) return roster;
    const known = vault.people();
    const plan = planOf(roster.value, known);
    const pins = openSlips(slips, plan.enrol.length);
    if (!pins.ok) return pins;
    const done = await carryOut(unlocked, plan, removeMissing, pins.value);
    sayDone(options, done, slips, plan.enrol.length > 0);
    const { enrolled, changed, removed } = done;
    const details = `roster: enrolled ${enrolled.join(', ') || 'nobody'}; changed ${changed.join(', ') || 'nobody'}; taken out ${removed.join(', ') || 'nobody'}`;
    return ok({ what: 'people-changed', details });
  });

function rosterIn(file: string): Result<RosterLine[], Fault> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return err({
      kind: 'unreadable',
      why: `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no reason given'}).`,
    });
  }
  const { lines, problems } = readRoster(text);
  return problems.length === 0
    ? ok(lines)
    : err({
        kind: 'bad-roster',
        why: [...problems.map(why => `${file}, ${why}`), 'Nothing was changed: correct these and take it again.'].join('\n'),
      });
}

interface Plan {
  enrol: RosterLine[];
  change: RosterLine[];
  missing: Person[];
}

function planOf(roster: readonly RosterLine[], people: readonly Person[]): Plan {
  const known = new Map(people.map(person => [plainUser(person.user), person]));
  const listed = new Set(roster.map(({ user }) => plainUser(user)));
  const differs = (line: RosterLine): boolean => {
    const person = known.get(plainUser(line.user));
    return person !== undefined && (person.name !== line.name || person.role !== line.role || person.badge !== line.badge);
  };
  return {
    enrol: roster.filter(({ user }) => !known.has(plainUser(user))),
    change: roster.filter(differs),
    missing: people.filter(({ user }) => !listed.has(plainUser(user))),
  };
}

/** Each person by itself, in an order in which a badge that goes from one to another is free first; what fails is named and the rest goes on. */
async function carryOut(unlocked: Unlocked, plan: Plan, removeMissing: boolean, slips: number | null): Promise<Done> {
  const done: Done = { enrolled: [], changed: [], removed: [], missing: [], failed: [] };
  const note = (list: string[], user: string, result: Result<unknown, Fault>): boolean => {
    if (result.ok) list.push(user);
    else done.failed.push(`${user}: ${result.error.why}`);
    return result.ok;
  };
  for (const { user } of plan.missing)
    if (removeMissing) note(done.removed, user, unlocked.remove(user));
    else done.missing.push(user);
  for (const line of plan.change) note(done.changed, line.user, unlocked.amend(line.user, line));
  for (const { user, name, role, badge } of plan.enrol) {
    const person = { user, name, role, badge };
    const pin = initialPin(person);
    // The slip is on the disk first: a person whose PIN nobody knows would have to be reset.
    if (slips !== null) writeSync(slips, `${[user, name, pin].map(quoted).join(',')}\n`);
    note(done.enrolled, user, await unlocked.enrol(person, pin));
  }
  if (slips !== null) {
    fsyncSync(slips);
    closeSync(slips);
  }
  return done;
}

function openSlips(path: string, people: number): Result<number | null, Fault> {
  if (people === 0) return ok(null);
  try {
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, 'user,name,first PIN\n');
    return ok(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST'
        ? 'is there already and was not touched: choose another name with --slips'
        : `could not be written (${code ?? 'no reason given'})`;
    return err({ kind: 'not-written', why: `${path} ${why}. Nobody was enrolled.` });
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function sayDone({ json }: StoreOptions, done: Done, slips: string, some: boolean): void {
  const { enrolled, changed, removed, missing, failed } = done;
  const list = (title: string, users: string[]): string[] => (users.length > 0 ? [`${title}: ${users.join(', ')}`] : []);
  const words = [
    `${enrolled.length} enrolled, ${changed.length} changed, ${removed.length} removed.`,
    ...(some ? [`${slips}: the PINs for the first sign-in. Hand them out one by one, and remove the file.`] : []),
    ...list('Removed', removed),
    ...list('In the kiosk but not in the roster (--remove-missing takes them out)', missing),
    ...failed.map(why => `NOT DONE: ${why}`),
  ];
  say(json, { ...done, slips: some ? slips : null }, words.join('\n'));
  if (failed.length > 0) process.exitCode = EXIT.failed;
}
