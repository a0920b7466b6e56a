import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPackName } from '../../main/domain/standing-pack.ts';
import { pageCount, readBack } from '../../main/paper/read-back.ts';
import { folded, pageText } from '../../main/paper/read-text.ts';
import { folder, kiosk, kioskJson } from '../support/command-line.ts';
import { DEMO_NOW, openDemoKiosk, type DemoKiosk } from '../support/demo-kiosk.ts';
import { needs } from '../support/needs.ts';
import { until } from '../support/printer-simulator.ts';

const run = promisify(execFile);
const MINUTE = 60_000;
const later = (minutes: number): string => new Date(Date.parse(DEMO_NOW) + minutes * MINUTE).toISOString();
const packsIn = (place: string): string[] =>
  readdirSync(place)
    .filter(name => name.endsWith('.pdf'))
    .sort();

describe('the standing pack of a ward with a stick and a share', () => {
  const home = folder();
  const stick = join(home, 'stick');
  const share = join(home, 'share');
  const siteFile = join(home, 'site.yml');
  let ward: DemoKiosk;
  let phrase: string;
  const cli = (...args: string[]): string[] => [...args, '--site', siteFile, '--store', ward.store, '--unit', '4 West'];
  const places = async () => (await ward.call.getStatus({})).standing!.places;
  const written = (place: string, count: number) =>
    until(
      `${count} packs lie in ${place}`,
      () => packsIn(place).length >= count && packsIn(place).every(name => name.endsWith('.pdf')),
      180_000,
    );

  beforeAll(async () => {
    mkdirSync(stick);
    mkdirSync(share);
    writeFileSync(
      siteFile,
      [
        'institution: Lakeside General Hospital',
        `standingPack: { folders: [${stick}, ${share}] }`,
        'units: [{ name: 4 West }]',
        '',
      ].join('\n'),
    );
    ward = await openDemoKiosk({ siteFile });
    await ward.kiosk.firstRefresh;
    await Promise.all([written(stick, 1), written(share, 1)]);
    phrase = (await kioskJson<{ phrase: string }>(...cli('standing', 'phrase'))).value.phrase;
  }, 400_000);
  afterAll(() => ward.close());

  test('lies in both places after a refresh and is the same there', async () => {
    await until('the screen knows', async () => (await places()).every(({ state }) => state === 'good'));
    const [one, two] = [stick, share].map(place => readFileSync(join(place, packsIn(place)[0]!)));
    expect(one!.equals(two!)).toBe(true);
    expect(packsIn(stick)[0]).toMatch(/^4-West_K1_p1_000001_2026-11-22_1452-0500\.pdf$/);
  });

  test('has a phrase of 120 bits in groups of four, without letters that look alike', () =>
    expect(phrase).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/));

  test('opens with the phrase, or with it in small letters without hyphens, and with nothing else', async () => {
    const pdf = readFileSync(join(stick, packsIn(stick)[0]!));
    const pages = await pageCount(pdf, phrase);
    expect(pages).toBeGreaterThan(150);
    expect(await pageCount(pdf, phrase.replaceAll('-', '').toLowerCase())).toBe(pages);
    expect(await pageCount(pdf)).toBeNull();
    expect(await pageCount(pdf, '')).toBeNull();
    expect(await pageCount(pdf, `${phrase.slice(0, -1)}${phrase.endsWith('7') ? '8' : '7'}`)).toBeNull();
  });

  test.skipIf(needs.poppler.missing)(
    'says on its front who is in it and where, and there they are, each page with its own age',
    async () => {
      const pdf = readFileSync(join(stick, packsIn(stick)[0]!));
      const result = await ward.call.getWard({});
      if (!result.ok) throw new Error(result.error.why);
      const pages = (await readBack(pdf, undefined, phrase)).map(pageText);
      const { stdout: front } = await run('pdftotext', [
        '-upw',
        phrase,
        '-layout',
        '-l',
        '1',
        join(stick, packsIn(stick)[0]!),
        '-',
      ]);
      for (const { name, mrn } of result.value.rows) {
        const [, first, last] = new RegExp(`^.* ${mrn} .* (\\d+) to (\\d+)$`, 'm').exec(front) ?? [];
        expect(Number(last), `the last page of ${name}`).toBeGreaterThan(Number(first));
        for (let page = Number(first); page <= Number(last); page++) {
          expect(pages[page - 1]).toContain(folded(name));
          expect(pages[page - 1]).toContain(folded('DATA AS OF 11/22/2026 14:52'));
        }
      }
      expect(pages.some(text => text.includes('DRILL'))).toBe(false);
    },
  );

  test.skipIf(needs.poppler.missing)('opens in another reader with the phrase and is refused without', async () => {
    const file = join(stick, packsIn(stick)[0]!);
    const { stdout: info } = await run('pdfinfo', ['-upw', phrase, file]);
    expect(info).toMatch(/Encrypted:\s+yes \(print:yes .*algorithm:AES-256\)/);
    const { stdout: text } = await run('pdftotext', ['-upw', phrase, '-layout', file, '-'], { maxBuffer: 64 << 20 });
    expect(text).toContain('STANDING PACK');
    expect(text).toContain('MEDICATION ADMINISTRATION RECORD');
    for (const wrong of [[], ['-upw', 'ABCD-EFGH'], ['-upw', phrase.slice(0, -1)]])
      await expect(run('pdftotext', [...wrong, file, '-'])).rejects.toThrow(/Incorrect password/);
  });

  test('is written anew with each refresh; the last two stay, and a drill is never on it', async () => {
    await ward.call.declareOutage({
      reason: 'practice',
      drill: true,
      planned: false,
      degraded: null,
      noticedAt: null,
      signed: 'A. Nurse',
    } as never);
    const newest = async (): Promise<string> => {
      const pdf = readFileSync(join(stick, packsIn(stick).at(-1)!));
      return (await readBack(pdf, [1, 2, 3], phrase)).map(pageText).join('');
    };
    for (const [minutes, asOf] of [
      [15, '15:07'],
      [30, '15:22'],
    ] as const) {
      ward.setNow(later(minutes));
      await ward.call.refresh({});
      // One may be made of the older copy while the new one comes; the next follows at once.
      await until(
        'a pack of the new copy lies there',
        async () => (await newest()).includes(folded(`DATA AS OF 11/22/2026 ${asOf}`)),
        180_000,
      );
    }
    await until('two are kept', () => packsIn(stick).length === 2);
    const [before, last] = packsIn(stick).map(name => readPackName('4-West_K1_', name)!.count);
    expect(last).toBe(before! + 1);
    expect(await newest()).not.toContain('DRILL');
  }, 400_000);

  test('a stick that is pulled out is said so, stops nothing, and gets its pack when it is back', async () => {
    renameSync(stick, `${stick}-pulled`);
    ward.setNow(later(45));
    expect(await ward.call.refresh({})).toMatchObject({ ok: true });
    await until('it is said', async () => (await places()).some(({ folder, why }) => folder === stick && why !== null), 180_000);
    expect((await places()).map(({ state, why }) => [state, why])).toEqual([
      ['failed', `${stick} is not there: plug in the stick, or connect the share.`],
      ['good', null],
    ]);
    renameSync(`${stick}-pulled`, stick);
    await ward.call.startPack({ patients: 'none', forms: ['phone-list'], from: null, span: 'hours', hours: 24 });
    await until('it is there again', async () => (await places()).every(({ state }) => state === 'good'), 180_000);
    expect(packsIn(stick).some(name => name.includes('_1537'))).toBe(true);
  }, 400_000);

  test('another phrase opens only what is written from then on, and older packs go', async () => {
    const { value } = await kioskJson<{ phrase: string; number: number }>(...cli('standing', 'rotate', '--now', later(45)));
    expect(value.number).toBe(2);
    expect(value.phrase).not.toBe(phrase);
    const before = await kioskJson<{ places: { why: string }[] }>(...cli('standing', 'status', '--now', later(45)));
    expect(before.code).toBe(1);
    expect(before.value.places[0]!.why).toContain('opens with phrase 1');
    ward.setNow(later(60));
    await ward.call.refresh({});
    await until(
      'only packs of phrase 2 lie there',
      () => [stick, share].every(place => packsIn(place).every(name => name.includes('_p2_'))),
      180_000,
    );
    const pdf = readFileSync(join(share, packsIn(share)[0]!));
    expect(await pageCount(pdf, phrase)).toBeNull();
    expect(await pageCount(pdf, value.phrase)).toBeGreaterThan(150);
    expect(await kioskJson(...cli('standing', 'status', '--now', later(61)))).toMatchObject({ code: 0, value: { phrase: 2 } });
  }, 400_000);

  test('the sheet for the envelope is made when it is asked for, and System knows when it was handed out', async () => {
    const { standing } = await ward.call.getStatus({});
    expect(standing!.phrase).toMatchObject({ number: 2, printed: false });
    const asked = { patients: 'none' as const, forms: ['standing-envelope'], from: null, span: 'hours' as const, hours: 24 };
    expect(await ward.call.planPrint(asked)).toMatchObject({ value: { patients: 0, sheets: 1 } });
    const made = await ward.call.startPack(asked);
    if (!made.ok) throw new Error(made.error.why);
    const pack = async () => await ward.call.getPack({ pack: made.value.pack });
    await until('it is made', async () => {
      const p = await pack();
      return p.ok && p.value.state === 'done';
    });
    const progress = await pack();
    expect(progress).toMatchObject({ value: { refused: [], files: [{ sheets: [{ form: 'standing-envelope' }] }] } });
    const pdf = await ward.call.getPackPdf({ pack: made.value.pack, patientId: null });
    if (!pdf.ok) throw new Error(pdf.error.why);
    const [page] = await readBack(Buffer.from(pdf.value.base64, 'base64'));
    const { value } = await kioskJson<{ phrase: string }>(...cli('standing', 'phrase'));
    expect(pageText(page!)).toContain(value.phrase);
    expect((await ward.call.getStatus({})).standing!.phrase).toMatchObject({ printed: false });
    expect(await ward.call.savePack({ pack: made.value.pack })).toMatchObject({ ok: true });
    expect((await ward.call.getStatus({})).standing!.phrase).toMatchObject({ printed: true });
  });

  test('nothing of a patient, and no phrase, lies unencrypted anywhere', () => {
    const all = [home, ward.store].flatMap(place =>
      readdirSync(place, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name)),
    );
    expect(all.length).toBeGreaterThan(5);
    for (const path of all) {
      const bytes = readFileSync(path);
      for (const marker of ['ACETAMINOPHEN', 'acetaminophen', 'MEDICATION ADMINISTRATION', phrase])
        expect(bytes.includes(marker), `${marker} in ${path}`).toBe(false);
    }
  });
});

test('without places there is none, and the command says what to write', async () => {
  const store = folder();
  const answer = await kiosk('standing', 'status', '--store', store, '--unit', '4 West');
  expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining('standingPack: { folders') });
});
