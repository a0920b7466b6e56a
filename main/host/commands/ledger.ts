import { unreachable } from '../../domain/result.ts';
import type { LedgerContents } from '../../store/ledger-contents.ts';
import { backUpLedger } from '../../store/back-up-ledger.ts';
import { backupNumbers, backupsOf, verifiedBackup } from '../../store/backup-folder.ts';
import { realDisk } from '../../store/disk.ts';
import { heldNow, lookAtBackup, restoreLedger, type Held, type Restorable } from '../../store/restore-ledger.ts';
import { columns, EXIT, fail, say } from '../terminal.ts';
import { keysToList, keysToRead } from './store-keys.ts';
import { clockAt, situationOf, type StoreOptions } from './store-options.ts';

/** What the ledger holds, for who signs in, and its backups; fails when the ledger can't be read. */
export async function ledgerStatus(options: StoreOptions): Promise<void> {
  const place = await placeOf(options, keysToList);
  if (!place) return;
  const present = heldNow(place);
  const backups = backupsOf(place.folder, place.keys, realDisk());
  const list = backupNumbers(backups).map(backup => {
    const verified = verifiedBackup(backups, backup);
    if (!verified.ok) return { backup, made: null, events: null, why: verified.error.why };
    return { backup, made: verified.value.made, events: verified.value.ledger?.events ?? null, why: null };
  });
  const table = list.map(b => [String(b.backup), b.made ?? '-', String(b.events ?? '-'), b.why ?? 'whole']);
  const lines =
    list.length > 0 ? [columns([['Backup', 'Made', 'Events', 'State'], ...table])] : ['There is no backup of it yet.'];
  say(options.json, { present, backups: list }, [heldWords(present), ...lines].join('\n'));
  if (present.contents === null) process.exitCode = EXIT.failed;
}

/** Makes a backup now, unless the newest has everything. */
export async function backUp(options: StoreOptions): Promise<void> {
  const place = await placeOf(options, keysToList);
  if (!place) return;
  const done = backUpLedger({ ...place, made: clockAt(undefined).now() });
  if (!done.ok) return fail(options.json, done.error);
  switch (done.value.kind) {
    case 'made':
      return say(
        options.json,
        done.value,
        `Backup ${done.value.manifest.backup}: ${done.value.manifest.ledger?.events ?? '?'} events.`,
      );
    case 'unchanged':
      return say(options.json, done.value, `Backup ${done.value.backup} already has everything.`);
    case 'nothing':
      return say(options.json, done.value, 'There is no ledger yet.');
    default:
      return unreachable(done.value);
  }
}

/** Shows what bringing a backup back would give and cost; does it when told to. */
export async function restore(options: StoreOptions & { backup?: number; yes: boolean }): Promise<void> {
  const place = await placeOf(options, keysToRead);
  if (!place) return;
  if (!options.yes) {
    const found = lookAtBackup(place, options.backup);
    if (!found.ok) return fail(options.json, found.error);
    return say(options.json, found.value, `${restorableWords(found.value)}\nNothing was changed. To do it: the same with --yes.`);
  }
  const restored = restoreLedger(place, options.backup);
  if (!restored.ok) return fail(options.json, restored.error);
  const { aside, backup, manifest } = restored.value;
  const words = [
    restorableWords(restored.value),
    `RESTORED: all ${backup.contents?.events ?? 0} events of backup ${manifest.backup} read back from the ledger as they are in the backup.`,
    aside === null ? 'There were no files of a ledger before.' : `What was there before is in ${aside}: keep it.`,
    `What was recorded on this kiosk after ${manifest.made} may be missing: take it in from the ward's other kiosks (kiosk exchange), and from paper.`,
    'Downtime numbers are not given twice: what was issued is also noted beside the ledger (numbers-*.mark).',
  ];
  say(options.json, restored.value, words.join('\n'));
}

/** Where the ledger is and the keys to it; null when that was said not to be. */
async function placeOf(options: StoreOptions, keysFor: typeof keysToRead) {
  const situation = situationOf(options);
  if (!situation) return null;
  const keys = await keysFor(situation.folders, situation.signIn);
  if (keys.ok) return { folder: situation.folders.store, keys: keys.value };
  fail(options.json, keys.error);
  return null;
}

const heldWords = ({ contents, why }: Held): string =>
  contents === null ? `The ledger that is there now cannot be read: ${why}` : contentsWords(contents);

const contentsWords = ({ events, runs }: LedgerContents): string =>
  [
    `The ledger that is there now holds ${events} events.`,
    ...(runs.length > 0
      ? [columns([['Kiosk', 'Run', 'Events', 'Newest'], ...runs.map(r => [r.kiosk, r.run, String(r.events), r.newest])])]
      : []),
  ].join('\n');

function restorableWords({ manifest, backup, present, runs, skipped }: Restorable): string {
  const rows = runs.map(({ kiosk, run, backup: kept, present: now }) => [
    ...[kiosk, run, String(kept?.events ?? 0), kept?.newest ?? '-'],
    ...(present.contents === null ? ['?', '?'] : [String(now?.events ?? 0), now?.newest ?? '-']),
    lossWords(kept?.events ?? 0, now?.events ?? 0, kept?.digest === now?.digest, present.contents === null),
  ]);
  return [
    ...skipped.map(s => `Backup ${s.backup} was passed over: ${s.why}.`),
    `Backup ${manifest.backup}, made ${manifest.made}: ${backup.contents?.events ?? '?'} events.${backup.why === null ? '' : ` ${backup.why}`}`,
    ...(present.contents === null ? [heldWords(present)] : []),
    ...(rows.length > 0 ? [columns([['Kiosk', 'Run', 'In the backup', 'Newest', 'There now', 'Newest', ''], ...rows])] : []),
  ].join('\n');
}

function lossWords(kept: number, now: number, same: boolean, unknown: boolean): string {
  if (unknown) return '';
  if (same) return 'the same';
  if (kept < now) return `${now - kept} WOULD BE MISSING`;
  return kept > now ? `${kept - now} more` : 'OTHER EVENTS UNDER THE SAME NUMBERS';
}
