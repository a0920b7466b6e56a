import { join } from 'node:path';
import { readClaim, withMoreBlocks } from '../../main/domain/number-block.ts';
import type { NumberKind } from '../../main/domain/downtime-number.ts';
import { ok } from '../../main/domain/result.ts';
import { emptyWalkIn, type WrittenWalkIn } from '../../main/domain/ward/written-walk-in.ts';
import { chartOf, viewOf, type Copy } from '../../main/services/charts.ts';
import { numbersService } from '../../main/services/numbers.ts';
import { walkIns } from '../../main/services/walk-ins.ts';
import { wardActs } from '../../main/services/ward-acts.ts';
import { newBook } from '../../main/store/block-book.ts';
import { openLedger, type Ledger } from '../../main/store/ledger.ts';
import { numberMark } from '../../main/store/number-mark.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { folder } from './command-line.ts';
import { chart } from './charts.ts';
import { copyOf } from './copy.ts';

export const NOW = '2026-11-22T20:20:00Z';
const ZONE = 'America/New_York';
const SITE = 'Lakeside';
const UNIT = '5 West';

/** The value of what was not refused. */
export const must = <T>(result: { ok: true; value: T } | { ok: false; error: { why: string } }): T => {
  if (!result.ok) throw new Error(result.error.why);
  return result.value;
};

/** A form as a clerk fills it in: a man who is nobody of the copy. */
export const walkIn = (part: Partial<WrittenWalkIn> = {}): WrittenWalkIn => ({
  ...emptyWalkIn(NOW, ZONE),
  name: 'OKAFOR, Chidi',
  born: '04/03/1971',
  sex: 'male',
  ...part,
});

/** A kiosk with a real encrypted ledger, a real mark, and Ana Schmidt in its copy; `instead` stands in for recording an admission. */
export function walkInKiosk({
  sizes = { mrn: 5, visit: 5, order: 5, alias: 5 },
  declared = true,
  store = folder(),
  instead = (): ReturnType<Ledger['append']> | null => null,
} = {}) {
  ensureKeyFile(join(store, 'key'));
  const ledger = must(openLedger({ folder: store, keys: keyFile(join(store, 'key')), kiosk: 'K1' }));
  const clock = { now: () => NOW };
  const appending: Pick<Ledger, 'append' | 'events'> = {
    events: unit => ledger.events(unit),
    append: entry => (entry.act.kind === 'patient-admitted' ? instead() : null) ?? ledger.append(entry),
  };
  const numbers = numbersService({
    ledger: appending,
    mark: numberMark({ folder: store, kiosk: 'K1' }),
    clock,
    unit: UNIT,
    site: SITE,
    words: ['Lighthouse', 'Kayak'],
    few: { mrn: 1, visit: 1, order: 1, alias: 1 },
  });
  if (ledger.events().length === 0) {
    const claim = must(readClaim(must(numbers.status()).claim));
    const given = Object.fromEntries(Object.entries(sizes).filter(([, size]) => size > 0)) as Partial<Record<NumberKind, number>>;
    must(numbers.take(must(withMoreBlocks(newBook(SITE), [claim], given)), 'IT'));
    if (declared)
      must(
        ledger.append({
          at: NOW,
          by: 'R. Alvarez',
          unit: UNIT,
          act: { kind: 'outage-declared', reason: 'EHR down', drill: false, planned: false, degraded: null, noticedAt: null },
        }),
      );
  }
  const acts = wardActs({ ledger: appending, clock, unit: UNIT, zone: ZONE, changed: () => undefined });
  const copy = (): Copy => ({ ...copyOf([chart()], '2026-11-22T19:45:00Z'), events: ledger.events(UNIT) });
  const desk = walkIns({ copy: () => ok(copy()), acts, numbers, clock, zone: ZONE });
  return {
    ...desk,
    store,
    ledger,
    copy,
    shown: (patient: string) => viewOf(copy(), chartOf(copy(), patient)!, NOW),
    issued: () => ledger.events().flatMap(({ act }) => (act.kind === 'number-issued' ? [act.number] : [])),
    admitted: () => ledger.events().filter(({ act }) => act.kind === 'patient-admitted'),
  };
}
