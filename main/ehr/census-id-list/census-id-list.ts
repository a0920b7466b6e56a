import { durationWords } from '../../domain/freshness.ts';
import { err, ok, type Result } from '../../domain/result.ts';
import { epochMs, type Instant } from '../../domain/time.ts';
import type { EhrFault } from '../../ports.ts';
import { censusOfListed, type Listed } from '../census-of-listed.ts';
import type { Census, CensusSource } from '../census.ts';
import type { FhirClient } from '../client.ts';
import { wholeFault, type HttpFault } from '../fault.ts';
import { decode } from './decode.ts';
import { newestFile } from './newest-file.ts';
import { parseList, type ListEntry, type ParsedList } from './parse.ts';
import { resolve, type NumberKind, type Resolved } from './resolve.ts';

export interface IdListOptions {
  /** Where the hospital drops the list. */
  folder: string;
  /** Heading or place (from 1) of the column with the numbers; without it a heading such as MRN says it, or there is but one column. */
  column?: string;
  /** System of the numbers in the EHR. */
  identifierSystem: string;
  /** Of what the numbers are; without it the heading says it, else they are tried as record numbers and then as stay numbers. */
  number?: NumberKind;
  /** Ids of the unit's Locations, when the EHR calls the unit otherwise than the site does. */
  locationIds?: readonly string[];
  /** From this age in hours the list is said to be old; 8 by default. */
  oldHours?: number;
  /** How long a file must have rested, in milliseconds; 3,000 by default. */
  settleMs?: number;
}

/** A list as it lies in the folder, for the census and for whoever checks it. */
export interface IdList extends ParsedList {
  file: string;
  encoding: string;
  writtenAt: Instant;
  /** Minutes since then; negative when the file is from the future. */
  ageMinutes: number;
  /** Name of a newer file that is still being written; '' for none. */
  unfinished: string;
}

const NO_LIST = 'No list of patients can be read';

/** The newest whole list of a folder. */
export async function readIdList(options: IdListOptions, now: Instant): Promise<Result<IdList, EhrFault>> {
  const file = await newestFile(options.folder, options.settleMs ?? 3_000);
  if (!file.ok) return err({ kind: 'not-configured', why: `${NO_LIST}: ${file.error.why}.` });
  const { name, writtenMs, bytes, unfinished } = file.value;
  const { text, encoding } = decode(bytes);
  const parsed = parseList(text, options.column ?? null);
  if (!parsed.ok)
    return err({ kind: 'not-configured', why: `The list of patients ${name} cannot be read: ${parsed.error.why}.` });
  const ageMinutes = Math.floor((epochMs(now) - writtenMs) / 60_000);
  return ok({ ...parsed.value, file: name, encoding, writtenAt: new Date(writtenMs).toISOString(), ageMinutes, unfinished });
}

/** The census of hospitals whose EHR can't be asked who is on a unit (Oracle Health): a file of numbers that they drop in a folder. */
export const idList = (options: IdListOptions): CensusSource => ({
  async census(client, request) {
    const read = await readIdList(options, request.now);
    if (!read.ok) return read;
    const found = read.value;
    const name = `the list ${found.file}`;
    client.log.write('info', 'list of patients read', {
      numbers: found.entries.length,
      faults: found.faults.length,
      repeated: found.repeated.length,
      ageMinutes: found.ageMinutes,
      encoding: found.encoding,
    });
    if (found.entries.length === 0) {
      const bad = found.faults[0] ? ` (line ${found.faults[0].line}: ${found.faults[0].why})` : '';
      return err({ kind: 'unit-empty', why: `The list of patients ${found.file} names nobody on ${request.unit}${bad}.` });
    }
    const whom = await resolveAll(client, options, found);
    const faults = whom.flatMap(({ resolved }) => (resolved.kind === 'fault' ? [resolved.fault] : []));
    if (faults.length > 0 && faults.length === whom.length) return err(wholeFault(faults[0]!, client.host));
    const listed = listedOf(whom);
    if (listed.length === 0) return err(unknownNumbers(whom, options, found.file, faults[0]));
    return censusOfListed(client, request, {
      listed,
      unread: [...aboutTheList(found, options.oldHours ?? 8), ...unreadLines(found), ...unresolved(whom, found.file)],
      encounters: whom.flatMap(({ resolved }) => (resolved.kind === 'patient' && resolved.stay ? [resolved.stay] : [])),
      complete: false,
      name,
      locationIds: options.locationIds ?? null,
    });
  },
});

