import { watch, type FSWatcher } from 'node:fs';
import { listFiles, same, type Seen } from './newest-file.ts';

export interface WatchOptions {
  /** How often the folder is looked at anyway, in milliseconds: network drives tell nobody of changes. */
  pollMs?: number;
  /** How long a file must rest before it counts, in milliseconds. */
  settleMs?: number;
  /** The folder can't be looked at, in words; null when it can again. */
  trouble?(why: string | null): void;
}

/**
 * Calls `changed` each time that another list lies in the folder and has come to rest; not for the one that is there at the start. A folder
 * that appears, disappears or can't be watched is looked at by the poll.
 */
export function watchIdList(folder: string, changed: () => void, options: WatchOptions = {}): { close(): void } {
  const { pollMs = 30_000, settleMs = 3_000, trouble } = options;
  let known: Seen | null | undefined;
  let pending: Seen | null = null;
  let watcher: FSWatcher | null = null;
  let soon: NodeJS.Timeout | null = null;
  let looking = false;
  let again = false;
  let closed = false;
  let troubled = false;

  function watchFolder(): void {
    if (watcher || closed) return;
    try {
      watcher = watch(folder, { persistent: false }, later);
      watcher.on('error', unwatch);
    } catch {
      watcher = null;
    }
  }

  function unwatch(): void {
    watcher?.close();
    watcher = null;
  }

  function later(): void {
    if (closed) return;
    soon ??= setTimeout(() => {
      soon = null;
      void look();
    }, settleMs);
    soon.unref();
  }

  /** A new file counts when two looks, `settleMs` apart, find it the same. */
  async function look(): Promise<void> {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    const newest = await newestOf(folder);
    looking = false;
    if (closed) return;
    if (newest === 'unreadable') {
      unwatch();
      known ??= null;
      if (!troubled) trouble?.(`The folder of patient lists ${folder} cannot be read.`);
      troubled = true;
    } else {
      watchFolder();
      if (troubled) trouble?.(null);
      troubled = false;
      settle(newest);
    }
    if (again) {
      again = false;
      later();
    }
  }

  function settle(newest: Seen | null): void {
    if (known === undefined) known = newest;
    else if (newest === null || (known && same(newest, known))) pending = null;
    else if (pending && same(newest, pending)) {
      known = newest;
      pending = null;
      changed();
    } else {
      pending = newest;
      later();
    }
  }

  watchFolder();
  void look();
  const poll = setInterval(() => void look(), pollMs);
  poll.unref();
  return {
    close: () => {
      closed = true;
      clearInterval(poll);
      if (soon) clearTimeout(soon);
      unwatch();
    },
  };
}

async function newestOf(folder: string): Promise<Seen | null | 'unreadable'> {
  try {
    return (await listFiles(folder))[0] ?? null;
  } catch {
    return 'unreadable';
  }
}
