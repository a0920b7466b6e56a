import { createServer, type Server, type Socket } from 'node:net';
import type { LabelStock } from '../../main/domain/label.ts';
import type { PrinterPlace } from '../../main/domain/printer.ts';

/** What can be wrong with it. `silent`: takes labels and never answers. `mute-without-labels`: answers nothing while labels are out, as some firmware. */
export type LabelFault =
  'silent' | 'out-of-labels' | 'head-open' | 'paused' | 'ribbon-out' | 'resets-mid-label' | 'half-open' | 'mute-without-labels';

export interface LabelSimulator {
  place: PrinterPlace;
  set(fault: LabelFault, on: boolean): void;
  /** The labels that came out, each with its ZPL. */
  labels(): string[];
  /** As if somebody pulled the plug: connections break, and what it had taken is forgotten. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const STOCK: LabelStock = { prints: 'labels', widthMm: 57, heightMm: 32, dpi: 203, turned: false };
/** Milliseconds between two labels. */
const EACH = 15;

/** A label printer at a real TCP port: it takes formats in, prints them one after the other and answers ~HS as Zebra's guide describes. */
export async function labelSimulator(name: string, stock: LabelStock = STOCK): Promise<LabelSimulator> {
  const faults = new Set<LabelFault>();
  const sockets = new Set<Socket>();
  const printed: string[] = [];
  let waiting: string[] = [];
  let partial = false;
  let server: Server | null = null;
  let port = 0;

  const stops = (): boolean => (['out-of-labels', 'head-open', 'paused', 'ribbon-out'] as const).some(fault => faults.has(fault));
  const timer = setInterval(() => {
    if (stops()) return;
    const next = waiting.shift();
    if (next !== undefined) printed.push(next);
  }, EACH);
  timer.unref();

  const status = (): string => {
    const on = (fault: LabelFault): string => (faults.has(fault) ? '1' : '0');
    const formats = String(waiting.length).padStart(3, '0');
    const lines = [
      `030,${on('out-of-labels')},${on('paused')},0254,${formats},0,0,${partial ? 1 : 0},000,0,0,0`,
      `000,0,${on('head-open')},${on('ribbon-out')},1,2,6,0,00000000,1,000`,
      '0000,0',
    ];
    return lines.map(line => `\x02${line}\x03\r\n`).join('');
  };

  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (faults.has('half-open')) return void socket.pause();
    let heard = '';
    socket.on('data', chunk => {
      heard += chunk.toString('latin1');
      if (faults.has('resets-mid-label') && heard.includes('^FD')) return void socket.resetAndDestroy();
      for (let ask = heard.indexOf('~HS'); ask >= 0; ask = heard.indexOf('~HS')) {
        heard = heard.slice(0, ask) + heard.slice(ask + 3);
        const mute = faults.has('silent') || (faults.has('mute-without-labels') && stops());
        takeFormats();
        if (!mute) socket.write(status());
      }
      takeFormats();
    });
    const takeFormats = (): void => {
      for (let end = heard.indexOf('^XZ'); end >= 0; end = heard.indexOf('^XZ')) {
        const format = heard.slice(heard.indexOf('^XA'), end + 3);
        heard = heard.slice(end + 3);
        const copies = Number(/\^PQ(\d+)/.exec(format)?.[1] ?? 1);
        waiting.push(...Array.from({ length: copies }, () => format));
      }
      partial = heard.includes('^XA');
    };
  };

  const start = (): Promise<void> =>
    new Promise(resolve => {
      server = createServer(serve).listen(port, '127.0.0.1', () => {
        port = (server!.address() as { port: number }).port;
        resolve();
      });
    });
  await start();
  return {
    place: { name, uri: `socket://127.0.0.1:${port}`, duplex: false, tray: null, certificate: null, label: stock },
    set: (fault, on) => void (on ? faults.add(fault) : faults.delete(fault)),
    labels: () => [...printed],
    start,
    kill: () =>
      new Promise(resolve => {
        waiting = [];
        partial = false;
        for (const socket of sockets) socket.resetAndDestroy();
        server?.close(() => resolve());
        server = null;
      }),
  };
}
