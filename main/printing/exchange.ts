import { request as http } from 'node:http';
import { request as https, type RequestOptions } from 'node:https';
import { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import type { PrinterFault } from '../domain/printer.ts';
import { err, ok, type Result } from '../domain/result.ts';

/** How long one exchange may take in all, and in silence, in milliseconds. */
export interface TimeLimits {
  wholeMs: number;
  silentMs: number;
}

/** The largest answer that is read: all attributes of a big printer are some 100 kB. */
const LARGEST_ANSWER = 4_000_000;
const IPP_PORT = 631;

export interface Peer {
  /** For sentences. */
  name: string;
  uri: string;
  /** PEM of the printer's certificate or of who signed it; null: as this computer trusts. */
  certificate: string | null;
}

/** Sends one IPP message and reads the whole answer within its limits. */
export function exchange(peer: Peer, parts: readonly Buffer[], limits: TimeLimits): Promise<Result<Buffer, PrinterFault>> {
  const url = new URL(peer.uri.replace(/^ipp/, 'http'));
  const secure = url.protocol === 'https:';
  const send = secure ? https : http;
  const options: RequestOptions = {
    method: 'POST',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? IPP_PORT : Number(url.port),
    path: url.pathname,
    agent: false,
    timeout: limits.silentMs,
    signal: AbortSignal.timeout(limits.wholeMs),
    headers: { 'content-type': 'application/ipp', 'content-length': parts.reduce((sum, part) => sum + part.length, 0) },
    ...(secure && peer.certificate !== null && trustOnly(peer.certificate)),
  };
  return new Promise(resolve => {
    let connected = false;
    const lost = (error: Error): void => resolve(err(faultOf(peer, error, connected)));
    const request = send(options, response => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > LARGEST_ANSWER) response.destroy(new Error('too large'));
      });
      response.on('error', lost);
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(ok(Buffer.concat(chunks)))
          : resolve(err(notAPrinter(peer, `it answered HTTP ${response.statusCode}`))),
      );
    });
    request.on('socket', socket => socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true)));
    request.on('timeout', () => request.destroy(Object.assign(new Error('silent'), { code: 'SILENT' })));
    request.on('error', lost);
    for (const part of parts) request.write(part);
    request.end();
  });
}

/** Trust in one certificate: as a signer, or as the printer's own, whatever host name it was made for. */
function trustOnly(certificate: string): RequestOptions {
  return {
    ca: certificate,
    checkServerIdentity: (host, peer) =>
      new X509Certificate(peer.raw).fingerprint256 === new X509Certificate(certificate).fingerprint256
        ? undefined
        : checkServerIdentity(host, peer),
  };
}

const TRUST = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO|EPROTO/;

function faultOf({ name, uri }: Peer, error: Error, connected: boolean): PrinterFault {
  const code = (error as NodeJS.ErrnoException).code ?? error.name;
  if (!connected && code !== 'SILENT' && error.name !== 'AbortError' && error.name !== 'TimeoutError')
    return TRUST.test(code)
      ? {
          kind: 'untrusted',
          why: `${name} does not prove who it is (${code}): IT writes the file of its certificate into site.yml, or corrects ${uri}.`,
        }
      : {
          kind: 'unreachable',
          why: `${name} cannot be reached at ${uri} (${code}): look whether it is switched on and connected.`,
        };
  if (code === 'SILENT' || error.name === 'AbortError' || error.name === 'TimeoutError')
    return connected
      ? { kind: 'silent', why: `${name} does not answer: look whether it is switched on, and at its display.` }
      : { kind: 'unreachable', why: `${name} cannot be reached at ${uri}: look whether it is switched on and connected.` };
  return { kind: 'broken-off', why: `${name} broke the connection off (${code}): look whether it is switched on and connected.` };
}

/** What answers at a printer's address without being one. */
export const notAPrinter = ({ name, uri }: Peer, said: string): PrinterFault => ({
  kind: 'not-a-printer',
  why: `What answers at ${uri} for ${name} is not an IPP printer: ${said}. IT corrects the address in site.yml.`,
});
