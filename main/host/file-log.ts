import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../ports.ts';

export interface FileLogOptions {
  folder: string;
  /** The largest that one file gets. */
  bytes?: number;
  /** How many files there are, the newest included. */
  files?: number;
}

const NAME = 'kiosk';
const BYTES = 1_000_000;
const FILES = 5;
const LONGEST = 60;

/** The files of a log, newest first, whether they exist or not. */
export const logFiles = (folder: string, files = FILES): string[] =>
  Array.from({ length: files }, (_, i) => join(folder, i === 0 ? `${NAME}.log` : `${NAME}.${i}.log`));

/**
 * The technical log as lines of JSON in a few files that never grow beyond their size. It never throws: what can't be written, as on a full
 * disk, is counted, and the count is written when there is room again. Facts that could name a patient are not written.
 */
export function fileLog({ folder, bytes = BYTES, files = FILES }: FileLogOptions): Log {
  const [current] = logFiles(folder, files);
  let lost = 0;

  function append(line: string): boolean {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (sizeOf(current!) + line.length > bytes) rotate();
      appendFileSync(current!, line, { mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }

  /** Oldest first, so that a rename that fails loses nothing newer than it. */
  function rotate(): void {
    const names = logFiles(folder, files);
    for (let i = names.length - 2; i >= 0; i--) if (sizeOf(names[i]!) > 0) renameSync(names[i]!, names[i + 1]!);
  }

  return {
    write(level, message, facts = {}) {
      if (lost > 0 && append(line('warn', 'log lines could not be written', { lines: lost }))) lost = 0;
      if (!append(line(level, message, facts))) lost++;
    },
  };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function line(level: string, message: string, facts: Record<string, string | number | boolean | null>): string {
  const safe = Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? shortCode(name, value) : value]);
  const own = { at: new Date().toISOString(), level, message };
  return `${JSON.stringify({ ...own, ...Object.fromEntries(safe), ...own })}\n`;
}

/** Facts that are the site's own words, never a patient's. */
const SITES_OWN = new Set(['unit']);

/**
 * Only short codes are written as they are: one word in the alphabet of identifiers, and not a number or date, as an MRN or a birth date
 * would be. Of anything else only its length is.
 */
function shortCode(name: string, value: string): string {
  if (SITES_OWN.has(name)) return value.slice(0, LONGEST);
  const isCode = value.length <= LONGEST && /^[A-Za-z0-9_$][\w.:/$@-]*$/.test(value);
  return isCode && !/\d{5,}|\d{4}-\d{2}/.test(value) ? value : `(text of ${value.length} characters)`;
}

/** Writes every line to several logs. */
export const severalLogs = (...logs: Log[]): Log => ({ write: (...line) => logs.forEach(log => log.write(...line)) });

/** The newest lines of a log, oldest first; lines that are damaged are left out. */
export function readLog(folder: string, lines: number): Record<string, unknown>[] {
  const read: Record<string, unknown>[] = [];
  for (const path of logFiles(folder)) {
    if (read.length >= lines) break;
    let text = '';
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      continue;
    }
    read.unshift(...text.split('\n').flatMap(parsed));
  }
  return read.slice(-lines);
}

function parsed(line: string): Record<string, unknown>[] {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
  } catch {
    return [];
  }
}
