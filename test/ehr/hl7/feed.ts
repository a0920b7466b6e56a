import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll } from 'vitest';
import { adtResidents } from '../../../main/domain/adt-residents.ts';
import { deframer, framed } from '../../../main/ehr/hl7/framing.ts';
import { startAdtListener, type AdtListener, type AdtListenerOptions } from '../../../main/ehr/hl7/listener.ts';
import type { AdtJournal } from '../../../main/ports.ts';
import { openAdtJournal } from '../../../main/store/adt-journal.ts';
import { ensureKeyFile, keyFile } from '../../../main/vault/key-file.ts';
import { needs } from '../../support/needs.ts';
import { RECEIVED, ZONE } from './messages.ts';

const undo: (() => unknown)[] = [];
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'adt-'));
  undo.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface Feed {
  listener: AdtListener;
  journal: AdtJournal;
  /** What was logged, as text. */
  logged(): string;
  /** "4W^512^A" → MRN, by the journal. */
  beds(): Record<string, string>;
}

/** A real encrypted journal in a fresh folder. */
export function freshJournal(root = folder()): AdtJournal {
  ensureKeyFile(join(root, 'key'));
  const journal = openAdtJournal({ folder: root, keys: keyFile(join(root, 'key')) });
  if (!journal.ok) throw new Error(journal.error.why);
  undo.push(() => journal.value.close());
  return journal.value;
}

/** A listener on loopback with its journal. */
export async function feed(options: Partial<AdtListenerOptions> = {}): Promise<Feed> {
  const journal = options.journal ?? freshJournal();
  const lines: string[] = [];
  const started = await startAdtListener({
    port: 0,
    host: '127.0.0.1',
    journal,
    clock: { now: () => RECEIVED },
    log: { write: (...line) => void lines.push(JSON.stringify(line)) },
    zone: ZONE,
    ...options,
  });
  if (!started.ok) throw new Error(started.error.why);
  undo.push(() => started.value.close());
  return { listener: started.value, journal, logged: () => lines.join('\n'), beds: () => bedsOf(journal) };
}

export function bedsOf(journal: AdtJournal): Record<string, string> {
  const picture = journal.picture();
  if (!picture.ok) throw new Error(picture.error.why);
  const residents = adtResidents(picture.value.state, ['4W', '5E']);
  return Object.fromEntries(residents.map(r => [[r.place.unit, r.place.room, r.place.bed].join('^'), r.patient.mrn]));
}

/** A sender. */
export interface Sender {
  socket: Socket;
  /** Sends bytes as they are. */
  raw(bytes: string | Buffer): void;
  /** Sends a message and gives the answer to it: "AA C1". */
  send(text: string | Buffer): Promise<string>;
  /** The next answer, whole. */
  answer(): Promise<string>;
  ended: Promise<void>;
}

export async function sender(port: number, tls: { ca?: Buffer } | null = null): Promise<Sender> {
  const socket = tls
    ? connectTls({
        port,
        host: '127.0.0.1',
        rejectUnauthorized: tls.ca !== undefined,
        checkServerIdentity: () => undefined,
        ...tls,
      })
    : connectPlain(port, '127.0.0.1');
  undo.push(() => socket.destroy());
  const frames = deframer(1 << 20);
  const answers: string[] = [];
  const waiting: ((answer: string) => void)[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    for (const frame of frames.push(chunk)) {
      const text = frame.bytes.toString('latin1');
      const next = waiting.shift();
      if (next) next(text);
      else answers.push(text);
    }
  });
  const ended = new Promise<void>(done => socket.on('close', () => done()));
  await new Promise<void>((ready, failed) => {
    socket.once(tls ? 'secureConnect' : 'connect', () => ready());
    socket.once('error', failed);
    socket.once('close', () => failed(new Error('closed')));
  });
  const answer = (): Promise<string> => {
    const there = answers.shift();
    return there === undefined ? new Promise(done => waiting.push(done)) : Promise.resolve(there);
  };
  return {
    socket,
    raw: bytes => void socket.write(bytes),
    answer,
    async send(text) {
      socket.write(framed(Buffer.from(text as string)));
      const [, code, id] = /\rMSA\|(\w\w)\|([^|\r]*)/.exec(await answer()) ?? [];
      return `${code} ${id}`;
    },
    ended,
  };
}

/** A certificate for localhost made by the openssl program. */
export function certificate(): { cert: string; key: string } {
  const at = folder();
  const [cert, key] = [join(at, 'cert.pem'), join(at, 'key.pem')];
  const args = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost'.split(' ');
  execFileSync(needs.openssl.path, [...args, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  if (!existsSync(cert)) throw new Error('openssl made no certificate');
  return { cert, key };
}

/** Waits until something is so; the test's own time limit ends a wait in vain. */
export async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise(wait => setTimeout(wait, 5));
}
