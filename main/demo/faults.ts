import { setTimeout as wait } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { FhirRequest, FhirResponse } from './fhir-answer.ts';

/** What a sick server does instead of answering, or to its answer. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** Promises the whole answer, sends so many bytes, and cuts the connection. */
  | { truncateAfter: number }
  /** Accepts the request and never answers. */
  | { hang: true }
  /** Resets the connection. */
  | { reset: true }
  /** Answers properly, later. */
  | { delayMs: number }
  /** Promises no length, sends so many bytes, and ends the connection politely: only the content shows that it isn't whole. */
  | { endAfter: number }
  /** Sends the proper answer so many bytes at a time, with pauses. */
  | { dripBytes: number; everyMs: number }
  /** Sends something made from the proper answer. */
  | { alter: (answer: FhirResponse) => FhirResponse };

/** Decides per request whether something goes wrong; null is a healthy answer. */
export type Faults = (request: {
  method: string;
  path: string;
  params: URLSearchParams;
  headers: Record<string, string | undefined>;
}) => Fault | null;

/** Sends an answer. */
export type Send = (response: ServerResponse, answer: FhirResponse) => void;

/** Puts faults between the healthy answer and the socket. */
export async function sendWithFault(
  fault: Fault | null,
  request: FhirRequest,
  response: ServerResponse,
  answer: (request: FhirRequest) => FhirResponse,
  send: Send,
): Promise<void> {
  if (fault === null) return send(response, answer(request));
  if ('hang' in fault) return;
  if ('reset' in fault) {
    response.socket?.resetAndDestroy();
    return;
  }
  if ('delayMs' in fault) {
    await wait(fault.delayMs);
    return send(response, answer(request));
  }
  if ('truncateAfter' in fault) {
    const { status, headers, body } = answer(request);
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    response.write(bytes.subarray(0, fault.truncateAfter), () => response.socket?.destroy());
    return;
  }
  if ('endAfter' in fault) {
    const { status, headers, body } = answer(request);
    const head = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = Buffer.from(body).subarray(0, fault.endAfter);
    response.socket?.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Sick\r\n${head.join('')}\r\n`), bytes]));
    return;
  }
  if ('dripBytes' in fault) return drip(fault, answer(request), response);
  if ('alter' in fault) return send(response, fault.alter(answer(request)));
  send(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
}

async function drip(
  fault: { dripBytes: number; everyMs: number },
  answer: FhirResponse,
  response: ServerResponse,
): Promise<void> {
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': bytes.length });
  for (let at = 0; at < bytes.length && !response.destroyed; at += fault.dripBytes) {
    response.write(bytes.subarray(at, at + fault.dripBytes));
    await wait(fault.everyMs);
  }
  response.end();
}
