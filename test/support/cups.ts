import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { PrinterPlace } from '../../main/domain/printer.ts';
import { folder } from './command-line.ts';
import { needs } from './needs.ts';
import { freePort, untilOpen } from './printer-simulator.ts';

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

/** An operating system's print server with one queue, whose paper are files. */
export interface Cups {
  place: PrinterPlace;
  /** The files that came out, in order: one for each job. */
  files(): string[];
  /** `cupsdisable`, `cupsenable`, `lpadmin`, `lp` …, at this server. */
  run(command: string, ...args: string[]): string;
  stop(): Promise<void>;
}

/** A real cupsd of its own, with a queue of cups-pdf; nothing of the computer's own CUPS is touched. */
export async function cups(): Promise<Cups> {
  const root = folder();
  chmodSync(root, 0o755);
  const out = join(root, 'out');
  for (const name of ['etc', 'spool', 'cache', 'state', 'log', 'out', 'tmp']) mkdirSync(join(root, name));
  for (const name of ['out', 'tmp']) chmodSync(join(root, name), 0o1777);
  const port = await freePort();
  const queue = `WARD${randomBytes(3).toString('hex').toUpperCase()}`;
  writeFileSync(
    join(root, 'etc/cups-files.conf'),
    [
      `ServerRoot ${root}/etc`,
      `RequestRoot ${root}/spool`,
      `CacheDir ${root}/cache`,
      `StateDir ${root}/state`,
      `TempDir ${root}/tmp`,
      ...['Access', 'Error', 'Page'].map(log => `${log}Log ${root}/log/${log.toLowerCase()}_log`),
      'Printcap',
      'SystemGroup root',
      '',
    ].join('\n'),
  );
  const open = ['Order allow,deny', 'Allow localhost'];
  writeFileSync(
    join(root, 'etc/cupsd.conf'),
    [
      `Listen localhost:${port}`,
      'Browsing Off',
      'WebInterface No',
      'DefaultAuthType None',
      'PreserveJobHistory Yes',
      ...['<Location />', ...open, '</Location>', '<Location /admin>', ...open, '</Location>'],
      // As CUPS comes: names of jobs are private, and only whoever printed may cancel.
      '<Policy default>',
      'JobPrivateAccess default',
      'JobPrivateValues default',
      ...['<Limit Send-Document Hold-Job Release-Job Cancel-Job>', 'Require user @OWNER @SYSTEM', 'Order deny,allow', '</Limit>'],
      ...['<Limit All>', ...open, '</Limit>', '</Policy>', ''],
    ].join('\n'),
  );
  // The backend looks for its settings in one place only, by the queue's name.
  const settings = `/etc/cups/cups-pdf-${queue}.conf`;
  writeFileSync(settings, `Out ${out}\nAnonDirName ${out}\nLabel 1\n`);
  const child = spawn(needs.cups.path, ['-f', '-c', join(root, 'etc/cupsd.conf'), '-s', join(root, 'etc/cups-files.conf')], {
    stdio: 'ignore',
  });
  running.add(child);
  await untilOpen(port);
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, ['-h', `localhost:${port}`, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  run('lpadmin', '-p', queue, '-E', '-v', `cups-pdf:/${queue}`, '-P', '/usr/share/ppd/cups-pdf/CUPS-PDF_noopt.ppd');
  return {
    place: {
      name: queue,
      uri: `ipp://localhost:${port}/printers/${queue}`,
      duplex: false,
      tray: null,
      certificate: null,
      label: null,
    },
    files: () =>
      readdirSync(out)
        .filter(name => name.endsWith('.pdf'))
        .sort()
        .map(name => join(out, name)),
    run,
    async stop() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      running.delete(child);
      rmSync(settings, { force: true });
    },
  };
}
