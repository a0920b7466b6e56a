import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { adtCensus } from '../../main/domain/adt-census.ts';
import { adtResidents } from '../../main/domain/adt-residents.ts';
import type { AdtEntry, AdtJournal } from '../../main/ports.ts';
import { openAdtJournal, type AdtKeeping } from '../../main/store/adt-journal.ts';
import { openLive, type Writer } from '../../main/store/connection.ts';
import { ensureKeyFile, keyFile } from '../../main/vault/key-file.ts';
import { adt, read, understood } from '../ehr/hl7/messages.ts';
import { wardDay } from '../ehr/hl7/ward-day.ts';
import { folder } from './support/fresh-store.ts';
import { killAtRandom } from './support/kill.ts';

let root: string;
let secrets: Buffer[];
beforeEach(() => {
  root = folder();
  secrets = [];
  ensureKeyFile(join(root, 'key'));
});

const open = (keeping: Partial<AdtKeeping> = {}): AdtJournal => {
  const real = keyFile(join(root, 'key'));
  const keys = { ...real, seal: (s: Buffer, c: string) => (secrets.push(Buffer.from(s)), real.seal(s, c)) };
  const opened = openAdtJournal({ folder: root, keys, keeping });
  if (!opened.ok) throw new Error(opened.error.why);
  return opened.value;
};
const entry = (text: string, receivedAt = '2026-11-23T06:00:00.000Z'): AdtEntry => {
  const { header, message, complaint, digest } = read(text, receivedAt);
  const kind = message?.event ?? 'malformed';
  const why = complaint?.why ?? null;
  return { receivedAt, sender: 'ADT1|GENERAL', controlId: header.controlId, kind, digest, raw: Buffer.from(text), message, why };
};
const keep = (journal: AdtJournal, ...texts: string[]): string[] => {
  const kept = journal.append(texts.map(text => entry(text)));
  if (!kept.ok) throw new Error(kept.error.why);
  return kept.value;
};
const pictureOf = (journal: AdtJournal) => {
  const picture = journal.picture();
  if (!picture.ok) throw new Error(picture.error.why);
  return picture.value;
};
const ward = (journal: AdtJournal): string[] =>
  adtResidents(pictureOf(journal).state, ['4W', '5E'])
    .map(r => `${r.patient.mrn} ${r.place.unit} ${r.place.room}${r.place.bed}`)
    .sort();
/** A connection behind the journal's back. */
const raw = (): Writer => {
  const db = openLive(join(root, 'adt.db'), secrets[0]!, false);
  if (!db.ok) throw new Error(db.error.why);
  return db.value;
};

