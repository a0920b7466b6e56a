import type { Encounter } from 'fhir/r4';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Faults, FhirResource } from '../../main/demo/fhir-server.ts';
import { idList, readIdList, type IdListOptions } from '../../main/ehr/census-id-list/census-id-list.ts';
import { watchIdList } from '../../main/ehr/census-id-list/watch.ts';
import { bundle, NOW, says, stay, visit, WARD, type Visit } from './ward.ts';

const MRN = 'urn:oid:1.2.3.4';
let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lists-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Drops a list that was written so many minutes before "now". */
function drop(name: string, content: string | Buffer, minutesAgo = 10): void {
  const path = join(folder, name);
  writeFileSync(path, content);
  const at = new Date(Date.parse(NOW) - minutesAgo * 60_000);
  utimesSync(path, at, at);
}

const person = (id: string, mrn: string, change: object = {}, stayChange: Partial<Encounter> = {}): FhirResource[] => [
  {
    resourceType: 'Patient',
    id,
    name: [{ family: id }],
    identifier: [{ system: MRN, value: mrn, type: { coding: [{ code: 'MR' }] } }],
    ...change,
  } as FhirResource,
  stay({
    id: `stay-${id}`,
    subject: { reference: `Patient/${id}` },
    identifier: [{ system: MRN, value: `F${mrn}` }],
    ...stayChange,
  }),
];
const WARD_WITHOUT_PEOPLE = WARD.filter(r => !['Patient', 'Encounter'].includes(r.resourceType));
const PEOPLE = [...person('ida', '00123'), ...person('bob', '00124')];

/** Oracle Health: an encounter can't be searched by its place. */
const oracle: Faults = ({ path, params }) =>
  path === '/Encounter' && !['_id', 'patient', 'subject', 'identifier'].some(name => params.has(name)) ? { status: 400 } : null;
const read = (
  resources: readonly FhirResource[] = PEOPLE,
  options: Partial<IdListOptions> = {},
  more: Parameters<typeof visit>[1] = {},
): Promise<Visit> =>
  visit([...WARD_WITHOUT_PEOPLE, ...resources], {
    census: idList({ folder, identifierSystem: MRN, settleMs: 20, ...options }),
    faults: oracle,
    ...more,
  });

function value({ result }: Visit) {
  if (!result.ok) throw new Error(result.error.why);
  return {
    ids: result.value.charts.map(c => c.identity.id).sort(),
    charts: result.value.charts,
    unread: result.value.unread,
    notes: result.value.notes,
  };
}
const fault = ({ result }: Visit) => (result.ok ? null : result.error);

test('the patients of a dropped list are on the unit, from an EHR that cannot be asked who is', async () => {
  drop('census.csv', Buffer.from('\uFEFFBed;MRN\r\n1-A;00123\r\n1-B;00124\r\n', 'utf16le'));
  const { ids, charts, unread } = value(await read());
  expect([ids, unread]).toEqual([['bob', 'ida'], []]);
  expect(charts.flatMap(c => c.warnings)).toEqual([]);
  expect(charts[0]!.encounter.bed).toBe('512-A');
});

test('stay numbers are found under their heading, and in a list without any heading', async () => {
  drop('a.csv', 'FIN\nF00123\nF00124');
  expect(value(await read()).ids).toEqual(['bob', 'ida']);
  drop('b.txt', 'F00123\n00124', 5);
  expect(value(await read()).ids).toEqual(['bob', 'ida']);
});

test('the newest list counts; hidden, temporary and other files do not', async () => {
  drop('old.csv', '00123', 60);
  drop('new.csv', '00124', 5);
  drop('.hidden.csv', '00123', 1);
  drop('~$new.csv', '00123', 1);
  drop('newer.csv.tmp', '00123', 1);
  drop('report.pdf', '00123', 1);
  mkdirSync(join(folder, 'folder.csv'));
  expect(value(await read()).ids).toEqual(['bob']);
});

test('every line that names nobody is said with its number and reason; nobody is guessed', async () => {
  const twins = [...person('t1', '777'), ...person('t2', '777')];
  drop('census.csv', 'MRN\n00123\n123\n777\nn/a\n\n00123\n"1');
  const { ids, unread } = value(await read([...PEOPLE, ...twins]));
  expect(ids).toEqual(['ida']);
  expect(unread).toEqual([
    { patient: 'line 5 of census.csv', why: 'it holds no digit' },
    { patient: 'line 8 of census.csv', why: 'a quotation mark is opened and not closed' },
    { patient: 'MRN 123', why: 'line 3 of census.csv: the EHR has no patient with this number' },
    { patient: 'MRN 777', why: 'line 4 of census.csv: the EHR has 2 patients with this number: none is taken' },
  ]);
});

test('a merged record leads to the one that replaced it, also when both are listed', async () => {
  const merged = person('old', '555', { link: [{ type: 'replaced-by', other: { reference: 'Patient/ida' } }] })[0]!;
  drop('census.csv', 'MRN\n555\n00123');
  const { ids, unread } = value(await read([...PEOPLE, merged]));
  expect([ids, unread]).toEqual([['ida'], []]);
});

test('an old list, and one from the future, are said on the ward list', async () => {
  drop('census.csv', '00123', 26 * 60);
  expect(value(await read()).unread).toEqual([
    {
      patient: 'whoever came since the list was made',
      why: 'the list census.csv is 26 h old: patients who came since are missing',
    },
  ]);
  drop('census.csv', '00123', -120);
  expect(value(await read()).unread[0]!.why).toContain('2 h in the future');
});

