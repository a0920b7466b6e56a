import { readdirSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { err } from '../../main/domain/result.ts';
import type { Keys } from '../../main/ports.ts';
import { checkAudit } from '../../main/store/audit-check.ts';
import { auditDisk } from '../../main/store/audit-folder.ts';
import { folder } from './support/fresh-store.ts';
import { kioskAudit } from './support/audit.ts';

const files = (path: string) =>
  readdirSync(path)
    .filter(name => name.endsWith('.log'))
    .sort();
const kinds = (path: string) => files(path).map(name => readFileSync(join(path, name), 'utf8').match(/^\w+/gm)?.join(' '));

test('an entry is on the disk when record returns, under the next number, and its words are not to be read there', () => {
  const { audit, path } = kioskAudit(folder());
  audit.record({ what: 'patient-opened', patients: ['MARKER-PATIENT'], details: 'MARKER-WORDS' });
  audit.record({ what: 'signed-out' });
  const text = readFileSync(join(path, 'audit-000001.log'), 'utf8');
  expect(kinds(path)).toEqual(['segment entry entry']);
  expect(text).not.toContain('MARKER');
  expect(text).not.toContain('patient-opened');
  expect(audit.fault()).toBeNull();
  expect(audit.head().number).toBe(2);
  expect(text).toContain(audit.head().hash.toLowerCase());
  audit.close();
});

test('each opening and each lock begin a segment, once there is something to say; each closes with a signature', () => {
  const root = folder();
  const first = kioskAudit(root);
  first.audit.record({ what: 'signed-in' });
  first.audit.rotate();
  first.audit.rotate();
  first.audit.record({ what: 'generation-published' });
  first.audit.close();
  const second = kioskAudit(root);
  expect(second.audit.head().number).toBe(2);
  second.audit.close();
  expect(kinds(first.path)).toEqual(['segment entry closed', 'segment entry closed']);
});

test('every 50 entries and every hour are signed', () => {
  const { audit, path } = kioskAudit(folder());
  for (let i = 0; i < 51; i++) audit.record({ what: 'searched' });
  audit.close();
  expect(kinds(path)).toEqual([`segment ${'entry '.repeat(50)}checkpoint entry closed`]);
});

test('two processes that write the same audit make one chain: whoever comes second begins a segment', () => {
  const root = folder();
  const kiosk = kioskAudit(root);
  const command = kioskAudit(root);
  kiosk.audit.record({ what: 'signed-in' });
  command.audit.record({ what: 'exported' });
  kiosk.audit.record({ what: 'signed-out' });
  command.audit.close();
  kiosk.audit.close();
  expect(kinds(kiosk.path)).toEqual(['segment entry', 'segment entry', 'segment entry closed']);
  expect(kiosk.audit.head().number).toBe(3);
});

test('a clock that is set is an entry of its own, before what comes next', () => {
  const kiosk = kioskAudit(folder());
  kiosk.audit.record({ what: 'signed-in' });
  kiosk.later(30);
  kiosk.audit.record({ what: 'searched' });
  kiosk.setClock('2028-01-01T00:00:00.000Z');
  kiosk.audit.record({ what: 'searched' });
  kiosk.audit.close();
  expect(kinds(kiosk.path)).toEqual(['segment entry entry entry entry closed']);
});

test('with a full disk nothing is lost: entries wait in memory, the fault says so, and they are written when there is room', () => {
  let full = false;
  const real = auditDisk();
  const disk = {
    ...real,
    append(file: number, line: string, length: number) {
      if (full) real.append(file, line.slice(0, 40), length);
      if (full) throw Object.assign(new Error(), { code: 'ENOSPC' });
      real.append(file, line, length);
    },
  };
  const { audit, path } = kioskAudit(folder(), { disk });
  audit.record({ what: 'signed-in' });
  full = true;
  audit.record({ what: 'patient-opened', patients: ['p1'] });
  audit.record({ what: 'signed-out' });
  expect(audit.unwritten().map(one => one.what)).toEqual(['patient-opened', 'signed-out']);
  expect(audit.fault()).toMatch(/the disk is full.*Make room/);
  expect(kinds(path)).toEqual(['segment entry']);
  full = false;
  audit.record({ what: 'locked' });
  expect(audit.unwritten()).toEqual([]);
  expect(audit.fault()).toBeNull();
  audit.close();
  expect(kinds(path)).toEqual(['segment entry entry entry entry closed']);
});

test('where even the failed line can not be taken back, the next entries go into a segment of their own', () => {
  let broken = false;
  const real = auditDisk();
  const fail = () => {
    throw Object.assign(new Error(), { code: 'EIO' });
  };
  const disk: typeof real = {
    ...real,
    append(file, line, length) {
      if (!broken) return real.append(file, line, length);
      real.append(file, line.slice(0, 40), length);
      fail();
    },
    cutBack: fail,
  };
  const { audit, path } = kioskAudit(folder(), { disk });
  audit.record({ what: 'signed-in' });
  broken = true;
  audit.record({ what: 'searched' });
  expect(audit.unwritten()).toHaveLength(1);
  broken = false;
  audit.record({ what: 'signed-out' });
  audit.close();
  expect(kinds(path)).toEqual(['segment entry entry', 'segment entry entry closed']);
});

test('an audit opens on a full disk, and keys that cannot seal are said: nothing throws', () => {
  const root = folder();
  const noKeys: Keys = {
    ...kioskAudit(root).keys,
    seal: () => err({ kind: 'no-key', why: 'The key is missing.' }),
  };
  const { audit } = kioskAudit(root, { keys: noKeys });
  audit.record({ what: 'signed-in' });
  expect(audit.fault()).toContain('The key is missing.');
  expect(audit.unwritten()).toMatchObject([{ what: 'signed-in', who: null, patients: [] }]);
  const full = () => {
    throw Object.assign(new Error(), { code: 'ENOSPC' });
  };
  const none = kioskAudit(folder(), { disk: { ...auditDisk(), makeFolder: full } });
  none.audit.record({ what: 'signed-in' });
  expect(none.audit.fault()).toContain('the disk is full');
  expect(none.audit.unwritten()).toHaveLength(1);
});

test('when somebody cuts or takes away the file that is written, the kiosk says what had been there', async () => {
  const { audit, path, keys } = kioskAudit(folder());
  audit.record({ what: 'signed-in' });
  audit.record({ what: 'searched', details: 'cut away' });
  const file = join(path, 'audit-000001.log');
  truncateSync(file, readFileSync(file, 'utf8').lastIndexOf('entry 2'));
  audit.record({ what: 'searched', details: 'kept' });
  expect(kinds(path)).toEqual(['segment entry', 'segment entry']);
  expect(audit.head().number).toBe(3);
  expect((await checkAudit(path, keys)).findings).toMatchObject([
    { file: 'audit-000001.log', line: null, why: expect.stringContaining('says (entry 2; it ends with entry 1)') as string },
  ]);
  renameSync(join(path, 'audit-000002.log'), `${file}.away`);
  audit.record({ what: 'signed-out' });
  audit.close();
  expect(files(path)).toEqual(['audit-000001.log', 'audit-000003.log']);
  expect((await checkAudit(path, keys)).findings).toMatchObject([
    { file: 'audit-000003.log', line: null, why: 'audit-000002.log, which came before it, is missing' },
  ]);
});
