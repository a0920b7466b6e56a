import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Role } from '../../domain/role.ts';
import { isNewStore } from '../../store/unit-folder.ts';
import { createVault } from '../../vault/create-vault.ts';
import { keyFileLock } from '../../vault/device-lock.ts';
import { ensureKeyFile } from '../../vault/key-file.ts';
import { makeRecoveryKey, readRecoveryPublic } from '../../vault/recovery-key.ts';
import type { Unlocked } from '../../vault/vault.ts';
import { hasVault } from '../../vault/vault-file.ts';

type Fault = { kind: string; why: string };

/** The demo ward's people, for whoever tries it; a hospital enrols its own. */
const PEOPLE: { user: string; name: string; role: Role }[] = [
  { user: 'nurse', name: 'Nora Nguyen RN', role: 'nurse' },
  { user: 'pharmacist', name: 'Paul Okafor PharmD', role: 'pharmacist' },
  { user: 'clerk', name: 'Clara Jensen', role: 'clerk' },
  { user: 'prescriber', name: 'Dr. Priya Rao', role: 'prescriber' },
  { user: 'supervisor', name: 'Sam Whitfield RN', role: 'supervisor' },
];
const ADMINISTRATOR = { user: 'it', name: 'Ian Torres (IT)', badge: null };
const PIN = '739164';
/** What stands on the slip; the first sign-in replaces it, here as in a hospital. */
const SLIP_PIN = '904627';

/** What stands on the demo's door. */
export const DEMO_HINTS = [`user name: nurse, pharmacist, clerk, prescriber, supervisor or it`, `PIN: ${PIN}`];

/** What IT does once at each kiosk, for the demo: a recovery key, the vault, its people and the envelope. Nothing where that was done before. */
export async function enrolDemoPeople({ store, key }: { store: string; key: string }): Promise<Result<null, Fault>> {
  if (hasVault(store)) return ok(null);
  if (isNewStore(store)) {
    const made = ensureKeyFile(key);
    if (!made.ok) return made;
  }
  const secret = join(store, 'demo-recovery.pem');
  if (!existsSync(secret)) {
    const made = makeRecoveryKey(secret, 'the demo hospital', new Date().toISOString());
    if (!made.ok) return made;
  }
  const recovery = readRecoveryPublic(`${secret}.pub`);
  if (!recovery.ok) return recovery;
  const site = { folder: store, device: keyFileLock(key), site: 'Demo', recovery: recovery.value };
  const vault = await createVault({ ...site, first: ADMINISTRATOR, pin: PIN });
  if (!vault.ok) return vault;
  const unlocked = await vault.value.unlock(ADMINISTRATOR.user, PIN);
  if (!unlocked.ok) return unlocked;
  unlocked.value.sealStore();
  const enrolled = await enrolAll(unlocked.value);
  unlocked.value.wipe();
  if (!enrolled.ok) return enrolled;
  for (const { user } of PEOPLE) {
    const first = await vault.value.unlock(user, SLIP_PIN, PIN);
    if (!first.ok) return first;
    first.value.wipe();
  }
  return ok(null);
}

async function enrolAll(unlocked: Unlocked): Promise<Result<null, Fault>> {
  for (const person of PEOPLE) {
    const enrolled = await unlocked.enrol({ ...person, badge: null }, SLIP_PIN);
    if (!enrolled.ok) return enrolled;
  }
  const envelope = unlocked.newEnvelope();
  return envelope.ok ? ok(null) : err(envelope.error);
}