test('who is on the list but went home is not on the unit, and noted for whoever makes the list', async () => {
  drop('census.csv', 'MRN\n00123\n00124');
  const { ids, unread, notes } = value(
    await read([...person('ida', '00123'), ...person('bob', '00124', {}, { status: 'finished' })]),
  );
  expect([ids, unread]).toEqual([['ida'], []]);
  expect(notes).toEqual(['The list census.csv names 1 whose stays the EHR has closed: MRN 00124']);
});

test('a number that cannot be asked is unread under its number; when none can, the reading has failed', async () => {
  drop('census.csv', 'MRN\n00123\n00124');
  const broken =
    (numbers: string[]): Faults =>
    r =>
      r.path === '/Patient' && numbers.some(n => r.params.get('identifier')?.endsWith(`|${n}`)) ? { status: 500 } : oracle(r);
  const one = value(await read(PEOPLE, {}, { faults: broken(['00124']) }));
  expect(one).toMatchObject({
    ids: ['ida'],
    unread: [{ patient: 'MRN 00124', why: expect.stringContaining('HTTP 500') as string }],
  });
  expect(fault(await read(PEOPLE, {}, { faults: broken(['00123', '00124']) }))?.kind).toBe('server-error');
});

test('a server that ignores the identifier gives nobody who was not asked for', async () => {
  drop('census.csv', 'MRN\n00123');
  const everybody = says(bundle(PEOPLE.filter(r => r.resourceType === 'Patient')));
  const { ids } = value(await read(PEOPLE, {}, { faults: r => (r.path === '/Patient' ? everybody : oracle(r)) }));
  expect(ids).toEqual(['ida']);
});

test('no folder, no list, an empty list, the wrong column and numbers of another system are faults that say what to do', async () => {
  expect(fault(await read(PEOPLE, { folder: join(folder, 'nowhere') }))).toMatchObject({
    kind: 'not-configured',
    why: expect.stringContaining('there is no folder') as string,
  });
  expect(fault(await read())?.why).toContain('there is no .csv, .txt or .tsv file in');
  drop('census.csv', '\r\n# nobody tonight\r\n');
  expect(fault(await read())).toEqual({ kind: 'unit-empty', why: 'The list of patients census.csv names nobody on 4 West.' });
  drop('census.csv', 'Bed,Nr\n1,00123');
  expect(fault(await read(PEOPLE, { column: 'MRN' }))?.why).toContain('it has no column "MRN": its columns are "Bed", "Nr"');
  drop('census.csv', 'MRN\n9\n8');
  expect(fault(await read())?.why).toContain(`None of the 2 numbers of the list census.csv is known to the EHR under ${MRN}`);
  drop('census.csv', Buffer.alloc(5_000_001, 49));
  expect(fault(await read())?.why).toContain('more than 5 MB');
});

test('a list that is still being written is not read: the one before it is, and that is said', async () => {
  drop('census.csv', '00123', 60);
  const growing = join(folder, 'next.csv');
  writeFileSync(growing, '0012');
  const writer = setInterval(() => appendFileSync(growing, '4\n'), 10);
  try {
    const list = await readIdList({ folder, identifierSystem: MRN, settleMs: 700 }, NOW);
    expect(list).toMatchObject({
      ok: true,
      value: { file: 'census.csv', unfinished: 'next.csv', entries: [{ value: '00123' }] },
    });
  } finally {
    clearInterval(writer);
  }
});

/** Waits until something is so; the test's own limit ends it. */
async function until(so: () => boolean): Promise<void> {
  while (!so()) await wait(10);
}

test('a watched folder tells of each new list once, however it came there, and not of the one at the start', async () => {
  drop('first.csv', '1', 60);
  let told = 0;
  const watching = watchIdList(folder, () => told++, { settleMs: 25, pollMs: 60 });
  try {
    await wait(200);
    expect(told).toBe(0);
    drop('second.csv', '2', 30);
    await until(() => told === 1);
    writeFileSync(join(folder, 'third.csv.tmp'), '3');
    renameSync(join(folder, 'third.csv.tmp'), join(folder, 'third.csv'));
    await until(() => told === 2);
    appendFileSync(join(folder, 'third.csv'), '\n4');
    await until(() => told === 3);
    unlinkSync(join(folder, 'third.csv'));
    await until(() => told === 4);
    await wait(200);
    expect(told).toBe(4);
  } finally {
    watching.close();
  }
});

test('a folder that disappears is said once, and its next list is heard of when it is back', async () => {
  const shared = join(folder, 'shared');
  const said: (string | null)[] = [];
  let told = 0;
  const watching = watchIdList(shared, () => told++, { settleMs: 25, pollMs: 40, trouble: why => said.push(why) });
  try {
    await until(() => said.length === 1);
    await wait(120);
    expect(said).toEqual([expect.stringContaining('cannot be read')]);
    mkdirSync(shared);
    writeFileSync(join(shared, 'a.csv'), '1');
    await until(() => told === 1);
    expect(said.at(-1)).toBeNull();
  } finally {
    watching.close();
  }
  writeFileSync(join(shared, 'b.csv'), '1');
  await wait(150);
  expect(told).toBe(1);
});