describe('the ADT journal', () => {
  test('has the same census after a restart, and in another process that only looks', () => {
    const day = wardDay(3);
    const first = open();
    keep(first, ...day.messages);
    const looking = open();
    const before = ward(first);
    expect(before).toHaveLength(Object.keys(day.beds).length);
    expect(ward(looking)).toEqual(before);
    keep(first, adt({ event: 'A01', mrn: 'LATE', visit: 'VL', place: '4W^599^Z', at: '20261122235500' }));
    expect(ward(looking)).toEqual([...before, 'LATE 4W 599Z'].sort());
    first.close();
    looking.close();
    const again = open();
    expect(ward(again)).toHaveLength(before.length + 1);
    again.close();
  });

  test('keeps a message once, and another with the same control id as another', () => {
    const journal = open();
    const text = adt({ event: 'A01', id: 'SAME' });
    expect(keep(journal, text, text)).toEqual(['kept', 'duplicate']);
    expect(keep(journal, text, `${text}\r\n`)).toEqual(['duplicate', 'duplicate']);
    expect(keep(journal, adt({ event: 'A08', id: 'SAME' }))).toEqual(['kept']);
    expect(pictureOf(journal).counts).toEqual({ A01: 1, A08: 1 });
    journal.close();
  });

  test('keeps and lists what cannot be understood, with the sentence', () => {
    const journal = open();
    keep(journal, adt({ event: 'A02', id: 'BAD1', place: '' }), 'garbage', adt({ event: 'A31' }));
    const { malformed, counts } = pictureOf(journal);
    expect(malformed.map(m => m.controlId)).toEqual(['', 'BAD1']);
    expect(malformed[1]!.why).toContain('PV1-3');
    expect(counts).toEqual({ malformed: 2, A31: 1 });
    expect(raw().prepare('select raw from message order by position').pluck().all()[1]).toEqual(Buffer.from('garbage'));
    journal.close();
  });

  test('can only be added to, and lets go only of what a checkpoint holds', async () => {
    const journal = open();
    keep(journal, adt({ event: 'A01' }));
    const db = raw();
    for (const sql of [
      `update message set message = null`,
      'delete from message',
      'insert or replace into message select * from message',
    ]) {
      expect(() => db.exec(sql), sql).toThrow(/append-only|no checkpoint/);
      db.exec('pragma recursive_triggers = off');
      expect(() => db.exec(sql), sql).toThrow(/append-only|no checkpoint/);
      db.exec('pragma recursive_triggers = on');
    }
    await journal.prune('2026-12-01T00:00:00.000Z');
    expect(() => db.exec(`update checkpoint set state = '{}'`)).toThrow(/append-only/);
    expect(() => db.exec('delete from checkpoint')).toThrow(/newest checkpoint/);
    db.close();
    expect(ward(journal)).toEqual(['00123 4W 512A']);
    journal.close();
  });

  test('shows no patient in its files', async () => {
    const journal = open();
    for (let i = 0; i < 50; i++) keep(journal, adt({ event: 'A01', name: 'XYLOPHONE^KAI', visit: `V${i}` }), `XYLOPHONE ${i}`);
    await journal.prune('2026-12-01T00:00:00.000Z');
    for (const name of readdirSync(root).filter(f => f.startsWith('adt'))) {
      expect(readFileSync(join(root, name)).toString('latin1'), name).not.toMatch(/XYLOPHONE|SQLite format/);
    }
    journal.close();
  });

  test('is never begun anew over an old one', () => {
    const journal = open();
    keep(journal, adt({ event: 'A01' }));
    journal.close();
    rmSync(join(root, 'adt.db'));
    const opened = openAdtJournal({ folder: root, keys: keyFile(join(root, 'key')) });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'ledger-missing' } });
    expect(!opened.ok && opened.error.why).toContain("ADT journal's file adt.db is missing");
  });
});

