import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { unitOf } from '../../config/read-site.ts';
import type { AuditRecord } from '../../domain/audit.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { createVault } from '../../vault/create-vault.ts';
import { keyFileLock } from '../../vault/device-lock.ts';
import { ensureKeyFile } from '../../vault/key-file.ts';
import { fingerprintOf, makeRecoveryKey, readRecoveryPublic } from '../../vault/recovery-key.ts';
import { selfTest } from '../../vault/self-test.ts';
import { isNewStore } from '../../store/unit-folder.ts';
import type { Rotated, Unlocked, Vault, VaultStatus } from '../../vault/vault.ts';
import { EXIT, fail, failUsage, say } from '../terminal.ts';
import { commandAudit } from './command-audit.ts';
import { envelopeWords } from './envelope-words.ts';
import { newPin, signedIn, vaultOf } from './store-keys.ts';
import { clockAt, situationOf, type Situation, type StoreOptions } from './store-options.ts';

type Fault = { kind: string; why: string };

export interface InitOptions extends StoreOptions {
  name: string;
  badge?: string;
  /** The public half of the hospital's recovery key. */
  recovery: string;
  envelope?: string;
}

/** Makes the store's vault with its first administrator and envelope, and seals everything that lies in the store with it. */
export async function initVault(options: InitOptions): Promise<void> {
  if (options.user === undefined)
    return failUsage(options.json, { kind: 'no-user', why: 'Say who the first administrator is: --user NAME.' });
  const situation = situationOf(options);
  if (!situation) return;
  const made = await makeVault(situation, { ...options, user: options.user });
  if (!made.ok) return fail(options.json, made.error);
  const { unlocked, status } = made.value;
  const sealed = unlocked.sealStore();
  if (!sealed.ok) return fail(options.json, sealed.error);
  const envelope = envelopeInto(unlocked, status.site, situation, options.envelope);
  const words = [
    `The vault of ${status.site} is made in ${situation.folders.store}, and ${options.user} is its first administrator.`,
    `Recovery key: ${status.recovery}. Compare it with the fingerprint on the sheet in the safe.`,
    ...resealedWords(sealed.value),
    envelope.ok ? envelope.value.words : `NO ENVELOPE YET: ${envelope.error.why} Make it with "kiosk vault break-glass".`,
    ...status.weaknesses.filter(weakness => !weakness.includes('break-glass')).map(weakness => `Weakness: ${weakness}`),
  ];
  say(options.json, { ...status, sealed: sealed.value, envelope: envelope.ok ? envelope.value.said : null }, words.join('\n'));
  if (!envelope.ok || sealed.value.left.length > 0) process.exitCode = EXIT.failed;
  const details = `the vault was made with ${options.user} as its first administrator${envelope.ok ? ' and an envelope' : ''}`;
  await tell(situation, { what: 'people-changed', details });
}

async function makeVault(
  { site, folders }: Situation,
  { user, name, badge, recovery: file }: InitOptions & { user: string },
): Promise<Result<{ vault: Vault; unlocked: Unlocked; status: VaultStatus }, Fault>> {
  const sound = await selfTest();
  if (!sound.ok) return sound;
  const { institution } = site.rules;
  if (institution === UNNAMED) return err({ kind: 'no-institution', why: 'Name the hospital first: institution in site.yml.' });
  const recovery = readRecoveryPublic(file);
  if (!recovery.ok) return recovery;
  const device = isNewStore(folders.store) ? ensureKeyFile(folders.key) : ok(null);
  if (!device.ok) return device;
  const pin = await newPin(`For ${user}.`);
  if (!pin.ok) return pin;
  const vault = await createVault({
    folder: folders.store,
    device: keyFileLock(folders.key),
    site: institution,
    recovery: recovery.value,
    first: { user, name, badge: badge ?? null },
    pin: pin.value,
  });
  if (!vault.ok) return vault;
  const unlocked = await vault.value.unlock(user, pin.value);
  return unlocked.ok ? ok({ vault: vault.value, unlocked: unlocked.value, status: vault.value.status() }) : unlocked;
}

const UNNAMED = 'Hospital name not configured';

/** Says how the vault is; ends with 1 when something must be done. */
export async function vaultStatus(options: StoreOptions): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const vault = await vaultOf(situation.folders);
  if (!vault.ok) return fail(options.json, vault.error);
  if (vault.value === null) return fail(options.json, NO_VAULT);
  const status = vault.value.status();
  const { site, keyNumber, since, people, envelope, recovery, due, weaknesses, trouble } = status;
  const lines = [
    `Vault of ${site}: key ${keyNumber} since ${since}${due ? ', TO BE CHANGED: done when the next person signs in' : ''}.`,
    `People: ${people ?? 'not known, the device lock does not open'}.`,
    `Break-glass envelope: ${envelope === null ? 'NONE' : `made ${envelope.made}${envelope.used === null ? '' : `, USED ${envelope.used}`}`}.`,
    `Recovery key: ${recovery}.`,
    ...(trouble === null ? [] : [`NOBODY CAN SIGN IN: ${trouble}`]),
    ...weaknesses.map(weakness => `Weakness: ${weakness}`),
  ];
  say(options.json, status, lines.join('\n'));
  if (trouble !== null || envelope === null || envelope.used !== null) process.exitCode = EXIT.failed;
}

