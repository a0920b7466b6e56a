import { appendFileSync, existsSync, mkdirSync, symlinkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileLog, logFiles, readLog } from '../../main/host/file-log.ts';
import { folder } from '../support/command-line.ts';

const lines = (place: string) => readLog(place, 10_000);

describe('the log file', () => {
  test('is one JSON line per write, with its moment, level and facts', () => {
    const place = join(folder(), 'log');
    fileLog({ folder: place }).write('info', 'unit read', {
      patients: 32,
      kind: 'not-fhir',
      status: null,
      ok: true,
      unit: '4 West',
    });
    expect(lines(place)).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        level: 'info',
        message: 'unit read',
        patients: 32,
        kind: 'not-fhir',
        status: null,
        ok: true,
        unit: '4 West',
      },
    ]);
    if (process.platform !== 'win32') expect(statSync(join(place, 'kiosk.log')).mode & 0o077).toBe(0);
  });

  test('turns over at its size, keeps so many files and the newest lines', () => {
    const place = folder();
    const log = fileLog({ folder: place, bytes: 2000, files: 3 });
    for (let n = 0; n < 200; n++) log.write('info', 'line', { n });
    const files = logFiles(place, 3);
    for (const file of files) expect(statSync(file).size).toBeLessThanOrEqual(2000);
    expect(existsSync(join(place, 'kiosk.3.log'))).toBe(false);
    const kept = files.toReversed().flatMap(file =>
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map(l => (JSON.parse(l) as { n: number }).n),
    );
    expect(kept.at(-1)).toBe(199);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => 200 - kept.length + i));
    expect(kept.length).toBeGreaterThan(40);
  });

  test('never throws where it can’t be written, and says afterwards how many lines are lost', () => {
    const place = join(folder(), 'log');
    writeFileSync(place, 'a file where the folder should be');
    const log = fileLog({ folder: place });
    for (let n = 0; n < 3; n++) log.write('warn', 'no room');
    rmSync(place);
    log.write('info', 'room again');
    expect(lines(place)).toMatchObject([{ message: 'log lines could not be written', lines: 3 }, { message: 'room again' }]);
  });

  test.skipIf(!existsSync('/dev/full'))('never throws on a full disk', () => {
    const place = folder();
    // Everything written to this name fails with ENOSPC.
    rmSync(join(place, 'kiosk.log'), { force: true });
    symlinkSync('/dev/full', join(place, 'kiosk.log'));
    const log = fileLog({ folder: place });
    expect(() => log.write('error', 'the disk is full')).not.toThrow();
    rmSync(join(place, 'kiosk.log'));
    log.write('info', 'room again');
    expect(lines(place)).toMatchObject([{ lines: 1 }, { message: 'room again' }]);
  });

  test('doesn’t grow when it cannot turn over', () => {
    const place = folder();
    mkdirSync(join(place, 'kiosk.1.log', 'in-the-way'), { recursive: true });
    const log = fileLog({ folder: place, bytes: 500, files: 2 });
    for (let n = 0; n < 50; n++) log.write('info', 'line', { n });
    expect(statSync(join(place, 'kiosk.log')).size).toBeLessThanOrEqual(500);
  });

  test('is read although lines in it are damaged', () => {
    const place = folder();
    const log = fileLog({ folder: place });
    log.write('info', 'one');
    appendFileSync(join(place, 'kiosk.log'), '{"half a li\n\n17\n');
    log.write('info', 'two');
    expect(lines(place).map(l => l['message'])).toEqual(['one', 'two']);
    expect(readLog(place, 1).map(l => l['message'])).toEqual(['two']);
  });

  test.each([
    ['a name', 'NGUYỄN, Thị Minh Khai'],
    ['a name of one foreign word', 'Nguyễn'],
    ['an MRN', '00482913'],
    ['an MRN with letters', 'MRN4829135'],
    ['a birth date', '1948-03-02'],
    ['a moment', '1948-03-02T10:00:00Z'],
    ['a sentence', 'warfarin 5 mg daily'],
    ['a long word', 'x'.repeat(61)],
  ])('writes only the length of %s', (_, secret) => {
    const place = folder();
    fileLog({ folder: place }).write('info', 'odd', { what: secret });
    expect(readFileSync(join(place, 'kiosk.log'), 'utf8')).not.toContain(secret);
    expect(lines(place)[0]).toMatchObject({ what: `(text of ${secret.length} characters)` });
  });

  test('stays lines of JSON whatever is written', () => {
    const place = folder();
    const log = fileLog({ folder: place, bytes: 1_000_000 });
    const fact = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null));
    let written = 0;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.dictionary(fc.string(), fact), (message, facts) => {
        log.write('info', message, facts);
        expect(lines(place)).toHaveLength(++written);
      }),
    );
  });
});
