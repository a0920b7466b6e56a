import { rulesFor } from '../../config/read-site.ts';
import { headWords, readHead, type AuditEntry } from '../../domain/audit.ts';
import { filterWords, NO_FILTER, type AuditFilter } from '../../domain/audit-filter.ts';
import type { ReportOrder } from '../../domain/audit-report.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { may, RIGHTS } from '../../domain/right.ts';
import type { Keys } from '../../ports.ts';
import { auditNdjson, auditPdf, verdictOf, writeNew } from '../../services/audit-export.ts';
import { auditReading } from '../../services/audit-reading.ts';
import { chartsOf } from '../../services/charts.ts';
import { sheetFault } from '../../store/audit-check.ts';
import { auditFolder } from '../../store/audit-folder.ts';
import { openLedger } from '../../store/ledger.ts';
import { readLatest } from '../../store/read-latest.ts';
import { openSnapshotStore } from '../../store/snapshot-store.ts';
import { unitsIn } from '../../store/unit-folder.ts';
import { EXIT, fail, failUsage, say } from '../terminal.ts';
import { commandAudit } from './command-audit.ts';
import { deviceKeys, keysToList, signedIn, vaultOf } from './store-keys.ts';
import { clockAt, situationOf, type Situation, type StoreOptions } from './store-options.ts';

/** So many findings are said in words; `--json` has all. */
const MOST_SAID = 50;

const readingOf = (situation: Situation, keys: Keys): ReturnType<typeof auditReading> =>
  auditReading({ folder: auditFolder(situation.folders.store), keys, zone: situation.site.zone, clock: clockAt(undefined) });

/** Looks through the whole audit; says what is wrong and where. With `sheet`, whether what stood in a sheet's foot is still in it. */
export async function verifyAudit(options: StoreOptions & { sheet?: string }): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const { sheet, json } = options;
  const onPaper = sheet === undefined ? null : readHead(sheet);
  if (sheet !== undefined && onPaper === null)
    return failUsage(json, {
      kind: 'sheet',
      why: `"${sheet}" is not what stands in the foot of a sheet after "Audit": a number and 8 letters or digits, like 1234·9F3A2C7B.`,
    });
  const keys = await keysToList(situation.folders, situation.signIn);
  if (!keys.ok) return fail(json, keys.error);
  const checked = await readingOf(situation, keys.value).check();
  const notOnPaper = onPaper && sheetFault(auditFolder(situation.folders.store), onPaper);
  const sheetWords =
    onPaper === null
      ? []
      : [notOnPaper ?? `Entry ${headWords(onPaper)} of the sheet is in the audit, as it was when the sheet was printed.`];
  say(
    json,
    { ...checked, ...(onPaper && { sheet: { ...onPaper, fault: notOnPaper } }) },
    [
      verdictOf(checked, situation.site.zone),
      ...checked.findings.slice(0, MOST_SAID).map(placeWords),
      ...(checked.findings.length > MOST_SAID ? [`and ${checked.findings.length - MOST_SAID} more: --json says all`] : []),
      ...checked.torn.map(placeWords),
      `Newest entry: ${headWords(checked.head)}.`,
      ...sheetWords,
    ].join('\n'),
  );
  if (checked.findings.length > 0 || notOnPaper !== null) process.exitCode = EXIT.failed;
}

const placeWords = ({ file, line, why }: { file: string; line: number | null; why: string }): string =>
  `${file}${line === null ? '' : `, line ${line}`}: ${why}.`;

export interface ExportOptions extends StoreOptions {
  format: 'ndjson' | 'pdf';
  out: string;
  patient?: string;
  /** Only what was done under this user name or name. */
  of?: string;
  from?: string;
  to?: string;
  breakGlass: boolean;
  order: ReportOrder;
  by: string;
}

