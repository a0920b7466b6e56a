import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** Something a test needs from the machine that npm doesn't bring. `path` is '' when it is missing. */
export interface Need {
  missing: boolean;
  path: string;
  /** How a person gets it. */
  remedy: string;
}

/**
 * What tests may need beyond Node and npm: `test.skipIf(needs.chromium.missing)('…')`, or the same on `describe`; `needs.chromium.path` is
 * the program. Skips are counted and named by need at the end of the run, and are failures in CI, so never skip in another way.
 */
export const needs = {
  chromium: need(
    process.env['KIOSK_CHROMIUM'] || onPath('chromium', 'chromium-browser', 'google-chrome', 'chrome') || fetched(),
    'install the package chromium, run `npm run fetch-chromium`, or set KIOSK_CHROMIUM to the program',
  ),
  /** `path` is pdftotext; its sisters (pdftoppm, pdffonts, pdfinfo) are on the PATH with it. */
  poppler: need(onPath('pdftotext'), 'install the package poppler-utils'),
  openssl: need(onPath('openssl'), 'install the package openssl'),
  strace: need(onPath('strace'), 'install the package strace (Linux only)'),
  /** Signals that end a process. */
  signals: need(process.platform === 'win32' ? '' : '/bin/sh', 'run on Linux or macOS'),
  /** Memory of a process that a test started, readable as a file. */
  memory: need(process.platform === 'linux' && existsSync('/proc/self/pagemap') ? '/proc' : '', 'run on Linux, with /proc'),
  /** The printer simulator of CUPS, and what it announces itself with: both running already, or ours to start. */
  ippeveprinter: need(
    existsSync('/run/avahi-daemon/socket') || (process.getuid?.() === 0 && onPath('dbus-daemon') && onSystemPath('avahi-daemon'))
      ? onSystemPath('ippeveprinter')
      : '',
    'install the packages cups-ipp-utils, dbus and avahi-daemon, and run as root or with avahi-daemon running (Linux only)',
  ),
  /** A print server of the operating system with a queue that prints to files. */
  cups: need(
    process.getuid?.() === 0 && onPath('lpadmin') && existsSync('/usr/lib/cups/backend/cups-pdf') ? onSystemPath('cupsd') : '',
    'install the packages cups and printer-driver-cups-pdf, and run as root (Linux only)',
  ),
  /** Rights, and the programs, to mount file systems and act as another user. */
  root: need(
    process.getuid?.() === 0 && onPath('mount') && onPath('umount') ? '/' : '',
    'run as root, with mount and umount (Linux only)',
  ),
  /** File systems in a file that can be switched off like a computer: ext4 and XFS. `path` is xfs_io. */
  fileSystems: need(
    process.getuid?.() === 0 && existsSync('/dev/loop-control') && ['mkfs.ext4', 'mkfs.xfs', 'losetup'].every(onSystemPath)
      ? onSystemPath('xfs_io')
      : '',
    'install the packages e2fsprogs and xfsprogs, and run as root where loop devices are allowed (Linux only)',
  ),
  /** A C compiler, for a library that makes calls to the disk fail. */
  compiler: need(process.platform === 'linux' ? onPath('cc', 'gcc') : '', 'install the packages gcc and libc6-dev (Linux only)'),
  faketime: need(onPath('faketime'), 'install the package faketime (Linux only)'),
  linuxX64: need(process.platform === 'linux' && process.arch === 'x64' ? '/' : '', 'run on Linux, x64'),
  /** The shared folder of real FHIR data. */
  corpus: need(isFolder(process.env['KIOSK_CORPUS']), 'set KIOSK_CORPUS to the folder of shared FHIR data'),
} satisfies Record<string, Need>;

function need(path: string, remedy: string): Need {
  return { missing: path === '', path, remedy };
}

function onPath(...programs: string[]): string {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  const candidates = programs.flatMap(program => folders.map(folder => join(folder, program + suffix)));
  return candidates.find(path => existsSync(path)) ?? '';
}

/** Programs for administrators are not on everybody's PATH. */
function onSystemPath(program: string): string {
  return onPath(program) || (existsSync(join('/usr/sbin', program)) ? join('/usr/sbin', program) : '');
}

/** The Chromium that `npm run fetch-chromium` puts in Playwright's own cache. Playwright is large: it is loaded only to ask this. */
function fetched(): string {
  const { chromium } = createRequire(import.meta.url)('playwright-core') as typeof import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : '';
}

function isFolder(path: string | undefined): string {
  return path && existsSync(path) && statSync(path).isDirectory() ? path : '';
}
