import { WORKER_HEAP } from '../../main/workbench.ts';

/** Node's flags for a process with the heap of the kiosk's worker. The young generation is three of what V8's flag calls a semi-space. */
export const HEAP_FLAGS = [
  `--max-old-space-size=${WORKER_HEAP.maxOldGenerationSizeMb}`,
  `--max-semi-space-size=${WORKER_HEAP.maxYoungGenerationSizeMb / 3}`,
];
