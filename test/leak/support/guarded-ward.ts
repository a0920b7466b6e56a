import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../../main/contract.ts';
import { serveFhir } from '../../../main/demo/fhir-server.ts';
import { DEMO_UNIT } from '../../../main/demo/ward.ts';
import type { Role } from '../../../main/domain/role.ts';
import { createVault } from '../../../main/vault/create-vault.ts';
import { keyFileLock } from '../../../main/vault/device-lock.ts';
import { ensureKeyFile } from '../../../main/vault/key-file.ts';
import { PIN_WORK } from '../../../main/vault/pin-slot.ts';
import { makeRecoveryKey, readRecoveryPublic } from '../../../main/vault/recovery-key.ts';
import { openVault } from '../../../main/vault/vault.ts';
import { createClient } from '../../../renderer/client.ts';
import { openLink, overHttp } from '../../support/browser-session.ts';
import { must } from './must.ts';
import { installProgram } from './installed-program.ts';
import { markedWard, ZONE } from './marked-ward.ts';

/** Whoever works on the ward; the first sign-in chose this PIN. */
export const PIN = '518293';
const SLIP_PIN = '904627';
/** As little work as argon2 allows, for all but the first of them. */
const QUICK = { memory: 8, passes: 1 };
export const PEOPLE: { user: string; name: string; role: Role }[] = [
  { user: 'nora', name: 'Nora Nguyen RN', role: 'supervisor' },
  { user: 'paul', name: 'Paul Okafor PharmD', role: 'pharmacist' },
];
export const ADMINISTRATOR = { user: 'ian', name: 'Ian Torres', badge: null };

export interface GuardedWard {
  /** Everything of it lies here: store, key, log, print folder, home, temporary folder. */
  root: string;
  store: string;
  recoveryKey: string;
  /** The code in the sealed envelope. */
  envelope: string;
  /** Starts the real program; `through` is what it is run by. */
  start(options?: { through?: string[]; preload?: string }): Promise<RunningKiosk>;
  /** Runs a command of the program to its end. */
  run(args: string[], through?: string[]): Promise<{ code: number; output: string }>;
  /** The same without the site file, for commands that have none. */
  runAlone(args: string[]): Promise<{ code: number; output: string }>;
  /** The EHR's address. */
  ehr: string;
  close(): Promise<void>;
}

export interface RunningKiosk {
  pid: number;
  /** The link that opens one window. */
  url: string;
  /** Calls as a window does, which opens the link first. */
  call: Client;
  /** All that it said on stdout and stderr. */
  output(): string;
  ended: Promise<number>;
  end(): Promise<number>;
}

/** A ward of marked patients with a kiosk that is set up as IT does it: vault, people, envelope. `more` goes into its site file. */
export async function guardedWard(
  root: string,
  screen: string,
  { patients = 4, more = [] as string[] } = {},
): Promise<GuardedWard> {
  const at = (...names: string[]): string => join(root, ...names);
  for (const name of ['store', 'home', 'tmp', 'safe', 'key']) mkdirSync(at(name));
  const program = installProgram(at('program'), screen);
  const site = [
    'institution: General Hospital',
    `store: ${at('store')}`,
    `key: ${at('key/kiosk.key')}`,
    `print: ${at('print')}`,
    `log: ${at('log')}`,
    `units: [{ name: ${DEMO_UNIT} }]`,
    ...more,
  ];
  writeFileSync(at('site.yml'), `${site.join('\n')}\n`);
  const ehr = await serveFhir(markedWard(new Date().toISOString(), patients));
  const envelope = await setUp(at);
  const env = { ...process.env, HOME: at('home'), TMPDIR: at('tmp'), UV_USE_IO_URING: '0' };
  const launch = (args: string[], through: string[], preload?: string, more: NodeJS.ProcessEnv = {}) => {
    const [first, ...rest] = [...through, process.execPath, ...(preload ? ['--import', preload] : []), program, ...args];
    const child = spawn(first!, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...env, ...more }, cwd: at('home') });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<number>(resolve => child.on('close', code => resolve(code ?? 1)));
    return { child, ended, output: () => output };
  };
  const where = ['--site', at('site.yml')];
  return {
    ...{ root, envelope },
    store: at('store'),
    recoveryKey: at('safe/recovery.pem'),
    async start({ through = [], preload } = {}) {
      const args = ['serve', ...where, '--fhir', ehr.url, '--zone', ZONE, '--port', '0'];
      const { child, ended, output } = launch(args, through, preload);
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.on('data', () => {
          const found = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output())?.[0];
          if (found) resolve(found);
        });
        void ended.then(code => reject(new Error(`The kiosk ended with ${code}: ${output()}`)));
      });
      let opened: ReturnType<typeof openLink> | null = null;
      return {
        ...{ pid: child.pid!, url, ended, output },
        call: createClient(async (name, input) => overHttp(await (opened ??= openLink(url)))(name, input)),
        end() {
          child.kill('SIGTERM');
          return ended;
        },
      };
    },
    async run(args, through = []) {
      const { ended, output } = launch([...args, ...where], through, undefined, { KIOSK_PIN: PIN });
      return { code: await ended, output: output() };
    },
    async runAlone(args) {
      const { ended, output } = launch(args, []);
      return { code: await ended, output: output() };
    },
    ehr: ehr.url,
    close: () => ehr.close(),
  };
}

/** What IT does: a recovery key for the safe, the vault, its people and the envelope; each person has chosen a PIN. */
async function setUp(at: (...names: string[]) => string): Promise<string> {
  must(ensureKeyFile(at('key/kiosk.key')));
  must(makeRecoveryKey(at('safe/recovery.pem'), 'General Hospital', new Date().toISOString()));
  const device = keyFileLock(at('key/kiosk.key'));
  const recovery = must(readRecoveryPublic(at('safe/recovery.pem.pub')));
  const options = { folder: at('store'), device, work: QUICK };
  const vault = must(await createVault({ ...options, site: 'General Hospital', recovery, first: ADMINISTRATOR, pin: PIN }));
  const unlocked = must(await vault.unlock(ADMINISTRATOR.user, PIN));
  for (const person of PEOPLE) must(await unlocked.enrol({ ...person, badge: null }, SLIP_PIN));
  const envelope = must(unlocked.newEnvelope());
  unlocked.wipe();
  for (const [i, { user }] of PEOPLE.entries()) {
    const chosen = i === 0 ? must(await openVault({ ...options, work: PIN_WORK })) : vault;
    must(await chosen.unlock(user, SLIP_PIN, PIN)).wipe();
  }
  return envelope;
}
