import { blockCount, blockName, NUMBER_KINDS, type NumberKind } from '../../domain/downtime-number.ts';
import { readClaim, withMoreBlocks } from '../../domain/number-block.ts';
import { knownBlocks } from '../../domain/number-stock.ts';
import { ok, type Result } from '../../domain/result.ts';
import { newBook } from '../../store/block-book.ts';
import { numbersOf } from './numbers.ts';
import { situationOf } from './store-options.ts';
import type { ServeOptions } from './serve.ts';

const EACH = Object.fromEntries(NUMBER_KINDS.map(kind => [kind, 200])) as Record<NumberKind, number>;

/** What IT does once in a hospital: gives the demo's kiosk downtime numbers when it has none, so that walk-ins can be tried. */
export async function giveDemoNumbers({
  fhir,
  unit,
  zone,
  ...options
}: ServeOptions): Promise<Result<unknown, { kind: string; why: string }>> {
  const situation = situationOf(options, {
    ...(fhir !== undefined && { fhir }),
    ...(unit !== undefined && { unit }),
    ...(zone !== undefined && { zone }),
  });
  if (!situation) return ok(null);
  const opened = await numbersOf(situation);
  if (!opened.ok) return opened;
  const { numbers, ledger } = opened.value;
  try {
    const status = numbers.status();
    if (!status.ok || status.value.kinds.every(({ left }) => left > 0)) return status;
    const claim = readClaim(status.value.claim);
    if (!claim.ok) return claim;
    const last = Math.max(0, ...knownBlocks(ledger.events()).map(({ block }) => blockCount(block)));
    const book = withMoreBlocks(newBook(situation.site.rules.institution), [claim.value], EACH, blockName(last + 1));
    return book.ok ? numbers.take(book.value, 'demo') : book;
  } finally {
    ledger.close();
  }
}
