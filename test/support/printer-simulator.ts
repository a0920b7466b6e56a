import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { PrinterPlace } from '../../main/domain/printer.ts';
import { folder } from './command-line.ts';
import { needs } from './needs.ts';

/** What can be wrong with the simulated printer; each is a file that its command looks for before every page. */
export type Fault = 'media-empty' | 'media-jam' | 'cover-open' | 'abort' | 'uncounted' | 'slow';

export interface Simulator {
  place: PrinterPlace;
  port: number;
  set(fault: Fault, on: boolean): void;
  /** What came out of it, page by page: the job's name and the page of its PDF, from 1. */
  paper(): { job: string; page: number }[];
  /** How a job was to be printed: sides and paper, by their IPP keywords. */
  asked(job: string): string;
  /** The PDF that it printed for a job. */
  pdf(job: string): Buffer;
  /** As if somebody pulled the plug. */
  kill(): Promise<void>;
  /** Switched on again, it has forgotten all jobs. */
  start(): Promise<void>;
}

/** Prints page by page, as a printer does: a page is written down as paper before it is counted. */
const COMMAND = `#!/bin/sh
control="$(dirname "$0")"
cp "$1" "$control/$IPP_JOB_NAME.pdf"
echo "$IPP_SIDES $IPP_MEDIA" > "$control/$IPP_JOB_NAME.asked"
pages=$(grep -a -o '/Count [0-9]*' "$1" | tail -1 | cut -d' ' -f2)
echo "ATTR: job-impressions=$pages" >&2
page=0
while [ $page -lt $pages ]; do
  for fault in media-empty media-jam cover-open; do
    if [ -e "$control/$fault" ]; then
      echo "STATE: +$fault" >&2
      while [ -e "$control/$fault" ]; do sleep 0.05; done
      echo "STATE: -$fault" >&2
    fi
  done
  [ -e "$control/abort" ] && [ $page -ge 1 ] && exit 1
  [ -e "$control/slow" ] && sleep 0.3
  page=$((page + 1))
  echo "$IPP_JOB_NAME $page" >> "$control/paper.log"
  [ -e "$control/uncounted" ] || echo "ATTR: job-impressions-completed=$page" >&2
done
exit 0
`;

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(child => killGroup(child)));

/** A real IPP Everywhere printer (ippeveprinter, of CUPS) whose paper is a list and whose faults are ours. */
export async function simulator(name: string, options: { formats?: string; secure?: boolean } = {}): Promise<Simulator> {
  beAnnounced();
  const control = folder();
  const keys = join(control, 'keys');
  mkdirSync(join(control, 'spool'));
  mkdirSync(keys);
  const command = join(control, 'print.sh');
  writeFileSync(command, COMMAND, { mode: 0o755 });
  const port = await freePort();
  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const formats = options.formats ?? 'application/pdf';
    const args = [
      '-r',
      'off',
      '-p',
      String(port),
      '-n',
      'localhost',
      '-2',
      '-f',
      formats,
      '-c',
      command,
      '-d',
      join(control, 'spool'),
    ];
    child = spawn(needs.ippeveprinter.path, [...args, '-K', keys, name], { detached: true, stdio: 'ignore' });
    running.add(child);
    await untilOpen(port);
  };
  await start();
  if (options.secure) await madeCertificate(port);
  return {
    port,
    place: {
      name,
      uri: `${options.secure ? 'ipps' : 'ipp'}://localhost:${port}/ipp/print`,
      duplex: true,
      tray: null,
      certificate: options.secure ? join(keys, 'localhost.crt') : null,
      label: null,
    },
    set: (fault, on) => (on ? writeFileSync(join(control, fault), '') : rmSync(join(control, fault), { force: true })),
    paper: () =>
      existsSync(join(control, 'paper.log'))
        ? readFileSync(join(control, 'paper.log'), 'utf8')
            .trim()
            .split('\n')
            .map(line => ({ job: line.split(' ')[0]!, page: Number(line.split(' ')[1]) }))
        : [],
    asked: job => readFileSync(join(control, `${job}.asked`), 'utf8').trim(),
    pdf: job => readFileSync(join(control, `${job}.pdf`)),
    async kill() {
      if (child === null) return;
      const gone = child;
      const ended = new Promise(resolve => gone.once('exit', resolve));
      killGroup(gone);
      running.delete(gone);
      child = null;
      await ended;
    },
    start,
  };
}

/** The simulator and the command that it runs. */
function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The simulator does not start where it can't announce itself. A bus that was killed leaves its files behind. */
function beAnnounced(): void {
  const list = ['--system', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ListNames'];
  if (spawnSync('dbus-send', list).status !== 0) {
    for (const left of ['pid', 'system_bus_socket']) rmSync(join('/run/dbus', left), { force: true });
    mkdirSync('/run/dbus', { recursive: true });
    spawnSync('dbus-daemon', ['--system', '--fork']);
  }
  if (spawnSync('avahi-daemon', ['--check']).status !== 0) spawnSync('avahi-daemon', ['-D']);
}

/** A port that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** The simulator makes its certificate when somebody first connects. */
const madeCertificate = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: 'localhost', rejectUnauthorized: false }, () => resolve(void socket.destroy()));
    socket.once('error', reject);
  });

/** Waits until something answers on a port. */
export async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answered = await fetch(`http://localhost:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error('the printer or print server did not start: are dbus and avahi-daemon running?');
}

/** Waits until something is so, looking again every 50 ms; says what it was waiting for when it never is. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, patienceMs = 20_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
