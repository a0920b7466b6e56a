import type { IncomingMessage } from 'node:http';
import { LARGEST_CALL } from './hosted.ts';

type Unread = 'too-large' | 'too-slow' | 'cut-off';

/** The whole body of a call, or why not. The limits hold while it is read, whatever Content-Length says. */
export function readBody(request: IncomingMessage, milliseconds: number): Promise<Buffer | Unread> {
  return new Promise(done => {
    let chunks: Buffer[] = [];
    let size = 0;
    const end = (outcome: Buffer | Unread) => {
      clearTimeout(timer);
      done(outcome);
    };
    const timer = setTimeout(() => end('too-slow'), milliseconds);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= LARGEST_CALL) return void chunks.push(chunk);
      // What follows is read and dropped, so that the sender gets to hear the refusal instead of a broken connection.
      chunks = [];
      end('too-large');
    });
    request.on('end', () => end(Buffer.concat(chunks)));
    request.on('close', () => end('cut-off'));
  });
}

/** Undefined for what is not JSON in UTF-8: with a letter replaced, a patient's name or id would be another one. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
