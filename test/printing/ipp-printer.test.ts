import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createTcp, type Server as TcpServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrinterPlace } from '../../main/domain/printer.ts';
import { printerState } from '../../main/domain/printer.ts';
import { ippPrinter } from '../../main/printing/ipp-printer.ts';
import { needs } from '../support/needs.ts';
import { simulator, until, type Simulator } from '../support/printer-simulator.ts';
import { pdfOfPages } from '../support/small-pdf.ts';

const ticket = (job: string) => ({ job, duplex: true, paper: 'letter' as const });

describe.skipIf(needs.ippeveprinter.missing)('a real printer, asked over IPP', () => {
  let sim: Simulator;
  beforeAll(async () => void (sim = await simulator('SIM-1')), 30_000);
  afterAll(() => sim.kill());
  const printer = (place: Partial<PrinterPlace> = {}) => ippPrinter({ ...sim.place, ...place }, 'Downtime Kiosk K1');

  test('says that it is ready, takes PDF and prints on both sides', async () => {
    const look = await printer().look();
    expect(look).toEqual({
      ok: true,
      value: { state: 'idle', reasons: [], accepting: true, takesPdf: true, duplex: true },
    });
    expect(await printer().validate(ticket('a'))).toEqual({ ok: true, value: null });
  });

  test('prints each page once and counts them, and is out of paper in the middle until it is refilled', async () => {
    sim.set('media-empty', true);
    const taken = await printer().print(ticket('K1-A-1.1.1'), await pdfOfPages(['one', 'two', 'three']));
    if (!taken.ok) throw new Error(taken.error.why);
    await until('the printer says that it is out of paper', async () =>
      printerState(await printer().look()).words.some(words => words.includes('out of paper')),
    );
    expect(await printer().job(taken.value.id)).toMatchObject({ value: { state: 'open', name: 'K1-A-1.1.1', impressions: 0 } });
    expect(await printer().print(ticket('K1-A-1.2.1'), await pdfOfPages(['x']))).toMatchObject({ error: { kind: 'busy' } });
    sim.set('media-empty', false);
    await until('the job is done', async () => {
      const job = await printer().job(taken.value.id);
      return job.ok && job.value.state === 'completed' && job.value.impressions === 3;
    });
    expect(sim.paper()).toEqual([1, 2, 3].map(page => ({ job: 'K1-A-1.1.1', page })));
    expect(await printer().jobs()).toMatchObject({ value: [{ name: 'K1-A-1.1.1', state: 'completed', id: taken.value.id }] });
  });

  test('does not know a job that it never had', async () =>
    expect(await printer().job(4711)).toMatchObject({ error: { kind: 'no-such-job' } }));

  test('takes paper from the tray that the site says', async () =>
    expect(await printer({ tray: 'by-pass-tray' }).validate(ticket('b'))).toEqual({ ok: true, value: null }));

  test('that takes no PDF refuses clearly, and says what else to do', async () => {
    const raster = await simulator('SIM-R', { formats: 'image/pwg-raster' });
    const other = ippPrinter(raster.place, 'kiosk');
    expect(printerState(await other.look())).toMatchObject({ state: 'stopped', words: [expect.stringContaining('PDF')] });
    expect(await other.print(ticket('c'), await pdfOfPages(['x']))).toMatchObject({
      error: { kind: 'format', why: expect.stringContaining('use another printer') },
    });
    expect(raster.paper()).toEqual([]);
    await raster.kill();
  });

  test('over TLS is trusted by its own certificate and by no other', async () => {
    const safe = await simulator('SIM-S', { secure: true });
    expect(await ippPrinter(safe.place, 'kiosk').look()).toMatchObject({ ok: true });
    expect(await ippPrinter({ ...safe.place, certificate: null, label: null }, 'kiosk').look()).toMatchObject({
      error: { kind: 'untrusted' },
    });
    expect(await ippPrinter({ ...safe.place, certificate: '/nowhere.pem' }, 'kiosk').look()).toMatchObject({
      error: { kind: 'untrusted', why: expect.stringContaining('/nowhere.pem') },
    });
    await safe.kill();
  });
});

describe('what is no printer', () => {
  const limits = { wholeMs: 400, silentMs: 300 };
  const at = (port: number, path = '/ipp/print'): PrinterPlace => ({
    name: 'PRN-X',
    uri: `ipp://127.0.0.1:${port}${path}`,
    duplex: false,
    tray: null,
    certificate: null,
    label: null,
  });
  const open = (place: PrinterPlace) => ippPrinter(place, 'kiosk', { question: limits, document: limits });
  const sockets = new Set<Socket>();
  const tcp = (answer: (socket: Socket) => void): Promise<TcpServer> =>
    listening(createTcp(socket => (sockets.add(socket), socket.on('error', () => undefined), answer(socket))));
  const listening = <S extends Server | TcpServer>(server: S): Promise<S> =>
    new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
  const portOf = (server: Server | TcpServer): number => (server.address() as AddressInfo).port;
  const servers: (Server | TcpServer)[] = [];
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });
  const served = async <S extends Server | TcpServer>(server: Promise<S>): Promise<number> => {
    servers.push(await server);
    return portOf(await server);
  };

  test('a peer that takes everything and stays silent is given up, and the document may have arrived', async () => {
    const port = await served(tcp(socket => socket.resume()));
    expect(await open(at(port)).look()).toMatchObject({ error: { kind: 'silent' } });
    expect(await open(at(port)).print(ticket('a'), Buffer.alloc(3_000_000))).toMatchObject({ error: { kind: 'silent' } });
  });

  test('a peer that dribbles its answer for ever is given up', async () => {
    const port = await served(
      tcp(socket => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
        const drip = setInterval(() => socket.write('.'), 50);
        socket.on('close', () => clearInterval(drip));
      }),
    );
    expect(await open(at(port)).look()).toMatchObject({ error: { kind: 'silent' } });
  });

  test('nobody there: nothing can have arrived', async () => {
    const server = await listening(createTcp());
    const port = portOf(server);
    await new Promise(resolve => server.close(resolve));
    expect(await open(at(port)).print(ticket('a'), Buffer.from('x'))).toMatchObject({ error: { kind: 'unreachable' } });
  });

  test('a connection that breaks off', async () => {
    const port = await served(tcp(socket => socket.once('data', () => socket.destroy())));
    expect(await open(at(port)).look()).toMatchObject({ error: { kind: 'broken-off' } });
  });

  test.each([
    ['a web page', 200, '<!doctype html>'],
    ['nothing at this path', 404, 'not found'],
  ])('%s', async (_, status, body) => {
    const port = await served(
      listening(
        createHttp((request, response) => {
          request.resume();
          response.writeHead(status).end(body);
        }),
      ),
    );
    expect(await open(at(port)).look()).toMatchObject({
      error: { kind: 'not-a-printer', why: expect.stringContaining('IT corrects the address') },
    });
  });
});