/** Writes what was asked for as FHIR AuditEvents or as a report; that it was written is itself an entry. */
export async function exportAudit(options: ExportOptions): Promise<void> {
  const situation = situationOf(options);
  if (!situation) return;
  const opened = await keysOfReader(situation);
  if (!opened.ok) return fail(options.json, opened.error);
  const keys = opened.value;
  const known = knownPatients(situation, keys);
  const filter: AuditFilter = {
    ...NO_FILTER,
    patients: options.patient === undefined ? null : known.idsOf(options.patient),
    user: options.of ?? null,
    fromDay: options.from ?? null,
    toDay: options.to ?? null,
    breakGlass: options.breakGlass,
  };
  const reading = readingOf(situation, keys);
  const found = await reading.page(filter, null, Infinity);
  if (!found.ok) return fail(options.json, found.error);
  const entries = found.value.entries.toReversed();
  const content = await contentOf(entries, filter, options, situation, reading, known.nameOf);
  if (!content.ok) return fail(options.json, content.error);
  const written = writeNew(options.out, content.value);
  if (!written.ok) return fail(options.json, written.error);
  const audit = await commandAudit(situation, unitOf(situation));
  const { format, out, by } = options;
  audit.tell({
    what: 'exported',
    details: `the audit as ${format}, ${filterWords(filter)}: ${entries.length} entries to ${out}, by ${by}`,
  });
  const unread = found.value.unread > 0 ? ` ${found.value.unread} could not be read: kiosk audit verify says why.` : '';
  const words = `${entries.length} entries are in ${options.out}. Whoever can read it can read who the patients are.${unread}`;
  say(options.json, { out: options.out, entries: entries.length, unread: found.value.unread }, words);
}

async function contentOf(
  entries: readonly AuditEntry[],
  filter: AuditFilter,
  { format, order, by }: ExportOptions,
  situation: Situation,
  reading: ReturnType<typeof auditReading>,
  nameOf: (patient: string) => string | null,
): Promise<Result<string | Buffer, { kind: string; why: string }>> {
  if (format === 'ndjson') return ok(auditNdjson(entries));
  const checked = await reading.check();
  const { site } = situation;
  const unit = unitOf(situation);
  const { institution, kiosk, paper } = rulesFor(site, unit);
  return auditPdf(
    {
      institution,
      unit,
      kiosk,
      zone: site.zone,
      now: clockAt(undefined).now(),
      by,
      asked: filterWords(filter),
      verdict: verdictOf(checked, site.zone),
      head: headWords(checked.head),
      order,
      patients: filter.patients,
      entries,
      nameOf,
    },
    paper,
  );
}

const unitOf = ({ site, folders }: Situation): string =>
  site.unit ?? site.units[0]?.name ?? unitsIn(folders.store)[0]?.unit ?? '';

/** Keys of whoever may read the audit: with a vault by role, else whoever has the computer. */
async function keysOfReader({ folders, signIn }: Situation): Promise<Result<Keys, { kind: string; why: string }>> {
  const vault = await vaultOf(folders);
  if (!vault.ok) return vault;
  if (vault.value === null) return deviceKeys(folders);
  const unlocked = await signedIn(vault.value, signIn);
  if (!unlocked.ok) return unlocked;
  const { person, keys } = unlocked.value;
  if (person === null || may(person.role, 'read the audit')) return ok(keys);
  unlocked.value.wipe();
  return err({ kind: 'forbidden', why: `The role ${person.role} may not do this: ${RIGHTS['read the audit'].words}.` });
}

/** Names and numbers of patients out of the newest copies that open; ids alone where none does. */
function knownPatients(
  { site, folders }: Situation,
  keys: Keys,
): { nameOf(id: string): string | null; idsOf(asked: string): string[] } {
  const ledger = openLedger({ folder: folders.store, keys, kiosk: rulesFor(site, '').kiosk });
  const charts = unitsIn(folders.store).flatMap(({ unit }) => {
    const latest = unit === null ? null : readLatest(openSnapshotStore({ folder: folders.store, unit, keys }));
    if (!latest?.ok) return [];
    const { snapshot } = latest.value.generation;
    const events = ledger.ok ? ledger.value.events(snapshot.unit) : [];
    return chartsOf({ snapshot, events });
  });
  if (ledger.ok) ledger.value.close();
  const byId = new Map(charts.map(({ identity }) => [identity.id, identity]));
  return {
    nameOf: id => byId.get(id)?.name ?? null,
    idsOf: asked => [asked, ...charts.filter(({ identity }) => identity.mrn === asked).map(({ identity }) => identity.id)],
  };
}
