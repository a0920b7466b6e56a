import { join } from 'node:path';
import { readSite, SITE_DEFAULTS } from '../../main/config/read-site.ts';
import { readClaim, withMoreBlocks } from '../../main/domain/number-block.ts';
import type { NumberKind } from '../../main/domain/downtime-number.ts';
import { numbersService } from '../../main/services/numbers.ts';
import { newBook } from '../../main/store/block-book.ts';
import { openLedger } from '../../main/store/ledger.ts';
import { numberMark } from '../../main/store/number-mark.ts';
import { keyFile } from '../../main/vault/key-file.ts';
import type { DemoKiosk } from './demo-kiosk.ts';

/** Brings a kiosk that runs so many downtime numbers of each kind, as IT does from another process. */
export async function giveNumbers(
  { call, store }: Pick<DemoKiosk, 'call' | 'store'>,
  sizes: Partial<Record<NumberKind, number>>,
): Promise<void> {
  const { kiosk, unit } = await call.getStatus({});
  const site = readSite(SITE_DEFAULTS);
  if (!site.ok) throw new Error(site.error.why);
  const { institution } = site.value.rules;
  const ledger = openLedger({ folder: store, keys: keyFile(join(store, 'kiosk.key')), kiosk });
  if (!ledger.ok) throw new Error(ledger.error.why);
  const numbers = numbersService({
    ledger: ledger.value,
    mark: numberMark({ folder: store, kiosk }),
    clock: { now: () => '2026-11-22T19:00:00.000Z' },
    unit,
    site: institution,
    words: [],
    few: { mrn: 0, visit: 0, order: 0, alias: 0 },
  });
  const status = numbers.status();
  const claim = status.ok ? readClaim(status.value.claim) : status;
  if (!claim.ok) throw new Error(claim.error.why);
  const book = withMoreBlocks(newBook(institution), [claim.value], sizes);
  const taken = book.ok ? numbers.take(book.value, 'IT') : book;
  if (!taken.ok) throw new Error(taken.error.why);
  ledger.value.close();
}