describe('pruning', () => {
  const DAYS = 40;
  const hour = (n: number): string => new Date(Date.parse('2026-10-01T05:00:00Z') + n * 3_600_000).toISOString();
  const stamp = (n: number): string => hour(n).replace(/\D/g, '').slice(0, 14) + '+0000';

  test('every day for forty days leaves the census as an unpruned journal has it, and the journal small', async () => {
    const journal = open();
    const all: string[] = [];
    for (let day = 0; day < DAYS; day++) {
      const at = (h: number): string => stamp(day * 24 + h);
      const texts = [
        adt({ event: 'A01', mrn: `M${day}`, visit: `V${day}`, place: `4W^${500 + day}^A`, at: at(1) }),
        adt({ event: 'A02', mrn: `M${day}`, visit: `V${day}`, place: `5E^${500 + day}^A`, at: at(2) }),
        ...(day % 3 === 0 ? [adt({ event: 'A12', mrn: `M${day}`, visit: `V${day}`, place: '', at: at(30) })] : []),
        ...(day % 5 === 0 ? [adt({ event: 'A40', mrn: `R${day}`, merges: `M${day}`, at: at(5) })] : []),
        ...(day > 6 && day % 2 === 0
          ? [adt({ event: 'A03', mrn: `M${day - 6}`, visit: `V${day - 6}`, place: '', at: at(6) })]
          : []),
        `garbage of day ${day}`,
      ];
      all.push(...texts);
      const received = hour(day * 24 + 31);
      const kept = journal.append(texts.map(text => entry(text, received)));
      expect(kept.ok).toBe(true);
      expect((await journal.prune(received)).ok).toBe(true);
    }
    const messages = all.filter(text => text.startsWith('MSH')).map(text => understood(text, hour(DAYS * 24 + 48)));
    const expected = adtResidents(adtCensus(messages), ['4W', '5E']).map(
      r => `${r.patient.mrn} ${r.place.unit} ${r.place.room}${r.place.bed}`,
    );
    expect(ward(journal)).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(20);
    expect(Object.values(pictureOf(journal).counts).reduce((a, b) => a + b, 0)).toBe(all.length);
    expect(raw().prepare('select count(*) from message where message is not null').pluck().get()).toBeLessThan(20);
    expect(raw().prepare('select count(*) from checkpoint').pluck().get()).toBe(1);
    expect(pictureOf(journal).malformed.length).toBeGreaterThan(28);
    journal.close();
  });

  test('lets no discharged patient come back through a message that is sent again', async () => {
    const journal = open();
    const admission = adt({ event: 'A01', at: stamp(1) });
    const send = (text: string, h: number): void => void journal.append([entry(text, hour(h))]);
    send(admission, 1);
    send(adt({ event: 'A03', at: stamp(2) }), 2);
    expect(await journal.prune(hour(100))).toEqual({ ok: true, value: { pruned: 2 } });
    send(admission, 101);
    expect(ward(journal)).toEqual([]);
    journal.close();
  });

  test('never forgets a stay that a message of these days speaks of: an update long after the discharge brings nobody back', async () => {
    const journal = open();
    const send = (text: string, h: number): void => void journal.append([entry(text, hour(h))]);
    send(adt({ event: 'A01', at: stamp(1) }), 1);
    send(adt({ event: 'A03', at: stamp(2) }), 2);
    await journal.prune(hour(100));
    send(adt({ event: 'A01', mrn: '7', visit: 'V7', at: stamp(400) }), 400);
    send(adt({ event: 'A08', at: stamp(20 * 24) }), 20 * 24);
    expect(await journal.prune(hour(20 * 24 + 1))).toEqual({ ok: true, value: { pruned: 1 } });
    expect(ward(journal)).toEqual(['7 4W 512A']);
    journal.close();
  });

  test('lets others have their turn: what comes meanwhile is kept, and a late message puts the pruning off', async () => {
    const journal = open();
    const admit = (i: number, h: number): AdtEntry =>
      entry(adt({ event: 'A01', id: `M${i}`, mrn: `M${i}`, visit: `V${i}`, place: `4W^${500 + i}^A`, at: stamp(h) }), hour(h));
    journal.append(Array.from({ length: 30 }, (_, i) => admit(i, i)));
    const pruning = journal.prune(hour(60));
    journal.append([admit(30, 60)]);
    expect(await pruning).toEqual({ ok: true, value: { pruned: 13 } });
    const again = journal.prune(hour(70));
    journal.append([admit(31, 15)]);
    expect(await again).toEqual({ ok: true, value: { pruned: 0 } });
    expect(await journal.prune(hour(70))).toEqual({ ok: true, value: { pruned: 11 } });
    expect(await Promise.all([journal.prune(hour(80)), journal.prune(hour(80))])).toEqual([
      { ok: true, value: { pruned: 7 } },
      { ok: true, value: { pruned: 0 } },
    ]);
    expect(ward(journal)).toHaveLength(32);
    journal.close();
  });

  test('keeps not more malformed messages than it was told, and still counts them all', async () => {
    const journal = open({ malformed: 10 });
    journal.append(Array.from({ length: 50 }, (_, i) => entry(`garbage ${i}`, hour(1))));
    await journal.prune(hour(100));
    expect(pictureOf(journal)).toMatchObject({ counts: { malformed: 50 }, lastReceived: hour(1) });
    expect(pictureOf(journal).malformed).toHaveLength(10);
    journal.close();
  });
});

test('after each of 12 kills, every message that was acknowledged is there', { timeout: 120_000 }, async () => {
  let last = 0;
  for (let kill = 1; kill <= 12; kill++) {
    last = Math.max(last, await killAtRandom('adt-recorder.ts', root, 150));
    const journal = open();
    const numbers = ward(journal).map(line => Number(/^M(\d+)/.exec(line)![1]));
    journal.close();
    expect(
      numbers.sort((a, b) => a - b),
      `kill ${kill}`,
    ).toEqual(numbers.map((_, i) => i + 1));
    expect(numbers.length).toBeGreaterThanOrEqual(last);
    expect(numbers.length).toBeLessThanOrEqual(last + 2);
    last = numbers.length;
  }
  expect(last).toBeGreaterThan(12);
});
