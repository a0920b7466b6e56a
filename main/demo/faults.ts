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
  | { delayMs: number };

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
  send(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
}
