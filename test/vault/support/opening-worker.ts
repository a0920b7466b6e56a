// Opens what it is sent with the keys that it was started with, and says how that went.
import { parentPort, workerData } from 'node:worker_threads';
import { keysOf, type KeyHandle } from '../../../main/vault/vault.ts';

const keys = keysOf(workerData as KeyHandle);
parentPort!.on('message', ({ sealed, context }: { sealed: string; context: string }) => {
  const opened = keys.open(sealed, context);
  parentPort!.postMessage(opened.ok ? 'opened' : opened.error.kind);
});
