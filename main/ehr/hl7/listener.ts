import { readFileSync } from 'node:fs';
import { BlockList, createServer, isIP, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { err, ok, type Result } from '../../domain/result.ts';
import type { Instant, Zone } from '../../domain/time.ts';
import type { AdtJournal, Clock, Log } from '../../ports.ts';
import { serveConnection, type Connection } from './connection.ts';
import { inbox } from './inbox.ts';
import { LISTENER_LIMITS, type ListenerLimits } from './listener-limits.ts';
import { READING_RULES, type AdtReadingRules } from './read-adt.ts';
import { tlsRefusal } from './tls-refusal.ts';

/** How to listen for the hospital's ADT feed. */
export interface AdtListenerOptions {
  port: number;
  /** Address to listen at; all of this computer's when not given. */
  host?: string;
  /** PEM files. With `ca`, senders must show a certificate that it signed. */
  tls?: { cert: string; key: string; ca?: string };
  /** Sender addresses ("10.1.2.3", "10.1.2.0/24", "fd00::/8"); anybody may send when not given. */
  allowFrom?: readonly string[];
  journal: AdtJournal;
  clock: Clock;
  log: Log;
  /** The hospital's, for time stamps without an offset. */
  zone: Zone;
  reading?: Partial<Omit<AdtReadingRules, 'zone'>>;
  limits?: Partial<ListenerLimits>;
}

export interface AdtListener {
  readonly port: number;
  state(): AdtListenerState;
  /** Stops listening and ends all connections. The journal stays open: it is its owner's. */
  close(): Promise<void>;
}

/** What IT wants to know; no patient data. */
export interface AdtListenerState {
  port: number;
  tls: boolean;
  connections: { from: string; since: Instant; lastMessageAt: Instant | null; messages: number; malformed: number }[];
  /** Since the listener started; null before the first. */
  lastMessageAt: Instant | null;
  counts: Readonly<Record<string, number>>;
  malformed: number;
  duplicates: number;
  notStored: number;
  /** Connections refused: sender not allowed, no room, or no TLS. */
  refused: number;
  /** Connections this side ended, by reason. */
  ended: Readonly<Record<string, number>>;
}

/** Why the listener can't start. */
export interface AdtListenerFault {
  kind: 'port-taken' | 'port-forbidden' | 'bad-address' | 'bad-certificate' | 'not-listening';
  why: string;
}

/**
 * Listens for MLLP connections and keeps what they bring. Why not node-hl7-server: it gathers a connection's bytes in one string without
 * limit, handles only the first of several messages that arrive together, has no time limits, and answers before a store could say yes.
 */
export async function startAdtListener(options: AdtListenerOptions): Promise<Result<AdtListener, AdtListenerFault>> {
  const { journal, clock, log } = options;
  const limits = { ...LISTENER_LIMITS, ...options.limits };
  const allowed = allowListOf(options.allowFrom);
  if (!allowed.ok) return allowed;
  const box = inbox(journal, { ...READING_RULES, ...options.reading, zone: options.zone }, () => clock.now());
  const connections = new Set<Connection>();
  const ended: Record<string, number> = {};
  let refused = 0;

  const refuse = (socket: Socket, why: string): void => {
    refused++;
    log.write('warn', 'ADT connection refused', { why });
    socket.destroy();
  };
  const admit = (socket: Socket): void => {
    if (!makeRoom()) return refuse(socket, 'too many connections');
    const connection = serveConnection(socket, {
      box,
      limits,
      now: () => clock.now(),
      ended(why, malformed) {
        connections.delete(connection);
        ended[why] = (ended[why] ?? 0) + 1;
        log.write('info', 'ADT connection ended', { why, malformed });
      },
      fault: why => log.write('error', 'ADT messages could not be stored', { why }),
    });
    connections.add(connection);
  };
  /** A sender that lost its connection comes back while the old one still looks alive: the longest silent one gives way. */
  const makeRoom = (): boolean => {
    if (connections.size < limits.connections) return true;
    const idle = [...connections].filter(c => !c.busy).sort((a, b) => a.quietSince - b.quietSince)[0];
    if (!idle) return false;
    connections.delete(idle);
    idle.end('gave way');
    return true;
  };
  const screen = (socket: Socket): void => {
    socket.on('error', () => socket.destroy());
    if (!isAllowed(allowed.value, socket.remoteAddress)) refuse(socket, 'address not allowed');
  };

  const made = makeServer(options, limits, screen, admit);
  if (!made.ok) return made;
  const server = made.value;
  server.maxConnections = limits.connections * 2;
  server.on('drop', () => refused++);
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const why = tlsRefusal(error);
    if (why === null) socket.destroy();
    else refuse(socket, why);
  });
  const listening = await listen(server, options);
  if (!listening.ok) return listening;
  server.on('error', error => log.write('error', 'ADT listener', { code: (error as NodeJS.ErrnoException).code ?? error.name }));

  const tidy = async (): Promise<void> => {
    const pruned = await journal.prune(clock.now());
    if (!pruned.ok) log.write('warn', 'the ADT journal was not pruned', { why: pruned.error.why });
  };
  let tidied = Promise.resolve();
  const tidying = setInterval(() => (tidied = tidied.then(tidy)), limits.pruneMs).unref();
  const { port } = server.address() as AddressInfo;
  log.write('info', 'listening for ADT messages', { port, tls: options.tls !== undefined });

  return ok({
    port,
    state: () => ({
      port,
      tls: options.tls !== undefined,
      connections: [...connections].map(connection => connection.state()),
      lastMessageAt: box.lastMessageAt,
      counts: { ...box.counts.kinds },
      malformed: (box.counts.kinds['malformed'] ?? 0) + (box.counts.kinds['unsupported'] ?? 0),
      duplicates: box.counts.duplicates,
      notStored: box.counts.notStored,
      refused,
      ended: { ...ended },
    }),
    async close() {
      clearInterval(tidying);
      const closed = new Promise<void>(done => server.close(() => done()));
      for (const connection of connections) connection.end('listener closed');
      for (const socket of made.sockets) socket.destroy();
      await closed;
      await tidied;
    },
  });
}

