import { describe, expect, test } from 'vitest';
import { err, ok } from '../../main/domain/result.ts';
import { printerState, reasonOf, reasonWords, type PrinterLook } from '../../main/domain/printer.ts';

const look = (said: string[], more: Partial<PrinterLook> = {}): PrinterLook => ({
  state: 'processing',
  reasons: said.flatMap(keyword => reasonOf(keyword) ?? []),
  accepting: true,
  takesPdf: true,
  duplex: true,
  ...more,
});

describe('the words of a printer', () => {
  test.each([
    ['media-empty', 'out-of-paper'],
    ['media-empty-error', 'out-of-paper'],
    ['media-needed-report', 'out-of-paper'],
    ['media-jam-warning', 'jam'],
    ['door-open', 'open'],
    ['cover-open-error', 'open'],
    ['interlock-open', 'open'],
    ['input-tray-missing-warning', 'tray-missing'],
    ['output-area-full', 'tray-full'],
    ['output-tray-almost-full', 'other'],
    ['toner-empty-error', 'toner-empty'],
    ['marker-supply-empty', 'toner-empty'],
    ['toner-low-report', 'toner-low'],
    ['marker-supply-low-warning', 'toner-low'],
    ['media-low', 'paper-low'],
    ['offline-report', 'offline'],
    ['paused', 'paused'],
    ['moving-to-paused', 'paused'],
    ['fuser-over-temp-error', 'other'],
  ])('%s means %s, whatever its severity', (keyword, trouble) => {
    for (const severity of ['', '-report', '-warning', '-error'])
      expect(reasonOf(keyword.replace(/-(report|warning|error)$/, '') + severity)?.trouble).toBe(trouble);
  });

  test('“none” is no reason', () => expect(reasonOf('none')).toBeNull());

  test('what we do not know is shown in the printer’s own word', () =>
    expect(reasonWords(reasonOf('fuser-over-temp-error')!)).toContain('“fuser-over-temp”'));
});

describe('a printer', () => {
  test('out of paper has stopped, even while it says that it is processing', () => {
    expect(printerState(ok(look(['media-empty-report'])))).toEqual({
      state: 'stopped',
      words: ['out of paper: add paper, it continues by itself'],
    });
  });

  test('with little toner still prints, and says so', () =>
    expect(printerState(ok(look(['toner-low-warning'], { state: 'idle' })))).toMatchObject({ state: 'attention' }));

  test('that stopped without a reason says where to look', () =>
    expect(printerState(ok(look([], { state: 'stopped' }))).words).toEqual([expect.stringContaining('display')]));

  test('that takes no PDF or no jobs is not ready', () => {
    expect(printerState(ok(look([], { state: 'idle', takesPdf: false })))).toMatchObject({ state: 'stopped' });
    expect(printerState(ok(look([], { state: 'idle', accepting: false })))).toMatchObject({ state: 'stopped' });
  });

  test('that does not answer says why', () =>
    expect(printerState(err({ kind: 'silent', why: '4W-PRN1 does not answer.' }))).toEqual({
      state: 'no-answer',
      words: ['4W-PRN1 does not answer.'],
    }));

  test('without reasons is ready, or printing', () => {
    expect(printerState(ok(look([], { state: 'idle' }))).state).toBe('ready');
    expect(printerState(ok(look([]))).state).toBe('printing');
  });
});
