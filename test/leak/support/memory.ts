import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { inBase64 } from './marks.ts';

/** What is looked for in a process: raw bytes, and the same written as hex or Base64. */
export type Secrets = Record<string, Uint8Array>;

export interface Look {
  /** Each secret that was found, with how often and in what. */
  found: Record<string, string[]>;
  maps: number;
  bytes: number;
}

const PAGE = 4096;
/** Pages that are read at once. */
const RUN = 256;

/** Looks through all memory that a process has and can write to, for Linux and whoever may (its parent, or root). */
export async function lookThrough(pid: number, secrets: Secrets): Promise<Look> {
  const needles = Object.entries(secrets).flatMap(([name, bytes]) => shapesOf(bytes).map(shape => ({ name, ...shape })));
  const starts = Map.groupBy(needles, ({ shape }) => shape.readUInt32LE(0));
  const begins = new Uint8Array(1 << 16);
  for (const start of starts.keys()) begins[start & 0xffff] = 1;
  const longest = Math.max(...needles.map(({ shape }) => shape.length));
  const look: Look = { found: {}, maps: 0, bytes: 0 };
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const pages = openSync(`/proc/${pid}/pagemap`, 'r');
  const buffer = Buffer.alloc(RUN * PAGE + longest);
  try {
    for (const map of writableMaps(pid)) {
      look.maps++;
      for (const { from, to } of residentRuns(pages, map)) {
        const read = readAt(memory, buffer, from, Math.min(to - from + longest, map.to - from));
        const own = Math.min(read, to - from);
        look.bytes += own;
        for (const at of candidates(buffer, own, read, begins))
          for (const { name, as, shape } of starts.get(buffer.readUInt32LE(at)) ?? [])
            if (at + shape.length <= read && shape.compare(buffer, at, at + shape.length) === 0)
              (look.found[name] ??= []).push(`${as} at ${(from + at).toString(16)} in ${map.name}`);
      }
      // Whoever waits for the process beside this look is let through.
      await new Promise(resolve => setImmediate(resolve));
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
  return look;
}

/** Where in the first `own` bytes something could begin. */
function candidates(bytes: Uint8Array, own: number, length: number, begins: Uint8Array): number[] {
  const found: number[] = [];
  const last = Math.min(own, length - 3);
  for (let i = 0; i < last; i++) if (begins[bytes[i]! | (bytes[i + 1]! << 8)] === 1) found.push(i);
  return found;
}

/** 0 when the memory went away meanwhile, or is a device's. */
function readAt(file: number, into: Buffer, from: number, length: number): number {
  try {
    return readSync(file, into, 0, length, from);
  } catch {
    return 0;
  }
}

/** The parts of a map that are in memory, or were moved out of it: the others were never written to. */
function residentRuns(pages: number, { from, to }: { from: number; to: number }): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  const entries = Buffer.alloc(8 * 65_536);
  for (let at = from; at < to;) {
    const read = readAt(pages, entries, (at / PAGE) * 8, Math.min(entries.length, ((to - at) / PAGE) * 8)) / 8;
    if (read === 0) break;
    for (let i = 0; i < read; i++, at += PAGE) {
      // Bit 63: present, bit 62: swapped.
      if ((entries[i * 8 + 7]! & 0xc0) === 0) continue;
      const last = runs.at(-1);
      if (last?.to === at && last.to - last.from < RUN * PAGE) last.to += PAGE;
      else runs.push({ from: at, to: at + PAGE });
    }
  }
  return runs;
}

function shapesOf(secret: Uint8Array): { as: string; shape: Buffer }[] {
  const raw = Buffer.from(secret);
  const hex = raw.toString('hex');
  const base64 = inBase64(raw).flatMap(each => [each, each.replaceAll('+', '-').replaceAll('/', '_')]);
  const texts = [hex, hex.toUpperCase(), ...base64];
  return [
    { as: 'raw', shape: raw },
    ...[...new Set(texts)].map(text => ({
      as: text === hex || text === hex.toUpperCase() ? 'hex' : 'Base64',
      shape: Buffer.from(text, 'latin1'),
    })),
    { as: 'hex in UTF-16', shape: Buffer.from(hex, 'utf16le') },
  ];
}

/** What can only be read is a file's: the program and its libraries. */
function writableMaps(pid: number): { from: number; to: number; name: string }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap(line => {
      const found = /^([0-9a-f]+)-([0-9a-f]+) r(\S)\S+ \S+ \S+ \S+ *(.*)$/.exec(line);
      if (!found || found[4]!.startsWith('[v') || (found[3] !== 'w' && found[4]!.startsWith('/'))) return [];
      return [{ from: parseInt(found[1]!, 16), to: parseInt(found[2]!, 16), name: found[4] || 'memory without a name' }];
    });
}
