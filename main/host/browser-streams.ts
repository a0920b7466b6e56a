import type { ServerResponse } from 'node:http';
import { TOPICS, type Topic } from '../contract.ts';
import type { HostedKiosk } from './hosted.ts';
import { SECURITY_HEADERS } from './renderer-files.ts';

/** The open event streams, kept alive every `heartbeat` milliseconds. A new one is told every topic at once: what changed while it was away is asked again. */
export function openStreams(topics: HostedKiosk['subscribe'], heartbeat: number) {
  const open = new Set<ServerResponse>();
  const send = (text: string) => {
    for (const stream of open) stream.write(text);
  };
  const message = (topic: Topic) => `data: ${topic}\n\n`;
  const stop = topics(topic => send(message(topic)));
  const timer = setInterval(() => send(': still here\n\n'), heartbeat);
  return {
    add(stream: ServerResponse) {
      stream.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
      stream.write(`retry: 1000\n\n${TOPICS.map(message).join('')}`);
      open.add(stream);
      stream.on('close', () => open.delete(stream));
    },
    close() {
      stop();
      clearInterval(timer);
      for (const stream of open) stream.end();
    },
  };
}
