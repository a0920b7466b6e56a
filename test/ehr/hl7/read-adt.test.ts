import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acknowledgement } from '../../../main/ehr/hl7/acknowledgement.ts';
import { COMPLAINT_KINDS, complaint } from '../../../main/ehr/hl7/complaint.ts';
import { adt, read, understood } from './messages.ts';

const subject = (text: string | Buffer) => understood(text).subjects[0]!;
const name = (sent: string): string | null => subject(adt({ event: 'A01', name: sent })).name;

describe('a message is read', () => {
  test('with its escape sequences', () => {
    expect(name('O\\T\\BRIEN \\F\\ CO\\S\\X^A\\R\\B\\E\\C')).toBe('O&BRIEN | CO^X, A~B\\C');
    expect(name('\\E\\T\\E\\^A')).toBe('\\T\\, A');
    expect(name('NGUY\\XE1BB84\\N^\\H\\KAI\\N\\\\.br\\LE')).toBe('NGUYỄN, KAI LE');
    expect(name('A\\b\\\\XZZ\\^B')).toBe('A\\B\\\\XZZ\\, B');
  });

  test('with separators of its own', () => {
    const own = adt({ event: 'A01', name: 'O\\T\\B^KAI' }).replace('^~\\&', '@#$%').replaceAll('^', '@').replaceAll('~', '#');
    const swapped = own.replaceAll('|', '!').replaceAll('\\', '$');
    expect(subject(swapped)).toMatchObject({ mrn: '00123', name: 'O%B, KAI', place: { unit: '4W', room: '512', bed: 'A' } });
  });

  test.each([
    ['line feeds', (text: string) => text.replaceAll('\r', '\n')],
    ['both', (text: string) => text.replaceAll('\r', '\r\n')],
    ['blank lines and none at the end', (text: string) => `\r\n${text.replaceAll('\r', '\r\r').trimEnd()}`],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['segments nobody asked for', (text: string) => `${text}ZPD|1|x\rOBX|1|TX|||a^b\rNK1\r\u0001\r`],
  ])('with %s', (_, change) => {
    expect(subject(change(adt({ event: 'A01' })))).toEqual(subject(adt({ event: 'A01' })));
  });

  test('in the character set it declares, and with a remark when that is a guess', () => {
    const text = adt({ event: 'A01', name: 'MÜLLER^ZOË' });
    const declared = (charset: string): string => text.replace('UNICODE UTF-8', charset);
    expect(understood(text)).toMatchObject({ remarks: [], subjects: [{ name: 'MÜLLER, ZOË' }] });
    expect(understood(Buffer.from(declared('8859/1'), 'latin1'))).toMatchObject({
      remarks: [],
      subjects: [{ name: 'MÜLLER, ZOË' }],
    });
    expect(understood(declared(''))).toMatchObject({ remarks: [], subjects: [{ name: 'MÜLLER, ZOË' }] });
    for (const guessed of [declared('8859/2'), declared(''), text]) {
      const odd = understood(Buffer.from(guessed, 'latin1'));
      expect(odd.remarks[0]).toContain('guess');
      expect(odd.subjects[0]!.mrn).toBe('00123');
    }
  });

  test('for the right one of several record numbers', () => {
    const pid3 = (sent: string): string => adt({ event: 'A01' }).replace(/PID\|1\|\|[^|]*/, `PID|1||${sent}`);
    const mrn = (sent: string, rules = {}) => read(pid3(sent), undefined, rules).message?.subjects[0]?.mrn ?? null;
    expect(mrn('9^^^USA^SS~7^^^OTHER^MR~8^^^HOSP^MR')).toBe('7');
    expect(mrn('9^^^USA^SS~7^^^OTHER^MR~8^^^HOSP&1.2.3&ISO^MR', { authority: 'hosp' })).toBe('8');
    expect(mrn('7^^^OTHER^MR', { authority: 'HOSP' })).toBeNull();
    expect(mrn('9^^^USA^SS~5^^^HOSP^PI', { mrnTypes: ['PI'] })).toBe('5');
    expect(mrn('5')).toBe('5');
    expect(mrn('5~6')).toBeNull();
    expect(mrn('9^^^USA^SS')).toBeNull();
    expect(mrn('""^^^HOSP^MR')).toBeNull();
  });

  test('with what is not sent, or sent as "", left open', () => {
    const bare = subject('MSH|^~\\&|A|B|||20261122080000||ADT^A08|1|P|2.3\rPID|||1^^^^MR||""|||\rPV1||""|""');
    expect(bare).toMatchObject({
      name: null,
      birthDate: null,
      sex: null,
      visit: null,
      place: null,
      attending: null,
      admitted: null,
    });
  });

  test('for its first repetition and its first visit number, else the account', () => {
    const account = adt({ event: 'A01', visit: '' }).replace('|19610302|F', '|19610302|F||||||||||A77^^^HOSP^AN');
    expect(subject(account).visit).toBe('A77');
  });
});