interface Whom {
  entry: ListEntry;
  kind: NumberKind;
  resolved: Resolved;
}

const STAY_HEADING = /\b(fin|csn|har|visit|encounter|account|acct)/i;

/** Asks the EHR for each number, a few at a time. */
async function resolveAll(client: FhirClient, options: IdListOptions, { entries, heading }: IdList): Promise<Whom[]> {
  const said = options.number ?? (heading === null ? null : STAY_HEADING.test(heading) ? 'FIN' : 'MRN');
  const whom: Whom[] = [];
  let next = 0;
  const ask = (value: string, kind: NumberKind): Promise<Resolved> => resolve(client, options.identifierSystem, value, kind);
  const reader = async (): Promise<void> => {
    for (let i = next++; i < entries.length; i = next++) {
      const entry = entries[i]!;
      const kind = said ?? 'MRN';
      const resolved = await ask(entry.value, kind);
      whom[i] = { entry, kind, resolved };
      if (said !== null || resolved.kind !== 'nobody') continue;
      const stay = await ask(entry.value, 'FIN');
      if (stay.kind === 'patient') whom[i] = { entry, kind: 'FIN', resolved: stay };
    }
  };
  await Promise.all(Array.from({ length: Math.min(client.limits.parallel, entries.length) }, reader));
  return whom;
}

const listedOf = (whom: readonly Whom[]): Listed[] =>
  whom.flatMap(({ entry, kind, resolved }) =>
    resolved.kind === 'patient' ? [{ patientId: resolved.patientId, label: `${kind} ${entry.value}` }] : [],
  );

function aboutTheList({ file, ageMinutes, unfinished }: IdList, oldHours: number): Census['unread'] {
  const patient = 'whoever came since the list was made';
  const old = ageMinutes >= oldHours * 60;
  return [
    ...(old
      ? [{ patient, why: `the list ${file} is ${durationWords(ageMinutes)} old: patients who came since are missing` }]
      : []),
    ...(ageMinutes < -5
      ? [
          {
            patient,
            why: `the list ${file} is from ${durationWords(-ageMinutes)} in the future: its age is not known; check the clocks`,
          },
        ]
      : []),
    ...(unfinished
      ? [{ patient, why: `${unfinished} is newer than ${file} but still being written: the older list was read` }]
      : []),
  ];
}

const unreadLines = ({ faults, file }: IdList): Census['unread'] =>
  faults.map(({ line, why }) => ({ patient: `line ${line} of ${file}`, why }));

/** Named by number, so that an older chart with it is kept. */
const unresolved = (whom: readonly Whom[], file: string): Census['unread'] =>
  whom.flatMap(({ entry, kind, resolved }) => {
    const patient = `${kind} ${entry.value}`;
    const where = `line ${entry.line} of ${file}`;
    if (resolved.kind === 'nobody') return [{ patient, why: `${where}: ${resolved.why}` }];
    return resolved.kind === 'fault' ? [{ patient, why: `${where}: ${resolved.fault.why}` }] : [];
  });

function unknownNumbers(whom: readonly Whom[], options: IdListOptions, file: string, fault: HttpFault | undefined): EhrFault {
  const all = whom.length === 1 ? 'The only number' : `None of the ${whom.length} numbers`;
  const verb = whom.length === 1 ? 'is not known' : 'is known';
  const also = fault ? ` (${fault.why})` : '';
  return {
    kind: 'unit-unknown',
    why: `${all} of the list ${file} ${verb} to the EHR under ${options.identifierSystem}${also}: check the list's column and the identifier system.`,
  };
}
