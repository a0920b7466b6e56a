import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What is sent: nothing is normalised and no header is added but Host. */
export interface Shot {
  origin: string;
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends it and reads the whole answer. */
export function ask({ origin, method = 'POST', path, headers = {}, body }: Shot): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  return new Promise((done, fail) => {
    const sent = request({ host: hostname, port, path, method, headers, agent: false }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => done({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

/** Sends bytes over a connection of their own and reads until it is closed. */
export function askRaw(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise(done => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', part => (text += part.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => done(text));
  });
}

/** The fault in an answer; null when there is none, which an attack must never see. */
export function faultOf({ body }: Answer): string | null {
  try {
    return (JSON.parse(body) as { fault?: string }).fault ?? null;
  } catch {
    return null;
  }
}
