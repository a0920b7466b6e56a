import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { needs } from '../../support/needs.ts';

/** The calls by which bytes leave a process, or could: what is mapped into memory and shared is written without a call. */
const CALLS =
  'write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,sendfile,copy_file_range,splice,vmsplice,memfd_create,io_uring_setup,mmap';
/** Bytes of one call that are looked at: more than any file of ours is written in at once. */
const LONGEST = 16_000_000;

/** Runs a program so that every byte it writes, itself and by its threads and children, ends up in a trace too. */
export const tracedInto = (trace: string): string[] => [
  ...[needs.strace.path, '-D', '-f', '--seccomp-bpf', '-yy', '-xx', '-s', String(LONGEST)],
  ...['-e', `trace=${CALLS}`, '-e', 'signal=none', '-o', trace],
];

/** What a trace tells of one file, pipe or socket. */
export interface Target {
  path: string;
  bytes: number;
  calls: number;
  marks: number;
  pdfs: number;
  plainDatabases: number;
}

export interface Traced {
  targets: Map<string, Target>;
  /** Files that were mapped to be written, and calls that write past this look. */
  past: string[];
}

/** Reads a trace and counts the marks in what went to each target. The network is where patients may go: to the screen, and to printers. */
export async function readTrace(
  trace: string,
  marksIn: (bytes: Buffer) => number,
  into: Traced = { targets: new Map(), past: [] },
): Promise<Traced> {
  for await (const line of createInterface({ input: createReadStream(trace, 'latin1'), crlfDelay: Infinity })) {
    const [, call = '', said = ''] = /^\d+ +(\w+)\((.*)$/s.exec(line) ?? [];
    if (['vmsplice', 'splice', 'memfd_create'].includes(call)) into.past.push(`${call} ${said.slice(0, 200)}`);
    // Files are written through rings of this kind alone, which UV_USE_IO_URING=0 forbids; libuv's other ring only asks what is ready.
    if (call === 'io_uring_setup' && /flags=[^,]*SQPOLL/.test(said)) into.past.push(said.slice(0, 200));
    if (call === 'mmap') {
      const [, path] = /PROT_WRITE.*MAP_SHARED.*?<((?:\\x[0-9a-f]{2})+)>/.exec(said) ?? [];
      if (path !== undefined && unescaped(path).toString() !== 'anon_inode:[io_uring]')
        into.past.push(unescaped(path).toString());
      continue;
    }
    const [, raw] = /^\d+<([^>]*(?:->[^>]*)?)>/.exec(said) ?? [];
    if (raw === undefined) continue;
    const path = raw.startsWith('\\x') ? unescaped(raw).toString() : raw;
    if (/^(TCP|UDP)/.test(path)) continue;
    if (/"\.\.\./.test(said))
      throw new Error(`${path} was written in pieces of more than ${LONGEST} bytes: not all of it was looked at`);
    const bytes = Buffer.concat([...said.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, text]) => unescaped(text!)));
    const target = into.targets.get(path) ?? { path, bytes: 0, calls: 0, marks: 0, pdfs: 0, plainDatabases: 0 };
    into.targets.set(path, target);
    target.calls++;
    target.bytes += bytes.length;
    target.marks += marksIn(bytes);
    if (bytes.includes('%PDF-')) target.pdfs++;
    if (bytes.includes('SQLite format 3\0')) target.plainDatabases++;
  }
  return into;
}

const unescaped = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex');