type Made = { ok: true; value: Server; sockets: ReadonlySet<Socket> } | { ok: false; error: AdtListenerFault };

/** With TLS, a socket is screened before the handshake and admitted after it; `sockets` holds those in between too. */
function makeServer(
  { tls }: AdtListenerOptions,
  limits: ListenerLimits,
  screen: (socket: Socket) => void,
  admit: (socket: Socket) => void,
): Made {
  const sockets = new Set<Socket>();
  const screened = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    screen(socket);
  };
  if (!tls) {
    const server = createServer(socket => {
      screened(socket);
      if (!socket.destroyed) admit(socket);
    });
    return { ...ok(server), sockets };
  }
  try {
    const [cert, key, ca] = [tls.cert, tls.key, tls.ca].map(path => (path === undefined ? undefined : readFileSync(path)));
    const mutual = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true };
    const server = createTlsServer({ cert, key, handshakeTimeout: limits.handshakeMs, minVersion: 'TLSv1.2', ...mutual }, admit);
    server.on('connection', screened);
    return { ...ok(server), sockets };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'not readable';
    return err({
      kind: 'bad-certificate',
      why: `The TLS certificate or its key cannot be used (${code}): give PEM files that belong together and that this program may read.`,
    });
  }
}

async function listen(server: Server, { port, host }: AdtListenerOptions): Promise<Result<null, AdtListenerFault>> {
  return new Promise(done => {
    server.once('error', (error: NodeJS.ErrnoException) => done(err(listenFault(error, port, host))));
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.removeAllListeners('error');
      done(ok(null));
    });
  });
}

function listenFault({ code = 'unknown' }: NodeJS.ErrnoException, port: number, host = 'this computer'): AdtListenerFault {
  if (code === 'EADDRINUSE')
    return {
      kind: 'port-taken',
      why: `Port ${port} is in use by another program: stop it, or choose another port for the ADT feed.`,
    };
  if (code === 'EACCES')
    return {
      kind: 'port-forbidden',
      why: `This program may not listen at port ${port}: choose one above 1023 for the ADT feed.`,
    };
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return {
      kind: 'bad-address',
      why: `${host} is not an address of this computer: correct the address to listen at for the ADT feed.`,
    };
  return { kind: 'not-listening', why: `The ADT feed cannot be listened for at port ${port} (${code}).` };
}

function allowListOf(addresses: readonly string[] | undefined): Result<BlockList | null, AdtListenerFault> {
  if (addresses === undefined) return ok(null);
  const list = new BlockList();
  for (const written of addresses) {
    const [address = '', bits] = written.trim().split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const longest = family === 'ipv6' ? 128 : 32;
    if (isIP(address) === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= longest)))
      return err({
        kind: 'bad-address',
        why: `"${written}" is not an address or network that may send: write 10.1.2.3 or 10.1.2.0/24.`,
      });
    list.addSubnet(address, bits === undefined ? longest : Number(bits), family);
  }
  return ok(list);
}

function isAllowed(list: BlockList | null, address: string | undefined): boolean {
  if (list === null) return true;
  if (address === undefined) return false;
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return list.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4');
}