const broken: [string, string | Buffer, string][] = [
  ['no bytes', '\r\n', 'empty'],
  ['no MSH', adt({ event: 'A01', segments: { MSH: null } }), 'no-msh'],
  ['something else', 'GET / HTTP/1.1\r\nHost: x', 'no-msh'],
  ['UTF-16', Buffer.from(adt({ event: 'A01' }), 'utf16le'), 'utf-16'],
  ['a batch', `BHS|^~\\&\r${adt({ event: 'A01' })}BTS|1\r`, 'batch'],
  ['equal separators', adt({ event: 'A01' }).replace('^~\\&', '^^^^'), 'bad-separators'],
  ['letters as separators', adt({ event: 'A01' }).replace('MSH|^~\\&|', 'MSHABCDEA'), 'bad-separators'],
  ['a result', adt({ event: 'A01' }).replace('ADT^A01', 'ORU^R01'), 'unsupported-type'],
  ['no event', adt({ event: '', segments: { EVN: null } }), 'no-event'],
  ['no control id', adt({ event: 'A01', id: '' }), 'no-control-id'],
  ['a huge control id', adt({ event: 'A01', id: 'x'.repeat(220) }), 'long-control-id'],
  ['a training message', adt({ event: 'A01' }).replace('|P|2.5.1', '|T|2.5.1'), 'not-production'],
  ['no time', adt({ event: 'A01', at: '' }), 'no-time'],
  ['a time that is none', adt({ event: 'A01', at: '20261332999999' }), 'bad-time'],
  ['a day only', adt({ event: 'A01', at: '20261122' }), 'bad-time'],
  ['no patient', adt({ event: 'A02', segments: { PID: null } }), 'no-pid'],
  ['a patient without a number', adt({ event: 'A02', mrn: '' }), 'no-mrn'],
  ['no visit', adt({ event: 'A01', segments: { PV1: null } }), 'no-pv1'],
  ['a transfer to nowhere', adt({ event: 'A02', place: '' }), 'no-place'],
  ['a merge of nothing', adt({ event: 'A40', merges: '' }), 'no-merged'],
];

describe('every malformed message gets one clear sentence', () => {
  test.each(broken)('%s', (_, text, kind) => {
    const { message, complaint: said, header } = read(text);
    expect(message).toBeNull();
    expect(said).toEqual(complaint(kind as (typeof COMPLAINT_KINDS)[number]));
    const answer = acknowledgement(header, said, '2026-11-22T14:00:00-05:00', 'K1').toString('latin1');
    expect(answer).toMatch(new RegExp(`\\rMSA.${said!.answer}.`));
    for (const secret of ['NGUYEN', '00123', '19610302', '999-99', 'V100']) expect(answer).not.toContain(secret);
  });

  test('that says what to change, and no kind is forgotten here', () => {
    const wire = ['too-long', 'cut-off', 'not-stored'];
    expect(new Set([...broken.map(([, , kind]) => kind), ...wire])).toEqual(new Set(COMPLAINT_KINDS));
    for (const kind of COMPLAINT_KINDS) {
      const { why } = complaint(kind);
      expect(why).toMatch(/^[A-Z].*: [a-z].*\.$/);
      expect(why.match(/\. /g) ?? []).toEqual([]);
    }
  });
});

describe('the answer', () => {
  test('echoes the control id and turns sender and receiver round', () => {
    const { header } = read(adt({ event: 'A01', id: 'A\\T\\7' }));
    const answer = acknowledgement(header, null, '2026-11-22T14:00:00-05:00', 'K1').toString('latin1');
    expect(answer).toBe('MSH|^~\\&|KIOSK|WARD|ADT1|GENERAL|20261122190000+0000||ACK^A01^ACK|K1|P|2.5.1\rMSA|AA|A\\T\\7\r');
  });

  test('says the sentence in MSA-3 and in ERR, with codes', () => {
    const { header, complaint: said } = read(adt({ event: 'A02', place: '', id: '9' }));
    const [, msa, error] = acknowledgement(header, said, '2026-11-22T19:00:00Z', 'K1').toString('latin1').split('\r');
    const sentence = 'PV1-3 is empty: a transfer must say the point of care, room and bed where the patient now is.';
    expect(msa).toBe(`MSA|AE|9|${sentence}`);
    expect(error).toBe(`ERR||PV1^1^3|101^^HL70357|E||||${sentence}`);
  });
});

test('no bytes at all can throw, and every message is understood or complained about, never both', () => {
  const whole = adt({ event: 'A01' });
  const bent = fc
    .tuple(fc.nat(whole.length), fc.nat(20), fc.uint8Array({ maxLength: 12 }))
    .map(([at, cut, put]) => Buffer.concat([Buffer.from(whole.slice(0, at)), put, Buffer.from(whole.slice(at + cut))]));
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map(bytes => Buffer.from(bytes)),
    bent,
    fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.concat([Buffer.from('MSH|^~\\&|'), bytes])),
  );
  // A frame never holds the bytes that begin and end it, and neither must the answer.
  const framing = new Set([0x0b, 0x1c]);
  fc.assert(
    fc.property(garbage, bytes => {
      const { message, complaint: said, header } = read(bytes.filter(byte => !framing.has(byte)) as Buffer);
      expect((message === null) !== (said === null)).toBe(true);
      const answer = acknowledgement(header, said, '2026-11-22T19:00:00Z', 'K1');
      expect(answer.some(byte => framing.has(byte))).toBe(false);
      expect(
        answer
          .toString('latin1')
          .split('\r')
          .slice(0, -1)
          .map(segment => segment.slice(0, 3)),
      ).toEqual(said ? ['MSH', 'MSA', 'ERR'] : ['MSH', 'MSA']);
    }),
    { numRuns: 3000 },
  );
});

test('a megabyte of separators is read before this test times out, which backtracking would not manage', () => {
  for (const filler of ['~', '^', '&', '\\', '\\X', '\\E\\', 'PID|', '\r']) {
    const text = adt({ event: 'A01' }).replace('|NGUYEN^KAI|', `|NGUYEN^KAI${filler.repeat(1_000_000 / filler.length)}|`);
    expect(understood(text).subjects[0]!.mrn).toBe('00123');
  }
});
