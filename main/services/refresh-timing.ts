import type { Result } from '../domain/result.ts';
import type { Log } from '../ports.ts';
import type { SyncReport } from './sync.ts';

/** What the log says of every refresh; the support bundle collects these. */
export const REFRESH_ENDED = 'refresh ended';

/** Runs a refresh and writes into the log how long it took and what it brought. */
export async function timed<E extends { kind: string }>(
  log: Log,
  unit: string,
  refresh: () => Promise<Result<SyncReport, E>>,
): Promise<Result<SyncReport, E>> {
  const started = performance.now();
  const result = await refresh();
  const milliseconds = Math.round(performance.now() - started);
  if (result.ok) {
    const { patients, orders, unread, generation, counts } = result.value;
    log.write('info', REFRESH_ENDED, {
      unit,
      ok: true,
      milliseconds,
      generation,
      patients,
      orders,
      unread: unread.length,
      ...counts,
    });
  } else log.write('warn', REFRESH_ENDED, { unit, ok: false, milliseconds, kind: result.error.kind });
  return result;
}
