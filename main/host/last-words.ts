import { bugPlace } from '../bug-place.ts';
import type { Log } from '../ports.ts';

/**
 * What a bug that nothing caught leaves of itself: its class and where it was, in the log, before `end` ends the process. Node's own last words
 * quote its message, and Electron shows it in a window: it may name a patient.
 */
export function lastWords(log: Log, end: (words: string) => void): void {
  process.on('uncaughtException', cause => {
    log.write('error', 'the kiosk broke and ended', { ...bugPlace(cause) });
    end('The kiosk broke and has ended. Start it again; the technical log says where it broke.');
  });
}
