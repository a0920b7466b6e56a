import type { Client, Reply, Topic, Transport } from '../main/contract.ts';

declare global {
  interface Window {
    /** Put there by the Electron preload; absent in the browser host. */
    kiosk?: { send: Transport; listen(callback: (topic: Topic) => void): () => void };
  }
}

type FaultKind = Extract<Reply, { fault: string }>['fault'] | 'no-answer';

/** The app refused or did not answer: not an expected outcome, so it is thrown. */
export class Fault extends Error {
  readonly fault: FaultKind;
  constructor(fault: FaultKind, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

/** A typed client over any transport: `client.getPatient({ patientId })`. */
export const createClient = (send: Transport): Client =>
  new Proxy({} as Client, {
    get: (_, name) =>
      typeof name !== 'string' || name === 'then'
        ? undefined
        : async (input: unknown) => {
            const reply = await send(name, input);
            if ('fault' in reply) throw new Fault(reply.fault, reply.detail);
            return reply.value;
          },
  });

/**
 * An answer that has not begun after so many milliseconds is given up: a browser has few connections to one server, and hung questions would
 * keep it from hearing a kiosk that answers again. Only a refresh may take as long as the EHR does.
 */
const GIVE_UP_MS = 15_000;

const overHttp: Transport = async (name, input) => {
  let response: Response;
  const late = new AbortController();
  const timer = name === 'refresh' ? undefined : setTimeout(() => late.abort(), GIVE_UP_MS);
  try {
    response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(input),
      signal: late.signal,
    });
  } catch (error) {
    throw new Fault('no-answer', error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
  try {
    return (await response.json()) as Reply;
  } catch {
    throw new Fault('no-answer', `the kiosk answered ${response.status} without a readable reply`);
  }
};

/** Hears which answers are out of date; `link` says whether the line itself is up. After a gap every topic counts as changed. */
export function listen(heard: (topic: Topic) => void, link: (up: boolean) => void): () => void {
  if (window.kiosk) {
    link(true);
    return window.kiosk.listen(heard);
  }
  return overEvents(heard, link);
}

const RETRY_MS = 5000;
/** The contract's topics by type only: its values would bring the whole input checker onto the screen. */
const TOPICS = Object.keys({ status: true, ward: true, pack: true, door: true } satisfies Record<Topic, true>) as Topic[];

function overEvents(heard: (topic: Topic) => void, link: (up: boolean) => void): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let gap = false;
  const open = () => {
    source = new EventSource('/events');
    source.onopen = () => {
      link(true);
      if (gap) TOPICS.forEach(heard);
      gap = false;
    };
    source.onmessage = event => {
      const topic = TOPICS.find(t => t === event.data);
      if (topic) heard(topic);
    };
    source.onerror = () => {
      gap = true;
      link(false);
      // A refused connection is retried by the browser; an answer that is no event stream closes the source for good.
      if (source.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS);
    };
  };
  open();
  return () => {
    clearTimeout(retry);
    source.close();
  };
}

/** The app, wherever it runs. */
export const client = createClient(globalThis.window?.kiosk?.send ?? overHttp);