/** Makes the hospital's recovery key, once for all of its kiosks. */
export function recoveryKey({ out, hospital, json }: { out: string; hospital: string; json: boolean }): void {
  const made = makeRecoveryKey(out, hospital, clockAt(undefined).now());
  if (!made.ok) return fail(json, made.error);
  const fingerprint = fingerprintOf(made.value.publicKey);
  const { publicFile } = made.value;
  say(
    json,
    { privateFile: out, publicFile, fingerprint },
    [
      `Recovery key ${fingerprint} of ${hospital}.`,
      `${out}: the private half. Put it on two sticks in the safe, note the fingerprint beside them, and remove it from this computer.`,
      `${publicFile}: the public half. Give it to each kiosk: kiosk vault init --recovery ${publicFile}`,
    ].join('\n'),
  );
}

/** Gives the unit a new key and seals the store to it. */
export const rotateVault = (options: StoreOptions): Promise<void> =>
  asAdministrator(options, unlocked => {
    const rotated = unlocked.rotate();
    if (!rotated.ok) return rotated;
    sayRotated(options, rotated.value, []);
    return ok({ what: 'key-rotated', details: `key ${rotated.value.keyNumber}` });
  });

/** Makes a new envelope: the code before opens nothing any more. */
export const breakGlass = ({ out, ...options }: StoreOptions & { out?: string }): Promise<void> =>
  asAdministrator(options, (unlocked, vault, situation) => {
    const made = envelopeInto(unlocked, vault.status().site, situation, out);
    if (!made.ok) return made;
    say(options.json, made.value.said, made.value.words);
    return ok({ what: 'envelope-made', details: out === undefined ? 'shown on the terminal' : `in ${out}` });
  });

/** Makes a code and puts its sheet into a new file, or on the terminal. The code is made after the file can be written. */
function envelopeInto(
  unlocked: Unlocked,
  site: string,
  { site: { zone } }: Situation,
  out: string | undefined,
): Result<{ words: string; said: object }, Fault> {
  const file = out === undefined ? null : newFile(out);
  if (file && !file.ok) return file;
  const code = unlocked.newEnvelope();
  if (!code.ok) return code;
  const sheet = envelopeWords({ code: code.value, site, zone, at: clockAt(undefined).now() });
  if (!file) return ok({ words: sheet, said: { code: code.value, file: null } });
  writeSync(file.value, sheet);
  fsyncSync(file.value);
  closeSync(file.value);
  const words = `The break-glass sheet is in ${out}: print it once, seal it in an envelope, and remove the file. The envelope before opens nothing any more.`;
  return ok({ words, said: { file: out } });
}

function newFile(path: string): Result<number, Fault> {
  try {
    return ok(openSync(path, 'wx', 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'EEXIST'
        ? 'is there already and was not touched: choose another name'
        : `could not be written (${code ?? 'no reason given'})`;
    return err({ kind: 'not-written', why: `${path} ${why}.` });
  }
}

export const NO_VAULT = { kind: 'no-vault', why: 'This store has no vault yet: make it with "kiosk vault init".' };
const NOT_ALLOWED = { kind: 'not-allowed', why: 'Only an administrator may do that, or whoever has the recovery key.' };

/** What a command changed, for the audit. */
export type Told = Pick<AuditRecord, 'what'> & { details: string };

/** Runs a step for an administrator who signs in; tells the audit what it did, or says its fault. */
export async function asAdministrator(
  options: StoreOptions,
  step: (unlocked: Unlocked, vault: Vault, situation: Situation) => Result<Told, Fault> | Promise<Result<Told, Fault>>,
): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const vault = await vaultOf(situation.folders);
  if (!vault.ok) return fail(options.json, vault.error);
  if (vault.value === null) return fail(options.json, NO_VAULT);
  const unlocked = await signedIn(vault.value, situation.signIn);
  if (!unlocked.ok) return fail(options.json, unlocked.error);
  const { person } = unlocked.value;
  if (person !== null && person.role !== 'administrator') return fail(options.json, NOT_ALLOWED);
  const done = await step(unlocked.value, vault.value, situation);
  if (done.ok) await tell(situation, done.value);
  else fail(options.json, done.error);
}

async function tell(situation: Situation, told: Told): Promise<void> {
  const unit = unitOf(situation.site);
  const audit = await commandAudit(situation, unit.ok ? unit.value.name : '');
  audit.tell(told);
}

/** Says how a change of the key went; ends with 1 when something is left to do. */
export function sayRotated({ json }: StoreOptions, rotated: Rotated, first: string[]): void {
  say(json, rotated, [...first, `The unit has key ${rotated.keyNumber} now.`, ...resealedWords(rotated)].join('\n'));
  if (rotated.left.length > 0) process.exitCode = EXIT.failed;
}

const resealedWords = ({ files, left, foreign }: Omit<Rotated, 'keyNumber'>): string[] => [
  `What lies in the store is sealed to it: ${files} ${files === 1 ? 'file' : 'files'}.`,
  ...left.map(({ file, why }) => `NOT YET: ${file}: ${why} It opens with the former key, and is done at a next sign-in.`),
  ...foreign.map(({ file, why }) => `NOT OURS: ${file}: ${why}`),
];
