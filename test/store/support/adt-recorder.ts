// Listens for ADT messages, sends itself one after another for ever until it is killed, and says the number of each that was acknowledged. Argument: the store's folder.
import { writeSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startAdtListener } from '../../../main/ehr/hl7/listener.ts';
import { framed } from '../../../main/ehr/hl7/framing.ts';
import { openAdtJournal } from '../../../main/store/adt-journal.ts';
import { ensureKeyFile, keyFile } from '../../../main/vault/key-file.ts';
import { adt } from '../../ehr/hl7/messages.ts';

const folder = process.argv[2]!;
ensureKeyFile(join(folder, 'key'));
writeSync(1, 'ready\n');
const journal = openAdtJournal({ folder, keys: keyFile(join(folder, 'key')) });
if (!journal.ok) throw new Error(journal.error.why);
const known = journal.value.picture();
if (!known.ok) throw new Error(known.error.why);
let next = Object.values(known.value.counts).reduce((sum, n) => sum + n, 0) + 1;
const listener = await startAdtListener({
  port: 0,
  host: '127.0.0.1',
  journal: journal.value,
  clock: { now: () => '2026-11-23T06:00:00.000Z' },
  log: { write: () => undefined },
  zone: 'America/New_York',
});
if (!listener.ok) throw new Error(listener.error.why);
const socket = connect(listener.value.port, '127.0.0.1');
const send = (): void =>
  void socket.write(framed(Buffer.from(adt({ event: 'A01', id: `N${next}`, mrn: `M${next}`, visit: `V${next}` }))));
socket.on('connect', send);
socket.on('data', answer => {
  const acknowledged = /MSA\|AA\|N(\d+)\r/.exec(answer.toString());
  if (!acknowledged) throw new Error(answer.toString());
  writeSync(1, `${acknowledged[1]}\n`);
  next++;
  send();
});
