import { expect, test } from 'vitest';
import { checkAudit } from '../../main/store/audit-check.ts';
import { entriesOf } from '../../main/store/audit-contents.ts';
import { segmentsIn } from '../../main/store/audit-folder.ts';
import type { Keys } from '../../main/ports.ts';
import { kioskAudit } from '../store/support/audit.ts';
import { must } from './support/must.ts';
import { wardVault } from './support/ward-vault.ts';

const read = (folder: string, keys: Keys): string[] =>
  segmentsIn(folder).flatMap(segment => must(entriesOf(folder, segment, keys)).entries.map(({ details }) => details));

test('what was written while the kiosk was locked is read by who signs in, also after the unit’s key was changed again and again', async () => {
  const { store, vault, signIn, again, recoveryFile } = await wardVault();
  const { audit, path } = kioskAudit(store, { keys: vault.locked });
  const said: string[] = [];
  const say = (words: string): void => {
    audit.record({ what: 'generation-published', details: words });
    said.push(words);
  };
  for (const words of ['first', 'second', 'third']) {
    say(words);
    audit.rotate();
    say(`${words}, in a segment that is being written while the key is changed`);
    const administrator = await signIn();
    expect(must(administrator.rotate())).toMatchObject({ left: [], foreign: [] });
    say(`${words}, after it`);
    administrator.wipe();
  }
  audit.close();
  const { keys } = await signIn();
  expect(read(path, keys)).toEqual(said);
  expect(await checkAudit(path, keys)).toMatchObject({ findings: [], notLookedAt: null, entries: said.length });
  const later = await again();
  expect(await checkAudit(path, later.locked)).toMatchObject({ findings: [], entries: said.length });
  expect((await checkAudit(path, later.locked)).notLookedAt).toContain('Nobody is signed in');
  const { keys: hospitals } = must(await later.unlockByRecoveryKey(recoveryFile));
  expect(read(path, hospitals)).toEqual(said);
});

test('what was told before there was a vault stays readable once it is sealed with the vault’s keys', async () => {
  const { store, device, vault, signIn } = await wardVault();
  const before = kioskAudit(store, { keys: device.keys });
  before.audit.record({ what: 'configuration-read', details: 'before' });
  before.audit.close();
  const administrator = await signIn();
  administrator.sealStore();
  const after = kioskAudit(store, { keys: vault.locked });
  after.audit.record({ what: 'signed-in', details: 'after' });
  after.audit.close();
  expect(read(after.path, administrator.keys)).toEqual(['before', 'after']);
  expect(await checkAudit(after.path, administrator.keys)).toMatchObject({ findings: [], notLookedAt: null });
});
