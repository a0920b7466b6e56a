import { announcedDowntimes } from '../../domain/paper-ahead.ts';
import { rulesFor, unitOf } from '../../config/read-site.ts';
import type { Act } from '../../domain/event.ts';
import { paperDateTime, type Instant } from '../../domain/time.ts';
import { openLedger, type Ledger } from '../../store/ledger.ts';
import { columns, fail, say } from '../terminal.ts';
import { keysToRead } from './store-keys.ts';
import { clockAt, situationOf, type StoreOptions } from './store-options.ts';

type Options = StoreOptions & { unit?: string; now?: Instant; by: string };

/** Says beforehand that the EHR will be down: paper is printed before it where the site file says so (printAhead). */
export const announceDowntime = ({ start, reason, ...options }: Options & { start: Instant; reason: string }): Promise<void> =>
  withLedger(options, (ledger, unit, zone) => {
    const id = record(options, ledger, unit, { kind: 'downtime-announced', start, reason });
    if (id !== null)
      say(
        options.json,
        { id, unit, start, reason },
        `${id}: a downtime of ${unit} is announced for ${paperDateTime(start, zone)}.`,
      );
  });

/** Takes an announcement back. */
export const withdrawDowntime = (announcement: string, { reason, ...options }: Options & { reason: string }): Promise<void> =>
  withLedger(options, (ledger, unit) => {
    if (!announcedDowntimes(ledger.events(unit)).some(({ id }) => id === announcement))
      return fail(options.json, {
        kind: 'not-announced',
        why: `No downtime is announced as ${announcement}: "kiosk downtime list" shows those that are.`,
      });
    const id = record(options, ledger, unit, { kind: 'announcement-withdrawn', announcement, reason });
    if (id !== null) say(options.json, { announcement, unit }, `${announcement} is withdrawn.`);
  });

/** Which downtimes are announced. */
export const listDowntimes = (options: Options): Promise<void> =>
  withLedger(options, (ledger, unit, zone) => {
    const announced = announcedDowntimes(ledger.events(unit));
    const rows = announced.map(({ id, start, by, reason }) => [id, paperDateTime(start, zone), by, reason]);
    say(
      options.json,
      { unit, announced },
      rows.length === 0 ? 'None is announced.' : columns([['Id', 'Start', 'By', 'Why'], ...rows]),
    );
  });

function record({ json, now, by }: Options, ledger: Ledger, unit: string, act: Act): string | null {
  const recorded = ledger.append({ at: clockAt(now).now(), by, unit, act });
  if (recorded.ok) return recorded.value.id;
  fail(json, recorded.error);
  return null;
}

async function withLedger(options: Options, step: (ledger: Ledger, unit: string, zone: string) => void): Promise<void> {
  const situation = situationOf(options, options.unit === undefined ? {} : { unit: options.unit });
  if (!situation) return;
  const { site, folders, signIn } = situation;
  const unit = unitOf(site, options.unit ?? null);
  if (!unit.ok) return fail(options.json, unit.error);
  const keys = await keysToRead(folders, signIn);
  if (!keys.ok) return fail(options.json, keys.error);
  const { name } = unit.value;
  const ledger = openLedger({ folder: folders.store, keys: keys.value, kiosk: rulesFor(site, name).kiosk });
  if (!ledger.ok) return fail(options.json, ledger.error);
  try {
    step(ledger.value, name, site.zone);
  } finally {
    ledger.value.close();
  }
}
